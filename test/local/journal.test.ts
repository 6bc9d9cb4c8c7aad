import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { virtualClock } from '../../infra/local/clock'
import { openJournal } from '../../infra/local/journal'
import { seededRandom } from '../../infra/local/random'

const NOON = Date.parse('2026-01-05T12:00:00Z')
const newFolder = () => mkdtempSync(join(tmpdir(), 'kefu-journal-'))
const journalOf = (folder: string) => join(folder, 'journal.jsonl')

type Record = { readonly set: string; readonly to: number } | { readonly forget: string }

/** A service whose state is a few named numbers. */
function aService(folder: string, clock = virtualClock(NOON)) {
  const numbers = new Map<string, number>()
  const instants: number[] = []
  const journal = openJournal(folder, clock)
  const write = journal.register<Record>('numbers', {
    apply(record, at) {
      instants.push(at)
      if ('set' in record) numbers.set(record.set, record.to)
      else numbers.delete(record.forget)
    },
    *snapshot() {
      for (const [set, to] of numbers) yield { set, to }
    },
  })
  return { journal, write, numbers, instants }
}

describe('the journal', () => {
  test('gives a service its state back after a start without an end', () => {
    const folder = newFolder()
    const first = aService(folder)
    first.journal.restore()
    first.write({ set: 'a', to: 1 })
    first.write({ set: 'b', to: 2 })
    first.write({ forget: 'a' })

    const second = aService(folder)
    expect(second.journal.restore()).toBe(NOON)
    expect([...second.numbers]).toEqual([['b', 2]])
    expect(second.instants).toEqual([NOON, NOON, NOON])
  })

  test('keeps only what is still needed at each start', () => {
    const folder = newFolder()
    const first = aService(folder)
    first.journal.restore()
    for (let index = 0; index < 100; index++) first.write({ set: 'a', to: index })

    aService(folder).journal.restore()
    expect(readFileSync(journalOf(folder), 'utf8').trim().split('\n')).toEqual([
      `{"at":${NOON},"s":"journal","r":{"start":2}}`,
      `{"at":${NOON},"s":"numbers","r":{"set":"a","to":99}}`,
    ])
  })

  test('counts its starts, so that a seed never repeats on one folder', () => {
    const folder = newFolder()
    const starts = [1, 2, 3].map(() => {
      const { journal } = aService(folder)
      journal.restore()
      return journal.start
    })
    expect(starts).toEqual([1, 2, 3])
  })

  test('drops a last line that a kill cut off, and goes on after it', () => {
    const folder = newFolder()
    const first = aService(folder)
    first.journal.restore()
    first.write({ set: 'a', to: 1 })
    appendFileSync(journalOf(folder), `{"at":${NOON},"s":"numbers","r":{"se`)

    const second = aService(folder)
    second.journal.restore()
    second.write({ set: 'b', to: 2 })
    const third = aService(folder)
    third.journal.restore()
    expect([...third.numbers.keys()]).toEqual(['a', 'b'])
  })

  test.each([
    ['is not JSON', 'garbage'],
    ['is no record', '{"at":"noon","s":"numbers","r":{}}'],
    ['names an unknown service', `{"at":${NOON},"s":"letters","r":{}}`],
  ])('says in one sentence which line of the folder %s', (_how, line) => {
    const folder = newFolder()
    writeFileSync(journalOf(folder), `{"at":${NOON},"s":"journal","r":{"start":1}}\n${line}\n`)
    expect(() => aService(folder).journal.restore()).toThrow(
      `the data folder ${folder} is damaged at line 2 of journal.jsonl; start with --fresh`,
    )
  })

  test('takes nothing before it is restored or after it is closed', () => {
    const { journal, write, numbers } = aService(newFolder())
    expect(() => write({ set: 'a', to: 1 })).toThrow('not open')
    journal.restore()
    journal.close()
    expect(() => write({ set: 'a', to: 1 })).toThrow('not open')
    expect(numbers.size).toBe(0)
  })
})

describe('seeded chance', () => {
  test('repeats with its seed and differs with another', () => {
    const ids = (seed: string) => {
      const random = seededRandom(seed)
      return [random.uuid(), random.uuid(), random.hex(5), random.fraction(), random.below(10)]
    }
    expect(ids('one')).toEqual(ids('one'))
    expect(ids('one')).not.toEqual(ids('two'))
  })

  test('gives version 4 ids and spreads evenly', () => {
    const random = seededRandom('spread')
    const tens = Array.from({ length: 10_000 }, () => random.below(10))
    for (let digit = 0; digit < 10; digit++) {
      const share = tens.filter(each => each === digit).length
      expect(share).toBeGreaterThan(850)
      expect(share).toBeLessThan(1150)
    }
    const ids = Array.from({ length: 1000 }, () => random.uuid())
    expect(new Set(ids).size).toBe(1000)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
