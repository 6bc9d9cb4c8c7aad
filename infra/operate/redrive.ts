import { parseArgs } from 'node:util'
import { GetQueueAttributesCommand, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs'
import { command, type Reached, reach, stageHelp } from './stage'

const usage = `npm run redrive -- [--stage NAME] [--queue NAME]
Lists how many messages gave up in each queue. With --queue those of one go back to their work, once its cause is mended.
${stageHelp}`

const suffix = '-dead'

interface DeadLetters {
  readonly arn: string
  readonly count: number
}

/** By the name of the work in which they died. */
async function deadLetters({ sqs, queues }: Reached): Promise<ReadonlyMap<string, DeadLetters>> {
  const dead = [...(await queues())].filter(([name]) => name.endsWith(suffix))
  const counted = dead.map(async ([name, QueueUrl]) => {
    const AttributeNames = ['QueueArn', 'ApproximateNumberOfMessages'] as const
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
    )
    const letters = { arn: Attributes.QueueArn ?? '', count: Number(Attributes.ApproximateNumberOfMessages) }
    return [name.slice(0, -suffix.length), letters] as const
  })
  return new Map(await Promise.all(counted))
}

/** `npm run redrive`: the dead letters of a stage, and the way back for those of one queue. */
async function redrive(): Promise<void> {
  const { values } = parseArgs({
    options: { stage: { type: 'string' }, queue: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help) return console.log(usage)
  const stage = reach(values.stage)
  const dead = await deadLetters(stage)
  if (values.queue === undefined) {
    console.log(`messages that gave up, in ${stage.where}`)
    for (const [name, { count }] of [...dead].sort()) console.log(`  ${name.padEnd(20)} ${count}`)
    return
  }
  const letters = dead.get(values.queue)
  if (!letters) throw new Error(`there is no queue '${values.queue}'; there are ${[...dead.keys()].sort().join(', ')}`)
  if (letters.count === 0) return console.log(`no message gave up in ${values.queue}, in ${stage.where}`)
  await stage.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: letters.arn }))
  console.log(`${letters.count} messages go back to ${values.queue}, in ${stage.where}`)
}

command(redrive)
