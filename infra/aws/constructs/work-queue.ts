import { Arn, ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Stage } from '../../stages'
import { allow, type Grant, type KefuFunction } from './kefu-function'
import { LossAlarm } from './loss-alarm'

export interface WorkQueueProps {
  /** The work, never the technology. */
  readonly name: string
  readonly stage: Stage
  readonly worker: KefuFunction
  readonly batchSize: number
  readonly concurrency: number
  /** How often a message is tried before it is given up. */
  readonly deliveries: number
  /** How long a batch may gather: for work that nobody waits for. */
  readonly window: Duration
  /** How long a message may wait before a person feels it. */
  readonly patience: Duration
  /** What a person can no longer do when messages wait too long or end among the dead. */
  readonly loss: string
  readonly alarms: ITopic
  /** First in, first out, in each group. */
  readonly inTurn?: boolean
}

/** A queue with its worker, its dead letters and its alarms. A message is tried five times where nothing else is said; one bad message never holds back a batch. */
export class WorkQueue extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, props: WorkQueueProps) {
    super(scope, `${props.name}-queue`)
    const { stage, worker, loss, alarms } = props
    const named = (name: string) => `kefu-${stage.name}-${name}${props.inTurn ? '.fifo' : ''}`
    const [queueName, deadName] = [named(props.name), named(`${props.name}-dead`)]
    const kind = props.inTurn ? { fifo: true } : {}
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...kind,
      queueName: deadName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      redriveAllowPolicy: { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues: [this.named(queueName)] },
    })
    this.queue = new Queue(this, 'Queue', {
      ...kind,
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(worker.timeout.toSeconds() * 6 + props.window.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.deliveries },
    })
    worker.uses(allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], this.queue.queueArn))
    new EventSourceMapping(this, 'Mapping', {
      target: worker.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: props.batchSize,
      ...(props.window.toSeconds() > 0 && { maxBatchingWindow: props.window }),
      reportBatchItemFailures: true,
      maxConcurrency: props.concurrency,
    })
    new LossAlarm(this, 'Dead', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      loss: `${loss} Messages gave up: look at ${deadName}, mend the cause, redrive.`,
      alarms,
    })
    new LossAlarm(this, 'Late', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum' }),
      threshold: props.patience.toSeconds(),
      loss: `${loss} Work waits longer than ${props.patience.toMinutes()} minutes.`,
      alarms,
    })
  }

  /** The right to put work here, under the variable that names the queue. */
  send(variable: string): Grant {
    return allow(['sqs:SendMessage'], this.queue.queueArn, { [variable]: this.queue.queueUrl })
  }

  /** The queue by its name: its dead letters name it before it exists, a reference would be a circle. */
  private named(queueName: string) {
    const arn = Arn.format(
      { service: 'sqs', resource: queueName, arnFormat: ArnFormat.NO_RESOURCE_NAME },
      Stack.of(this),
    )
    return Queue.fromQueueArn(this, 'Source', arn)
  }
}
