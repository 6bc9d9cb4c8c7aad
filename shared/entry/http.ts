import { createHash } from 'node:crypto'
import middy from '@middy/core'
import httpRouter from '@middy/http-router'
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Instant } from '../domain/case'
import type { Principal } from '../domain/may'
import { Refusal } from '../domain/refusal'
import type { SenderStore } from '../stores/ports'
import { csvAnswer, prefersCsv } from './csv'
import { idsFrom } from './ids'
import { linkPrincipal, type OpensLinks } from './link'
import { bodyOf, largest, parse, tooLarge } from './parse'
import { type Clients, nobody, principalFrom } from './principal'
import { type Problem, problemOf } from './problem'
import type { Answer, Call, Route } from './route'
import { senderName } from './shapes'
import { isSmokeTest, smokeAnswer } from './smoke'
import { count, logger, observed } from './telemetry'
import { rawBody, webhookPrincipal } from './webhook'

type Event = APIGatewayProxyEventV2WithJWTAuthorizer
type Result = APIGatewayProxyStructuredResultV2

/** What a function is made of, made at the first request that needs it. */
export interface Wiring<Needs> {
  readonly needs: () => Needs
  readonly clients: () => Clients
  /** Of a function that takes webhooks. */
  readonly senders?: () => Pick<SenderStore, 'get'>
  /** Of a function that is reached from mails. */
  readonly links?: () => OpensLinks
  /** A refusal as a page, in the language that the browser asks for. */
  readonly problemPage?: (
    problem: Problem,
    acceptLanguage: string,
  ) => Pick<Answer, 'headers'> & { readonly body: string }
}

/** The HTTP edge: parses, authenticates, takes the time and the ids; answers JSON or a problem (RFC 9457). */
export function httpHandler<Needs>(routes: readonly Route<Needs>[], wiring: Wiring<Needs>) {
  const router = httpRouter<Event, Result>(
    routes.map(route => ({
      method: route.method,
      path: route.path,
      handler: async (event: Event) => answer(event, route, await run(event, route, wiring)),
    })),
  ) as unknown as (event: Event, context: unknown) => Promise<Result>
  const served = middy<Event, Result>({ timeoutEarlyInMillis: 0 })
    .use(problemAnswers(wiring))
    .handler((event, context) => router(event, context))
  return (event: Event | Record<string, never>, context: Parameters<typeof served>[1]): Promise<unknown> =>
    isSmokeTest(event)
      ? Promise.resolve(smokeAnswer)
      : observed(() => served(event as Event, context) as Promise<Result>)
}

async function run<Needs>(event: Event, route: Route<Needs>, wiring: Wiring<Needs>): Promise<Answer> {
  const { line } = route
  const call = await callOf(event, route, wiring)
  if (!line || !prefersCsv(event.headers.accept)) return route.run(wiring.needs(), call)
  const request = { path: event.rawPath, query: event.queryStringParameters ?? {}, headers: event.headers }
  return csvAnswer({ ...route, line }, wiring.needs(), call, request)
}

async function principalOf<Needs>(
  event: Event,
  route: Route<Needs>,
  wiring: Wiring<Needs>,
  now: Instant,
): Promise<Principal> {
  const { headers, requestContext } = event
  if (route.audience.includes('public')) return nobody
  if (route.audience.includes('link')) return linkPrincipal(wiring.links?.(), event.pathParameters?.token ?? '', now)
  if (!route.signed)
    return principalFrom(requestContext.authorizer?.jwt?.claims, headers['kefu-customer'], wiring.clients())
  if (rawBody(event).length > largest.webhook) throw tooLarge(largest.webhook)
  const name = senderName.safeParse(event.pathParameters?.sender)
  const sender = name.success ? await wiring.senders?.().get(name.data) : null
  return webhookPrincipal(event, sender ?? null, route.signed, now)
}

/** A webhook's body is read only when its signature holds. */
async function callOf<Needs>(event: Event, route: Route<Needs>, wiring: Wiring<Needs>): Promise<Call> {
  const { headers } = event
  const now = new Date(event.requestContext.timeEpoch).toISOString()
  const principal = await principalOf(event, route, wiring, now)
  if (principal !== nobody && !route.audience.includes(principal.kind)) {
    throw new Refusal('forbidden', `this is not for a ${principal.kind}`)
  }
  const key = principal.kind === 'link' ? onceKey : idempotencyKey(headers['idempotency-key'], route)
  const given = { ...(route.signed && { most: largest.webhook }), ...(route.form && { form: route.form }) }
  const params = route.params && parse(route.params, event.pathParameters ?? {})
  const query = route.query && parse(route.query, event.queryStringParameters ?? {})
  const body = route.body && parse(route.body, bodyOf(event, given) ?? {})
  const ifMatch = route.versioned ? versionIn(headers['if-match']) : undefined
  return {
    operation: route.operationId,
    params: params ?? {},
    query: query ?? {},
    body: body ?? {},
    principal,
    now,
    ids: idsFrom(principal.id, key ?? event.requestContext.requestId),
    ...(key && { key }),
    requestHash: createHash('sha256')
      .update(
        JSON.stringify(
          principal.kind === 'link' ? [principal.id] : [key, route.operationId, headers['kefu-customer'], params, body],
        ),
      )
      .digest('hex'),
    ...(ifMatch !== undefined && { ifMatch }),
    ...(wantsPage(route.page, headers.accept) && { page: true }),
  }
}

/** Whoever holds a link acts once: what comes again has the first answer, whatever it says. */
export const onceKey = 'once'

const wantsPage = (page: true | 'first' | undefined, accept = '') =>
  page !== undefined && (/\btext\/html\b/.test(accept) || (page === 'first' && !/\bjson\b/.test(accept)))

function idempotencyKey<Needs>(key: string | undefined, route: Route<Needs>): string | undefined {
  if (route.method === 'GET' || route.signed || (key === undefined && !route.creates)) return undefined
  if (key && /^[\x21-\x7e]{8,128}$/.test(key)) return key
  throw new Refusal('invalid', 'the header Idempotency-Key has 8 to 128 visible ASCII characters, such as a UUID', {
    errors: [{ path: 'header.idempotency-key', message: key === undefined ? 'required' : 'not a key' }],
  })
}

function versionIn(tag: string | undefined): number | undefined {
  if (tag === undefined || tag === '*') return undefined
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(tag)?.[1]
  if (version === undefined) throw new Refusal('invalid', 'the header If-Match is an ETag that this API gave')
  return Number(version)
}

function answer<Needs>(event: Event, route: Route<Needs>, { status, body, version, headers }: Answer): Result {
  const etag = version === undefined ? undefined : `"${version}"`
  logger.info('answered', { requestId: event.requestContext.requestId, operation: route.operationId, status })
  if (etag && route.method === 'GET' && event.headers['if-none-match'] === etag) {
    return { statusCode: 304, headers: { etag } }
  }
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(etag && { etag }),
      ...(route.page && { vary: 'accept' }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

function problemAnswers({ problemPage }: Pick<Wiring<unknown>, 'problemPage'>): middy.MiddlewareObj<Event, Result> {
  return {
    onError: request => {
      const { requestId } = request.event.requestContext
      const problem = problemOf(request.error, requestId)
      if (problem.status >= 500) {
        count('Defects')
        logger.error('defect', { requestId, error: request.error as Error })
      } else {
        logger.info('refused', { requestId, status: problem.status, problem: problem.type })
      }
      const { headers } = request.event
      const page = wantsPage('first', headers.accept) && problemPage?.(problem, headers['accept-language'] ?? '')
      request.response = {
        statusCode: problem.status,
        headers: {
          'content-type': 'application/problem+json',
          'cache-control': 'no-store',
          ...(page ? page.headers : {}),
        },
        body: page ? page.body : JSON.stringify(problem),
      }
    },
  }
}
