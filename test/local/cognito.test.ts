import { createHash } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose'
import type { HttpRequest } from '../../infra/local/http'
import { cognitoTypes, createCognito, TokenRefused } from '../../infra/local/services/cognito'
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
  CallbackURLs: ['http://localhost:3000/'],
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
const server = aResource(cognitoTypes, 'AWS::Cognito::UserPoolResourceServer', 'Server', {
  Identifier: 'kefu',
  UserPoolId: pool.ref,
  Scopes: [{ ScopeName: 'act' }, { ScopeName: 'read' }],
})
const resources = [pool, group('agent'), group('finance'), desk, storefront, server]
const issuer = `https://cognito-idp.cn-north-1.amazonaws.com/${pool.ref}`
const rules = { issuer, audience: [desk.ref, storefront.ref] }

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
    await expect(aPool().cognito.token({ group: 'pirate' })).rejects.toThrow("a group 'pirate'")
  })
})

describe('A token is accepted', () => {
  test('with the key, issuer, client and time of the pool', async () => {
    const { cognito } = aPool()
    await expect(cognito.verify(await cognito.storefrontToken(), rules)).resolves.toMatchObject({ sub: storefront.ref })
  })

  test('after a restart, since the keys stay in the folder of the world', async () => {
    const before = aPool()
    const jwt = await before.cognito.token({ group: 'agent' })
    const after = aPool({ folder: before.kernel.folder })
    await expect(after.cognito.verify(jwt, rules)).resolves.toBeDefined()
    expect(after.secret).toBe(before.secret)
  })
})

describe('A token is refused', () => {
  test('by a world that did not make it', async () => {
    const { kernel, cognito } = aPool()
    const elsewhere = { ...kernel, clock: { ...kernel.clock, virtual: false }, folder: `${kernel.folder}/other` }
    const jwt = await createCognito(elsewhere).token({ group: 'agent' })
    await expect(cognito.verify(jwt, rules)).rejects.toThrow('no key of the issuer has the kid of the token')
  })

  const refusal = async (change: Parameters<typeof forged>[1], options: Parameters<typeof forged>[2] = {}) => {
    const { cognito } = aPool()
    const jwt = await forged(await cognito.token({ group: 'agent' }), change, options)
    return cognito.verify(jwt, rules).then(
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
    await expect(cognito.verify(jwt, rules)).resolves.toBeDefined()
    await kernel.advance(1_000)
    await expect(cognito.verify(jwt, rules)).rejects.toThrow('the token has expired')
  })

  test('when it comes from the future', async () => {
    const { cognito, kernel } = aPool({ at: '2026-01-06T00:00:00Z' })
    const jwt = await cognito.token({ group: 'agent' })
    const yesterday = aPool({ at: '2026-01-05T00:00:00Z', folder: kernel.folder })
    await expect(yesterday.cognito.verify(jwt, rules)).rejects.toThrow('the token is from the future')
  })

  test('by what it says of itself, although the key of the pool signed it', async () => {
    const { cognito, kernel } = aPool()
    const { keys } = JSON.parse(readFileSync(join(kernel.folder, 'cognito.json'), 'utf8'))
    const key = await importJWK(keys[pool.ref], 'RS256')
    const genuine = await cognito.token({ group: 'agent' })
    const saying = async (claims: Record<string, unknown>) => {
      const header = decodeProtectedHeader(genuine) as { alg: string }
      const jwt = await new SignJWT({ ...decodeJwt(genuine), ...claims }).setProtectedHeader(header).sign(key)
      return cognito.verify(jwt, rules).then(
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

  test('for an audience or an issuer that the authorizer does not know', async () => {
    const { cognito } = aPool()
    const jwt = await cognito.token({ group: 'agent' })
    await expect(cognito.verify(jwt, { issuer, audience: ['other'] })).rejects.toThrow(
      'the token does not have a valid audience',
    )
    await expect(cognito.verify(jwt, { ...rules, issuer: 'https://example.com' })).rejects.toThrow(TokenRefused)
    await expect(cognito.verify('not.a.token', rules)).rejects.toThrow('the token is malformed')
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
    ['invalid_grant', { grant_type: 'authorization_code', client_id: desk.ref, code: 'made-up' }],
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
  const verifier = 'a'.repeat(43)
  const asked = (change: Record<string, string> = {}) =>
    `/oauth2/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: desk.ref,
      redirect_uri: 'http://localhost:3000/',
      state: 's"1',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...change,
    })}`
  const signIn = async ({ ask }: ReturnType<typeof aPool>, as = 'finance', path = asked()) => {
    const { status, headers } = await ask('POST', path, { body: `group=${as}` })
    return { status, location: new URL(String(headers.location)) }
  }
  const redeem = (code: string | null, change: Record<string, string> = {}) => ({
    grant_type: 'authorization_code',
    client_id: desk.ref,
    redirect_uri: 'http://localhost:3000/',
    code: `${code}`,
    code_verifier: verifier,
    ...change,
  })

  test('shows one button for each group, says what it stands in for, and escapes what the caller wrote', async () => {
    const { status, body } = await aPool().ask('GET', asked({ state: '"><script>' }))
    expect(status).toBe(200)
    expect(body).toContain('value="agent"')
    expect(body).toContain('value="finance"')
    expect(body).toContain('stands in for Cognito')
    expect(body).not.toContain('<script>')
  })

  test('sends the person back with a code that buys tokens of the group, once', async () => {
    const it = aPool()
    const { status, location } = await signIn(it)
    expect(status).toBe(302)
    expect(location.origin + location.pathname).toBe('http://localhost:3000/')
    expect(location.searchParams.get('state')).toBe('s"1')
    const code = location.searchParams.get('code')
    const { body } = await it.post(redeem(code))
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 1800 })
    expect(decodeJwt(body.access_token)).toMatchObject({ 'cognito:groups': ['finance'], token_use: 'access' })
    expect(decodeJwt(body.id_token)).toMatchObject({ aud: desk.ref, token_use: 'id' })
    expect((await it.post(redeem(code))).body).toEqual({ error: 'invalid_grant' })
  })

  test('gives a code that is worth nothing with another verifier, to another address, or after five minutes', async () => {
    const it = aPool()
    const code = async () => (await signIn(it)).location.searchParams.get('code')
    expect((await it.post(redeem(await code(), { code_verifier: 'b'.repeat(43) }))).body.error).toBe('invalid_grant')
    expect((await it.post(redeem(await code(), { redirect_uri: 'http://evil.example/' }))).body.error).toBe(
      'invalid_grant',
    )
    const late = await code()
    await it.kernel.advance(300_000)
    expect((await it.post(redeem(late))).body.error).toBe('invalid_grant')
  })

  test('gives a code that is worth nothing to another client', async () => {
    const other = aResource(cognitoTypes, 'AWS::Cognito::UserPoolClient', 'Other', desk.properties)
    const it = aPool({ resources: [...resources, other] })
    const { location } = await signIn(it)
    const form = redeem(location.searchParams.get('code'), { client_id: other.ref })
    expect((await it.post(form)).body.error).toBe('invalid_grant')
  })

  test('never redirects to an address that the client does not have', async () => {
    const answer = await aPool().ask('GET', asked({ redirect_uri: 'https://evil.example/' }))
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('redirect_mismatch') })
    expect((await aPool().ask('GET', asked({ client_id: 'nobody' }))).status).toBe(400)
  })

  test.each([
    ['invalid_request', { response_type: 'token' }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['unauthorized_client', { client_id: storefront.ref }],
    ['invalid_scope', { scope: 'kefu/own' }],
  ])('sends %s back', async (error, change) => {
    const allowed = {
      ...storefront,
      properties: { ...storefront.properties, CallbackURLs: ['http://localhost:3000/'] },
    }
    const { ask } = aPool({ resources: [...resources.filter(each => each !== storefront), allowed] })
    const { headers } = await ask('GET', asked(change))
    expect(new URL(String(headers.location)).searchParams.get('error')).toBe(error)
  })

  test('admits to no group that the template does not have', async () => {
    expect((await signIn(aPool(), 'admin')).location.searchParams.get('error')).toBe('access_denied')
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

  test('is refused when a client has a scope that no resource server offers', () => {
    expect(() => aPool({ resources: resources.filter(each => each !== server) })).toThrow('kefu/act')
  })
})
