import { type HttpRequest, type HttpResponse, header } from '../http'
import type { Input } from '../kernel'

export interface Cors {
  /** The answer to a browser's question before the request; undefined when the request is none. */
  preflight(request: HttpRequest): HttpResponse | undefined
  /** The headers of an answer with those of CORS in them. */
  onto(request: HttpRequest, headers: HttpResponse['headers']): HttpResponse['headers']
}

/** An API with a CorsConfiguration answers preflights itself, route or not, and passes over the CORS headers that its
 *  functions set. docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export function createCors(configuration: Input): Cors {
  if (!configuration) return { preflight: () => undefined, onto: (_, headers) => headers }
  const { AllowOrigins = [], AllowMethods, AllowHeaders, ExposeHeaders, MaxAge, AllowCredentials } = configuration
  const answerTo = (request: HttpRequest, more: Readonly<Record<string, unknown>>) => {
    const origin = allowedOrigin(AllowOrigins, header(request, 'origin'))
    if (origin === undefined) return {}
    return given({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': AllowCredentials || undefined,
      ...more,
    })
  }
  return {
    preflight(request) {
      const asks = header(request, 'origin') && header(request, 'access-control-request-method')
      if (request.method !== 'OPTIONS' || !asks) return undefined
      const headers = answerTo(request, {
        'access-control-allow-methods': AllowMethods,
        'access-control-allow-headers': AllowHeaders,
        'access-control-max-age': MaxAge,
      })
      return { status: 204, headers, body: '' }
    },
    onto(request, headers) {
      const own = Object.entries(headers).filter(([name]) => !name.startsWith('access-control-'))
      return { ...Object.fromEntries(own), ...answerTo(request, { 'access-control-expose-headers': ExposeHeaders }) }
    },
  }
}

/** `https://*` allows each origin of the scheme. */
function allowedOrigin(origins: readonly string[], origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined
  if (origins.includes('*')) return '*'
  const fits = (one: string) => one === origin || (one.endsWith('://*') && origin.startsWith(one.slice(0, -1)))
  return origins.some(fits) ? origin : undefined
}

function given(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const present = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present.map(([name, value]) => [name, String(value)]))
}
