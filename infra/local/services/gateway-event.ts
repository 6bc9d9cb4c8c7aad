import { type HttpRequest, type HttpResponse, header } from '../http'
import type { Exchange } from './gateway-log'
import type { Api, Match } from './gateway-routes'

/** What the event says besides the request. */
export interface EventContext {
  readonly accountId: string
  readonly region: string
  readonly api: Pick<Api, 'id' | 'stage' | 'stageVariables'>
  readonly authorizer: JwtContext | undefined
  readonly traceId: string
}

export interface JwtContext {
  readonly claims: Readonly<Record<string, string>>
  /** Null when the token has no scopes, as AWS was seen to send it. */
  readonly scopes: readonly string[] | null
}

const sourceIp = '127.0.0.1'

/** The event that a function behind an HTTP API receives, payload format 2.0.
 *  docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function eventOf(exchange: Exchange, { route, parameters }: Match, context: EventContext) {
  const { request, path, query, requestId, startedAt } = exchange
  const { accountId, region, authorizer, traceId } = context
  const { id: apiId, stage, stageVariables } = context.api
  const cookies = header(request, 'cookie')?.split(/; */)
  const queryStringParameters = merged([...new URLSearchParams(query)])
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: query,
    ...(cookies && { cookies }),
    headers: {
      ...merged(Object.keys(request.headers).flatMap(name => pairOf(request, name))),
      'x-amzn-trace-id': traceId,
      'x-forwarded-for': [header(request, 'x-forwarded-for'), sourceIp].filter(Boolean).join(', '),
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    ...(query && { queryStringParameters }),
    requestContext: {
      accountId,
      apiId,
      ...(authorizer && { authorizer: { jwt: authorizer } }),
      domainName: `${apiId}.execute-api.${region}.amazonaws.com`,
      domainPrefix: apiId,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp,
        userAgent: header(request, 'user-agent') ?? '',
      },
      requestId,
      routeKey: route.key,
      stage,
      time: commonLogTime(startedAt),
      timeEpoch: startedAt,
    },
    ...bodyOf(request),
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    ...(stageVariables && { stageVariables }),
  }
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(instant: number): string {
  const [, day, month, year, time] = new Date(instant).toUTCString().split(/,? /)
  return `${day}/${month}/${year}:${time} +0000`
}

/** Claims as AWS gives them to a function: strings all, lists as Go prints them (`[agent finance]`). */
export function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(([key, each]) => `${key}:${claimText(each)}`)
  return `map[${entries.sort().join(' ')}]`
}

/** What the client gets for a function's answer; undefined for one that the API cannot read. Without a statusCode the
 *  answer itself is the body, as JSON with 200. */
export function responseOf(payload: unknown): HttpResponse | undefined {
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null)
    return { status: 200, headers: { 'content-type': 'application/json' }, body }
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = payload as Readonly<Record<string, unknown>>
  const status = Number(statusCode)
  const readable =
    Number.isInteger(status) &&
    status >= 200 &&
    status < 600 &&
    typeof (headers ?? {}) === 'object' &&
    !Array.isArray(headers) &&
    Object.values(headers ?? {}).every(isPlain) &&
    (cookies === undefined || (Array.isArray(cookies) && cookies.every(isPlain))) &&
    typeof (body ?? '') === 'string' &&
    typeof (isBase64Encoded ?? false) === 'boolean'
  if (!readable) return undefined
  const text = (body ?? '') as string
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  return {
    status,
    headers: {
      ...(text && { 'content-type': 'text/plain; charset=utf-8' }),
      ...Object.fromEntries(named.filter(([name]) => !ownHeaders.has(name))),
      ...(cookies ? { 'set-cookie': (cookies as unknown[]).map(String) } : {}),
    },
    body: isBase64Encoded ? Buffer.from(text, 'base64') : text,
  }
}

/** Headers that belong to the connection, which a function cannot set. */
const ownHeaders = new Set(['content-length', 'transfer-encoding', 'connection'])

const textual = /^(text\/.*|application\/(json|xml|javascript|.*\+json|.*\+xml))$/i

function bodyOf(request: HttpRequest): { body?: string; isBase64Encoded: boolean } {
  if (request.body === undefined || request.body.length === 0) return { isBase64Encoded: false }
  const [type = ''] = (header(request, 'content-type') ?? 'text/plain').split(';')
  const isBase64Encoded = !textual.test(type.trim()) || header(request, 'content-encoding') !== undefined
  return { body: Buffer.from(request.body).toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded }
}

function pairOf(request: HttpRequest, name: string): (readonly [string, string])[] {
  const value = header(request, name)
  return value === undefined || name === 'cookie' ? [] : [[name.toLowerCase(), value]]
}

function merged(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const all = new Map<string, string>()
  for (const [name, value] of pairs) all.set(name, all.has(name) ? `${all.get(name)},${value}` : value)
  return Object.fromEntries(all)
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
