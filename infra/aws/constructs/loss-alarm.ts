import { Stack } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'

export interface LossAlarmProps {
  readonly metric: IMetric
  /** What a person can no longer do; it is what the woken reader sees first. */
  readonly loss: string
  readonly alarms: ITopic
  /** Alarms at this value or above; 1 unless given. */
  readonly threshold?: number
  readonly periods?: number
}

/** An alarm that cannot be made without saying what a person loses. Silence is health: no data raises nothing. */
export class LossAlarm extends Alarm {
  constructor(scope: Construct, id: string, { metric, loss, alarms, threshold = 1, periods = 1 }: LossAlarmProps) {
    super(scope, id, {
      alarmName: alarmName(scope, id),
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: loss,
    })
    this.addAlarmAction(new SnsAction(alarms))
  }
}

/** As whoever is woken reads it and finds it in the run-book: `kefu-prod-notifications-queue-dead`. */
export function alarmName(scope: Construct, id: string): string {
  const { stackName, node } = Stack.of(scope)
  const place = scope.node.path.slice(node.path.length).split('/').filter(Boolean)
  const kebab = (text: string) => text.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
  return [stackName.replace(/-service$/, ''), ...place, id].map(kebab).join('-')
}
