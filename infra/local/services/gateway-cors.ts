import { type HttpRequest, type HttpResponse, header } from '../http'
import type { Input } from '../kernel'

/** What an API's CorsConfiguration adds to an answer; a preflight it answers alone, route or not.
 *  docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export function corsOf(
  configuration: Input,
  request: HttpRequest,
): { readonly preflight: boolean; readonly headers: HttpResponse['headers'] } {
  const { AllowOrigins = [], AllowMethods, AllowHeaders, ExposeHeaders, MaxAge } = configuration ?? {}
  const origin = header(request, 'origin')
  const asks = request.method === 'OPTIONS' && origin && header(request, 'access-control-request-method')
  const preflight = configuration !== undefined && Boolean(asks)
  const said = preflight
    ? { 'allow-origin': origin, 'allow-methods': AllowMethods, 'allow-headers': AllowHeaders, 'max-age': MaxAge }
    : { 'allow-origin': origin, 'expose-headers': ExposeHeaders }
  const entries = Object.entries(said).filter(([, value]) => AllowOrigins.includes(origin) && value !== undefined)
  return { preflight, headers: Object.fromEntries(entries.map(([k, value]) => [`access-control-${k}`, String(value)])) }
}
