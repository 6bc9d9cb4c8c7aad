import { Aws, Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Stage } from '../../stages'
import type { KefuFunction } from './kefu-function'
import { alarmName } from './loss-alarm'

export interface RoundProps {
  readonly stage: Stage
  /** What is done, such as `sweep`. */
  readonly name: string
  readonly everyMinutes: number
  readonly walker: KefuFunction
  /** What a person can no longer do when nobody goes round. */
  readonly loss: string
  readonly alarms: ITopic
}

/** Wakes a function at a rate and hands it the instant, so that nobody asks a clock; silence raises an alarm. */
export class Round extends Construct {
  constructor(scope: Construct, id: string, { stage, name, everyMinutes, walker, loss, alarms }: RoundProps) {
    super(scope, id)
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: {
        rights: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [walker.lambda.functionArn] }),
          ],
        }),
      },
    })
    new CfnSchedule(this, 'Schedule', {
      name: `kefu-${stage.name}-${name}`,
      scheduleExpression: everyMinutes === 1 ? 'rate(1 minute)' : `rate(${everyMinutes} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: walker.lambda.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ at: '<aws.scheduler.scheduled-time>' }),
        // The next round finds all that a lost one would have found.
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: Math.max(60, everyMinutes * 60) },
      },
    })
    new Alarm(this, 'Missing', {
      alarmName: alarmName(this, 'Missing'),
      metric: walker.lambda.metricInvocations({ period: Duration.minutes(Math.max(5, 2 * everyMinutes)) }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      evaluationPeriods: 1,
      alarmDescription: loss,
    }).addAlarmAction(new SnsAction(alarms))
  }
}
