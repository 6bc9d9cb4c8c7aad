import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Makes this process the only one on a folder until it ends, since two would write one journal. Takes over what a killed
 *  one held; throws one sentence when the other is alive. */
export function hold(folder: string): void {
  const file = `${folder}.pid`
  const holder = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const pid = Number.parseInt(holder, 10)
  if (pid !== process.pid && holder === signature(pid))
    throw new Error(`Kefu runs already on ${folder} (process ${pid}): end that one first, with Ctrl-C where it runs.`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, signature(process.pid))
  process.once('exit', () => rmSync(file, { force: true }))
}

/** How the commands of an operator reach the cloud on a folder: as the owner of the account. */
export interface Reach {
  readonly endpoint: string
  readonly region: string
  readonly accessKeyId: string
  /** Where mail is taken over SMTP, and for whom. */
  readonly smtp?: string
  readonly mailAddress?: string
}

/** Tells the commands of operators where the cloud on a folder is, until this process ends. */
export function announce(folder: string, reach: Reach): void {
  const file = `${folder}.reach.json`
  writeFileSync(file, JSON.stringify(reach))
  process.once('exit', () => rmSync(file, { force: true }))
}

/** Throws one sentence when nobody runs on the folder. */
export function reached(folder: string): Reach {
  const [pidFile, file] = [`${folder}.pid`, `${folder}.reach.json`]
  const holder = existsSync(pidFile) ? readFileSync(pidFile, 'utf8') : ''
  if (!existsSync(file) || holder !== signature(Number.parseInt(holder, 10)))
    throw new Error(`Kefu does not run on ${folder}: npm start first, or say which stage on AWS you mean.`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** Throws one sentence for a folder of which a part was deleted: it would open as a shop that remembers half. */
export function whole(folder: string): string {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ? [] : ['dynamodb.sqlite']
  const missing = ['journal.jsonl', 'cognito.json', ...engine].filter(part => !existsSync(join(folder, part)))
  if (existsSync(folder) && missing.length > 0)
    throw new Error(`The data folder ${folder} lacks ${missing.join(' and ')}; start with --fresh.`)
  return folder
}

/** A number alone may have passed on to another program since. */
function signature(pid: number): string {
  return `${pid} ${commandLine(pid)}`
}

/** Empty when no such process runs. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
