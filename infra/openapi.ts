import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { routes as attachments } from '../functions/attachments/handler'
import { routes as rules } from '../functions/classification/rules-handler'
import { routes as customers } from '../functions/customers/handler'
import { routes as figures } from '../functions/figures/handler'
import { routes as intake } from '../functions/intake/handler'
import { routes as links } from '../functions/links/handler'
import { routes as orders } from '../functions/orders/handler'
import { routes as reference } from '../functions/reference/handler'
import { routes as roster } from '../functions/roster/handler'
import { routes as tickets } from '../functions/tickets/handler'
import { routes as webhooks } from '../functions/webhooks/handler'
import { problems } from '../shared/entry/problem'
import type { Route } from '../shared/entry/route'
import { page } from '../shared/entry/shapes'
import { toleranceSeconds } from '../shared/entry/webhook'

// biome-ignore lint/suspicious/noExplicitAny: what a use case needs has no place in its contract
const functions: Readonly<Record<string, readonly Route<any>[]>> = {
  intake,
  tickets,
  orders,
  customers,
  attachments,
  webhooks,
  links,
  figures,
  'classification-rules': rules,
  roster,
  reference,
}

/** Of all callers together, per second; a route may name its own. */
const usual = { read: { rate: 200, burst: 400 }, write: { rate: 100, burst: 200 } }

/** The contract of the API (OpenAPI 3.1) from the schemas that the functions themselves check by. */
export function contract() {
  const paths: Record<string, Record<string, object>> = {}
  for (const [name, routes] of Object.entries(functions)) {
    for (const route of routes) {
      paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(name, route) }
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Kefu 客服',
      version: '1',
      description:
        'Tickets and orders of an online shop. Amounts are whole minor units of the named currency; instants are UTC. ' +
        'A POST that is repeated with the same Idempotency-Key and body has the first answer. 工单与订单接口。',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes,
      schemas: { Problem: problem },
    },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function operation(name: string, route: Route<any>) {
  const isPublic = route.audience.includes('public')
  const isLinked = route.audience.includes('link')
  const status = route.creates ? 201 : 200
  return {
    operationId: route.operationId,
    tags: [name],
    summary: `${route.summary.en} · ${route.summary.zh}`,
    security: isPublic || isLinked ? [] : [{ [route.signed ?? 'token']: [] }],
    'x-function': name,
    'x-audience': route.audience,
    'x-throttle': route.throttle ?? (route.method === 'GET' ? usual.read : usual.write),
    parameters: [
      ...fields(route.params, 'path'),
      ...fields(route.query, 'query'),
      ...headers(route, isPublic || isLinked),
    ],
    ...(route.body && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: schemaOf(route.body, 'input'), example: route.example },
          ...(route.form && { 'application/x-www-form-urlencoded': { schema: schemaOf(route.body, 'input') } }),
        },
      },
    }),
    responses: {
      [status]: {
        description: route.creates ? 'Created, now or by the first request with this key' : 'Done',
        ...(route.versioned && { headers: { ETag: { schema: { type: 'string' } } } }),
        ...(route.line && { headers: { Link: rest } }),
        ...((route.answer || route.line) && { content: contentOf(route) }),
      },
      ...(route.versioned && route.method === 'GET' && { 304: { description: 'Nothing has changed' } }),
      ...(isPublic ? {} : { '4XX': problemAnswer(4), '5XX': problemAnswer(5) }),
    },
  }
}

/** Every list can be had whole, for a spreadsheet. */
const rest = {
  description: 'Of a CSV that is too long for one answer: rel="next" leads to the rest',
  schema: { type: 'string' },
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function contentOf({ answer, line, page: shown }: Route<any>) {
  const schema = answer?.() ?? (line && page(line()))
  return {
    ...(shown && { 'text/html': { schema: { type: 'string' } } }),
    ...(schema && { 'application/json': { schema: schemaOf(schema, 'output') } }),
    ...(line && {
      'text/csv': {
        schema: {
          type: 'string',
          description:
            'RFC 4180, UTF-8 with a byte order mark; titles in the language of Accept-Language. Text that a spreadsheet ' +
            'would take for a formula has an apostrophe before it. 全部内容，可用 Excel 打开。',
        },
      },
    }),
  }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema, ...json } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', override: legible })
  return json
}

/** A format says more to a reader than its pattern, and the largest whole number of JavaScript says nothing. */
function legible({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) {
  if (jsonSchema.format) delete jsonSchema.pattern
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

function fields(schema: z.ZodObject | undefined, where: 'path' | 'query') {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input')
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: property,
  }))
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function headers(route: Route<any>, isPublic: boolean) {
  const header = (name: string, required: boolean, description: string) => ({
    ...{ name, in: 'header', required, description },
    schema: { type: 'string' },
  })
  if (isPublic) return []
  if (route.signed === 'kefu') return [header('kefu-timestamp', true, 'When it was signed, in Unix seconds')]
  if (route.signed) return []
  return [
    ...(route.method === 'POST'
      ? [header('Idempotency-Key', route.creates === true, 'The same key and body: the same answer, done once')]
      : []),
    ...(route.versioned && route.method === 'GET'
      ? [header('If-None-Match', false, 'The ETag that you have: answered with 304 while it is the newest')]
      : []),
    ...(route.versioned && route.method === 'POST' && !route.creates
      ? [header('If-Match', false, 'The ETag that you have seen: refused with 412 when the case has changed since')]
      : []),
    ...(route.audience.includes('storefront') && !route.creates
      ? [header('kefu-customer', false, 'The customer for whom the storefront asks')]
      : []),
  ]
}

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  kefu: {
    type: 'apiKey',
    in: 'header',
    name: 'kefu-signature',
    description:
      'v1=<hex of HMAC-SHA256(secret, kefu-timestamp + "." + body)>, several separated by commas; kefu-timestamp is in Unix ' +
      `seconds, at most ${toleranceSeconds} from now`,
  },
  shopify: {
    type: 'apiKey',
    in: 'header',
    name: 'x-shopify-hmac-sha256',
    description: 'Base64 of HMAC-SHA256(client secret, body), as Shopify makes it',
  },
}

const problem = {
  type: 'object',
  description: `RFC 9457. ${Object.values(problems)
    .map(({ status, title }) => `${status}: ${title}`)
    .join('; ')}.`,
  required: ['type', 'title', 'status', 'instance'],
  properties: {
    type: { type: 'string', enum: Object.keys(problems).map(kind => `/problems/${kind.replace('_', '-')}`) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: "The request's id, as it stands in our logs" },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
    state: { type: 'string' },
    allowed: {
      type: 'array',
      description: 'What could be done in this state, and by whom',
      items: {
        type: 'object',
        properties: { event: { type: 'string' }, by: { type: 'array', items: { type: 'string' } } },
      },
    },
  },
}

const problemAnswer = (of: 4 | 5) => ({
  description: of === 4 ? 'Refused: the problem says why' : 'Our fault: the problem says nothing more',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

export const contractFile = join(__dirname, '../shared/api/openapi.json')
if (require.main === module) {
  mkdirSync(dirname(contractFile), { recursive: true })
  writeFileSync(contractFile, JSON.stringify(contract()))
  execFileSync('npx', ['biome', 'format', '--write', contractFile], { stdio: 'inherit' })
}
