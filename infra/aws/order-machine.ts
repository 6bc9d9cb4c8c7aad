import { Arn, ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Alias } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import * as sfn from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import type { Stage } from '../stages'
import { allow, type Grant, type KefuFunction } from './constructs/kefu-function'
import { LossAlarm } from './constructs/loss-alarm'
import type { Definition } from './order-workflow'

export interface OrderMachineProps {
  readonly stage: Stage
  readonly definition: Definition
  /** Named as the definition's FunctionName; an alias, so that an order finishes on the code that it meets. */
  readonly gate: Alias
  readonly alarms: ITopic
}

/** The state machine of orders with its alias `live`. Old versions stay: an order begun on one ends on it. */
export class OrderMachine extends Construct {
  readonly machine: sfn.StateMachine
  readonly live: sfn.CfnStateMachineAlias
  private readonly stage: Stage

  constructor(scope: Construct, { stage, definition, gate, alarms }: OrderMachineProps) {
    super(scope, 'OrderMachine')
    this.stage = stage
    const stateMachineName = nameOf(stage)
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: { rights: rightsOf(gate) },
    })
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'The log delivery actions of Step Functions and the write actions of X-Ray have no resources: AWS accepts * only.',
    })
    this.machine = new sfn.StateMachine(this, 'Machine', {
      stateMachineName,
      definitionBody: sfn.DefinitionBody.fromString(JSON.stringify(definition)),
      definitionSubstitutions: { GateFunction: gate.functionArn },
      role: role.withoutPolicyUpdates(),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
          retention: stage.logRetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: sfn.LogLevel.ALL,
        // The data of a gate carry its task token, which lets its bearer release the order.
        includeExecutionData: false,
      },
    })
    const { attrArn, attrStateMachineRevisionId } = this.machine.node.defaultChild as sfn.CfnStateMachine
    const version = new sfn.CfnStateMachineVersion(this, 'Version', {
      stateMachineArn: attrArn,
      stateMachineRevisionId: attrStateMachineRevisionId,
    })
    version.applyRemovalPolicy(RemovalPolicy.RETAIN)
    this.live = new sfn.CfnStateMachineAlias(this, 'Live', {
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn: version.attrArn, weight: 100 }],
    })
    const loss = 'An order has lost its workflow: its next time limit leads to nothing until it is started again.'
    new LossAlarm(this, 'Failed', { metric: this.machine.metricFailed(), loss, alarms })
    new LossAlarm(this, 'TimedOut', { metric: this.machine.metricTimedOut(), loss, alarms })
    new LossAlarm(this, 'Throttled', {
      metric: this.machine.metricThrottled(),
      loss: 'Orders move late: Step Functions refuses transitions for being too many.',
      alarms,
      periods: 3,
    })
  }

  /** The right to start an order's execution. */
  start(variable: string): Grant {
    return { statements: [this.throughAlias('states:StartExecution')], environment: { [variable]: this.live.attrArn } }
  }

  /** The right to see which executions went wrong, to look at one, and to end one that is lost. */
  lookAfter(by: KefuFunction): Grant {
    const arn = { service: 'states', resource: 'execution', arnFormat: ArnFormat.COLON_RESOURCE_NAME }
    const stack = Stack.of(this)
    const executions = Arn.format({ ...arn, resourceName: `${nameOf(this.stage)}:*` }, stack)
    Validations.of(by).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${executions.replace(stack.account, '<AWS::AccountId>')}]`,
      reason: 'Executions are named by the orders that begin them; these are all of this one machine.',
    })
    return {
      statements: [
        this.throughAlias('states:ListExecutions'),
        new PolicyStatement({ actions: ['states:DescribeExecution', 'states:StopExecution'], resources: [executions] }),
      ],
    }
  }

  /** Authorised on the machine, narrowed to the alias by the qualifier. */
  private throughAlias(action: string): PolicyStatement {
    return new PolicyStatement({
      actions: [action],
      resources: [this.machine.stateMachineArn],
      conditions: { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } },
    })
  }
}

/** The right to release a waiting gate. By name: the machine calls the gate function, so a reference would be a circle. */
export function release(scope: Construct, stage: Stage): Grant {
  const resourceName = nameOf(stage)
  const arn = { service: 'states', resource: 'stateMachine', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME }
  return allow(['states:SendTaskSuccess'], Arn.format(arn, Stack.of(scope)))
}

const nameOf = (stage: Stage) => `kefu-${stage.name}-orders`

const rightsOf = (gate: Alias) =>
  new PolicyDocument({
    minimize: false,
    statements: [
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [gate.functionArn] }),
      new PolicyStatement({
        actions: [
          'logs:CreateLogDelivery',
          'logs:GetLogDelivery',
          'logs:UpdateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:ListLogDeliveries',
          'logs:PutResourcePolicy',
          'logs:DescribeResourcePolicies',
          'logs:DescribeLogGroups',
        ],
        resources: ['*'],
      }),
      new PolicyStatement({
        actions: [
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
        ],
        resources: ['*'],
      }),
    ],
  })
