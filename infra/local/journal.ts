import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Durable, Journal } from './kernel'

const FILE = 'journal.jsonl'
/** The journal's own line: the first of the file, how many times a cloud has started on this folder. */
const OWN = 'journal'

interface Line {
  readonly at: number
  readonly s: string
  readonly r: object
}

export interface JournalFile extends Journal {
  /** How many times a cloud has started on this folder, this time included: part of the seed, so that no id comes twice. */
  readonly start: number
  /** Gives the kept records to the services, then writes the file anew with what they still need. Answers when the
   *  newest record was written, undefined for a new folder. Throws DamagedFolder. */
  restore(): number | undefined
  text(): string
  close(): void
}

/** The folder cannot be read as one that the local cloud wrote; the message is for the person who started it. */
export class DamagedFolder extends Error {
  constructor(folder: string, line: number) {
    super(`the data folder ${folder} is damaged at line ${line} of ${FILE}; start with --fresh`)
    this.name = 'DamagedFolder'
  }
}

/** Opens the one file that outlives a kill -9. A last line without its end was cut off by the kill, before anybody was
 *  told of it: it is dropped. Throws DamagedFolder on any other damage. */
export function openJournal(folder: string, clock: Clock): JournalFile {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, FILE)
  const kept = existsSync(path) ? parse(readFileSync(path), folder) : []
  const start = (startsBefore(kept[0]) ?? 0) + 1
  const services = new Map<string, Durable<object>>()
  let file: number | undefined

  const write = (to: number, at: number, s: string, r: object) => {
    const line: Line = { at, s, r }
    writeSync(to, `${JSON.stringify(line)}\n`)
  }

  const replay = () => {
    kept.forEach(({ at, s, r }, index) => {
      if (s === OWN) return
      try {
        services.get(s)!.apply(r, at)
      } catch {
        throw new DamagedFolder(folder, index + 1)
      }
    })
    return kept.at(-1)?.at
  }

  const compact = (at: number) => {
    const fresh = openSync(`${path}.new`, 'w')
    write(fresh, at, OWN, { start })
    for (const [service, durable] of services)
      for (const record of durable.snapshot()) write(fresh, at, service, record)
    closeSync(fresh)
    renameSync(`${path}.new`, path)
    kept.length = 0
    return openSync(path, 'a')
  }

  return {
    start,
    register(service, durable) {
      if (services.has(service)) throw new Error(`two services keep a journal as ${service}`)
      services.set(service, durable as unknown as Durable<object>)
      return record => {
        if (file === undefined) throw new Error(`${service} writes to a journal that is not open`)
        const at = clock.now()
        write(file, at, service, record)
        durable.apply(record, at)
      }
    },
    restore() {
      const newest = replay()
      file = compact(newest ?? clock.now())
      return newest
    },
    text: () => readFileSync(path, 'utf8'),
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

function parse(bytes: Buffer, folder: string): Line[] {
  const lines: Line[] = []
  for (let from = 0; ; ) {
    const end = bytes.indexOf(10, from)
    if (end < 0) return lines
    try {
      const line = JSON.parse(bytes.toString('utf8', from, end))
      if (typeof line.at !== 'number' || typeof line.s !== 'string' || typeof line.r !== 'object') throw new Error()
      lines.push(line)
    } catch {
      throw new DamagedFolder(folder, lines.length + 1)
    }
    from = end + 1
  }
}

function startsBefore(first: Line | undefined): number | undefined {
  return first?.s === OWN ? (first.r as { start: number }).start : undefined
}
