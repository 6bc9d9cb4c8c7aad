import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Kernel, NotHonoured, type Resource, type ResourceType } from '../kernel'
import { stableId } from '../stable-id'

export interface Pool {
  readonly id: string
  readonly issuer: string
  readonly groups: readonly string[]
  readonly clients: readonly Client[]
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly kid: string
}

export interface Client {
  readonly id: string
  readonly secret: string | undefined
  /** `code` for people, `client_credentials` for a machine. */
  readonly flows: readonly string[]
  readonly scopes: readonly string[]
  /** How long an access token lives. */
  readonly seconds: number
}

/** Keys and secrets of one world, so that a token outlives a restart. */
interface Kept {
  keys: Record<string, JsonWebKey>
  secrets: Record<string, string>
}

/** The user pool of the template, with the key and the secrets that AWS would have made; undefined without one. Throws one
 *  sentence when the folder's keys cannot be read. */
export function readPool({ template, folder, random, clock }: Kernel): Pool | undefined {
  const [resource, ...others] = template.all('AWS::Cognito::UserPool')
  if (!resource) return undefined
  if (others.length > 0) throw new NotHonoured('a second AWS::Cognito::UserPool')
  const { ref, attributes } = resource
  const kept = readKept(folder)
  kept.keys[ref] ??= aKey(clock.virtual)
  const jwk = kept.keys[ref]
  const clients = template.all('AWS::Cognito::UserPoolClient').map(({ ref, properties }: Resource): Client => {
    if (properties.GenerateSecret) kept.secrets[ref] ??= random.hex(52)
    const units = properties.TokenValidityUnits ?? {}
    return {
      id: ref,
      secret: properties.GenerateSecret ? kept.secrets[ref] : undefined,
      flows: properties.AllowedOAuthFlowsUserPoolClient ? (properties.AllowedOAuthFlows ?? []) : [],
      scopes: properties.AllowedOAuthScopes ?? [],
      seconds: secondsOf(properties.AccessTokenValidity, units.AccessToken),
    }
  })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'cognito.json'), JSON.stringify(kept), { mode: 0o600 })
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  return {
    id: ref,
    issuer: attributes.ProviderURL ?? '',
    groups: template.all('AWS::Cognito::UserPoolGroup').map(group => group.ref),
    clients,
    privateKey,
    publicKey: createPublicKey(privateKey),
    kid: createHash('sha256').update(`${jwk.n}`).digest('base64'),
  }
}

let virtualKey: JsonWebKey | undefined

/** Making a key takes 200 ms: the virtual worlds of one process share one. */
function aKey(virtual: boolean): JsonWebKey {
  const make = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  if (!virtual) return make()
  virtualKey ??= make()
  return virtualKey
}

function readKept(folder: string): Kept {
  const file = join(folder, 'cognito.json')
  if (!existsSync(file)) return { keys: {}, secrets: {} }
  try {
    const { keys, secrets } = JSON.parse(readFileSync(file, 'utf8'))
    return { keys: { ...keys }, secrets: { ...secrets } }
  } catch (cause) {
    throw new Error(`The keys of the sign-in in ${file} cannot be read; start with --fresh.`, { cause })
  }
}

/** One hour unless said otherwise; a number without a unit means hours. */
function secondsOf(validity = 1, unit: 'seconds' | 'minutes' | 'hours' | 'days' = 'hours'): number {
  return Number(validity) * { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }[unit]
}

/** The resource types of sign-in. A user is no resource of a template here: UserPoolUser is refused. */
export const cognitoTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Cognito::UserPool': {
    honoured: [],
    ignored: {
      ...because(
        'people sign in by a button here, never by a password or a code',
        `AccountRecoverySetting.** AdminCreateUserConfig.** AutoVerifiedAttributes.** EmailVerificationMessage
        EmailVerificationSubject EnabledMfas.** MfaConfiguration Policies.** SmsVerificationMessage UserPoolAddOns.**
        UsernameAttributes.** VerificationMessageTemplate.**`,
      ),
      ...because('names and labels for people and bills', 'UserPoolName UserPoolTier'),
      DeletionProtection: 'nothing here deletes a pool',
    },
    identify: (name, { id: account, region }) => {
      const id = `${region}_${stableId(name, 9)}`
      const provider = `cognito-idp.${region}.amazonaws.com/${id}`
      const Arn = `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`
      return { ref: id, attributes: { Arn, ProviderName: provider, ProviderURL: `https://${provider}` } }
    },
  },
  'AWS::Cognito::UserPoolClient': {
    honoured: [
      ...['AllowedOAuthFlows.*', 'AllowedOAuthFlowsUserPoolClient', 'AllowedOAuthScopes.*', 'GenerateSecret'],
      ...['AccessTokenValidity', 'TokenValidityUnits.AccessToken', 'UserPoolId'],
    ],
    ignored: {
      ...because(
        'the hosted sign-in page is on AWS alone',
        'CallbackURLs.** LogoutURLs.** PreventUserExistenceErrors SupportedIdentityProviders.**',
      ),
      ...because('no refresh tokens are issued here', 'RefreshTokenValidity TokenValidityUnits.RefreshToken'),
    },
    identify: name => ({ ref: stableId(name, 26) }),
  },
  'AWS::Cognito::UserPoolGroup': {
    honoured: ['GroupName', 'UserPoolId'],
    ignored: {},
    identify: ({ properties }) => ({ ref: properties.GroupName }),
  },
  'AWS::Cognito::UserPoolResourceServer': {
    honoured: ['Identifier'],
    ignored: {
      ...because('words for people', 'Name Scopes.*.ScopeDescription'),
      ...because('an app client names the scopes that it may have', 'Scopes.*.ScopeName UserPoolId'),
    },
    identify: ({ properties }) => ({ ref: properties.Identifier }),
  },
  'AWS::Cognito::UserPoolDomain': {
    honoured: [],
    ignored: because('the hosted sign-in page is on AWS alone', 'Domain UserPoolId'),
    identify: ({ properties }) => ({ ref: properties.Domain }),
  },
}

function because(reason: string, paths: string): Record<string, string> {
  return Object.fromEntries(paths.split(/\s+/).map(path => [path, reason]))
}
