import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { HttpRequest } from '../../infra/local/http'
import { AwsError, type Caller, type Input, type Invocation, type Kernel } from '../../infra/local/kernel'
import { createCognito } from '../../infra/local/services/cognito'
import { cognitoTypes } from '../../infra/local/services/cognito-pool'
import { createGateway } from '../../infra/local/services/gateway'
import { gatewayTypes } from '../../infra/local/services/gateway-routes'
import { account, aResource, fakeKernel } from './support/fake-kernel'
import { forged } from './support/forged'

const api = (properties: Input = {}) =>
  aResource(gatewayTypes, 'AWS::ApiGatewayV2::Api', 'Api', { ProtocolType: 'HTTP', ...properties })
const apiId = api().ref
const stage = (properties: Input = {}) =>
  aResource(gatewayTypes, 'AWS::ApiGatewayV2::Stage', 'Stage', {
    ApiId: apiId,
    AutoDeploy: true,
    StageName: '$default',
    ...properties,
  })
const integration = (properties: Input = {}) =>
  aResource(gatewayTypes, 'AWS::ApiGatewayV2::Integration', 'Integration', {
    ApiId: apiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: `arn:aws:lambda:${account.region}:${account.id}:function:orders`,
    PayloadFormatVersion: '2.0',
    ...properties,
  })
const pool = aResource(cognitoTypes, 'AWS::Cognito::UserPool', 'Staff')
const client = aResource(cognitoTypes, 'AWS::Cognito::UserPoolClient', 'Desk', {
  UserPoolId: pool.ref,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthScopes: ['openid'],
})
const group = aResource(cognitoTypes, 'AWS::Cognito::UserPoolGroup', 'Finance', {
  GroupName: 'finance',
  UserPoolId: pool.ref,
})
const authorizer = aResource(gatewayTypes, 'AWS::ApiGatewayV2::Authorizer', 'Jwt', {
  ApiId: apiId,
  AuthorizerType: 'JWT',
  IdentitySource: ['$request.header.Authorization'],
  JwtConfiguration: { Issuer: pool.attributes.ProviderURL, Audience: [client.ref] },
})
const route = (key: string, properties: Input = {}) =>
  aResource(gatewayTypes, 'AWS::ApiGatewayV2::Route', key, {
    ApiId: apiId,
    AuthorizationType: 'NONE',
    RouteKey: key,
    Target: `integrations/${integration().ref}`,
    ...properties,
  })
const guarded = { AuthorizationType: 'JWT', AuthorizerId: authorizer.ref }

interface Setting {
  readonly routes?: ReturnType<typeof route>[]
  readonly api?: Input
  readonly stage?: Input
  readonly integration?: Input
  readonly answer?: (event: Input) => unknown
  readonly invoke?: () => Promise<Invocation>
}

function aGateway(setting: Setting = {}) {
  const { routes = ['GET /', 'POST /'].map(key => route(key)), answer = () => ({ statusCode: 204 }) } = setting
  const events: Input[] = []
  const callers: Caller[] = []
  const own = [api(setting.api), stage(setting.stage), integration(setting.integration)]
  const fake = fakeKernel({ resources: [...own, authorizer, pool, client, group, ...routes] })
  const kernel: Kernel = {
    ...fake,
    lambda: {
      invoke: async (_, event, caller) => {
        events.push(event)
        callers.push(caller)
        return setting.invoke?.() ?? { ok: true, payload: answer(event) }
      },
    },
  }
  const cognito = createCognito(kernel)
  const gateway = createGateway(kernel, cognito)
  const ask = async (method: string, path: string, more: Partial<HttpRequest> = {}) => {
    const response = await gateway.handle({ method, path, headers: {}, ...more })
    return { ...response, body: String(response.body) }
  }
  const log = () =>
    readFileSync(join(fake.folder, 'logs', 'api.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
  return { gateway, cognito, kernel: fake, ask, events, callers, log }
}

/** A request whose function has begun and never ends. */
async function silence(setting: Setting = {}) {
  let begun = () => {}
  const beginning = new Promise<void>(resolve => {
    begun = resolve
  })
  const invoke = () => {
    begun()
    return new Promise<Invocation>(() => undefined)
  }
  const { ask, kernel } = aGateway({ ...setting, invoke })
  const response = ask('GET', '/')
  await beginning
  return { response, kernel }
}

const refused = (status: number, message: string) => ({ status, body: JSON.stringify({ message }) })

describe('A function behind the API receives', () => {
  test('the event of payload format 2.0', async () => {
    const { ask, events } = aGateway({ routes: [route('POST /v1/orders/{orderId}/scans')] })
    await ask('POST', '/v1/orders/7%20Q/scans?at=a%2Cb&at=c&empty=', {
      headers: {
        host: 'api.example',
        'content-type': 'application/json',
        cookie: 'a=1; b=2',
        'user-agent': 'jest',
        'x-list': ['one', 'two'],
      },
      body: '{"n":1}',
    })
    expect(events).toEqual([
      {
        version: '2.0',
        routeKey: 'POST /v1/orders/{orderId}/scans',
        rawPath: '/v1/orders/7 Q/scans',
        rawQueryString: 'at=a%2Cb&at=c&empty=',
        cookies: ['a=1', 'b=2'],
        headers: {
          host: 'api.example',
          'content-type': 'application/json',
          'user-agent': 'jest',
          'x-list': 'one,two',
          'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
          'x-forwarded-for': '127.0.0.1',
          'x-forwarded-port': '443',
          'x-forwarded-proto': 'https',
        },
        queryStringParameters: { at: 'a,b,c', empty: '' },
        requestContext: {
          accountId: account.id,
          apiId,
          domainName: `${apiId}.execute-api.cn-north-1.amazonaws.com`,
          domainPrefix: apiId,
          http: {
            method: 'POST',
            path: '/v1/orders/7 Q/scans',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: 'jest',
          },
          requestId: expect.stringMatching(/^[\w+/]{15}=$/),
          routeKey: 'POST /v1/orders/{orderId}/scans',
          stage: '$default',
          time: '05/Jan/2026:01:00:00 +0000',
          timeEpoch: Date.parse('2026-01-05T01:00:00Z'),
        },
        body: '{"n":1}',
        pathParameters: { orderId: '7 Q' },
        isBase64Encoded: false,
      },
    ])
  })

  test('nothing where there is nothing: no cookies, query, parameters, body or authorizer', async () => {
    const { ask, events } = aGateway()
    await ask('GET', '/')
    for (const absent of ['cookies', 'queryStringParameters', 'pathParameters', 'body', 'stageVariables']) {
      expect(events[0]).not.toHaveProperty(absent)
    }
    expect(events[0]).toMatchObject({ rawPath: '/', rawQueryString: '', isBase64Encoded: false })
    expect(events[0].requestContext).not.toHaveProperty('authorizer')
  })

  test('names that mean something to JavaScript as mere names', async () => {
    const { ask, events } = aGateway()
    await ask('GET', '/?constructor=1&__proto__=2')
    expect(Object.entries(events[0].queryStringParameters)).toEqual([
      ['constructor', '1'],
      ['__proto__', '2'],
    ])
  })

  test('a body that is no text as base64', async () => {
    const { ask, events } = aGateway()
    await ask('POST', '/', { headers: { 'content-type': 'image/png' }, body: Buffer.from([0, 255]) })
    await ask('POST', '/', { headers: { 'content-encoding': 'gzip' }, body: Buffer.from([0, 255]) })
    await ask('POST', '/', { headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body: '客' })
    expect(events).toMatchObject([
      { body: 'AP8=', isBase64Encoded: true },
      { body: 'AP8=', isBase64Encoded: true },
      { body: '客', isBase64Encoded: false },
    ])
  })

  test('the path decoded, and cut at a decoded question mark', async () => {
    const { ask, events } = aGateway({ routes: [route('GET /{name}')] })
    await ask('GET', '/a%20b%3Fc/d?e=%3F')
    expect(events[0]).toMatchObject({ rawPath: '/a b', rawQueryString: 'e=%3F', queryStringParameters: { e: '?' } })
    await ask('GET', '/%zz')
    expect(events[1].rawPath).toBe('/%zz')
  })

  test('for whom a proxy asks, and after that who asked', async () => {
    const { ask, events } = aGateway()
    await ask('GET', '/', { headers: { 'x-forwarded-for': '192.0.2.1' } })
    expect(events[0].headers['x-forwarded-for']).toBe('192.0.2.1, 127.0.0.1')
  })

  test('its call from the API on behalf of the route', async () => {
    const { ask, callers } = aGateway({ routes: [route('GET /v1/orders/{orderId}')] })
    await ask('GET', '/v1/orders/7')
    const arn = `arn:aws:execute-api:${account.region}:${account.id}:${apiId}/$default`
    expect(callers).toEqual([{ principal: 'apigateway.amazonaws.com', sourceArn: `${arn}/GET/v1/orders/{orderId}` }])
  })
})

describe('A route is chosen', () => {
  const routes = ['GET /pets/{kind}/{id}', 'GET /pets/dog/{id}', 'GET /pets/dog/1', 'POST /pets/{kind}/food'].map(key =>
    route(key),
  )

  test.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
    ['GET', '/pets/dog/food', 'GET /pets/dog/{id}'],
    ['GET', '/pets/cat/2', 'GET /pets/{kind}/{id}'],
    ['POST', '/pets/dog/food', 'POST /pets/{kind}/food'],
  ])('%s %s goes to %s', async (method, path, key) => {
    const { ask, events } = aGateway({ routes })
    await ask(method, path)
    expect(events[0].routeKey).toBe(key)
  })

  test('by the whole path and the method; what no route takes is not found', async () => {
    const { ask } = aGateway({ routes: [route('GET /v1/orders/{orderId}')] })
    const paths = ['/v1/orders', '/v1/orders/', '/v1/orders/7/more', '/v1/Orders/7']
    for (const path of paths) expect(await ask('GET', path)).toMatchObject(refused(404, 'Not Found'))
    expect(await ask('POST', '/v1/orders/7')).toMatchObject(refused(404, 'Not Found'))
  })
})

describe('The client receives', () => {
  test('status, headers and body as the function says', async () => {
    const answer = () => ({ statusCode: 201, headers: { 'X-Count': 3, 'Content-Type': 'text/html' }, body: '客' })
    const { gateway } = aGateway({ answer })
    expect(await gateway.handle({ method: 'GET', path: '/', headers: {} })).toEqual({
      status: 201,
      headers: { 'x-count': '3', 'content-type': 'text/html', 'apigw-requestid': expect.any(String) },
      body: '客',
    })
  })

  test.each([
    ['a body alone', { a: 1 }, "'a'"],
    ['no statusCode', { body: 'x' }, 'without a statusCode'],
    ['cookies', { statusCode: 200, cookies: ['a=1'] }, "'cookies'"],
    ['base64', { statusCode: 200, body: 'AP8=', isBase64Encoded: true }, "'isBase64Encoded'"],
    ['a header with an object', { statusCode: 200, headers: { a: { b: 1 } } }, "'headers.a.b'"],
  ])('nothing, by name, when a function answers with %s', async (_, payload, named) => {
    await expect(aGateway({ answer: () => payload }).ask('GET', '/')).rejects.toThrow(named)
  })

  test.each([
    ['a status that is none', { statusCode: 'fine' }],
    ['a status that is out of range', { statusCode: 199 }],
    ['a body that is no text', { statusCode: 200, body: 7 }],
    ['headers that are a list', { statusCode: 200, headers: ['a'] }],
  ])('500 for %s', async (_, payload) => {
    const answered = await aGateway({ answer: () => payload }).ask('GET', '/')
    expect(answered).toMatchObject(refused(500, 'Internal Server Error'))
  })

  test('500 and no detail when the function fails or may not be called', async () => {
    const failed = { ok: false, error: { errorType: 'Error', errorMessage: 'secret detail' } } as const
    const denied = () => Promise.reject(new AwsError('AccessDeniedException', 'secret detail', 403))
    for (const invoke of [() => Promise.resolve(failed), denied]) {
      expect(await aGateway({ invoke }).ask('GET', '/')).toMatchObject(refused(500, 'Internal Server Error'))
    }
  })

  test('503 when the function is throttled, or has not answered within 30 seconds', async () => {
    const throttled = () => Promise.reject(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429))
    expect(await aGateway({ invoke: throttled }).ask('GET', '/')).toMatchObject(refused(503, 'Service Unavailable'))

    const { response, kernel } = await silence()
    await kernel.advance(29_999)
    await expect(Promise.race([response, 'waiting'])).resolves.toBe('waiting')
    await kernel.advance(1)
    expect(await response).toMatchObject(refused(503, 'Service Unavailable'))
  })
})

describe('A guarded route', () => {
  const routes = [route('GET /open'), route('GET /', guarded)]
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

  test('hands the claims on as texts', async () => {
    const { ask, events, cognito } = aGateway({ routes })
    await ask('GET', '/', bearer(await cognito.token({ group: 'finance', subject: 'f-1' })))
    expect(events[0].requestContext.authorizer.jwt).toMatchObject({
      claims: { sub: 'f-1', 'cognito:groups': '[finance]', exp: '1767578400', version: '2', token_use: 'access' },
      scopes: ['openid'],
    })
  })

  test('takes a token without the word Bearer', async () => {
    const { ask, cognito } = aGateway({ routes })
    const token = await cognito.token({ group: 'finance' })
    expect(await ask('GET', '/', { headers: { authorization: token } })).toMatchObject({ status: 204 })
  })

  test('answers 401 without a token, and calls no function', async () => {
    const { ask, events } = aGateway({ routes })
    const answered = await ask('GET', '/')
    expect(answered).toMatchObject(refused(401, 'Unauthorized'))
    expect(answered.headers['www-authenticate']).toBe('Bearer')
    expect(events).toEqual([])
    expect(await ask('GET', '/open')).toMatchObject({ status: 204 })
  })

  test('answers 401 to a forged and to an expired token', async () => {
    const { ask, cognito, kernel } = aGateway({ routes })
    const token = await cognito.token({ group: 'finance' })
    const forgery = await ask('GET', '/', bearer(await forged(token, { 'cognito:groups': ['agent'] })))
    expect(forgery).toMatchObject(refused(401, 'Unauthorized'))
    expect(forgery.headers['www-authenticate']).toBe(
      'Bearer scope="" error="invalid_token" error_description="the signature does not match"',
    )
    await kernel.advance(3_600_000)
    expect(await ask('GET', '/', bearer(token))).toMatchObject(refused(401, 'Unauthorized'))
  })
})

describe('A throttle', () => {
  const routes = [route('GET /a'), route('GET /b')]
  const limits = (rate: number, burst: number) => ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst })
  const limited = () =>
    aGateway({ routes, stage: { DefaultRouteSettings: limits(100, 3), RouteSettings: { 'GET /a': limits(2, 1) } } })

  test('lets through its burst, then refills at its rate on the clock', async () => {
    const { ask, kernel, gateway } = limited()
    const statuses = async (count: number, path: string) => {
      const all = []
      for (let index = 0; index < count; index++) all.push((await ask('GET', path)).status)
      return all
    }
    expect(await statuses(2, '/a')).toEqual([204, 429])
    expect(await statuses(4, '/b')).toEqual([204, 204, 204, 429])
    await kernel.advance(499)
    expect(await statuses(1, '/a')).toEqual([429])
    await kernel.advance(1)
    expect(await statuses(2, '/a')).toEqual([204, 429])
    expect(gateway.counters).toEqual({ requests: 9 })
  })

  test('answers in the words of AWS', async () => {
    const { ask } = limited()
    await ask('GET', '/a')
    expect(await ask('GET', '/a')).toMatchObject(refused(429, 'Too Many Requests'))
  })
})

describe('A request is too large', () => {
  const mebi = 1024 * 1024

  test('above 10 MB, and no function hears of it', async () => {
    const { ask, events } = aGateway()
    const answered = await ask('POST', '/', { body: 'x'.repeat(10 * mebi + 1) })
    expect(answered).toMatchObject(refused(413, 'Request Entity Too Large'))
    expect(events).toEqual([])
    expect(await ask('POST', '/', { body: 'x'.repeat(10 * mebi) })).toMatchObject({ status: 204 })
  })

  test('when Lambda takes no event of its size', async () => {
    const invoke = () => Promise.reject(new AwsError('RequestTooLargeException', 'Request must be smaller', 413))
    expect(await aGateway({ invoke }).ask('POST', '/')).toMatchObject(refused(413, 'Request Entity Too Large'))
  })

  test('when its line and header values together pass 10,240 bytes', async () => {
    const { ask } = aGateway()
    const headers = (size: number) => ({ headers: { x: 'x'.repeat(size) } })
    expect(await ask('GET', '/', headers(10_236))).toMatchObject({ status: 204 })
    expect(await ask('GET', '/', headers(10_237))).toMatchObject(refused(431, 'Request Header Fields Too Large'))
  })
})

describe('CORS', () => {
  const CorsConfiguration = {
    AllowOrigins: ['https://shop.example'],
    AllowMethods: ['GET', 'POST'],
    AllowHeaders: ['authorization'],
    ExposeHeaders: ['etag'],
    MaxAge: 600,
  }
  const preflight = (origin: string) => ({ headers: { origin, 'access-control-request-method': 'POST' } })

  test('preflights are answered by the API, route and token or not', async () => {
    const { ask, events } = aGateway({ routes: [route('POST /', guarded)], api: { CorsConfiguration } })
    expect(await ask('OPTIONS', '/', preflight('https://shop.example'))).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://shop.example',
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'authorization',
        'access-control-max-age': '600',
      },
    })
    const foreign = await ask('OPTIONS', '/', preflight('https://evil.example'))
    expect(Object.keys(foreign.headers)).toEqual(['apigw-requestid'])
    expect(events).toEqual([])
  })

  test('headers come with each answer to a page of an allowed origin, and with no other', async () => {
    const { ask } = aGateway({ api: { CorsConfiguration } })
    const own = await ask('GET', '/', { headers: { origin: 'https://shop.example' } })
    expect(own.headers).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-expose-headers': 'etag',
    })
    for (const origin of ['https://shop.example.evil', undefined])
      expect(Object.keys((await ask('GET', '/', { headers: { origin } })).headers)).toEqual(['apigw-requestid'])
  })

  test('without a configuration there is none, and an OPTIONS request is one like others', async () => {
    expect(await aGateway().ask('OPTIONS', '/', preflight('https://a.example'))).toMatchObject({ status: 404 })
  })

  test('headers that a function sets itself are refused by name', async () => {
    const answer = () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } })
    await expect(aGateway({ answer }).ask('GET', '/')).rejects.toThrow('the header access-control-allow-origin')
  })
})

describe('The access log', () => {
  const Format =
    '{"id":"$context.requestId","route":"$context.routeKey","status":$context.status,"client":"$context.authorizer.claims.client_id","why":"$context.authorizer.error"}'

  test('has a line for each request in the format of the stage', async () => {
    const { ask, cognito, log } = aGateway({
      routes: [route('GET /', guarded)],
      stage: { AccessLogSettings: { Format } },
    })
    const { headers } = await ask('GET', '/', { headers: { authorization: await cognito.token({ group: 'finance' }) } })
    await ask('GET', '/nowhere')
    await ask('GET', '/', { headers: { authorization: 'forged' } })
    const id = expect.any(String)
    expect(log().map(line => JSON.parse(line))).toEqual([
      { id: headers['apigw-requestid'], route: 'GET /', status: 204, client: client.ref, why: '-' },
      { id, route: '-', status: 404, client: '-', why: '-' },
      { id, route: 'GET /', status: 401, client: '-', why: 'the token is malformed' },
    ])
  })

  test('refuses a variable that nothing here can fill', () => {
    expect(() => aGateway({ stage: { AccessLogSettings: { Format: '$context.identity.sourceIp' } } })).toThrow(
      '$context.identity.sourceIp',
    )
  })
})

describe('A template is refused', () => {
  test.each([
    ['a WebSocket API', { api: { ProtocolType: 'WEBSOCKET' } }, 'test/Api.Properties.ProtocolType = WEBSOCKET'],
    ['a named stage', { stage: { StageName: 'dev' } }, 'test/Stage.Properties.StageName = dev'],
    ['payload format 1.0', { integration: { PayloadFormatVersion: '1.0' } }, 'PayloadFormatVersion = 1.0'],
    ['an HTTP integration', { integration: { IntegrationType: 'HTTP_PROXY' } }, 'IntegrationType = HTTP_PROXY'],
    ['origins by pattern', { api: { CorsConfiguration: { AllowOrigins: ['https://*'] } } }, 'AllowOrigins = *'],
    ['a route for all that is left', { routes: [route('$default')] }, 'RouteKey = $default'],
    ['a route for any method', { routes: [route('ANY /a')] }, 'RouteKey = ANY /a'],
    ['a greedy parameter', { routes: [route('GET /{proxy+}')] }, 'RouteKey = GET /{proxy+}'],
    [
      'IAM authorization',
      { routes: [route('GET /', { AuthorizationType: 'AWS_IAM' })] },
      'AuthorizationType = AWS_IAM',
    ],
    [
      'an unknown authorizer',
      { routes: [route('GET /', { AuthorizationType: 'JWT', AuthorizerId: 'x' })] },
      'AuthorizerId = x',
    ],
    [
      'a target that is no integration',
      { routes: [route('GET /', { Target: 'integrations/x' })] },
      'Target = integrations/x',
    ],
  ])('for %s', (_, setting: Setting, what) => {
    expect(() => aGateway(setting)).toThrow(what)
  })
})

test('A template whose authorizer trusts an issuer outside it is refused', () => {
  const JwtConfiguration = { Issuer: 'https://login.example', Audience: ['a'] }
  const elsewhere = { ...authorizer, properties: { ...authorizer.properties, JwtConfiguration } }
  const kernel = fakeKernel({
    resources: [api(), stage(), integration(), elsewhere, pool, client, group, route('GET /', guarded)],
  })
  expect(() => createGateway(kernel, createCognito(kernel))).toThrow('JwtConfiguration.Issuer = https://login.example')
})

describe('Over a socket', () => {
  test('the API answers on 127.0.0.1, and says so in one sentence when the port is taken', async () => {
    const { gateway } = aGateway({
      routes: [route('GET /v1/{name}')],
      answer: event => ({ statusCode: 200, body: event.rawPath }),
    })
    const url = await gateway.listen(0)
    expect(gateway.url).toBe(url)
    const response = await fetch(`${url}/v1/%E5%AE%A2`)
    expect([response.status, await response.text()]).toEqual([200, '/v1/客'])
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) })).status).toBe(413)
    const port = Number(new URL(url).port)
    await expect(aGateway().gateway.listen(port)).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use: stop the program that holds it, or choose another port.`,
    )
    await gateway.stop?.()
    const free = createServer().listen(port, '127.0.0.1')
    await new Promise(resolve => free.once('listening', resolve))
    free.close()
  })
})
