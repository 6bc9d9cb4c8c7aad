import { type HttpRequest, type HttpResponse, header, json, type Listening, listen } from '../http'
import { AwsError, type Kernel, type Service } from '../kernel'
import { type Cognito, TokenRefused } from './cognito'
import { claimText, eventOf, type JwtContext, responseOf } from './gateway-event'
import { createAccessLog, type Exchange } from './gateway-log'
import { type Route, readApi } from './gateway-routes'

export { gatewayTypes } from './gateway-routes'

export interface Gateway extends Service {
  /** Where the API is reached; empty before `listen`. */
  readonly url: string
  /** Answers with its URL. Throws one sentence when the port is in use. */
  listen(port: number): Promise<string>
  /** The same way without a socket, for journeys in virtual time. */
  handle(request: HttpRequest): Promise<HttpResponse>
  /** How many requests came since the start, and how they ended: `requests`, `2xx` …, `throttled`. */
  readonly counters: Readonly<Record<string, number>>
}

const messages = {
  401: 'Unauthorized',
  403: 'Forbidden',
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

/** The HTTP API of the template in front of its functions: routes, authorizers, throttles, limits and log as on AWS. */
export function createGateway(kernel: Kernel, cognito: Cognito): Gateway {
  const { clock, random } = kernel
  const { id: accountId, region } = kernel.template.account
  const api = readApi(kernel, cognito)
  const log = createAccessLog(kernel.folder, api.logFormat)
  const counters: Record<string, number> = { requests: 0, throttled: 0 }
  const count = (name: string) => {
    counters[name] = (counters[name] ?? 0) + 1
  }
  let listening: Listening | undefined

  const invoke = async (exchange: Exchange, route: Route, event: unknown): Promise<unknown> => {
    const caller = {
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:${region}:${accountId}:${api.id}/${api.stage}/${placeOf(route, exchange.request)}`,
    }
    const startedAt = clock.now()
    try {
      const outcome = await inTime(kernel, route.timeout, kernel.lambda.invoke(route.functionArn, event, caller))
      exchange.integrationStatus = 200
      if (outcome.ok) return outcome.payload
      exchange.integrationError = `The Lambda function returned the following error: ${outcome.error.errorMessage}`
      throw new Refused(500)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      exchange.integrationStatus = error.status
      exchange.integrationError = error.message
      throw new Refused(told[error.status] ?? 500)
    } finally {
      exchange.integrationLatency = clock.now() - startedAt
    }
  }

  const answer = async (exchange: Exchange): Promise<HttpResponse> => {
    checkSize(exchange.request)
    const match = api.match(exchange.request.method, exchange.path)
    if (!match) throw new Refused(404)
    exchange.routeKey = match.route.key
    if (!match.route.allows()) {
      count('throttled')
      throw new Refused(429)
    }
    const authorizer = await authorize(exchange, match.route, cognito)
    const event = eventOf(exchange, match, {
      accountId,
      region,
      api,
      authorizer,
      traceId: `Root=1-${Math.floor(exchange.startedAt / 1000).toString(16)}-${random.hex(24)}`,
    })
    const response = responseOf(await invoke(exchange, match.route, event))
    if (response) return response
    exchange.integrationError = 'The function answered with a malformed proxy response'
    throw new Refused(500)
  }

  const serve = async (request: HttpRequest): Promise<HttpResponse> => {
    const [path = '/', ...query] = request.path.split('?')
    const requestId = Buffer.from(random.hex(22), 'hex').toString('base64')
    const exchange: Exchange = {
      request,
      requestId,
      path: decoded(path),
      query: query.join('?'),
      startedAt: clock.now(),
    }
    const answered = async () => {
      const own = await answer(exchange).catch(error => {
        if (!(error instanceof Refused)) throw error
        exchange.error = error.message
        return json(error.status, { message: error.message }, error.headers)
      })
      return { ...own, headers: api.cors.onto(request, own.headers) }
    }
    const { status, headers, body } = api.cors.preflight(request) ?? (await answered())
    const response = { status, headers: { ...headers, 'apigw-requestid': requestId }, body }
    count('requests')
    count(`${Math.floor(status / 100)}xx`)
    log.write(exchange, response, clock.now())
    return response
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
      log.close()
    },
  }
}

/** What the client is told when Lambda takes no event so large, is throttled, or has not answered in time; of all else it
 *  learns no more than that something is wrong. */
const told: Readonly<Record<number, 413 | 503>> = { 413: 413, 429: 503, 503: 503 }

function placeOf({ key }: Route, { method }: HttpRequest): string {
  return key === '$default' ? '$default' : `${method}${key.slice(key.indexOf('/'))}`
}

function checkSize(request: HttpRequest): void {
  const values = Object.values(request.headers).flatMap(value => value ?? [])
  if (Buffer.byteLength([request.method, request.path, ...values].join('')) > maxHeaders) throw new Refused(431)
  if (Buffer.byteLength(request.body ?? '') > maxBody) throw new Refused(413)
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
async function authorize(exchange: Exchange, route: Route, cognito: Cognito): Promise<JwtContext | undefined> {
  if (!route.authorizer) return undefined
  const refuse = (status: 401 | 403, error: string, description: string) => {
    exchange.authorizerError = description
    const challenge = `Bearer scope="${route.scopes.join(' ')}" error="${error}" error_description="${description}"`
    return new Refused(status, { 'www-authenticate': challenge })
  }
  const token = header(exchange.request, route.authorizer.header)?.replace(/^Bearer\s+/i, '')
  if (!token) throw new Refused(401, { 'www-authenticate': 'Bearer' })
  const payload = await cognito.verify(token, route.authorizer).catch(error => {
    throw error instanceof TokenRefused ? refuse(401, 'invalid_token', error.message) : error
  })
  const said = payload.scope ?? payload.scp
  const scopes = typeof said === 'string' ? said.split(' ') : null
  if (route.scopes.length > 0 && !route.scopes.some(scope => scopes?.includes(scope))) {
    throw refuse(403, 'insufficient_scope', 'the token has none of the scopes of the route')
  }
  exchange.claims = Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimText(value)]))
  return { claims: exchange.claims, scopes }
}

/** The client is not kept longer than the integration's time-out; the function itself runs on, as on AWS. */
function inTime<T>({ clock }: Kernel, milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new AwsError('IntegrationTimeout', 'Endpoint request timed out', 503))
    const timer = clock.at(clock.now() + milliseconds, 'integration time-out', late)
    work.then(resolve, reject).finally(() => timer.cancel())
  })
}
