import { type HttpRequest, type HttpResponse, header } from '../http'
import { type Account, NotHonoured } from '../kernel'
import { pathsOutside } from '../paths'
import type { Api, Match } from './gateway-routes'

/** A request as the API has taken it in. */
export interface Arrival {
  /** Decoded. */
  readonly path: string
  readonly query: string
  readonly requestId: string
  readonly startedAt: number
}

export interface EventContext {
  readonly account: Account
  readonly api: Pick<Api, 'id' | 'stage'>
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
export function eventOf(request: HttpRequest, arrival: Arrival, match: Match, context: EventContext) {
  const { path, query, requestId, startedAt } = arrival
  const { route, parameters } = match
  const { account, api, authorizer, traceId } = context
  const cookies = header(request, 'cookie')?.split(/; */)
  const fields = Object.keys(request.headers).filter(name => name !== 'cookie')
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: query,
    ...(cookies && { cookies }),
    headers: {
      ...Object.fromEntries(fields.map(name => [name.toLowerCase(), header(request, name)])),
      'x-amzn-trace-id': traceId,
      'x-forwarded-for': [header(request, 'x-forwarded-for'), sourceIp].filter(Boolean).join(', '),
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    ...(query && { queryStringParameters: merged(new URLSearchParams(query)) }),
    requestContext: {
      accountId: account.id,
      apiId: api.id,
      ...(authorizer && { authorizer: { jwt: authorizer } }),
      domainName: `${api.id}.execute-api.${account.region}.amazonaws.com`,
      domainPrefix: api.id,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp,
        userAgent: header(request, 'user-agent') ?? '',
      },
      requestId,
      routeKey: route.key,
      stage: api.stage,
      time: commonLogTime(startedAt),
      timeEpoch: startedAt,
    },
    ...bodyOf(request),
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
  }
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(instant: number): string {
  const [, day, month, year, time] = new Date(instant).toUTCString().split(/,? /)
  return `${day}/${month}/${year}:${time} +0000`
}

function merged(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query.keys()].map(name => [name, query.getAll(name).join()]))
}

const textual = /^(text\/.*|application\/(json|xml|javascript|.*\+json|.*\+xml))$/i

function bodyOf(request: HttpRequest): { body?: string; isBase64Encoded: boolean } {
  if (request.body === undefined || request.body.length === 0) return { isBase64Encoded: false }
  const [type = ''] = (header(request, 'content-type') ?? 'text/plain').split(';')
  const isBase64Encoded = !textual.test(type.trim()) || header(request, 'content-encoding') !== undefined
  return { body: Buffer.from(request.body).toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded }
}

const outsideAnswer = pathsOutside(['statusCode', 'headers.*', 'body'])

/** What the client gets for a function's answer; undefined for one that the API cannot read. Throws NotHonoured for what no
 *  function here answers with: cookies, base64, or a body alone. */
export function responseOf(payload: unknown): HttpResponse | undefined {
  const outside = outsideAnswer(payload)
  if (outside.length > 0) throw new NotHonoured(`'${outside.join("', '")}' in the answer of a function`)
  const { statusCode, headers = {}, body = '' } = payload as Readonly<Record<string, unknown>>
  if (statusCode === undefined) throw new NotHonoured('the answer of a function without a statusCode')
  const status = Number(statusCode)
  if (!Number.isInteger(status) || status < 200 || status > 599 || typeof body !== 'string') return undefined
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return undefined
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])
  const own = named.find(([name]) => name?.startsWith('access-control-'))
  if (own) throw new NotHonoured(`the header ${own[0]} of a function: the API's CorsConfiguration sets it`)
  const type = body && { 'content-type': 'text/plain; charset=utf-8' }
  return { status, headers: { ...type, ...Object.fromEntries(named) }, body }
}
