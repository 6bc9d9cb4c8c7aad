import { type Kernel, NotHonoured, type Resource, type ResourceType } from '../kernel'
import { stableId } from '../stable-id'
import type { Cognito, TokenRules } from './cognito'
import { type Cors, createCors } from './gateway-cors'

/** The HTTP API of the template with its one stage, ready to serve. */
export interface Api {
  readonly id: string
  readonly stage: string
  readonly stageVariables: Readonly<Record<string, string>> | undefined
  readonly logFormat: string | undefined
  readonly cors: Cors
  match(method: string, path: string): Match | undefined
}

export interface Match {
  readonly route: Route
  readonly parameters: Readonly<Record<string, string>>
}

export interface Route {
  /** As in the template: `GET /v1/orders/{orderId}` or `$default`. */
  readonly key: string
  readonly method: string
  readonly segments: readonly string[]
  readonly functionArn: string
  /** Milliseconds that the function has to answer. */
  readonly timeout: number
  readonly authorizer: (TokenRules & { readonly header: string }) | undefined
  readonly scopes: readonly string[]
  /** Takes one request from the route's allowance; false when there is none left. */
  readonly allows: () => boolean
}

const longestTimeout = 30_000
const accountThrottle = { ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 5_000 }

/** Reads the API; throws NotHonoured for what only AWS can serve. */
export function readApi(kernel: Kernel, cognito: Cognito): Api {
  const apis = kernel.template.all('AWS::ApiGatewayV2::Api')
  const [api] = apis
  if (!api || apis.length > 1) throw new NotHonoured(`${apis.length} HTTP APIs in one template; it serves one`)
  only(api, 'ProtocolType', ['HTTP'])
  const stages = kernel.template.all('AWS::ApiGatewayV2::Stage').filter(each => each.properties.ApiId === api.ref)
  const [stage] = stages
  if (!stage || stages.length > 1) throw new NotHonoured(`${stages.length} stages of ${at(api)}; it serves one`)
  only(stage, 'StageName', ['$default'])
  only(stage, 'AutoDeploy', [true])
  const routes = kernel.template
    .all('AWS::ApiGatewayV2::Route')
    .filter(route => route.properties.ApiId === api.ref)
    .map(route => aRoute(route, stage, kernel, cognito))
    .sort((one, other) => (precedence(one) < precedence(other) ? -1 : 1))
  return {
    id: api.ref,
    stage: stage.ref,
    stageVariables: stage.properties.StageVariables,
    logFormat: stage.properties.AccessLogSettings?.Format,
    match: (method, path) => firstMatch(routes, method, path.slice(1).split('/')),
    cors: createCors(api.properties.CorsConfiguration),
  }
}

function aRoute(route: Resource, stage: Resource, { template, clock }: Kernel, cognito: Cognito): Route {
  const { RouteKey, Target, AuthorizationType = 'NONE', AuthorizerId, AuthorizationScopes = [] } = route.properties
  only(route, 'AuthorizationType', ['NONE', 'JWT', undefined])
  const integration = template.find('AWS::ApiGatewayV2::Integration', String(Target).replace(/^integrations\//, ''))
  if (!integration) throw new NotHonoured(`${at(route)}.Properties.Target = ${Target}`)
  only(integration, 'IntegrationType', ['AWS_PROXY'])
  only(integration, 'PayloadFormatVersion', ['2.0'])
  const { IntegrationUri, TimeoutInMillis = longestTimeout } = integration.properties
  if (!/^arn:aws:lambda:/.test(IntegrationUri))
    throw new NotHonoured(`${at(integration)}.Properties.IntegrationUri = ${IntegrationUri}`)
  const { DefaultRouteSettings, RouteSettings } = stage.properties
  const limit = { ...accountThrottle, ...DefaultRouteSettings, ...RouteSettings?.[RouteKey] }
  const [method, path = '/{proxy+}'] = RouteKey === '$default' ? ['ANY'] : RouteKey.split(' ')
  return {
    key: RouteKey,
    method,
    segments: path.slice(1).split('/'),
    functionArn: IntegrationUri,
    timeout: TimeoutInMillis,
    authorizer: AuthorizationType === 'JWT' ? anAuthorizer(route, AuthorizerId, template, cognito) : undefined,
    scopes: AuthorizationScopes,
    allows: tokenBucket(clock, limit.ThrottlingRateLimit, limit.ThrottlingBurstLimit),
  }
}

function anAuthorizer(route: Resource, id: string, template: Kernel['template'], cognito: Cognito) {
  const authorizer = template.find('AWS::ApiGatewayV2::Authorizer', id)
  if (!authorizer) throw new NotHonoured(`${at(route)}.Properties.AuthorizerId = ${id}`)
  only(authorizer, 'AuthorizerType', ['JWT'])
  const { IdentitySource = [], JwtConfiguration } = authorizer.properties
  const [, name] = /^\$request\.header\.([\w-]+)$/.exec(IdentitySource.join()) ?? []
  if (!name) throw new NotHonoured(`${at(authorizer)}.Properties.IdentitySource = ${IdentitySource}`)
  const { Issuer, Audience = [] } = JwtConfiguration
  if (!cognito.issues(Issuer)) throw new NotHonoured(`${at(authorizer)}.Properties.JwtConfiguration.Issuer = ${Issuer}`)
  return { header: name.toLowerCase(), issuer: Issuer, audience: Audience }
}

/** Smaller is more specific: a full match, a greedy one, then `$default`; segment by segment text before a parameter; a
 *  method before ANY. docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
function precedence({ key, method, segments }: Route): string {
  const kinds = segments.map(segment => (!segment.startsWith('{') ? 0 : segment.endsWith('+}') ? 2 : 1))
  const family = key === '$default' ? 2 : kinds.includes(2) ? 1 : 0
  return `${family}.${kinds.join('')}.${method === 'ANY' ? 1 : 0}`
}

function firstMatch(routes: readonly Route[], method: string, path: readonly string[]): Match | undefined {
  for (const route of routes) {
    if (route.key === '$default') return { route, parameters: {} }
    if (route.method !== 'ANY' && route.method !== method) continue
    const parameters = parametersOf(route.segments, path)
    if (parameters) return { route, parameters }
  }
  return undefined
}

function parametersOf(segments: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  const found: Record<string, string> = {}
  for (const [index, segment] of segments.entries()) {
    const [, name, greedy] = /^\{(.+?)(\+?)\}$/.exec(segment) ?? []
    const here = greedy ? path.slice(index).join('/') : path[index]
    if (name ? !here : here !== segment) return undefined
    if (name && here) found[name] = here
    if (greedy) return found
  }
  return segments.length === path.length ? found : undefined
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

function at({ stack, logicalId }: Resource): string {
  return `${stack}/${logicalId}`
}

function only(resource: Resource, property: string, values: readonly unknown[]): void {
  const value = resource.properties[property]
  if (!values.includes(value)) throw new NotHonoured(`${at(resource)}.Properties.${property} = ${value}`)
}

const words = 'words for people'
const bill = 'labels for bills'
const identified =
  (attribute: string): ResourceType['identify'] =>
  name => {
    const id = stableId(name, 7)
    return { ref: id, attributes: { [attribute]: id } }
  }

/** The resource types of the HTTP API. */
export const gatewayTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': {
    honoured: [
      'ProtocolType',
      'CorsConfiguration.AllowCredentials',
      'CorsConfiguration.AllowHeaders.*',
      'CorsConfiguration.AllowMethods.*',
      'CorsConfiguration.AllowOrigins.*',
      'CorsConfiguration.ExposeHeaders.*',
      'CorsConfiguration.MaxAge',
    ],
    ignored: {
      Name: words,
      Description: words,
      Version: words,
      'Tags.**': bill,
      DisableExecuteApiEndpoint: 'the API has one address here, 127.0.0.1',
      IpAddressType: 'the API has one address here, 127.0.0.1',
    },
    identify: (name, { region }) => {
      const id = stableId(name, 10)
      return { ref: id, attributes: { ApiId: id, ApiEndpoint: `https://${id}.execute-api.${region}.amazonaws.com` } }
    },
  },
  'AWS::ApiGatewayV2::Stage': {
    honoured: [
      'AccessLogSettings.Format',
      'ApiId',
      'AutoDeploy',
      'DefaultRouteSettings.ThrottlingBurstLimit',
      'DefaultRouteSettings.ThrottlingRateLimit',
      'RouteSettings.*.ThrottlingBurstLimit',
      'RouteSettings.*.ThrottlingRateLimit',
      'StageName',
      'StageVariables.*',
    ],
    ignored: {
      'AccessLogSettings.DestinationArn': 'lines go to logs/api.jsonl in the folder of the world',
      'DefaultRouteSettings.DetailedMetricsEnabled': 'nothing here collects metrics',
      'RouteSettings.*.DetailedMetricsEnabled': 'nothing here collects metrics',
      Description: words,
      'Tags.**': bill,
    },
    identify: ({ properties }) => ({ ref: properties.StageName }),
  },
  'AWS::ApiGatewayV2::Route': {
    honoured: ['ApiId', 'AuthorizationScopes.*', 'AuthorizationType', 'AuthorizerId', 'RouteKey', 'Target'],
    ignored: { OperationName: words },
    identify: identified('RouteId'),
  },
  'AWS::ApiGatewayV2::Integration': {
    honoured: ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion', 'TimeoutInMillis'],
    ignored: { Description: words, IntegrationMethod: 'a function is always invoked by POST' },
    identify: identified('IntegrationId'),
  },
  'AWS::ApiGatewayV2::Authorizer': {
    honoured: ['ApiId', 'AuthorizerType', 'IdentitySource.*', 'JwtConfiguration.Audience.*', 'JwtConfiguration.Issuer'],
    ignored: { Name: words },
    identify: identified('AuthorizerId'),
  },
}
