import { type Input, type Kernel, NotHonoured, type Resource, type ResourceType } from '../kernel'
import { stableId } from '../stable-id'
import type { Cognito } from './cognito'

/** The HTTP API of the template with its one stage, ready to serve. */
export interface Api {
  readonly id: string
  readonly stage: string
  readonly logFormat: string | undefined
  readonly cors: Input
  match(method: string, path: string): Match | undefined
}

export interface Match {
  readonly route: Route
  readonly parameters: Readonly<Record<string, string>>
}

export interface Route {
  /** As in the template: `GET /v1/orders/{orderId}`. */
  readonly key: string
  readonly method: string
  readonly segments: readonly string[]
  readonly functionArn: string
  /** The clients whose tokens open the route; undefined for a route that is public. */
  readonly audience: readonly string[] | undefined
  /** Takes one request from the route's allowance; false when there is none left. */
  readonly allows: () => boolean
}

const accountLimits = { ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 5_000 }

/** Reads the API; throws NotHonoured for what only AWS can serve. */
export function readApi({ template, clock }: Kernel, cognito: Cognito): Api {
  const one = (type: string): Resource => {
    const [resource, ...others] = template.all(type)
    if (!resource || others.length > 0) throw new NotHonoured(`a template with none or several of ${type}`)
    return resource
  }
  const api = one('AWS::ApiGatewayV2::Api')
  const stage = one('AWS::ApiGatewayV2::Stage')
  const { CorsConfiguration } = api.properties
  only(api, { ProtocolType: 'HTTP' })
  only(stage, { StageName: '$default', AutoDeploy: true })
  if (String(CorsConfiguration?.AllowOrigins).includes('*')) refuse(api, 'CorsConfiguration.AllowOrigins', '*')

  const audienceOf = (id: string, route: Resource): readonly string[] => {
    const authorizer = template.find('AWS::ApiGatewayV2::Authorizer', id) ?? refuse(route, 'AuthorizerId', id)
    const { IdentitySource, JwtConfiguration } = authorizer.properties
    only(authorizer, { AuthorizerType: 'JWT' })
    if (String(IdentitySource).toLowerCase() !== '$request.header.authorization')
      refuse(authorizer, 'IdentitySource', IdentitySource)
    const { Issuer, Audience } = JwtConfiguration
    return Issuer === cognito.issuer ? Audience : refuse(authorizer, 'JwtConfiguration.Issuer', Issuer)
  }
  const aRoute = (route: Resource): Route => {
    const { RouteKey, Target, AuthorizationType, AuthorizerId } = route.properties
    const [, method = '', path = ''] = /^(GET|POST) \/([^+]*)$/.exec(RouteKey) ?? refuse(route, 'RouteKey', RouteKey)
    const id = String(Target).replace(/^integrations\//, '')
    const integration = template.find('AWS::ApiGatewayV2::Integration', id) ?? refuse(route, 'Target', Target)
    only(integration, { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' })
    if (AuthorizationType !== 'NONE') only(route, { AuthorizationType: 'JWT' })
    const { DefaultRouteSettings, RouteSettings } = stage.properties
    const limits = { ...accountLimits, ...DefaultRouteSettings, ...RouteSettings?.[RouteKey] }
    return {
      key: RouteKey,
      method,
      segments: path.split('/'),
      functionArn: integration.properties.IntegrationUri,
      audience: AuthorizationType === 'JWT' ? audienceOf(AuthorizerId, route) : undefined,
      allows: tokenBucket(clock, limits.ThrottlingRateLimit, limits.ThrottlingBurstLimit),
    }
  }
  const routes = template
    .all('AWS::ApiGatewayV2::Route')
    .map(aRoute)
    .sort((a, b) => (openness(a) < openness(b) ? -1 : 1))
  return {
    id: api.ref,
    stage: stage.ref,
    logFormat: stage.properties.AccessLogSettings?.Format,
    cors: CorsConfiguration,
    match(method, path) {
      for (const route of routes) {
        const parameters = route.method === method && parametersOf(route.segments, path.slice(1).split('/'))
        if (parameters) return { route, parameters }
      }
      return undefined
    },
  }
}

/** Segment by segment, text goes before a parameter.
 *  docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
function openness({ segments }: Route): string {
  return segments.map(segment => (segment.startsWith('{') ? 1 : 0)).join('')
}

function parametersOf(segments: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  if (segments.length !== path.length) return undefined
  const found: Record<string, string> = {}
  for (const [index, segment] of segments.entries()) {
    const here = path[index]
    const name = /^\{(.+)\}$/.exec(segment)?.[1]
    if (name && here) found[name] = here
    else if (here !== segment) return undefined
  }
  return found
}

function tokenBucket(clock: Kernel['clock'], perSecond: number, burst: number): () => boolean {
  let tokens = burst
  let filledAt = clock.now()
  return () => {
    const now = clock.now()
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond)
    filledAt = now
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}

function only(resource: Resource, wanted: Readonly<Record<string, unknown>>): void {
  for (const [path, value] of Object.entries(wanted))
    if (resource.properties[path] !== value) refuse(resource, path, resource.properties[path])
}

function refuse({ stack, logicalId }: Resource, path: string, value: unknown): never {
  throw new NotHonoured(`${stack}/${logicalId}.Properties.${path} = ${value}`)
}

const identified =
  (attribute: string): ResourceType['identify'] =>
  name => {
    const id = stableId(name, 7)
    return { ref: id, attributes: { [attribute]: id } }
  }

const paths = (list: string) => list.split(/\s+/)

/** The resource types of the HTTP API. */
export const gatewayTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': {
    honoured: paths(`ProtocolType CorsConfiguration.AllowHeaders.* CorsConfiguration.AllowMethods.*
      CorsConfiguration.AllowOrigins.* CorsConfiguration.ExposeHeaders.* CorsConfiguration.MaxAge`),
    ignored: { Name: 'words for people' },
    identify: (name, { region, api }) => {
      const id = stableId(name, 10)
      const ApiEndpoint = api ?? `https://${id}.execute-api.${region}.amazonaws.com`
      return { ref: id, attributes: { ApiId: id, ApiEndpoint } }
    },
  },
  'AWS::ApiGatewayV2::Stage': {
    honoured: paths(`AccessLogSettings.Format ApiId AutoDeploy StageName
      DefaultRouteSettings.ThrottlingBurstLimit DefaultRouteSettings.ThrottlingRateLimit
      RouteSettings.*.ThrottlingBurstLimit RouteSettings.*.ThrottlingRateLimit`),
    ignored: {
      'AccessLogSettings.DestinationArn': 'lines go to logs/api.jsonl in the folder of the world',
      'DefaultRouteSettings.DetailedMetricsEnabled': 'nothing here collects metrics',
      'RouteSettings.*.DetailedMetricsEnabled': 'nothing here collects metrics',
    },
    identify: ({ properties }) => ({ ref: properties.StageName }),
  },
  'AWS::ApiGatewayV2::Route': {
    honoured: paths('ApiId AuthorizationType AuthorizerId RouteKey Target'),
    ignored: {},
    identify: identified('RouteId'),
  },
  'AWS::ApiGatewayV2::Integration': {
    honoured: paths('ApiId IntegrationType IntegrationUri PayloadFormatVersion'),
    ignored: {},
    identify: identified('IntegrationId'),
  },
  'AWS::ApiGatewayV2::Authorizer': {
    honoured: paths('ApiId AuthorizerType IdentitySource.* JwtConfiguration.Audience.* JwtConfiguration.Issuer'),
    ignored: { Name: 'words for people' },
    identify: identified('AuthorizerId'),
  },
}
