import { roleOfAccessKey } from '../credentials'
import { type HttpRequest, type HttpResponse, header } from '../http'
import { AwsError, type Caller, type Input, type Kernel, NotHonoured } from '../kernel'
import { pathsOutside } from '../paths'
import { corsHeaders, preflight } from './s3-cors'
import { type S3Operations, xmlDocument } from './s3-operations'
import { readForm, readPost } from './s3-post'
import { presigner } from './s3-signature'

/** More than any upload that a policy of the house allows, and the form around it. */
export const LARGEST_REQUEST = 32 * 1024 * 1024

/** Which header or query parameter is which parameter of an operation. */
const NAMES: Readonly<Record<string, string>> = {
  range: 'Range',
  'if-match': 'IfMatch',
  'response-content-type': 'ResponseContentType',
  'response-content-disposition': 'ResponseContentDisposition',
  'x-amz-copy-source': 'CopySource',
  'x-amz-copy-source-if-match': 'CopySourceIfMatch',
  'x-amz-metadata-directive': 'MetadataDirective',
  'x-amz-tagging': 'Tagging',
  'x-amz-tagging-directive': 'TaggingDirective',
}
/** Of the signature, of the transport, or of the client itself. */
const BESIDE =
  /^(x-id|x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256|user-agent))$/i

const NAMED_ERRORS: Readonly<Record<string, string>> = { AccessDeniedException: 'AccessDenied' }

/** The REST API of S3, path-style, at an origin of its own. */
export function s3Requests({ clock, iam, template }: Kernel, operations: S3Operations) {
  const outside = Object.fromEntries(
    Object.entries(operations).map(([name, { parameters }]) => [name, pathsOutside(parameters)]),
  )
  let requests = 0

  async function handle(request: HttpRequest): Promise<HttpResponse> {
    const serving = () => serve(request, `${(++requests).toString(16).toUpperCase().padStart(16, '0')}`)
    // A client within a function holds time still already; whoever comes from outside waits for their turn.
    return header(request, 'authorization') ? serving() : clock.run(`${request.method} ${request.path}`, serving)
  }

  async function serve(request: HttpRequest, requestId: string): Promise<HttpResponse> {
    const { bucket } = placeOf(request)
    const rules = template.find('AWS::S3::Bucket', bucket)?.properties.CorsConfiguration?.CorsRules
    const answered = await answer(request).catch(error => errorAnswer(error, request, requestId))
    return {
      ...answered,
      headers: { 'x-amz-request-id': requestId, ...corsHeaders(rules, request), ...answered.headers },
    }

    async function answer(request: HttpRequest): Promise<HttpResponse> {
      if (request.method === 'OPTIONS') return preflight(rules, request)
      const { operation, input, caller } = await callOf(request)
      const unknown = outside[operation]!(input)
      if (unknown.length > 0) throw new NotHonoured(`parameters of s3.${operation}: ${unknown.join(', ')}`)
      for (const access of operations[operation].authorize(input)) iam.authorize(caller, access)
      return operations[operation].run(input, caller)
    }
  }

  async function callOf(
    request: HttpRequest,
  ): Promise<{ readonly operation: keyof S3Operations; readonly input: Input; readonly caller: Caller }> {
    const { method } = request
    const { bucket, key } = placeOf(request)
    if (method === 'POST' && bucket && !key) {
      const { principal, input } = readPost(bucket, await readForm(withinSize(request)), clock.now())
      return { operation: 'PostObject', input, caller: { principal } }
    }
    const input = { Bucket: bucket, Key: key, ...parametersOf(request) }
    const caller = { principal: callerOf(request) }
    if (method === 'GET' && key) return { operation: 'GetObject', input, caller }
    if (method === 'DELETE' && key) {
      const { tagging, ...rest } = input as Input
      const operation = tagging === undefined ? 'DeleteObject' : 'DeleteObjectTagging'
      return { operation, input: rest, caller }
    }
    if (method === 'PUT' && 'CopySource' in input)
      return { operation: 'CopyObject', input: { ...input, ...contentType(request) }, caller }
    if (method === 'PUT' && key) {
      const Body = Buffer.from(withinSize(request).body ?? '')
      return { operation: 'PutObject', input: { ...input, ...contentType(request), Body }, caller }
    }
    throw new NotHonoured(`${method} ${request.path} of s3`)
  }

  function callerOf(request: HttpRequest): string {
    const authorization = header(request, 'authorization')
    if (!authorization) {
      if (/[?&]X-Amz-/.test(request.path)) return presigner(request, clock.now())
      throw new AwsError('AccessDenied', 'Access Denied', 403)
    }
    const principal = roleOfAccessKey(/Credential=([^/]+)\//.exec(authorization)?.[1] ?? '')
    if (principal) return principal
    throw new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403)
  }

  return handle
}

function placeOf({ path }: HttpRequest): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', ...key] = path.split('?')[0]!.split('/').map(decodeURIComponent)
  return { bucket, key: key.join('/') }
}

const contentType = (request: HttpRequest) => {
  const ContentType = header(request, 'content-type')
  return ContentType ? { ContentType } : {}
}

function withinSize(request: HttpRequest): HttpRequest {
  const size = request.body?.length ?? 0
  if (size <= LARGEST_REQUEST) return request
  throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
    ...{ ProposedSize: size, MaxSizeAllowed: LARGEST_REQUEST },
  })
}

/** What a request asks beside its path; what has no name here keeps its own, and is then refused by it. */
function parametersOf({ path, headers }: HttpRequest): Input {
  const query = [...new URLSearchParams(path.split('?')[1] ?? '')]
  const asked = Object.entries(headers).filter(([name]) => name in NAMES || /^(x-amz-|if-)/.test(name))
  const pairs = [...query, ...asked].filter(([name]) => !BESIDE.test(name))
  return Object.fromEntries(pairs.map(([name, value]) => [NAMES[name] ?? name, String(value)]))
}

function errorAnswer(error: unknown, request: HttpRequest, RequestId: string): HttpResponse {
  if (error instanceof NotHonoured || !(error instanceof AwsError)) console.error(error)
  const known = error instanceof AwsError ? error : new AwsError('InternalError', String(error), 500)
  const Code = NAMED_ERRORS[known.code] ?? known.code
  const status = Code === 'AccessDenied' ? 403 : known.status
  const fault = { Code, Message: known.message, ...known.details, RequestId, HostId: 'local' }
  const body = request.method === 'HEAD' ? '' : xmlDocument({ Error: fault })
  return { status, headers: { 'content-type': 'application/xml' }, body }
}
