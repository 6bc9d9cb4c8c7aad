import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Input } from '../../infra/local/kernel'
import { seededRandom } from '../../infra/local/random'
import type { Ending } from './story'

/** Work in whose midst a process may die: each is one call of AWS. */
export const kinds = [
  { kind: 'commit', target: 'DynamoDB_20120810', operation: 'TransactWriteItems', is: () => true },
  { kind: 'publish', target: 'AmazonSQS', operation: 'SendMessageBatch', is: by('publication') },
  { kind: 'send', target: 'ses', operation: 'SendRawEmail', is: () => true },
  { kind: 'park', target: 'DynamoDB_20120810', operation: 'PutItem', is: ofGate },
  { kind: 'release', target: 'AWSStepFunctions', operation: 'SendTaskSuccess', is: () => true },
  { kind: 'start', target: 'AWSStepFunctions', operation: 'StartExecution', is: () => true },
  { kind: 'claim', target: 'DynamoDB_20120810', operation: 'PutItem', is: by('notifications') },
] as const satisfies readonly {
  readonly kind: string
  readonly target: string
  readonly operation: string
  readonly is: (input: Input, principal: string) => boolean
}[]
export type Kind = (typeof kinds)[number]['kind']

function by(name: string) {
  return (_: Input, principal: string) => principal.includes(name)
}
function ofGate({ Item }: Input): boolean {
  return String(Item.PK.S).startsWith('GATE#')
}

export interface Strike {
  readonly kind: Kind
  /** Since the process started. */
  readonly nth: number
  readonly moment: 'before' | 'after'
}

export interface Run {
  readonly folder: string
  readonly orders: number
  readonly strike?: Strike
}

/** A strike, as it was carried out. */
export interface Kill extends Strike {
  readonly by: string
  readonly at: string
}

/** What a run leaves behind. */
export interface Report {
  readonly ends: readonly Ending[]
  /** Cases whose head is not the rebuild of its history. */
  readonly unlike: readonly string[]
  readonly mails: readonly string[]
  readonly dead: number
  readonly counts: Readonly<Record<Kind, number>>
}

const driver = resolve(__dirname, 'killed-shop.ts')

/** Runs until the end, or until the process kills itself. */
const runOn = (run: Run) =>
  new Promise<'ended' | 'killed'>((ended, failed) => {
    const child = spawn(process.execPath, ['--import', 'tsx', driver, JSON.stringify(run)], { stdio: 'pipe' })
    let said = ''
    child.stderr.on('data', data => {
      said += data
    })
    child.once('error', failed)
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') ended('killed')
      else if (code === 0) ended('ended')
      else failed(new Error(said))
    })
  })

const reportIn = (folder: string): Report => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))

export interface Comparison {
  readonly calm: Report
  readonly killed: Report
  readonly kills: readonly Kill[]
}

/** The same orders twice: undisturbed, and with a process that dies so many times, in the midst of each kind of work in turn.
 *  `told` hears of each kill. */
export async function compare(
  { orders, kills, seed }: { readonly orders: number; readonly kills: number; readonly seed: string },
  told: (kill: Kill) => void = () => {},
): Promise<Comparison> {
  const [calmFolder, folder] = [newFolder(), newFolder()]
  try {
    await runOn({ folder: calmFolder, orders })
    const calm = reportIn(calmFolder)
    const random = seededRandom(seed)
    const carriedOut = (): Kill[] => {
      const file = join(folder, 'kills.jsonl')
      return existsSync(file) ? linesOf(file).map(line => JSON.parse(line)) : []
    }
    let outcome: 'ended' | 'killed' = 'killed'
    for (const kind of inTurn(kills)) {
      const reach = Math.max(1, Math.floor((0.7 * calm.counts[kind]) / kills))
      const strike: Strike = { kind, nth: 1 + random.below(reach), moment: random.below(2) === 0 ? 'before' : 'after' }
      outcome = await runOn({ folder, orders, strike })
      if (outcome === 'ended') break
      told(carriedOut().at(-1)!)
    }
    if (outcome === 'killed') await runOn({ folder, orders })
    return { calm, killed: reportIn(folder), kills: carriedOut() }
  } finally {
    for (const each of [calmFolder, folder]) rmSync(each, { recursive: true, force: true })
  }
}

/** Starts come first, since no order is placed later on. */
function inTurn(kills: number): readonly Kind[] {
  const all = Array.from({ length: kills }, (_, n) => kinds[n % kinds.length]!.kind)
  return [...all.filter(kind => kind === 'start'), ...all.filter(kind => kind !== 'start')]
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'kefu-killed-'))
const linesOf = (file: string) => readFileSync(file, 'utf8').trim().split('\n')
