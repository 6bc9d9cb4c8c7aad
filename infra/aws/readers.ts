import { Duration } from 'aws-cdk-lib'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { Stage } from '../stages'
import type { KefuFunction } from './constructs/kefu-function'
import type { DataStack } from './data-stack'
import type { FunctionName } from './functions'
import { Outbox } from './outbox'

/** Who reads the history as it is written: one tells the queues at once, the other counts. Figures come from here and not from a
 *  queue: nobody retells an old line to them, so that a claim need not outlive the stream, and a line costs no message. */
export function readers(
  scope: Construct,
  stage: Stage,
  data: DataStack,
  functions: Readonly<Record<FunctionName, KefuFunction>>,
  alarms: ITopic,
): void {
  new Outbox(scope, 'Outbox', {
    ...{ data, reader: functions.publication, batchSize: 100, patience: Duration.minutes(10), alarms },
    loss: {
      failed:
        'Some events of cases reached nobody: notices are missing and orders stand still. The bucket of failed batches has them.',
      late: 'Customers and teams hear more than ten minutes late of what happened.',
    },
  })
  new Outbox(scope, 'Figures', {
    ...{ data, reader: functions['figure-counter'], batchSize: 1000, patience: Duration.minutes(30), alarms },
    window: Duration.seconds(stage.figureSeconds),
    bearing: 'about.M.market.S',
    loss: {
      failed: 'Some events of cases were not counted: figures and targets are too low until a recount mends them.',
      late: 'Supervisors see figures that are more than half an hour old.',
    },
  })
}
