import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { staffRoles } from '../../shared/handbook/roles'
import type { Stage } from '../stages'
import type { Grant } from './constructs/kefu-function'

export interface IdentityProps {
  readonly stage: Stage
  /** The origin of the API page: staff return there after signing in. */
  readonly page: string
}

/** Who may call: staff who sign in with a second factor, and the storefront's own server. */
export class Identity extends Construct {
  readonly pool: cognito.UserPool
  readonly staff: cognito.UserPoolClient
  readonly storefront: cognito.UserPoolClient
  readonly domain: cognito.UserPoolDomain

  constructor(scope: Construct, { stage, page }: IdentityProps) {
    super(scope, 'Identity')
    this.pool = new cognito.UserPool(this, 'Staff', {
      userPoolName: `kefu-${stage.name}-staff`,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    // A token says them as the claim `cognito:groups`.
    for (const groupName of staffRoles)
      new cognito.UserPoolGroup(this, `Group-${groupName}`, { userPool: this.pool, groupName })
    this.domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `kefu-${stage.name}-${Aws.ACCOUNT_ID}` },
    })

    const pages = [page, ...stage.pageOrigins].map(origin => `${origin}/`)
    this.staff = this.pool.addClient('StaffClient', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID],
        callbackUrls: pages,
        logoutUrls: pages,
      },
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(10),
      preventUserExistenceErrors: true,
    })

    const scopeOfStorefront = new cognito.ResourceServerScope({
      scopeName: 'storefront',
      scopeDescription: 'Act for a named customer',
    })
    const api = this.pool.addResourceServer('Api', { identifier: 'kefu', scopes: [scopeOfStorefront] })
    this.storefront = this.pool.addClient('StorefrontClient', {
      generateSecret: true,
      oAuth: {
        flows: { clientCredentials: true },
        scopes: [cognito.OAuthScope.resourceServer(api, scopeOfStorefront)],
      },
      accessTokenValidity: Duration.hours(1),
    })
  }

  /** Tells a function which client is which: an access token names its client and nothing else of its kind. */
  clients(): Grant {
    return {
      statements: [],
      environment: {
        STAFF_CLIENT_ID: this.staff.userPoolClientId,
        STOREFRONT_CLIENT_ID: this.storefront.userPoolClientId,
      },
    }
  }
}
