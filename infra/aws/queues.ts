import { Duration } from 'aws-cdk-lib'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { Stage } from '../stages'
import type { KefuFunction } from './constructs/kefu-function'
import { WorkQueue } from './constructs/work-queue'
import { type FunctionName, functionSpecs } from './functions'
import { instancesOf } from './instances'

interface QueueSpec {
  readonly name: string
  readonly worker: FunctionName
  readonly batchSize: number
  /** Five unless there is a reason. */
  readonly deliveries?: number
  /** Seconds in which a batch may gather. */
  readonly window?: number
  /** First in, first out, in each group. */
  readonly inTurn?: true
  /** Minutes that work may wait before a person feels it. */
  readonly patience: number
}

const queueSpecs = {
  classification: { name: 'classification', worker: 'classification', batchSize: 10, patience: 10 },
  /** Small batches: a mail may take SES five seconds, and its worker has thirty. An hour of tries: beyond the stage's rate SES
   *  puts mails off, which is no reason to give one up. */
  notifications: { name: 'notifications', worker: 'notifications', batchSize: 5, deliveries: 20, patience: 30 },
  /** Nearly all tell what is known, so they gather; yet quick to come again: a mail is confirmed before its own message is
   *  believed dead, two visibility timeouts on. */
  mailEvents: { name: 'mail-events', worker: 'mail-events', batchSize: 100, window: 20, patience: 5 },
  /** Each alone: a mail that takes too much to read never takes others with it. */
  incomingMail: { name: 'incoming-mail', worker: 'mail-intake', batchSize: 1, patience: 10 },
  attachmentScans: { name: 'attachment-scans', worker: 'attachment-scans', batchSize: 10, patience: 10 },
  workflowStarts: { name: 'workflow-starts', worker: 'workflow-starter', batchSize: 10, patience: 10 },
  workflowReleases: { name: 'workflow-releases', worker: 'workflow-releaser', batchSize: 10, patience: 10 },
  /** A team is served by one worker at a time (R-DSP-01). */
  dispatch: { name: 'dispatch', worker: 'dispatch', batchSize: 10, inTurn: true, patience: 10 },
  dueClocks: { name: 'due-clocks', worker: 'sla-worker', batchSize: 10, patience: 10 },
} as const satisfies Record<string, QueueSpec>

export type QueueName = keyof typeof queueSpecs
export type Queues = Readonly<Record<QueueName, WorkQueue>>

/** Every queue of the house with its worker. */
export function workQueues(
  scope: Construct,
  stage: Stage,
  functions: Readonly<Record<FunctionName, KefuFunction>>,
  alarms: ITopic,
): Queues {
  const made = Object.entries<QueueSpec>(queueSpecs).map(
    ([key, { name, worker, batchSize, deliveries = 5, window = 0, patience, inTurn = false }]) => [
      key,
      new WorkQueue(scope, {
        name,
        stage,
        worker: functions[worker],
        batchSize,
        deliveries,
        concurrency: instancesOf(stage, worker),
        window: Duration.seconds(window),
        patience: Duration.minutes(patience),
        loss: functionSpecs[worker].loss,
        inTurn,
        alarms,
      }),
    ],
  )
  return Object.fromEntries(made)
}
