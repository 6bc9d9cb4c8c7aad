import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { Stage } from '../stages'
import type { KefuFunction } from './constructs/kefu-function'
import { LossAlarm } from './constructs/loss-alarm'
import { Round } from './constructs/round'
import type { FunctionName } from './functions'

/** What nobody asks for and is done all the same: due clocks are looked for, lost workflows are found. */
export function rounds(
  scope: Construct,
  stage: Stage,
  functions: Readonly<Record<FunctionName, KefuFunction>>,
  alarms: ITopic,
): void {
  const sweep = new Round(scope, 'Sweep', {
    ...{ stage, alarms, name: 'sweep', everyMinutes: stage.sweepMinutes, walker: functions['sla-sweeper'] },
    loss: 'No sweep: nobody is warned before a promise to a customer is broken, and broken promises go unseen.',
  })
  promises(sweep, stage, alarms)
  const reconciliation = new Round(scope, 'Reconciliation', {
    ...{ stage, alarms, name: 'reconciliation', everyMinutes: stage.reconcileMinutes },
    walker: functions['workflow-reconciler'],
    loss: 'Nobody looks for orders that lost their workflow: such an order stands still until a person happens on it.',
  })
  new LossAlarm(reconciliation, 'Healed', {
    metric: counted(stage, 'WorkflowsHealed', 'workflow-reconciler'),
    loss: 'Orders had lost their workflow and stood still, some for an hour. They were put right: find out what lost them.',
    alarms,
  })
}

/** What the history of clocks says that someone beyond the desk must know. */
function promises(scope: Construct, stage: Stage, alarms: ITopic): void {
  new LossAlarm(scope, 'Overrun', {
    metric: counted(stage, 'ClockOverrun', 'publication'),
    loss: 'Operations manager: 24 hours after their approval, orders are still unknown to finance, which must never be (R-SLA-34, C-36).',
    alarms,
  })
  new LossAlarm(scope, 'Provisional', {
    metric: counted(stage, 'ProvisionalDeadlines', 'publication'),
    loss: 'Deadlines reach into a year whose holidays the handbook does not know: they are guesses until its data are added.',
    alarms,
  })
}

const counted = ({ name }: Stage, metricName: string, service: string) =>
  new Metric({ namespace: `Kefu/${name}`, metricName, dimensionsMap: { service }, statistic: 'Sum' })
