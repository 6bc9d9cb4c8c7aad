import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose'
import type { HttpRequest } from '../../infra/local/http'
import { createCognito, TokenRefused } from '../../infra/local/services/cognito'
import { cognitoTypes } from '../../infra/local/services/cognito-pool'
import { aResource, type FakeOptions, fakeKernel } from './support/fake-kernel'
import { forged } from './support/forged'

const pool = aResource(cognitoTypes, 'AWS::Cognito::UserPool', 'Staff')
const group = (name: string) =>
  aResource(cognitoTypes, 'AWS::Cognito::UserPoolGroup', name, { GroupName: name, UserPoolId: pool.ref })
const desk = aResource(cognitoTypes, 'AWS::Cognito::UserPoolClient', 'Desk', {
  UserPoolId: pool.ref,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthScopes: ['openid'],
  AccessTokenValidity: 30,
  TokenValidityUnits: { AccessToken: 'minutes' },
})
const storefront = aResource(cognitoTypes, 'AWS::Cognito::UserPoolClient', 'Storefront', {
  UserPoolId: pool.ref,
  AllowedOAuthFlows: ['client_credentials'],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthScopes: ['kefu/act', 'kefu/read'],
  GenerateSecret: true,
})
const resources = [pool, group('agent'), group('finance'), desk, storefront]
const issuer = `https://cognito-idp.cn-north-1.amazonaws.com/${pool.ref}`
const audience = [desk.ref, storefront.ref]

function aPool(options: FakeOptions = {}) {
  const kernel = fakeKernel({ resources, ...options })
  const cognito = createCognito(kernel)
  const ask = async (method: string, path: string, more: Partial<HttpRequest> = {}) =>
    (await cognito.handle({ method, path, headers: {}, ...more }))!
  const post = async (form: Record<string, string>, headers: HttpRequest['headers'] = {}) => {
    const { status, body } = await ask('POST', '/oauth2/token', { headers, body: `${new URLSearchParams(form)}` })
    return { status, body: JSON.parse(String(body)) }
  }
  const secret = cognito.clients.find(client => client.id === storefront.ref)!.secret!
  return { kernel, cognito, ask, post, secret }
}

const seconds = Date.parse('2026-01-05T01:00:00Z') / 1000

describe('A token of a person', () => {
  test('has the claims of a Cognito access token, and ends when its client says', async () => {
    const { cognito } = aPool()
    const jwt = await cognito.token({ group: 'finance', subject: 'f-1' })
    expect(decodeJwt(jwt)).toEqual({
      sub: 'f-1',
      username: 'f-1',
      'cognito:groups': ['finance'],
      iss: issuer,
      client_id: desk.ref,
      version: 2,
      token_use: 'access',
      scope: 'openid',
      auth_time: seconds,
      iat: seconds,
      exp: seconds + 1800,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'RS256', kid: expect.any(String) })
  })

  test('names the same person of a group each time, and another for another group', async () => {
    const { cognito } = aPool()
    const subject = async (name: string) => decodeJwt(await cognito.token({ group: name })).sub
    expect(await subject('agent')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(await subject('agent')).toBe(await subject('agent'))
    expect(await subject('agent')).not.toBe(await subject('finance'))
  })

  test('is kept for half its life', async () => {
    const { cognito, kernel } = aPool()
    const token = () => cognito.token({ group: 'agent' })
    const first = await token()
    await kernel.advance(899_999)
    expect(await token()).toBe(first)
    expect(await cognito.token({ group: 'agent', subject: 'another' })).not.toBe(first)
    await kernel.advance(1)
    expect(decodeJwt(await token()).exp).toBe(seconds + 900 + 1800)
  })

  test('is not given for a group that the template does not have', async () => {
    await expect(aPool().cognito.token({ group: 'pirate' })).rejects.toThrow("no group 'pirate'")
  })
})

describe('A token is accepted', () => {
  test('with the key, issuer, client and time of the pool', async () => {
    const { cognito } = aPool()
    await expect(cognito.verify(await cognito.storefrontToken(), audience)).resolves.toMatchObject({
      sub: storefront.ref,
    })
  })

  test('after a restart, since the keys stay in the folder of the world', async () => {
    const before = aPool()
    const jwt = await before.cognito.token({ group: 'agent' })
    const after = aPool({ folder: before.kernel.folder })
    await expect(after.cognito.verify(jwt, audience)).resolves.toBeDefined()
    expect(after.secret).toBe(before.secret)
  })
})

describe('A token is refused', () => {
  test('by a world that did not make it', async () => {
    const { kernel, cognito } = aPool()
    const elsewhere = { ...kernel, clock: { ...kernel.clock, virtual: false }, folder: `${kernel.folder}/other` }
    const jwt = await createCognito(elsewhere).token({ group: 'agent' })
    await expect(cognito.verify(jwt, audience)).rejects.toThrow('no key of the issuer has the kid of the token')
  })

  const refusal = async (change: Parameters<typeof forged>[1], options: Parameters<typeof forged>[2] = {}) => {
    const { cognito } = aPool()
    const jwt = await forged(await cognito.token({ group: 'agent' }), change, options)
    return cognito.verify(jwt, audience).then(
      () => 'accepted',
      error => (error instanceof TokenRefused ? error.message : error),
    )
  }

  test('when another key signed it', async () => {
    expect(await refusal({})).toBe('the signature does not match')
  })

  test('when it names a key that the pool does not have, or none', async () => {
    expect(await refusal({}, { kid: 'other' })).toBe('no key of the issuer has the kid of the token')
    expect(await refusal({}, { kid: undefined })).toBe('no key of the issuer has the kid of the token')
  })

  test('when it is not signed, or by a shared secret', async () => {
    expect(await refusal({}, { alg: 'none' })).toBe('the signing method is not RS256')
    expect(await refusal({}, { alg: 'HS256' })).toBe('the signing method is not RS256')
  })

  test('when its payload was changed under its signature', async () => {
    expect(await refusal({ 'cognito:groups': ['finance'] }, { keepSignature: true })).toBe(
      'the signature does not match',
    )
  })

  test('when it has expired, to the second', async () => {
    const { cognito, kernel } = aPool()
    const jwt = await cognito.token({ group: 'agent' })
    await kernel.advance(1_799_000)
    await expect(cognito.verify(jwt, audience)).resolves.toBeDefined()
    await kernel.advance(1_000)
    await expect(cognito.verify(jwt, audience)).rejects.toThrow('the token has expired')
  })

  test('when it comes from the future', async () => {
    const { cognito, kernel } = aPool({ at: '2026-01-06T00:00:00Z' })
    const jwt = await cognito.token({ group: 'agent' })
    const yesterday = aPool({ at: '2026-01-05T00:00:00Z', folder: kernel.folder })
    await expect(yesterday.cognito.verify(jwt, audience)).rejects.toThrow('the token is from the future')
  })

  test('by what it says of itself, although the key of the pool signed it', async () => {
    const { cognito, kernel } = aPool()
    const { keys } = JSON.parse(readFileSync(join(kernel.folder, 'cognito.json'), 'utf8'))
    const key = await importJWK(keys[pool.ref], 'RS256')
    const genuine = await cognito.token({ group: 'agent' })
    const saying = async (claims: Record<string, unknown>) => {
      const header = decodeProtectedHeader(genuine) as { alg: string }
      const jwt = await new SignJWT({ ...decodeJwt(genuine), ...claims }).setProtectedHeader(header).sign(key)
      return cognito.verify(jwt, audience).then(
        () => 'accepted',
        error => error.message,
      )
    }
    expect(await saying({})).toBe('accepted')
    expect(await saying({ iss: 'https://example.com' })).toBe('a claim of the token does not match')
    expect(await saying({ nbf: seconds + 60 })).toBe('a claim of the token does not match')
    expect(await saying({ exp: undefined })).toBe('a claim of the token does not match')
    expect(await saying({ client_id: undefined })).toBe('the token does not have a valid audience')
    expect(await saying({ client_id: 'other', aud: [desk.ref] })).toBe('accepted')
    expect(await saying({ aud: 'other' })).toBe('the token does not have a valid audience')
  })

  test('for an audience that the authorizer does not know, and when it is none', async () => {
    const { cognito } = aPool()
    const jwt = await cognito.token({ group: 'agent' })
    await expect(cognito.verify(jwt, ['other'])).rejects.toThrow('the token does not have a valid audience')
    await expect(cognito.verify('not.a.token', audience)).rejects.toThrow('the token is malformed')
  })
})

describe('The token endpoint', () => {
  test('gives the storefront an access token without audience and user name, with the scopes asked for', async () => {
    const { post, secret } = aPool()
    const basic = { authorization: `Basic ${Buffer.from(`${storefront.ref}:${secret}`).toString('base64')}` }
    const { status, body } = await post({ grant_type: 'client_credentials', scope: 'kefu/read' }, basic)
    expect(status).toBe(200)
    expect(body).toEqual({ access_token: expect.any(String), expires_in: 3600, token_type: 'Bearer' })
    const claims = decodeJwt(body.access_token)
    expect(claims).toMatchObject({
      sub: storefront.ref,
      client_id: storefront.ref,
      scope: 'kefu/read',
      token_use: 'access',
    })
    expect(claims).not.toHaveProperty('aud')
    expect(claims).not.toHaveProperty('username')
  })

  test('takes the secret in the form too, and gives all scopes when none is named', async () => {
    const { post, secret } = aPool()
    const { body } = await post({ grant_type: 'client_credentials', client_id: storefront.ref, client_secret: secret })
    expect(decodeJwt(body.access_token).scope).toBe('kefu/act kefu/read')
  })

  test.each([
    ['invalid_client', { grant_type: 'client_credentials', client_id: storefront.ref, client_secret: 'guess' }],
    ['invalid_client', { grant_type: 'client_credentials', client_id: 'nobody' }],
    ['invalid_request', { client_id: desk.ref }],
    ['unsupported_grant_type', { grant_type: 'password', client_id: desk.ref }],
    ['unsupported_grant_type', { grant_type: 'constructor', client_id: desk.ref }],
    ['unauthorized_client', { grant_type: 'client_credentials', client_id: desk.ref }],
  ])('answers %s', async (error, form) => {
    expect(await aPool().post(form)).toEqual({ status: 400, body: { error } })
  })

  test('answers invalid_scope when the client has none of the scopes', async () => {
    const { post, secret } = aPool()
    const form = {
      grant_type: 'client_credentials',
      client_id: storefront.ref,
      client_secret: secret,
      scope: 'kefu/own',
    }
    expect(await post(form)).toEqual({ status: 400, body: { error: 'invalid_scope' } })
  })
})

describe('The hosted page', () => {
  test.each(['/oauth2/authorize?response_type=code', '/oauth2/authorize'])('%s is refused by name', async path => {
    await expect(aPool().ask('GET', path)).rejects.toThrow('does not honour the hosted sign-in page')
  })

  test('gives no code that could be redeemed', async () => {
    const form = { grant_type: 'authorization_code', client_id: desk.ref, code: 'made-up' }
    await expect(aPool().post(form)).rejects.toThrow('does not honour the code of a hosted sign-in page')
  })
})

describe('The keys of a pool', () => {
  test('are kept where nobody else on the machine can read them', () => {
    const { kernel } = aPool()
    expect(statSync(join(kernel.folder, 'cognito.json')).mode & 0o777).toBe(0o600)
  })

  test('that cannot be read any more are named in one sentence', () => {
    const { kernel } = aPool()
    writeFileSync(join(kernel.folder, 'cognito.json'), '{"keys":')
    expect(() => aPool({ folder: kernel.folder })).toThrow('cannot be read; start with --fresh.')
  })

  test('are published without the private part', async () => {
    const { ask, cognito } = aPool()
    const { keys } = JSON.parse(String((await ask('GET', `/${pool.ref}/.well-known/jwks.json`)).body))
    const { kid } = decodeProtectedHeader(await cognito.storefrontToken())
    expect(keys).toEqual([{ kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB', n: expect.any(String), kid }])
  })
})

describe('A template', () => {
  test('cannot bring people along: AWS::Cognito::UserPoolUser is no type here', () => {
    expect(cognitoTypes).not.toHaveProperty('AWS::Cognito::UserPoolUser')
  })

  test('has one pool of people: a second is refused by name', () => {
    const second = aResource(cognitoTypes, 'AWS::Cognito::UserPool', 'Customers')
    expect(() => aPool({ resources: [...resources, second] })).toThrow('a second AWS::Cognito::UserPool')
  })
})
