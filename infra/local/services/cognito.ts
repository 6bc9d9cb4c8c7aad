import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { html, page, pageHeaders } from '../html'
import { type HttpRequest, type HttpResponse, header, json, text } from '../http'
import type { Account, Kernel, Resource, ResourceType, Service } from '../kernel'
import { stableId } from '../stable-id'

/** What a JWT authorizer of the HTTP API asks of a token. */
export interface TokenRules {
  readonly issuer: string
  readonly audience: readonly string[]
}

/** A token that an authorizer must not accept; the message is what `www-authenticate` says. */
export class TokenRefused extends Error {}

/** An app client as the console shows it. */
export interface ClientOnShow {
  readonly name: string
  readonly id: string
  readonly secret: string | undefined
}

export interface Cognito extends Service {
  /** Every group of the template: one role each. */
  readonly groups: readonly string[]
  readonly clients: readonly ClientOnShow[]
  /** Whether this is the issuer of a pool of the template. */
  issues(issuer: string): boolean
  /** An access token as a person of this group gets it by the hosted page. */
  token(person: { readonly group: string; readonly subject?: string }): Promise<string>
  /** An access token as the storefront gets it with its client's secret. */
  storefrontToken(): Promise<string>
  /** The claims of a token that the rules accept. Throws TokenRefused. */
  verify(jwt: string, rules: TokenRules): Promise<JWTPayload>
  /** Answers the pool's own endpoints; undefined for any other path. */
  handle(request: HttpRequest): Promise<HttpResponse | undefined>
}

interface Pool {
  readonly id: string
  readonly issuer: string
  readonly groups: readonly string[]
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly kid: string
}

interface Client extends ClientOnShow {
  readonly pool: Pool
  readonly flows: readonly string[]
  readonly scopes: readonly string[]
  readonly callbacks: readonly string[]
  readonly accessSeconds: number
  readonly idSeconds: number
}

interface Grant {
  readonly client: Client
  readonly redirectUri: string
  readonly challenge: string | undefined
  readonly group: string
  readonly scope: string
  readonly nonce: string | undefined
  readonly expiresAt: number
}

/** Keys and secrets of one world, so that a token outlives a restart. */
interface Kept {
  keys: Record<string, JsonWebKey>
  secrets: Record<string, string>
}

const codeLifetime = 5 * 60_000

/** Issues and checks the tokens of the template's user pools, in Cognito's shape and with Cognito's errors. A button for
 *  each group stands where Cognito asks for a password. */
export function createCognito(kernel: Kernel): Cognito {
  const { clock, random, template } = kernel
  const kept = readKept(kernel.folder)
  const pools = template.all('AWS::Cognito::UserPool').map(resource => aPool(resource, kernel, kept))
  const clients = template.all('AWS::Cognito::UserPoolClient').map(resource => aClient(resource, pools, kept, kernel))
  if (pools.length > 0) writeKept(kernel.folder, kept)
  const grants = new Map<string, Grant>()

  const sign = (client: Client, seconds: number, claims: JWTPayload) => {
    const now = Math.floor(clock.now() / 1000)
    const common = { iss: client.pool.issuer, auth_time: now, iat: now, exp: now + seconds, jti: random.uuid() }
    return new SignJWT({ ...claims, ...common })
      .setProtectedHeader({ kid: client.pool.kid, alg: 'RS256' })
      .sign(client.pool.privateKey)
  }
  const accessToken = (client: Client, scope: string, who: JWTPayload) =>
    sign(client, client.accessSeconds, { ...who, client_id: client.id, version: 2, token_use: 'access', scope })
  const person = (pool: Pool, group: string, subject = subjectOf(pool, group)) => ({
    sub: subject,
    'cognito:groups': [group],
  })

  const exchangeCode = async (client: Client, form: URLSearchParams) => {
    const grant = grants.get(form.get('code') ?? '')
    grants.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const good =
      grant?.client === client &&
      grant.expiresAt > clock.now() &&
      grant.redirectUri === form.get('redirect_uri') &&
      (grant.challenge === undefined || grant.challenge === challenge)
    if (!good) return oauthError('invalid_grant')
    const who = person(client.pool, grant.group)
    const id = { ...who, aud: client.id, token_use: 'id', 'cognito:username': who.sub }
    const nonce = grant.nonce === undefined ? {} : { nonce: grant.nonce }
    const openid = grant.scope.split(' ').includes('openid')
    return tokens(client, {
      access_token: await accessToken(client, grant.scope, { ...who, username: who.sub }),
      ...(openid && { id_token: await sign(client, client.idSeconds, { ...id, ...nonce }) }),
    })
  }
  const exchangeSecret = async (client: Client, form: URLSearchParams) => {
    const scope = scopesOf(client, form.get('scope'))
    if (scope === '') return oauthError('invalid_scope')
    return tokens(client, { access_token: await accessToken(client, scope, { sub: client.id }) })
  }
  const exchanges: Record<string, { flow: string; run: typeof exchangeCode }> = {
    authorization_code: { flow: 'code', run: exchangeCode },
    client_credentials: { flow: 'client_credentials', run: exchangeSecret },
  }
  const tokenEndpoint = (request: HttpRequest) => {
    const form = new URLSearchParams(String(request.body ?? ''))
    const [id, secret] = credentials(request, form)
    const client = clients.find(each => each.id === id)
    if (!client || (client.secret !== undefined && client.secret !== secret)) return oauthError('invalid_client')
    const grantType = form.get('grant_type')
    if (grantType === null) return oauthError('invalid_request')
    const exchange = exchanges[grantType]
    if (!exchange) return oauthError('unsupported_grant_type')
    if (!client.flows.includes(exchange.flow)) return oauthError('unauthorized_client')
    return exchange.run(client, form)
  }

  const authorizeEndpoint = (request: HttpRequest, query: URLSearchParams) => {
    const client = clients.find(each => each.id === query.get('client_id'))
    if (!client) return text(400, 'invalid_request: no app client of the template has this client_id\n')
    const redirectUri = query.get('redirect_uri') ?? ''
    if (!client.callbacks.includes(redirectUri)) {
      return text(400, `redirect_mismatch: the app client allows ${client.callbacks.join(' and ') || 'no redirect'}\n`)
    }
    const back = (answer: Record<string, string>) => {
      const target = new URL(redirectUri)
      const state = query.get('state')
      for (const [name, value] of Object.entries({ ...answer, ...(state && { state }) })) {
        target.searchParams.set(name, value)
      }
      return { status: 302, headers: { location: target.href }, body: '' }
    }
    const challenge = query.get('code_challenge') ?? undefined
    const method = query.get('code_challenge_method') ?? undefined
    if (query.get('response_type') !== 'code') return back({ error: 'invalid_request' })
    if (!client.flows.includes('code')) return back({ error: 'unauthorized_client' })
    if ((challenge === undefined) !== (method === undefined)) return back({ error: 'invalid_request' })
    if (method !== undefined && method !== 'S256') return back({ error: 'invalid_request' })
    const scope = scopesOf(client, query.get('scope'))
    if (scope === '') return back({ error: 'invalid_scope' })
    if (request.method !== 'POST') return hostedPage(client, query)
    const group = new URLSearchParams(String(request.body ?? '')).get('group') ?? ''
    if (!client.pool.groups.includes(group)) return back({ error: 'access_denied' })
    const code = random.uuid()
    const nonce = query.get('nonce') ?? undefined
    grants.set(code, { client, redirectUri, challenge, group, scope, nonce, expiresAt: clock.now() + codeLifetime })
    return back({ code })
  }

  return {
    groups: pools.flatMap(pool => pool.groups),
    clients,
    issues: issuer => pools.some(pool => pool.issuer === issuer),

    async token({ group, subject }) {
      const client = clients.find(each => each.flows.includes('code') && each.pool.groups.includes(group))
      if (!client) throw new Error(`No app client of the template signs in people of a group '${group}'.`)
      const who = person(client.pool, group, subject)
      return accessToken(client, client.scopes.join(' '), { ...who, username: who.sub })
    },

    async storefrontToken() {
      const client = clients.find(each => each.flows.includes('client_credentials'))
      if (!client) throw new Error('No app client of the template allows client_credentials.')
      return accessToken(client, client.scopes.join(' '), { sub: client.id })
    },

    async verify(jwt, { issuer, audience }) {
      const pool = pools.find(each => each.issuer === issuer)
      if (!pool) throw new TokenRefused('OIDC discovery endpoint communication error')
      const now = new Date(clock.now())
      const { payload } = await jwtVerify(
        jwt,
        ({ kid }) => {
          if (kid !== pool.kid) throw new errors.JWKSNoMatchingKey()
          return pool.publicKey
        },
        { algorithms: ['RS256'], issuer, currentDate: now, requiredClaims: ['exp'] },
      ).catch(error => {
        throw new TokenRefused(reasons[error.code] ?? 'the token is malformed')
      })
      const meantFor = payload.aud ?? payload.client_id
      if (![meantFor].flat().some(one => typeof one === 'string' && audience.includes(one))) {
        throw new TokenRefused('the token does not have a valid audience')
      }
      if (payload.iat !== undefined && payload.iat * 1000 > now.getTime())
        throw new TokenRefused('the token is from the future')
      return payload
    },

    async handle(request) {
      const url = new URL(request.path, 'http://127.0.0.1')
      const route = `${request.method} ${url.pathname}`
      if (route === 'POST /oauth2/token') return tokenEndpoint(request)
      if (/^(GET|POST) \/oauth2\/authorize$/.test(route)) return authorizeEndpoint(request, url.searchParams)
      const pool = pools.find(each => route === `GET /${each.id}/.well-known/jwks.json`)
      return pool && json(200, { keys: [publicJwk(pool)] })
    },
  }
}

/** AWS publishes one wording alone, that for the audience; these say as much as its answers do. */
const reasons: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'the token has expired',
  ERR_JWT_CLAIM_VALIDATION_FAILED: 'a claim of the token does not match',
  ERR_JWKS_NO_MATCHING_KEY: 'no key of the issuer has the kid of the token',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'the signature does not match',
  ERR_JOSE_ALG_NOT_ALLOWED: 'the signing method is not RS256',
}

let virtualKey: JsonWebKey | undefined

/** Making a key takes 200 ms: the virtual worlds of one process share one. */
function aKey(virtual: boolean): JsonWebKey {
  const make = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  if (!virtual) return make()
  virtualKey ??= make()
  return virtualKey
}

function aPool({ ref, attributes }: Resource, { template, clock }: Kernel, kept: Kept): Pool {
  const jwk = kept.keys[ref] ?? aKey(clock.virtual)
  kept.keys[ref] = jwk
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  return {
    id: ref,
    issuer: attributes.ProviderURL ?? '',
    groups: template
      .all('AWS::Cognito::UserPoolGroup')
      .filter(group => group.properties.UserPoolId === ref)
      .map(group => group.ref),
    privateKey,
    publicKey: createPublicKey(privateKey),
    kid: createHash('sha256').update(`${jwk.n}`).digest('base64'),
  }
}

function aClient(resource: Resource, pools: readonly Pool[], kept: Kept, { random, template }: Kernel): Client {
  const { properties, ref } = resource
  const pool = pools.find(each => each.id === properties.UserPoolId)
  if (!pool) throw new Error(`${resource.stack}/${resource.logicalId} belongs to no user pool of the template.`)
  const offered = template
    .all('AWS::Cognito::UserPoolResourceServer')
    .filter(server => server.properties.UserPoolId === pool.id)
    .flatMap(server => server.properties.Scopes.map((scope: Scope) => `${server.ref}/${scope.ScopeName}`))
  const scopes: readonly string[] = properties.AllowedOAuthScopes ?? []
  const unknown = scopes.find(scope => scope.includes('/') && !offered.includes(scope))
  if (unknown)
    throw new Error(`${resource.stack}/${resource.logicalId} allows a scope that no resource server has: ${unknown}.`)
  if (properties.GenerateSecret) kept.secrets[ref] ??= random.hex(52)
  const units = properties.TokenValidityUnits ?? {}
  return {
    name: properties.ClientName ?? resource.logicalId,
    id: ref,
    secret: properties.GenerateSecret ? kept.secrets[ref] : undefined,
    pool,
    flows: properties.AllowedOAuthFlowsUserPoolClient ? (properties.AllowedOAuthFlows ?? []) : [],
    scopes,
    callbacks: properties.CallbackURLs ?? [],
    accessSeconds: seconds(properties.AccessTokenValidity, units.AccessToken),
    idSeconds: seconds(properties.IdTokenValidity, units.IdToken),
  }
}

interface Scope {
  readonly ScopeName: string
}

/** One hour unless said otherwise; a number without a unit means hours. */
function seconds(validity = 1, unit: 'seconds' | 'minutes' | 'hours' | 'days' = 'hours'): number {
  return Number(validity) * { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }[unit]
}

/** The one person of a group who is there when a test or a click names nobody: the same id in each world. */
function subjectOf(pool: Pool, group: string): string {
  const hex = createHash('sha256').update(`${pool.id}/${group}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Scopes that the client does not have are left out, as Cognito does; none asked for means all. */
function scopesOf(client: Client, asked: string | null): string {
  const wanted = asked?.split(' ') ?? client.scopes
  return client.scopes.filter(scope => wanted.includes(scope)).join(' ')
}

function credentials(request: HttpRequest, form: URLSearchParams): readonly (string | null)[] {
  const basic = /^Basic (.+)$/i.exec(header(request, 'authorization') ?? '')?.[1]
  if (basic === undefined) return [form.get('client_id'), form.get('client_secret')]
  return Buffer.from(basic, 'base64').toString().split(':', 2).map(decodeURIComponent)
}

const noStore = { 'cache-control': 'no-store', 'access-control-allow-origin': '*' }

function oauthError(error: string): HttpResponse {
  return json(400, { error }, noStore)
}

function tokens(client: Client, issued: Record<string, string>): HttpResponse {
  return json(200, { ...issued, expires_in: client.accessSeconds, token_type: 'Bearer' }, noStore)
}

function hostedPage(client: Client, query: URLSearchParams): HttpResponse {
  const buttons = client.pool.groups.map(group => html`<button name="group" value="${group}">${group}</button> `)
  const body = html`<h1>Sign in · 登录</h1>
<p>${client.name}</p>
<p>This page of the local cloud stands in for Cognito’s hosted sign-in: no password, one button for each group of the
template.<br>本页代替 Cognito 托管登录页：无需密码，模板中的每个用户组一个按钮。</p>
<form method="post" action="/oauth2/authorize?${query}" class="row">${buttons}</form>`
  return { status: 200, headers: pageHeaders, body: page('Sign in · 登录', body) }
}

function publicJwk({ publicKey, kid }: Pool) {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
}

function readKept(folder: string): Kept {
  try {
    return JSON.parse(readFileSync(join(folder, 'cognito.json'), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { keys: {}, secrets: {} }
    throw new Error(`The keys of the sign-in in ${folder}/cognito.json cannot be read; start with --fresh.`, {
      cause: error,
    })
  }
}

function writeKept(folder: string, kept: Kept): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'cognito.json'), JSON.stringify(kept), { mode: 0o600 })
}

/** The resource types of sign-in. A user is no resource of a template here: UserPoolUser is refused. */
export const cognitoTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Cognito::UserPool': {
    honoured: [],
    ignored: {
      ...because(
        'people sign in by a button here, never by a password or a code',
        `AccountRecoverySetting.** AdminCreateUserConfig.** AliasAttributes.** AutoVerifiedAttributes.**
        DeviceConfiguration.** EmailConfiguration.** EmailVerificationMessage EmailVerificationSubject
        EnabledMfas.** MfaConfiguration Policies.** Schema.** SmsVerificationMessage
        UserAttributeUpdateSettings.** UsernameAttributes.** UsernameConfiguration.** UserPoolAddOns.**
        VerificationMessageTemplate.**`,
      ),
      ...because('names and labels for people and bills', 'UserPoolName UserPoolTags.** UserPoolTier'),
      DeletionProtection: 'nothing here deletes a pool',
    },
    identify: (name, { id: account, region }: Account) => {
      const id = `${region}_${stableId(name, 9)}`
      const provider = `cognito-idp.${region}.amazonaws.com/${id}`
      const Arn = `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`
      return {
        ref: id,
        attributes: { Arn, ProviderName: provider, ProviderURL: `https://${provider}`, UserPoolId: id },
      }
    },
  },
  'AWS::Cognito::UserPoolClient': {
    honoured: [
      ...['AllowedOAuthFlows.*', 'AllowedOAuthFlowsUserPoolClient', 'AllowedOAuthScopes.*', 'CallbackURLs.*'],
      ...['AccessTokenValidity', 'IdTokenValidity', 'TokenValidityUnits.AccessToken', 'TokenValidityUnits.IdToken'],
      ...['ClientName', 'GenerateSecret', 'UserPoolId'],
    ],
    ignored: {
      ...because(
        'no sign-in API is served here, only the OAuth endpoints',
        `AuthSessionValidity ExplicitAuthFlows.** PreventUserExistenceErrors ReadAttributes.**
        SupportedIdentityProviders.** WriteAttributes.**`,
      ),
      ...because(
        'no refresh tokens are issued here',
        'EnableTokenRevocation RefreshTokenValidity TokenValidityUnits.RefreshToken',
      ),
      'LogoutURLs.**': 'the local sign-in keeps no session to end',
    },
    identify: name => {
      const id = stableId(name, 26)
      return { ref: id, attributes: { ClientId: id, Name: name.properties.ClientName ?? name.logicalId } }
    },
  },
  'AWS::Cognito::UserPoolGroup': {
    honoured: ['GroupName', 'UserPoolId'],
    ignored: { Description: 'words for people', Precedence: 'a group carries no IAM role here' },
    identify: ({ properties }) => ({ ref: properties.GroupName }),
  },
  'AWS::Cognito::UserPoolResourceServer': {
    honoured: ['Identifier', 'UserPoolId', 'Scopes.*.ScopeName'],
    ignored: because('words for people', 'Name Scopes.*.ScopeDescription'),
    identify: ({ properties }) => ({ ref: properties.Identifier }),
  },
  'AWS::Cognito::UserPoolDomain': {
    honoured: [],
    ignored: {
      Domain: 'the sign-in pages are served on the address of the console',
      ManagedLoginVersion: 'the local page has one look',
      UserPoolId: 'a request names its app client, and that its pool',
    },
    identify: ({ properties }) => ({ ref: properties.Domain }),
  },
}

function because(reason: string, paths: string): Record<string, string> {
  return Object.fromEntries(paths.split(/\s+/).map(path => [path, reason]))
}
