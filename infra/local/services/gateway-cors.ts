import { type HttpRequest, type HttpResponse, header } from '../http'
import type { Input } from '../kernel'

type Headers = HttpResponse['headers']

export interface Cors {
  /** The answer to a browser's question before the request; undefined when the request is none. */
  preflight(request: HttpRequest): HttpResponse | undefined
  /** The headers of an answer with those of CORS in them. */
  onto(request: HttpRequest, headers: Headers): Headers
}

/** An API with a CorsConfiguration answers preflights itself, route or not, and passes over the CORS headers that its
 *  functions set. docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export function createCors(configuration: Input): Cors {
  if (!configuration) return { preflight: () => undefined, onto: (_, headers) => headers }
  const { AllowOrigins = [], AllowMethods, AllowHeaders, ExposeHeaders, MaxAge } = configuration
  const allowed = (request: HttpRequest, more: Readonly<Record<string, unknown>>): Headers => {
    const origin = header(request, 'origin')
    if (!AllowOrigins.includes(origin)) return {}
    const said = Object.entries({ 'access-control-allow-origin': origin, ...more })
    return Object.fromEntries(said.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
  }
  return {
    preflight(request) {
      const asks = header(request, 'origin') && header(request, 'access-control-request-method')
      if (request.method !== 'OPTIONS' || !asks) return undefined
      const headers = allowed(request, {
        'access-control-allow-methods': AllowMethods,
        'access-control-allow-headers': AllowHeaders,
        'access-control-max-age': MaxAge,
      })
      return { status: 204, headers, body: '' }
    },
    onto(request, headers) {
      const own = Object.entries(headers).filter(([name]) => !name.startsWith('access-control-'))
      return { ...Object.fromEntries(own), ...allowed(request, { 'access-control-expose-headers': ExposeHeaders }) }
    },
  }
}
