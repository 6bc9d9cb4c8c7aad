import { type HttpRequest, type HttpResponse, header, json, type Listening, listen } from '../http'
import { AwsError, type Kernel, type Service } from '../kernel'
import { type Cognito, TokenRefused } from './cognito'
import { corsOf } from './gateway-cors'
import { type Arrival, eventOf, type JwtContext, responseOf } from './gateway-event'
import { createAccessLog, type Known } from './gateway-log'
import { type Route, readApi } from './gateway-routes'

export interface Gateway extends Service {
  /** Where the API is reached; empty before `listen`. */
  readonly url: string
  /** Answers with its URL. Throws one sentence when the port is in use. */
  listen(port: number): Promise<string>
  /** The same way without a socket, for journeys in virtual time. */
  handle(request: HttpRequest): Promise<HttpResponse>
  /** How many requests came since the start. */
  readonly counters: { readonly requests: number }
}

const messages = {
  401: 'Unauthorized',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const

/** An answer that the API gives itself. */
class Refused extends Error {
  constructor(
    readonly status: keyof typeof messages,
    readonly headers: HttpResponse['headers'] = {},
  ) {
    super(messages[status])
  }
}

// docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
const maxBody = 10 * 1024 * 1024
const maxHeaders = 10_240
const longestIntegration = 30_000

/** The HTTP API of the template in front of its functions: routes, authorizers, throttles, limits and log as on AWS. */
export function createGateway(kernel: Kernel, cognito: Cognito): Gateway {
  const { clock, random, template } = kernel
  const { account } = template
  const api = readApi(kernel, cognito)
  const log = createAccessLog(kernel.folder, api.logFormat)
  const counters = { requests: 0 }
  let listening: Listening | undefined

  const invoke = async ({ key, functionArn }: Route, event: unknown, known: Known): Promise<unknown> => {
    const place = `${api.id}/${api.stage}/${key.replace(' ', '')}`
    const sourceArn = `arn:aws:execute-api:${account.region}:${account.id}:${place}`
    const invocation = kernel.lambda.invoke(functionArn, event, { principal: 'apigateway.amazonaws.com', sourceArn })
    const startedAt = clock.now()
    try {
      const outcome = await inTime(kernel, invocation)
      known.integrationStatus = 200
      if (outcome.ok) return outcome.payload
      throw new Refused(500)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      known.integrationStatus = error.status
      throw new Refused(told[error.status] ?? 500)
    } finally {
      known.integrationLatency = clock.now() - startedAt
    }
  }

  const answer = async (request: HttpRequest, arrival: Arrival, known: Known): Promise<HttpResponse> => {
    checkSize(request)
    const match = api.match(request.method, arrival.path)
    if (!match) throw new Refused(404)
    const { route } = match
    known.routeKey = route.key
    if (!route.allows()) throw new Refused(429)
    const authorizer = route.audience && (await authorize(request, route.audience, cognito, known))
    const traceId = `Root=1-${Math.floor(arrival.startedAt / 1000).toString(16)}-${random.hex(24)}`
    const event = eventOf(request, arrival, match, { account, api, authorizer, traceId })
    const response = responseOf(await invoke(route, event, known))
    if (!response) throw new Refused(500)
    return response
  }

  const serve = async (request: HttpRequest): Promise<HttpResponse> => {
    const [path = '/', ...query] = request.path.split('?')
    const requestId = Buffer.from(random.hex(22), 'hex').toString('base64')
    const startedAt = clock.now()
    const known: Known = { requestId, requestTimeEpoch: Math.floor(startedAt / 1000) }
    const cors = corsOf(api.cors, request)
    const answered = () =>
      answer(request, { path: decoded(path), query: query.join('?'), requestId, startedAt }, known).catch(error => {
        if (!(error instanceof Refused)) throw error
        known['error.message'] = error.message
        return json(error.status, { message: error.message }, error.headers)
      })
    const { status, headers, body } = cors.preflight ? { status: 204, headers: {}, body: '' } : await answered()
    counters.requests += 1
    log({ ...known, status, responseLatency: clock.now() - startedAt })
    return { status, headers: { ...headers, ...cors.headers, 'apigw-requestid': requestId }, body }
  }

  const handle = (request: HttpRequest) => clock.run(`${request.method} ${request.path}`, () => serve(request))
  return {
    counters,
    handle,
    get url() {
      return listening?.url ?? ''
    },
    async listen(port) {
      listening = await listen(port, handle, maxBody)
      return listening.url
    },
    async stop() {
      await listening?.close()
    },
  }
}

/** What the client is told when Lambda takes no event so large, is throttled, or has not answered in time; of all else it
 *  learns no more than that something is wrong. */
const told: Readonly<Record<number, 413 | 503>> = { 413: 413, 429: 503, 503: 503 }

function checkSize({ method, path, headers, body = '' }: HttpRequest): void {
  const values = Object.values(headers).flatMap(value => value ?? [])
  if (Buffer.byteLength([method, path, ...values].join('')) > maxHeaders) throw new Refused(431)
  if (Buffer.byteLength(body) > maxBody) throw new Refused(413)
}

/** The API hands the path on decoded, and without what follows a decoded question mark. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path).split('?')[0] ?? path
  } catch {
    return path
  }
}

/** docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
async function authorize(
  request: HttpRequest,
  audience: readonly string[],
  cognito: Cognito,
  known: Known,
): Promise<JwtContext> {
  const token = header(request, 'authorization')?.replace(/^Bearer\s+/i, '')
  if (!token) throw new Refused(401, { 'www-authenticate': 'Bearer' })
  const payload = await cognito.verify(token, audience).catch(error => {
    if (!(error instanceof TokenRefused)) throw error
    known['authorizer.error'] = error.message
    const challenge = `Bearer scope="" error="invalid_token" error_description="${error.message}"`
    throw new Refused(401, { 'www-authenticate': challenge })
  })
  const claims = Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimText(value)]))
  if (claims.client_id) known['authorizer.claims.client_id'] = claims.client_id
  return { claims, scopes: claims.scope?.split(' ') ?? null }
}

/** Claims reach a function as texts, lists as Go prints them (`[agent finance]`). */
function claimText(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(' ')}]` : String(value)
}

/** The client is not kept longer than an integration may take; the function itself runs on, as on AWS. */
function inTime<T>({ clock }: Kernel, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new AwsError('IntegrationTimeout', 'Endpoint request timed out', 503))
    const timer = clock.at(clock.now() + longestIntegration, 'integration time-out', late)
    work.then(resolve, reject).finally(() => timer.cancel())
  })
}
