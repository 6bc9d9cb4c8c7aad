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
import type { Kernel, Resource, ResourceType } from '../kernel'
import { stableId } from '../stable-id'

export interface Pool {
  readonly id: string
  readonly issuer: string
  readonly groups: readonly string[]
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly kid: string
}

export interface Client {
  readonly name: string
  readonly id: string
  readonly secret: string | undefined
  readonly pool: Pool
  /** `code` for people, `client_credentials` for a machine. */
  readonly flows: readonly string[]
  readonly scopes: readonly string[]
  readonly callbacks: readonly string[]
  readonly accessSeconds: number
  readonly idSeconds: number
}

/** Keys and secrets of one world, so that a token outlives a restart. */
interface Kept {
  keys: Record<string, JsonWebKey>
  secrets: Record<string, string>
}

/** The user pools and app clients of the template, with the keys and secrets that AWS would have made for them. */
export function readPools(kernel: Kernel): { readonly pools: readonly Pool[]; readonly clients: readonly Client[] } {
  const { folder, template } = kernel
  const kept = readKept(folder)
  const pools = template.all('AWS::Cognito::UserPool').map(resource => aPool(resource, kernel, kept))
  const clients = template.all('AWS::Cognito::UserPoolClient').map(resource => aClient(resource, pools, kept, kernel))
  if (pools.length > 0) writeKept(folder, kept)
  return { pools, clients }
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
export function subjectOf(pool: Pool, group: string): string {
  const hex = createHash('sha256').update(`${pool.id}/${group}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export function publicJwk({ publicKey, kid }: Pool) {
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
    identify: (name, { id: account, region }) => {
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
