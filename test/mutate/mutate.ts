import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import { type Mutation, mutations } from './mutations'

const usage = `npm run mutate -- [--rows N] [--seed S] [--all] [--json FILE]
Breaks N random rows of the tables, of the limits and of the grades (40 unless told), one at a time, and expects
each time that a test fails which cites the row by its id.`

interface Verdict {
  readonly what: string
  readonly row: string
  /** The failing tests that cite the row. */
  readonly citing: readonly string[]
  readonly failing: number
}

/** Which rows follows from the seed alone, so that a run can be repeated. */
function chosen(all: readonly Mutation[], seed: string, rows: number): readonly number[] {
  const rank = (index: number) => createHash('sha256').update(`${seed} ${index}`).digest('hex')
  return all
    .map((_, index) => index)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .slice(0, rows)
}

async function main() {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
      all: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return console.log(usage)
  const all = mutations()
  const indices = values.all ? all.map((_, index) => index) : chosen(all, values.seed, Number(values.rows))
  const folder = mkdtempSync(join(tmpdir(), 'kefu-mutate-'))
  const bar = new SingleBar({ format: 'mutate {bar} {value}/{total} | {what}' }, Presets.shades_classic)
  bar.start(indices.length, 0, { what: '' })
  const verdicts: Verdict[] = []
  for (const index of indices) {
    const mutation = all[index] as Mutation
    bar.update(verdicts.length, { what: mutation.what })
    verdicts.push(await verdictOn(mutation, index, folder))
  }
  bar.update(verdicts.length, { what: '' })
  bar.stop()
  rmSync(folder, { recursive: true })
  for (const { what, citing, failing } of verdicts)
    console.log(
      `${citing.length > 0 ? 'caught ' : 'SURVIVED'}  ${what}  (${citing.length} of ${failing} failing tests cite it)`,
    )
  const survived = verdicts.filter(({ citing }) => citing.length === 0)
  console.log(
    `${verdicts.length - survived.length} of ${verdicts.length} caught; ${all.length} breaks are known; seed ${values.seed}`,
  )
  if (survived.length > 0) process.exitCode = 1
}

async function verdictOn({ row, what }: Mutation, index: number, folder: string): Promise<Verdict> {
  const cites = new RegExp(`(?<![\\w-])${row}(?![\\w-])`)
  const outputFile = join(folder, `${index}.json`)
  const jest = spawn(
    process.execPath,
    [
      ...[require.resolve('jest/bin/jest'), '--config', join(__dirname, 'jest.json'), '--json', '--outputFile'],
      ...[outputFile, '--runTestsByPath', ...filesCiting(cites)],
    ],
    { env: { ...process.env, KEFU_BREAK: String(index) }, stdio: 'ignore' },
  )
  await new Promise(resolve => jest.once('exit', resolve))
  const result: { testResults: { assertionResults: { status: string; fullName: string }[] }[] } = JSON.parse(
    readFileSync(outputFile, 'utf8'),
  )
  const failing = result.testResults.flatMap(file => file.assertionResults).filter(({ status }) => status === 'failed')
  return {
    row,
    what,
    failing: failing.length,
    citing: failing.map(({ fullName }) => fullName).filter(name => cites.test(name)),
  }
}

/** Only these can have a test that cites the row. */
function filesCiting(cites: RegExp): readonly string[] {
  const folder = join(__dirname, '../domain')
  return readdirSync(folder)
    .map(name => join(folder, name))
    .filter(file => cites.test(readFileSync(file, 'utf8')))
}

main().catch(error => {
  console.error(error)
  process.exit(1)
})
