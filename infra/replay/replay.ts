import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import { assemble } from '../assemble'
import { runApart } from './apart'
import { actsOf } from './desk'
import { type Mapping, mappingSchema, type RecordedOrder, type RecordedOrders, readOrders } from './recorded-order'
import { report, type Share, table } from './report'
import type { Work } from './share'

const ownMappings = resolve(__dirname, 'mappings')
const readMapping = (file: string) => mappingSchema.parse(JSON.parse(readFileSync(file, 'utf8')))

const usage = `npm run replay -- [FILE…] [--mapping FILE] [--json FILE] [--worlds N] [--first N]
Drives recorded orders through the local cloud in virtual time. Without FILE: the sample in
test/data. Without --mapping: the one of infra/replay/mappings whose columns the file has.`

/** Shares the orders out by customer to worlds side by side (one process each) and adds up what they saw. */
async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      mapping: { type: 'string' },
      json: { type: 'string' },
      worlds: { type: 'string' },
      first: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return console.log(usage)
  const files = positionals.length > 0 ? positionals : [resolve(__dirname, '../../test/data/orders.csv')]
  const mappings = values.mapping
    ? [readMapping(values.mapping)]
    : readdirSync(ownMappings).map(name => readMapping(resolve(ownMappings, name)))
  const { orders: all, unreadable } = await readAll(files, mappings)
  const orders = values.first ? all.slice(0, Number(values.first)) : all
  const worlds = Math.max(1, Math.min(Number(values.worlds ?? availableParallelism()), Math.ceil(orders.length / 15)))
  const started = performance.now()
  const assembly = assemble('simulation')
  const bar = new SingleBar(
    { format: 'replay {bar} {percentage}% | {value}/{total} acts | {duration_formatted}' },
    Presets.shades_classic,
  )
  bar.start(actsOf(orders).length, 0)
  const shares = await Promise.all(
    share(orders, worlds).map((part, index) => {
      const work: Work = { orders: part, assembly, seed: `replay-${index}` }
      return runApart<Share, { acts: number }>(resolve(__dirname, 'share.ts'), index, work, ({ acts }) =>
        bar.increment(acts),
      )
    }),
  )
  bar.stop()
  const result = report(orders.length, shares, (performance.now() - started) / 1000, unreadable)
  console.log(table(result))
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
  if (result.unexplained > 0 || result.failures.length > 0 || result.deadLetters > 0) process.exitCode = 1
}

/** Of an order that stands in two files the first row counts. */
async function readAll(files: readonly string[], mappings: readonly Mapping[]): Promise<RecordedOrders> {
  const orders = new Map<string, RecordedOrder>()
  const unreadable: string[] = []
  for (const file of files) {
    const read = await readOrders(createReadStream(file, 'utf8'), mappings)
    unreadable.push(...read.unreadable.map(why => `${basename(file)}, ${why}`))
    for (const order of read.orders) {
      if (orders.has(order.reference)) unreadable.push(`${basename(file)}: repeats the order ${order.reference}`)
      else orders.set(order.reference, order)
    }
  }
  return { orders: [...orders.values()], unreadable }
}

/** A customer's orders stay in one world. */
function share(orders: readonly RecordedOrder[], worlds: number): RecordedOrder[][] {
  const parts: RecordedOrder[][] = Array.from({ length: worlds }, () => [])
  for (const order of orders)
    parts[createHash('sha256').update(order.customer).digest().readUInt32BE() % worlds]!.push(order)
  return parts.filter(part => part.length > 0)
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
