import { parseArgs } from 'node:util'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { Presets, SingleBar } from 'cli-progress'
import type { CaseEvent } from '../../shared/domain/case'
import { contributions, dimensions, type FigureItem, placeOf, recount } from '../../shared/domain/figures'
import { figureStore } from '../../shared/stores/figures'
import { ofSpan } from './histories'
import { command, type Reached, reach, stageHelp } from './stage'

const usage = `npm run recount -- [--stage NAME] --from DAY --to DAY [--mend]
Counts the figures of some days anew from the history, and says where they differ from those that are kept. Reads the whole table.
  --from, --to  local days, such as 2026-03-09, both with them
  --mend        adds what is missing, takes away what is too much
${stageHelp}`

/** What is younger may not have been counted yet: its figures are left alone. */
const settledAfterMs = 20 * 60_000

interface Difference {
  readonly kept: FigureItem | undefined
  readonly told: FigureItem | undefined
  /** What must be added so that they agree. */
  readonly lacking: FigureItem
}

const day = (option: string, text: string | undefined) => {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new Error(`--${option} ${text ?? ''}: a day, such as 2026-03-09\n\n${usage}`)
  return text
}

/** `npm run recount`: figures are a sum of what the stream brought; this is the same sum over the history itself. */
async function recountFigures(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ stage: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
      ...{ mend: { type: 'boolean', default: false }, help: { type: 'boolean' } },
    },
  })
  if (values.help) return console.log(usage)
  const [from, to] = [day('from', values.from), day('to', values.to)]
  const stage = reach(values.stage)
  const figures = figureStore(DynamoDBDocumentClient.from(stage.dynamodb), stage.casesTable, 1)
  console.log(`counting ${from} to ${to} anew, in ${stage.where}`)

  const lines = await linesSince(stage, from)
  const settled = new Date(Date.now() - settledAfterMs).toISOString()
  const moving = new Set(
    lines
      .filter(({ at }) => at > settled)
      .flatMap(contributions)
      .map(placeOf),
  )
  const kept = new Map((await Promise.all(dimensions.map(by => figures.read(by, from, to)))).flat().map(named))
  const told = recount(lines)
  const places = [...new Set([...kept.keys(), ...told.keys()])].sort().filter(place => {
    const at = place.slice(0, 10)
    return at >= from && at <= to && !moving.has(place)
  })
  const differences = places.flatMap(place => differenceOf(kept.get(place), told.get(place)) ?? [])
  for (const { lacking, kept, told } of differences)
    for (const measure of Object.keys(lacking.amounts)) {
      const [was, is] = [kept, told].map(item => item?.amounts[measure] ?? 0)
      console.log(`  ${placeOf(lacking).padEnd(48)} ${measure.padEnd(24)} kept ${was}, in the history ${is}`)
    }
  if (values.mend) await figures.correct(differences.map(({ lacking }) => lacking))
  const found = `${places.length} figures of ${lines.length} lines: ${differences.length} differ`
  console.log(`${found}${values.mend ? ' and are mended' : ''}${moving.size > 0 ? `, ${moving.size} still move` : ''}`)
}

const named = (item: FigureItem) => [placeOf(item), item] as const

/** A line counts on the day of its case's receipt at the earliest; zones are at most fourteen hours from UTC. */
async function linesSince(stage: Reached, from: string): Promise<readonly CaseEvent[]> {
  const begin = new Date(Date.parse(from) - 14 * 3_600_000).toISOString()
  const lines: CaseEvent[] = []
  let items = 0
  const bar = new SingleBar({ format: 'read {items} items, found {lines} lines', clearOnComplete: true }, Presets.rect)
  if (process.stderr.isTTY) bar.start(1, 0, { items, lines: 0 })
  for await (const { events, read } of ofSpan(stage, begin, '9999')) {
    items += read
    lines.push(...events.filter(({ about }) => about))
    bar.update({ items, lines: lines.length })
  }
  bar.stop()
  return lines
}

function differenceOf(kept: FigureItem | undefined, told: FigureItem | undefined): Difference | undefined {
  const some = (told ?? kept) as FigureItem
  const measures = [...new Set([kept, told].flatMap(item => Object.keys(item?.amounts ?? {})))].sort()
  const amounts = measures.flatMap(measure => {
    const lacking = (told?.amounts[measure] ?? 0) - (kept?.amounts[measure] ?? 0)
    return lacking === 0 ? [] : [[measure, lacking] as const]
  })
  if (amounts.length === 0) return undefined
  return { kept, told, lacking: { ...some, amounts: Object.fromEntries(amounts) } }
}

command(recountFigures)
