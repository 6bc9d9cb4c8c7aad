import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Stage } from '../../stages'
import { bundleOf, type FunctionName, type FunctionSpec } from '../functions'
import { LossAlarm } from './loss-alarm'

/** A right and the environment variables that make use of it: given together, or one of them is a mistake. */
export interface Grant {
  readonly statements: readonly PolicyStatement[]
  readonly environment?: Readonly<Record<string, string>>
}

export interface KefuFunctionProps extends FunctionSpec {
  readonly name: FunctionName
  readonly stage: Stage
  readonly instances: number
  readonly alarms: ITopic
}

/** A function with a role, a log group and alarms of its own. Its rights are what `uses` was told, and nothing that CDK adds. */
export class KefuFunction extends Construct {
  readonly lambda: lambda.Function
  readonly timeout: Duration
  private readonly rights = new PolicyDocument({ minimize: false })

  constructor(scope: Construct, { name, stage, instances, alarms, ...spec }: KefuFunctionProps) {
    super(scope, name)
    const functionName = `kefu-${stage.name}-${name}`
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: stage.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { rights: this.rights },
    })
    this.uses(
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn),
      allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
    )
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'The two write actions of X-Ray, and ListStreams, name no resource: AWS authorises them on * only.',
    })
    this.timeout = Duration.seconds(spec.timeoutSeconds)
    this.lambda = new lambda.Function(this, 'Function', {
      functionName,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'handler.handler',
      code: lambda.Code.fromAsset(bundleOf(name)),
      role: role.withoutPolicyUpdates(),
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
      memorySize: spec.memoryMegabytes,
      timeout: this.timeout,
      reservedConcurrentExecutions: instances,
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      environment: {
        STAGE: stage.name,
        SHARDS: String(stage.shards),
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: `Kefu/${stage.name}`,
      },
    })
    const { loss } = spec
    new LossAlarm(this, 'Errors', { metric: this.lambda.metricErrors(), loss, alarms })
    new LossAlarm(this, 'Throttles', { metric: this.lambda.metricThrottles(), loss, alarms, periods: 3 })
  }

  /** Gives rights and the environment variables that go with them. */
  uses(...grants: readonly Grant[]): void {
    for (const { statements, environment = {} } of grants) {
      this.rights.addStatements(...statements)
      for (const [name, value] of Object.entries(environment)) this.lambda.addEnvironment(name, value)
    }
  }
}

/** A grant of actions on resources, with the environment variables that name them. */
export function allow(
  actions: readonly string[],
  resources: string | readonly string[],
  environment?: Grant['environment'],
): Grant {
  const statement = new PolicyStatement({ actions: [...actions], resources: [resources].flat() })
  return { statements: [statement], ...(environment && { environment }) }
}
