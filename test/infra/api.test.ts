import { routesOf } from '../../infra/aws/routes'
import description from '../../shared/api/openapi.json'
import { staffRoles } from '../../shared/handbook/roles'
import { type Json, synthesisOf, target } from './synthesis'

const { service } = synthesisOf('prod')
const routes = service.all('AWS::ApiGatewayV2::Route')
const operations = Object.entries<Json>(description.paths).flatMap(([path, methods]) =>
  Object.entries<Json>(methods).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, operation })),
)
const functionBehind = (route: Json): string => {
  const integration = service.resources.find(({ id }) => JSON.stringify(route.Target).includes(`"${id}"`))
  const lambda = service.resources.find(({ id }) => id === target(integration?.Properties.IntegrationUri))
  return lambda?.Properties.FunctionName
}

describe('the API', () => {
  test('has a route for each operation of the OpenAPI document, and no other', () => {
    expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(operations.map(({ key }) => key).sort())
  })

  test.each(operations)('sends $key to its function', ({ key, operation }) => {
    const route = routes.find(({ Properties }) => Properties.RouteKey === key)
    expect(functionBehind(route?.Properties)).toBe(`kefu-prod-${operation['x-function']}`)
  })

  test('asks for a token wherever the document does not say that anyone may call, or that the sender signs', () => {
    const open = routes
      .filter(({ Properties }) => Properties.AuthorizationType !== 'JWT')
      .map(({ Properties }) => Properties.RouteKey)
    expect(open.sort()).toEqual(
      operations
        .filter(({ operation }) => !operation.security?.some((scheme: object) => 'token' in scheme))
        .map(({ key }) => key)
        .sort(),
    )
    for (const { key, operation } of operations.filter(({ key }) => open.includes(key)))
      expect(
        ['/', '/openapi.json'].includes(key.slice(4)) || /^POST \/v1\/inbound\/|^\w+ \/v1\/links\//.test(key),
      ).toBe(operation['x-audience'].some((audience: string) => ['public', 'webhook', 'link'].includes(audience)))
    const guarded = routes.filter(({ Properties }) => Properties.AuthorizationType === 'JWT')
    const authorizer = service.one('AWS::ApiGatewayV2::Authorizer')
    for (const { Properties } of guarded) expect(target(Properties.AuthorizerId)).toBe(authorizer.id)
    expect(authorizer.Properties.JwtConfiguration.Audience).toHaveLength(2)
  })

  test('lets each function be called by this API only', () => {
    for (const { Properties } of service.all('AWS::Lambda::Permission'))
      expect(JSON.stringify(Properties.SourceArn)).toContain(service.one('AWS::ApiGatewayV2::Api').id)
  })

  const stage = service.one('AWS::ApiGatewayV2::Stage')

  test('limits every route, and waits for the routes before it sets their limits', () => {
    const { RouteSettings, DefaultRouteSettings } = stage.Properties
    expect(Object.keys(RouteSettings).sort()).toEqual(operations.map(({ key }) => key).sort())
    for (const { key, operation } of operations)
      expect(RouteSettings[key].ThrottlingRateLimit).toBe(
        operation['x-throttle']?.rate ?? DefaultRouteSettings.ThrottlingRateLimit,
      )
    expect([...(stage as Json).DependsOn].sort()).toEqual(routes.map(({ id }) => id).sort())
  })

  test('writes an access log without path, address or agent', () => {
    const format = JSON.parse(stage.Properties.AccessLogSettings.Format)
    expect(Object.values(format)).toContain('$context.routeKey')
    for (const value of Object.values(format)) expect(value).not.toMatch(/path|sourceIp|userAgent|email|username|sub$/i)
  })

  test('refuses to be built for a function that does not exist', () => {
    const paths = { '/v1/x': { get: { operationId: 'x', 'x-function': 'nobody' } } }
    expect(() => routesOf({ paths }, { rate: 1, burst: 1 })).toThrow("GET /v1/x names the unknown function 'nobody'")
  })

  test('narrows the limits of routes by the ceiling of the stage, and widens them for a simulation', () => {
    const settings = (name: 'dev' | 'simulation') =>
      synthesisOf(name).service.one('AWS::ApiGatewayV2::Stage').Properties.RouteSettings
    expect(settings('dev')['POST /v1/orders'].ThrottlingRateLimit).toBeLessThanOrEqual(50)
    expect(settings('simulation')['POST /v1/orders'].ThrottlingRateLimit).toBeGreaterThanOrEqual(1000)
  })
})

describe('the sign-in', () => {
  const clients = service.all('AWS::Cognito::UserPoolClient').map(({ Properties }) => Properties)

  test('knows every role of staff (R-ORG-09), lets nobody register and asks for a second factor', () => {
    const groups = service.all('AWS::Cognito::UserPoolGroup').map(({ Properties }) => Properties.GroupName)
    expect(groups.sort()).toEqual([...staffRoles].sort())
    expect(service.one('AWS::Cognito::UserPool').Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      DeletionProtection: 'ACTIVE',
    })
  })

  test('gives staff a code flow without a secret, and the storefront its credentials with one scope', () => {
    const [staff, storefront] = [
      clients.find(({ GenerateSecret }) => !GenerateSecret),
      clients.find(({ GenerateSecret }) => GenerateSecret),
    ]
    expect(staff).toMatchObject({ AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid'] })
    expect(storefront).toMatchObject({ AllowedOAuthFlows: ['client_credentials'] })
    expect(JSON.stringify(storefront.AllowedOAuthScopes)).toContain('/storefront')
  })
})
