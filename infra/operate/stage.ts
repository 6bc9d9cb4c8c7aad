import { resolve } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { reached } from '../local/data-folder'
import { type Stage, stageNamed } from '../stages'

/** A stage as its operator reaches it: with the credentials of a person, never with a function's. */
export interface Reached {
  /** For people: which shop this is. */
  readonly where: string
  readonly casesTable: string
  readonly dynamodb: DynamoDBClient
  readonly sqs: SQSClient
  /** URLs of its queues by the name of their work; those of dead letters end in `-dead`. */
  queues(): Promise<ReadonlyMap<string, string>>
}

export const stageHelp = `  --stage NAME  a stage on AWS, with the credentials that the AWS command line would take;
                without it the shop that npm start runs on this machine`

/** The shop that npm start runs on this machine. Throws one sentence when nothing runs here. */
export const here = ({ name }: Stage = stageNamed('dev')) => reached(resolve(__dirname, '../../.local/cloud', name))

/** Throws one sentence when there is no such stage, or nothing runs here. */
export function reach(named: string | undefined): Reached {
  const stage = stageNamed(named ?? 'dev')
  const local = named === undefined ? here(stage) : undefined
  const client = local
    ? {
        ...{ endpoint: local.endpoint, region: local.region },
        credentials: { accessKeyId: local.accessKeyId, secretAccessKey: 'local' },
      }
    : { region: stage.region, maxAttempts: 5 }
  const sqs = new SQSClient(client)
  return {
    where: local ? `the shop at ${local.endpoint}` : `${stage.name} in ${stage.region}`,
    casesTable: `kefu-${stage.name}-cases`,
    dynamodb: new DynamoDBClient(client),
    sqs,
    async queues() {
      const QueueNamePrefix = `kefu-${stage.name}-`
      const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix }))
      const workOf = (url: string) => url.slice(url.lastIndexOf('/') + 1 + QueueNamePrefix.length)
      return new Map(QueueUrls.map(url => [workOf(url).replace(/\.fifo$/, ''), url]))
    },
  }
}

/** Runs a command: what went wrong is said in one sentence. */
export function command(work: () => Promise<void>): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  work().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
