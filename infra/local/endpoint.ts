import { roleOfAccessKey } from './credentials'
import { type HttpRequest, type HttpResponse, header, type Listening, listen } from './http'
import { type ApiService, AwsError, type Input, type Kernel, NotHonoured, type Operation } from './kernel'
import { pathsOutside } from './paths'
import { xml } from './xml'

/** Larger than any request of a service here: a transaction of DynamoDB may bring 4 MB, a batch of it 16 MB. */
const MAX_BODY = 16 * 1024 * 1024

/** The one address that SDK clients reach by AWS_ENDPOINT_URL. */
export interface Endpoint extends Listening {
  /** The same way without a socket, for functions; once closed it never answers. */
  handle(request: HttpRequest): Promise<HttpResponse>
  /** From now on requests are answered by these services; before, with 503. */
  serve(iam: Kernel['iam'], services: readonly (ApiService | undefined)[]): void
}

interface Call {
  readonly service: string
  readonly operation: string
  readonly input: Input
  readonly wire: Wire
}

/** How a protocol writes what it answers. */
interface Wire {
  answer(operation: string, output: unknown, requestId: string): HttpResponse
  error(error: AwsError, requestId: string): HttpResponse
}

interface Served {
  readonly operation: Operation
  readonly outside: (input: unknown) => string[]
}

/** Listens before the template is read, since queue URLs and issuers in it carry this address. */
export async function createEndpoint(port: number): Promise<Endpoint> {
  const operations = new Map<string, Served>()
  let authorize: Kernel['iam']['authorize'] | undefined
  let requests = 0
  let closed = false

  async function handle(request: HttpRequest): Promise<HttpResponse> {
    const requestId = requestIdOf(++requests)
    let wire = jsonWire('1.0')
    try {
      const call = readCall(request)
      wire = call.wire
      return wire.answer(call.operation, (await run(call, callerOf(request))) ?? {}, requestId)
    } catch (error) {
      if (error instanceof NotHonoured || !(error instanceof AwsError)) console.error(error)
      return wire.error(
        error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500),
        requestId,
      )
    }
  }

  function run({ service, operation, input }: Call, principal: string): unknown {
    if (!authorize) throw new AwsError('ServiceUnavailable', 'The local cloud is starting.', 503)
    const found = operations.get(`${service}.${operation}`)
    if (!found) throw new NotHonoured(`operation ${operation} of ${service}`)
    const outside = found.outside(input)
    if (outside.length > 0) throw new NotHonoured(`parameters of ${service}.${operation}: ${outside.join(', ')}`)
    const caller = { principal }
    for (const access of found.operation.authorize(input)) authorize(caller, access)
    return found.operation.run(input, caller)
  }

  const listening = await listen(port, handle, MAX_BODY)
  return {
    ...listening,
    handle: request => (closed ? new Promise(() => {}) : handle(request)),
    close() {
      closed = true
      return listening.close()
    },
    serve(iam, services) {
      for (const service of services.filter(service => service?.protocol !== 'rest'))
        for (const [name, operation] of Object.entries(service?.operations ?? {}))
          operations.set(`${service?.target}.${name}`, { operation, outside: pathsOutside(operation.parameters) })
      authorize = (caller, access) => iam.authorize(caller, access)
    },
  }
}

/** Counted, not drawn from the world's chance: how often a client asks must not change which ids the services give. */
function requestIdOf(count: number): string {
  return `00000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`
}

function readCall(request: HttpRequest): Call {
  const target = header(request, 'x-amz-target')
  const type = header(request, 'content-type') ?? ''
  const body = request.body?.toString() ?? ''
  if (target) {
    const dot = target.lastIndexOf('.')
    const wire = jsonWire(type.endsWith('1.1') ? '1.1' : '1.0')
    return { service: target.slice(0, dot), operation: target.slice(dot + 1), input: parsed(body), wire }
  }
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const { Action, Version, ...input } = readForm(body)
    const [, service = ''] = /\/([^/]+)\/aws4_request/.exec(header(request, 'authorization') ?? '') ?? []
    return { service, operation: Action ?? '', input, wire: queryWire(service, Version ?? '') }
  }
  throw new NotHonoured(`${request.method} ${request.path} of type ${type || 'unknown'}`)
}

function parsed(body: string): Input {
  try {
    return JSON.parse(body || '{}')
  } catch {
    throw new AwsError('SerializationException', 'Could not parse the body of the request as JSON.')
  }
}

/** Who signed. The signature itself is not checked: whoever reaches 127.0.0.1 may read these keys anyway. */
function callerOf(request: HttpRequest): string {
  const [, key = ''] = /Credential=([^/]+)\//.exec(header(request, 'authorization') ?? '') ?? []
  const role = roleOfAccessKey(key)
  if (!role) throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.')
  return role
}

function jsonWire(version: '1.0' | '1.1'): Wire {
  const answer = (status: number, value: unknown, requestId: string, more: HttpResponse['headers'] = {}) => ({
    status,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId, ...more },
    body: JSON.stringify(value),
  })
  return {
    answer: (_operation, output, requestId) => answer(200, output, requestId),
    error({ code, message, status, details: { queryError, ...details } }, requestId) {
      const names = {
        'x-amzn-errortype': code,
        ...(queryError ? { 'x-amzn-query-error': `${queryError};Sender` } : {}),
      }
      return answer(status, { __type: code, message, ...details }, requestId, names)
    },
  }
}

/** Names that the Query protocol has for errors which the JSON protocols call otherwise. */
const QUERY_ERRORS: Readonly<Record<string, { code: string; status: number }>> = {
  AccessDeniedException: { code: 'AccessDenied', status: 403 },
  UnrecognizedClientException: { code: 'InvalidClientTokenId', status: 403 },
}

function queryWire(service: string, version: string): Wire {
  const namespace = `http://${service}.amazonaws.com/doc/${version}/`
  const answer = (status: number, requestId: string, body: string) => ({
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body,
  })
  return {
    answer: (operation, output, requestId) =>
      answer(
        200,
        requestId,
        `<${operation}Response xmlns="${namespace}"><${operation}Result>${xml(output)}</${operation}Result>` +
          `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
      ),
    error: (error, requestId) => {
      const { code, status } = QUERY_ERRORS[error.code] ?? error
      const fault = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: error.message, ...error.details }
      const body = xml({ Error: fault, RequestId: requestId })
      return answer(status, requestId, `<ErrorResponse xmlns="${namespace}">${body}</ErrorResponse>`)
    },
  }
}

/** `Tags.member.1.Name=a` becomes `{ Tags: [{ Name: 'a' }] }`. */
function readForm(body: string): Input {
  const input: Input = {}
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.replaceAll('.member.', '.').split('.')
    let at = input
    path.forEach((part, place) => {
      const key = Array.isArray(at) ? Number(part) - 1 : part
      const next = path[place + 1]
      at[key] ??= next === undefined ? value : /^\d+$/.test(next) ? [] : {}
      at = at[key]
    })
  }
  return input
}
