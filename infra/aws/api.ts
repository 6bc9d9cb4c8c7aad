import { Aws, Validations } from 'aws-cdk-lib'
import * as gateway from 'aws-cdk-lib/aws-apigatewayv2'
import { CfnPermission } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { Stage } from '../stages'
import { ApiStage } from './api-stage'
import type { Grant, KefuFunction } from './constructs/kefu-function'
import type { FunctionName } from './functions'
import type { Identity } from './identity'
import type { ApiRoute } from './routes'

export interface Served {
  readonly stage: Stage
  readonly routes: readonly ApiRoute[]
  readonly functions: Readonly<Record<FunctionName, KefuFunction>>
  readonly identity: Identity
}

/** Why some routes have no authorizer. */
const everyone = 'The description of the API is for everyone: it names nobody and reads no table.'
const linkHolders =
  'Whoever follows a link of a mail has no token but the link: its function checks that first, and refuses.'
const senders =
  'A webhook is signed over its body, which no authorizer of an HTTP API sees: its function checks that first, and refuses.'

/** The HTTP API. It is made before its routes: sign-in must know its address, and the functions must know the sign-in. */
export class Api extends Construct {
  readonly url: string
  private readonly api: gateway.CfnApi

  constructor(scope: Construct, { name, pageOrigins }: Stage) {
    super(scope, 'Api')
    const cors = {
      allowOrigins: [...pageOrigins],
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match', 'kefu-customer'],
      exposeHeaders: ['etag', 'location', 'link', 'content-disposition'],
      maxAge: 3600,
    }
    this.api = new gateway.CfnApi(this, 'Http', {
      name: `kefu-${name}`,
      protocolType: 'HTTP',
      ...(pageOrigins.length > 0 && { corsConfiguration: cors }),
    })
    this.url = `https://${this.api.ref}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`
  }

  /** Tells a function where the API is reached, as the API itself says it. */
  address(variable: string): Grant {
    return { statements: [], environment: { [variable]: this.api.attrApiEndpoint } }
  }

  /** Sends each route to its function, behind one authorizer unless it is public or a webhook. */
  serve({ stage, routes, functions, identity }: Served): ApiStage {
    const apiId = this.api.ref
    const authorizer = new gateway.CfnAuthorizer(this, 'Authorizer', {
      apiId,
      name: 'tokens',
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: {
        issuer: identity.pool.userPoolProviderUrl,
        audience: [identity.staff.userPoolClientId, identity.storefront.userPoolClientId],
      },
    })
    const names = [...new Set(routes.map(route => route.function))]
    const targets = new Map(names.map(name => [name, this.targetOf(name, functions[name])]))
    const made = routes.map(({ id, key, ...route }) => {
      const open = route.linked ? linkHolders : route.public ? everyone : route.signed ? senders : undefined
      const authorization = open
        ? { authorizationType: 'NONE' }
        : { authorizationType: 'JWT', authorizerId: authorizer.ref }
      const target = targets.get(route.function) as string
      const cfnRoute = new gateway.CfnRoute(this, id, { apiId, routeKey: key, target, ...authorization })
      if (open) Validations.of(cfnRoute).acknowledge({ id: 'AwsSolutions-APIG4', reason: open })
      return cfnRoute
    })
    return new ApiStage(this, { stage, apiId, routes, made })
  }

  private targetOf(name: FunctionName, { lambda }: KefuFunction): string {
    const integration = new gateway.CfnIntegration(this, `${name}-integration`, {
      apiId: this.api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: lambda.functionArn,
      payloadFormatVersion: '2.0',
    })
    new CfnPermission(this, `${name}-permission`, {
      action: 'lambda:InvokeFunction',
      functionName: lambda.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${this.api.ref}/*`,
    })
    return `integrations/${integration.ref}`
  }
}
