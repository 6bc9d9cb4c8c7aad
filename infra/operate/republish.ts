import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import { sendOn } from '../../functions/publication/publish-history'
import type { CaseEvent } from '../../shared/domain/case'
import { destinations } from '../../shared/domain/routing'
import { queueAt } from '../../shared/gateways/queues'
import { type Histories, ofBatches, ofCase, ofSpan } from './histories'
import { command, type Reached, reach, stageHelp } from './stage'

const usage = `npm run republish -- [--stage NAME] (--case ID | --from T --to T | --batches FOLDER) [--dry-run]
Tells history anew to those who act on it: notices, classification, workflows. What was done already is not done again.
  --case ID     all that happened to one case, by its id or its number
  --from, --to  what happened in a span of time, such as 2026-03-09T01:00Z; reads the whole table
  --batches     what Lambda laid aside: objects of the bucket of failed batches, copied to a folder
  --dry-run     counts, and sends nothing
${stageHelp}`

const instant = (option: string, text: string) => {
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new Error(`--${option} ${text}: an ISO instant, such as 2026-03-09T01:00Z`)
  return new Date(at).toISOString()
}

interface Asked {
  /** In words. */
  readonly what: string
  readonly histories: (stage: Reached) => Histories
}

function asked(values: { case?: string; from?: string; to?: string; batches?: string }): Asked {
  const { case: named, from, to, batches } = values
  if ([named, from ?? to, batches].filter(way => way !== undefined).length !== 1)
    throw new Error(`say which history: --case, --from and --to, or --batches\n\n${usage}`)
  if (named !== undefined) return { what: `the case ${named}`, histories: stage => ofCase(stage, named) }
  if (batches !== undefined) return { what: `the batches in ${batches}`, histories: () => ofBatches(batches) }
  if (from === undefined || to === undefined) throw new Error('a span of time has both --from and --to')
  const span = [instant('from', from), instant('to', to)] as const
  return { what: `what happened from ${span.join(' to ')}`, histories: stage => ofSpan(stage, ...span) }
}

/** `npm run republish`: harmless, since whoever hears of an event twice acts once. */
async function republish(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ stage: { type: 'string' }, case: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
      ...{ batches: { type: 'string' }, 'dry-run': { type: 'boolean', default: false }, help: { type: 'boolean' } },
    },
  })
  if (values.help) return console.log(usage)
  const { what, histories } = asked(values)
  const stage = reach(values.stage)
  const send = values['dry-run'] ? undefined : await sender(stage)
  console.log(`${send ? 'telling anew' : 'would tell anew'} ${what}, to ${stage.where}`)
  const { types, messages } = await tell(histories(stage), send)
  for (const [type, count] of [...types].sort()) console.log(`  ${type.padEnd(32)} ${count}`)
  console.log(`${sum(types)} events, ${messages} messages${send ? ' sent' : ' to be sent'}`)
}

type Send = (events: readonly CaseEvent[]) => Promise<void>

async function tell(histories: Histories, send: Send | undefined) {
  const types = new Map<string, number>()
  let messages = 0
  let read = 0
  const bar = new SingleBar(
    { format: 'read {items} items, found {events} events', clearOnComplete: true },
    Presets.rect,
  )
  if (process.stderr.isTTY) bar.start(1, 0, { items: 0, events: 0 })
  try {
    for await (const { events, read: more } of histories) {
      await send?.(events)
      read += more
      for (const event of events) {
        types.set(event.type, (types.get(event.type) ?? 0) + 1)
        messages += destinations(event).length
      }
      bar.update({ items: read, events: sum(types) })
    }
  } finally {
    bar.stop()
  }
  return { types, messages }
}

const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((total, count) => total + count, 0)

const attempts = 5

/** Sends to the queues of a stage; asks again for what a queue did not take, and in the end gives up aloud. */
async function sender({ sqs, queues }: Reached): Promise<Send> {
  const urls = await queues()
  const queueFor = (destination: string) => {
    const url = urls.get(destination)
    if (!url) throw new Error(`there is no queue for ${destination}: has this stage been deployed?`)
    return queueAt(url, sqs)
  }
  return async events => {
    let left = events.map((event, index) => ({ id: String(index), event }))
    for (let attempt = 1; left.length > 0; attempt++) {
      const failed = await sendOn(queueFor, left)
      left = left.filter(({ id }) => failed.has(id))
      if (left.length > 0 && attempt === attempts) {
        const { caseId, seq } = left[0]!.event
        throw new Error(
          `the queues did not take ${left.length} events, the first of them ${caseId} ${seq}: run it again`,
        )
      }
    }
  }
}

command(republish)
