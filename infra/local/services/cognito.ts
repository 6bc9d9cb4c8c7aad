import { createHash } from 'node:crypto'
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { type HttpRequest, type HttpResponse, header, json } from '../http'
import { type Kernel, NotHonoured, type Service } from '../kernel'
import { type Client, type Pool, readPool } from './cognito-pool'

export interface Cognito extends Service {
  /** Every group of the template: one role each. */
  readonly groups: readonly string[]
  /** The app clients, whose secrets CloudFormation cannot give to a template. */
  readonly clients: readonly Client[]
  /** What the pool writes into its tokens as `iss`; undefined for a template without a pool. */
  readonly issuer: string | undefined
  /** An access token as a person of this group gets it by the hosted page; the same one until half its life is over, since
   *  signing takes longer than the rest of a request. */
  token(person: Person): Promise<string>
  /** An access token as the storefront gets it with its client's secret, kept in the same way. */
  storefrontToken(): Promise<string>
  /** The claims of a token of the pool that was given to one of these clients. Throws TokenRefused. */
  verify(jwt: string, audience: readonly string[]): Promise<JWTPayload>
  /** Answers the pool's own endpoints; undefined for any other path. */
  handle(request: HttpRequest): Promise<HttpResponse | undefined>
}

export interface Person {
  readonly group: string
  readonly subject?: string
}

/** A token that an authorizer must not accept; the message is what `www-authenticate` says. */
export class TokenRefused extends Error {}

/** Issues and checks the tokens of the template's user pool, in Cognito's shape and with its errors. A click on the console
 *  stands where Cognito asks for a password; what a machine does, it does as on AWS. */
export function createCognito(kernel: Kernel): Cognito {
  const { clock, random } = kernel
  const pool = readPool(kernel)
  const clients = pool?.clients ?? []
  const held = new Map<string, { readonly jwt: Promise<string>; readonly until: number }>()

  /** docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
  const mint = ({ id, seconds }: Client, scope: string, person?: Person): Promise<string> => {
    const { issuer, kid, privateKey } = pool!
    const now = Math.floor(clock.now() / 1000)
    const sub = person ? (person.subject ?? subjectOf(pool!, person.group)) : id
    const own = { client_id: id, version: 2, token_use: 'access', scope }
    const times = { iss: issuer, auth_time: now, iat: now, exp: now + seconds, jti: random.uuid() }
    const whose = person ? { sub, username: sub, 'cognito:groups': [person.group] } : { sub }
    return new SignJWT({ ...whose, ...own, ...times }).setProtectedHeader({ kid, alg: 'RS256' }).sign(privateKey)
  }

  const current = async (flow: string, person?: Person): Promise<string> => {
    const client = clients.find(({ flows }) => flows.includes(flow))
    if (!client) throw new Error(`No app client of the template allows the flow '${flow}'.`)
    const holder = JSON.stringify([person?.group, person?.subject])
    const before = held.get(holder)
    if (before && clock.now() < before.until) return before.jwt
    const jwt = mint(client, client.scopes.join(' '), person)
    held.set(holder, { jwt, until: clock.now() + (client.seconds / 2) * 1000 })
    return jwt
  }

  /** docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html */
  const tokenEndpoint = async (request: HttpRequest): Promise<HttpResponse> => {
    const form = new URLSearchParams(String(request.body ?? ''))
    const [id, secret] = credentials(request, form)
    const client = clients.find(each => each.id === id)
    if (!client || (client.secret ?? null) !== secret) return refusal('invalid_client')
    const grantType = form.get('grant_type')
    if (grantType === null) return refusal('invalid_request')
    if (grantType === 'authorization_code') throw new NotHonoured('the code of a hosted sign-in page')
    if (grantType !== 'client_credentials') return refusal('unsupported_grant_type')
    if (!client.flows.includes(grantType)) return refusal('unauthorized_client')
    const scope = scopesOf(client, form.get('scope'))
    if (scope === '') return refusal('invalid_scope')
    const token = { access_token: await mint(client, scope), expires_in: client.seconds, token_type: 'Bearer' }
    return json(200, token, noStore)
  }

  return {
    groups: pool?.groups ?? [],
    clients,
    issuer: pool?.issuer,

    async token(person) {
      if (!pool?.groups.includes(person.group)) throw new Error(`The template has no group '${person.group}'.`)
      return current('code', person)
    },

    storefrontToken: () => current('client_credentials'),

    async verify(jwt, audience) {
      const keyOf = ({ kid }: { kid?: string }) => {
        if (kid !== pool?.kid || pool === undefined) throw new errors.JWKSNoMatchingKey()
        return pool.publicKey
      }
      const currentDate = new Date(clock.now())
      const checks = { algorithms: ['RS256'], issuer: pool?.issuer ?? '', currentDate, requiredClaims: ['exp'] }
      const { payload } = await jwtVerify(jwt, keyOf, checks).catch(error => {
        throw new TokenRefused(reasons[error.code] ?? 'the token is malformed')
      })
      const meantFor = [payload.aud ?? payload.client_id].flat()
      if (!meantFor.some(one => typeof one === 'string' && audience.includes(one)))
        throw new TokenRefused('the token does not have a valid audience')
      if ((payload.iat ?? 0) * 1000 > clock.now()) throw new TokenRefused('the token is from the future')
      return payload
    },

    async handle(request) {
      const { pathname } = new URL(`http://127.0.0.1${request.path}`)
      if (pool && pathname === `/${pool.id}/.well-known/jwks.json`) return json(200, { keys: [publicJwk(pool)] })
      if (pathname === '/oauth2/authorize') throw new NotHonoured('the hosted sign-in page: sign in at the console')
      return pathname === '/oauth2/token' && request.method === 'POST' ? tokenEndpoint(request) : undefined
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

/** The one person of a group who is there when a test or a click names nobody: the same id in each world. */
function subjectOf({ id }: Pool, group: string): string {
  const hex = createHash('sha256').update(`${id}/${group}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function publicJwk({ publicKey, kid }: Pool) {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
}

/** Scopes that the client does not have are left out, as Cognito does; none asked for means all. */
function scopesOf(client: Client, asked: string | null): string {
  const wanted = asked?.split(' ') ?? client.scopes
  return client.scopes.filter(scope => wanted.includes(scope)).join(' ')
}

/** In the header, or in the form. */
function credentials(request: HttpRequest, form: URLSearchParams): readonly [id: string | null, secret: string | null] {
  const basic = /^Basic (.+)$/i.exec(header(request, 'authorization') ?? '')?.[1]
  if (basic === undefined) return [form.get('client_id'), form.get('client_secret')]
  const [id = null, secret = null] = Buffer.from(basic, 'base64').toString().split(':', 2)
  return [id, secret]
}

const noStore = { 'cache-control': 'no-store' }

function refusal(error: string): HttpResponse {
  return json(400, { error }, noStore)
}
