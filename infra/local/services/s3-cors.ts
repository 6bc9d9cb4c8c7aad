import { type HttpRequest, type HttpResponse, header } from '../http'
import { AwsError, type Input } from '../kernel'

/** The first rule of a bucket for what a page of another origin asks.
 *  https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
function ruleFor(rules: readonly Input[] = [], request: HttpRequest): Input | undefined {
  const origin = header(request, 'origin')
  const method = header(request, 'access-control-request-method') ?? request.method
  const asked = header(request, 'access-control-request-headers')?.split(/,\s*/) ?? []
  const among = (values: readonly string[] = [], wanted: string) =>
    values.some(value => value === '*' || value.toLowerCase() === wanted.toLowerCase())
  if (!origin) return undefined
  return rules.find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders }) =>
      among(AllowedOrigins, origin) &&
      among(AllowedMethods, method) &&
      asked.every(name => among(AllowedHeaders, name)),
  )
}

export function corsHeaders(rules: readonly Input[] | undefined, request: HttpRequest): HttpResponse['headers'] {
  const rule = ruleFor(rules, request)
  if (!rule) return {}
  return {
    'access-control-allow-origin': header(request, 'origin') ?? '',
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(rule.ExposedHeaders && { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') }),
    ...(rule.MaxAge !== undefined && { 'access-control-max-age': String(rule.MaxAge) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}

/** The question that a browser asks before it sends. */
export function preflight(rules: readonly Input[] | undefined, request: HttpRequest): HttpResponse {
  if (!ruleFor(rules, request))
    throw new AwsError('AccessForbidden', 'CORSResponse: This CORS request is not allowed.', 403)
  const asked = header(request, 'access-control-request-headers')
  return { status: 200, headers: asked ? { 'access-control-allow-headers': asked } : {}, body: '' }
}
