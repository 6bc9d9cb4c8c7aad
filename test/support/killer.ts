import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Input } from '../../infra/local/kernel'
import { seededRandom } from '../../infra/local/random'
import type { Ending } from './story'

/** Work in whose midst a process may die: each is one call of AWS. Some of it is done only at the beginning of a run, some at its end. */
export const kinds = [
  { kind: 'commit', target: 'DynamoDB_20120810', operation: 'TransactWriteItems', is: () => true },
  { kind: 'publish', target: 'AmazonSQS', operation: 'SendMessageBatch', is: by('publication') },
  { kind: 'send', target: 'ses', operation: 'SendRawEmail', is: () => true },
  { kind: 'park', target: 'DynamoDB_20120810', operation: 'PutItem', is: ofGate },
  { kind: 'release', target: 'AWSStepFunctions', operation: 'SendTaskSuccess', is: () => true },
  { kind: 'claim', target: 'DynamoDB_20120810', operation: 'PutItem', is: by('notifications') },
  { kind: 'start', target: 'AWSStepFunctions', operation: 'StartExecution', is: () => true, when: 'first' },
  {
    kind: 'classify',
    target: 'DynamoDB_20120810',
    operation: 'TransactWriteItems',
    is: by('classification'),
    when: 'first',
  },
  { kind: 'assign', target: 'DynamoDB_20120810', operation: 'TransactWriteItems', is: by('dispatch'), when: 'first' },
  { kind: 'scan', target: 'DynamoDB_20120810', operation: 'PutItem', is: by('attachmentscans'), when: 'last' },
  { kind: 'answer', target: 'DynamoDB_20120810', operation: 'TransactWriteItems', is: by('links'), when: 'last' },
] as const satisfies readonly {
  readonly kind: string
  readonly target: string
  readonly operation: string
  readonly is: (input: Input, principal: string) => boolean
  readonly when?: 'first' | 'last'
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

interface Size {
  readonly orders: number
  readonly tickets: number
}

export interface Run extends Size {
  readonly folder: string
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

/** The same orders and tickets twice: undisturbed, and with a process that dies so many times, in the midst of each kind of work in turn.
 *  `told` hears of each kill. */
export async function compare(
  { kills, seed, ...size }: Size & { readonly kills: number; readonly seed: string },
  told: (kill: Kill) => void = () => {},
): Promise<Comparison> {
  const [calmFolder, folder] = [newFolder(), newFolder()]
  try {
    await runOn({ folder: calmFolder, ...size })
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
      outcome = await runOn({ folder, ...size, strike })
      if (outcome === 'ended') break
      told(carriedOut().at(-1)!)
    }
    if (outcome === 'killed') await runOn({ folder, ...size })
    return { calm, killed: reportIn(folder), kills: carriedOut() }
  } finally {
    for (const each of [calmFolder, folder]) rmSync(each, { recursive: true, force: true })
  }
}

/** What is done only at the beginning comes first, since no case is opened later on. */
function inTurn(kills: number): readonly Kind[] {
  const all = Array.from({ length: kills }, (_, n) => kinds[n % kinds.length]!)
  const at = (when?: 'first' | 'last') => all.filter(each => ('when' in each ? each.when : undefined) === when)
  return [...at('first'), ...at(), ...at('last')].map(({ kind }) => kind)
}

/** Which notices of which case: a ticket that triage had meanwhile has one line more before them. */
export const toldIn = ({ mails }: Report): readonly string[] => mails.map(key => key.replace(/ \d+ /, ' ')).sort()

const newFolder = () => mkdtempSync(join(tmpdir(), 'kefu-killed-'))
const linesOf = (file: string) => readFileSync(file, 'utf8').trim().split('\n')
