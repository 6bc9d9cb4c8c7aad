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
