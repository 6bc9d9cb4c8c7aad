import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { assemble } from '../../infra/assemble'
import { bundleRows } from './bundles'
import { classificationRows } from './classification'
import { clockRows } from './clocks'
import { deskRows } from './desk'
import { type Row, tableOf } from './figures'
import { fuzzRows } from './fuzz'
import { intakeRows } from './intake'
import { lifeRows } from './lives'
import { mailRows } from './mails'
import { monthRows } from './months'
import { pipelineRows } from './pipeline'
import { requestRows } from './requests'
import { shelfRows } from './shelves'
import { workerRows } from './workers'

const say = (line: string) => process.stderr.write(`${line} …\n`)

const parts: Readonly<Record<string, (quick: boolean) => Promise<Row[]>>> = {
  bundles: quick => bundleRows(quick, say),
  workers: workerRows,
  classification: classificationRows,
  clocks: clockRows,
  requests: quick => requestRows(assemble('simulation', say), quick, say),
  pipeline: quick => pipelineRows(assemble('simulation', say), quick, say),
  intake: quick => intakeRows(assemble('simulation', say), quick, say),
  mails: quick => mailRows(assemble('simulation', say), quick, say),
  desk: quick => deskRows(quick, say),
  shelves: quick => shelfRows(quick, say),
  months: quick => monthRows(quick, say),
  fuzz: quick => fuzzRows(assemble('simulation', say), quick, say),
  lives: quick => lifeRows(assemble('simulation', say), quick, say),
}

const usage = `npm run bench [-- --quick] [--only ${Object.keys(parts).join('|')}] [--json FILE]
Measures the house on this machine. Figures with a floor compare within one run: value / floor = ratio.`

async function main() {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return console.log(usage)
  const { only } = values
  if (only !== undefined && !Object.hasOwn(parts, only))
    throw new Error(`--only ${only}: ${Object.keys(parts).join(', ')}`)
  const rows: Row[] = []
  for (const [name, measure] of Object.entries(parts)) {
    if (only === undefined || only === name) rows.push(...(await measure(values.quick)))
  }
  console.log(tableOf(rows))
  if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
}

main().then(
  () => process.exit(0),
  error => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
