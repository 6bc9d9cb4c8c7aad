import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { type EventPattern, Rule, type RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { LossAlarm } from './loss-alarm'

export interface ToldQueueProps {
  readonly ruleName: string
  readonly description: string
  readonly eventPattern: EventPattern
  /** What of the event reaches the queue: ids and codes. */
  readonly input: RuleTargetInput
  readonly queue: Queue
  readonly loss: string
  readonly alarms: ITopic
}

/** A queue is told by the default bus of what a service of AWS says; by this rule alone, and an alarm says when it cannot be. */
export function toldQueue(scope: Construct, id: string, { input, queue, loss, alarms, ...rest }: ToldQueueProps): void {
  const rule = new Rule(scope, id, rest)
  rule.addTarget({ bind: () => ({ arn: queue.queueArn, input }) })
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
    }),
  )
  const metric = new Metric({
    namespace: 'AWS/Events',
    metricName: 'FailedInvocations',
    dimensionsMap: { RuleName: rule.ruleName },
    statistic: 'Sum',
  })
  new LossAlarm(scope, 'Undelivered', { metric, loss, alarms })
}
