import { Aws, Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Stage } from '../stages'
import type { KefuFunction } from './constructs/kefu-function'

export interface SweepProps {
  readonly stage: Stage
  readonly sweeper: KefuFunction
  readonly alarms: ITopic
}

/** Wakes the sweeper at the stage's rate and hands it the instant, so that nobody asks a clock; silence raises an alarm. */
export class Sweep extends Construct {
  constructor(scope: Construct, { stage, sweeper, alarms }: SweepProps) {
    super(scope, 'Sweep')
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: {
        rights: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [sweeper.lambda.functionArn] }),
          ],
        }),
      },
    })
    new CfnSchedule(this, 'Schedule', {
      name: `kefu-${stage.name}-sweep`,
      scheduleExpression: stage.sweepMinutes === 1 ? 'rate(1 minute)' : `rate(${stage.sweepMinutes} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: sweeper.lambda.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ at: '<aws.scheduler.scheduled-time>' }),
        // The next sweep finds all that a lost one would have found.
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: Math.max(60, stage.sweepMinutes * 60) },
      },
    })
    new Alarm(this, 'Missing', {
      metric: sweeper.lambda.metricInvocations({ period: Duration.minutes(Math.max(5, 2 * stage.sweepMinutes)) }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      evaluationPeriods: 1,
      alarmDescription:
        'No sweep: nobody is warned before a promise to a customer is broken, and broken promises go unseen.',
    }).addAlarmAction(new SnsAction(alarms))
  }
}
