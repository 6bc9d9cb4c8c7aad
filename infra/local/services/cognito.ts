import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { type HttpRequest, type HttpResponse, json } from '../http'
import type { Kernel, Service } from '../kernel'
import { createOauth } from './cognito-oauth'
import { type Client, publicJwk, readPools, subjectOf } from './cognito-pools'

export { cognitoTypes } from './cognito-pools'

export interface Cognito extends Service {
  /** Every group of the template: one role each. */
  readonly groups: readonly string[]
  /** The app clients, whose secrets CloudFormation cannot give to a template. */
  readonly clients: readonly Pick<Client, 'name' | 'id' | 'secret'>[]
  /** Whether this is the issuer of a pool of the template. */
  issues(issuer: string): boolean
  /** An access token as a person of this group gets it by the hosted page; the same one until half its life is over, since
   *  signing takes longer than the rest of a request. */
  token(person: { readonly group: string; readonly subject?: string }): Promise<string>
  /** An access token as the storefront gets it with its client's secret, kept in the same way. */
  storefrontToken(): Promise<string>
  /** The claims of a token that the rules accept. Throws TokenRefused. */
  verify(jwt: string, rules: TokenRules): Promise<JWTPayload>
  /** Answers the pools' own endpoints; undefined for any other path. */
  handle(request: HttpRequest): Promise<HttpResponse | undefined>
}

/** What a JWT authorizer of the HTTP API asks of a token. */
export interface TokenRules {
  readonly issuer: string
  readonly audience: readonly string[]
}

/** A token that an authorizer must not accept; the message is what `www-authenticate` says. */
export class TokenRefused extends Error {}

/** Signs tokens in Cognito's shape. */
export interface Mint {
  /** For a person of a group, or for the client itself. */
  access(client: Client, scope: string, person?: Person): Promise<string>
  id(client: Client, person: Person, nonce: string | null): Promise<string>
}

export interface Person {
  readonly group: string
  readonly subject?: string | undefined
}

/** Issues and checks the tokens of the template's user pools, in Cognito's shape and with its errors. A button for each
 *  group stands where Cognito asks for a password. */
export function createCognito(kernel: Kernel): Cognito {
  const { clock } = kernel
  const { pools, clients } = readPools(kernel)
  const mint = createMint(kernel)
  const oauth = createOauth(kernel, clients, mint)
  const clientWith = (flow: string, group?: string) =>
    clients.find(({ flows, pool }) => flows.includes(flow) && (group === undefined || pool.groups.includes(group)))
  const held = new Map<string, { readonly jwt: Promise<string>; readonly until: number }>()
  const current = (client: Client, person?: Person) => {
    const holder = JSON.stringify([client.id, person?.group, person?.subject])
    const before = held.get(holder)
    if (before && clock.now() < before.until) return before.jwt
    const jwt = mint.access(client, client.scopes.join(' '), person)
    held.set(holder, { jwt, until: clock.now() + (client.accessSeconds / 2) * 1000 })
    return jwt
  }

  return {
    groups: pools.flatMap(pool => pool.groups),
    clients,
    issues: issuer => pools.some(pool => pool.issuer === issuer),

    async token(person) {
      const client = clientWith('code', person.group)
      if (!client) throw new Error(`No app client of the template signs in people of a group '${person.group}'.`)
      return current(client, person)
    },

    async storefrontToken() {
      const client = clientWith('client_credentials')
      if (!client) throw new Error('No app client of the template allows client_credentials.')
      return current(client)
    },

    async verify(jwt, { issuer, audience }) {
      const pool = pools.find(each => each.issuer === issuer)
      if (!pool) throw new TokenRefused('OIDC discovery endpoint communication error')
      const keyOf = ({ kid }: { kid?: string }) => {
        if (kid !== pool.kid) throw new errors.JWKSNoMatchingKey()
        return pool.publicKey
      }
      const currentDate = new Date(clock.now())
      const checks = { algorithms: ['RS256'], issuer, currentDate, requiredClaims: ['exp'] }
      const { payload } = await jwtVerify(jwt, keyOf, checks).catch(error => {
        throw new TokenRefused(reasons[error.code] ?? 'the token is malformed')
      })
      const meantFor = [payload.aud ?? payload.client_id].flat()
      if (!meantFor.some(one => typeof one === 'string' && audience.includes(one))) {
        throw new TokenRefused('the token does not have a valid audience')
      }
      if ((payload.iat ?? 0) * 1000 > clock.now()) throw new TokenRefused('the token is from the future')
      return payload
    },

    async handle(request) {
      const { pathname, searchParams } = new URL(`http://127.0.0.1${request.path}`)
      const pool = pools.find(({ id }) => pathname === `/${id}/.well-known/jwks.json`)
      if (pool) return json(200, { keys: [publicJwk(pool)] })
      if (pathname === '/oauth2/token' && request.method === 'POST') return oauth.token(request)
      return pathname === '/oauth2/authorize' ? oauth.authorize(request, searchParams) : undefined
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

/** docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
function createMint({ clock, random }: Kernel): Mint {
  const sign = ({ pool }: Client, seconds: number, claims: JWTPayload) => {
    const now = Math.floor(clock.now() / 1000)
    const common = { iss: pool.issuer, auth_time: now, iat: now, exp: now + seconds, jti: random.uuid() }
    return new SignJWT({ ...claims, ...common })
      .setProtectedHeader({ kid: pool.kid, alg: 'RS256' })
      .sign(pool.privateKey)
  }
  const claimsOf = ({ pool }: Client, { group, subject = subjectOf(pool, group) }: Person) => ({
    sub: subject,
    'cognito:groups': [group],
  })
  return {
    access(client, scope, person) {
      const own = { client_id: client.id, version: 2, token_use: 'access', scope }
      if (!person) return sign(client, client.accessSeconds, { sub: client.id, ...own })
      const claims = claimsOf(client, person)
      return sign(client, client.accessSeconds, { ...claims, ...own, username: claims.sub })
    },
    id(client, person, nonce) {
      const claims = claimsOf(client, person)
      const own = { aud: client.id, token_use: 'id', 'cognito:username': claims.sub, ...(nonce && { nonce }) }
      return sign(client, client.idSeconds, { ...claims, ...own })
    },
  }
}
