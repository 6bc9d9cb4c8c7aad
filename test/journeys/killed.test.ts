import { type Comparison, compare, kinds, toldIn } from '../support/killer'

/** More of this: npm run faults. */
describe('a house whose process is killed during forty orders and six tickets, in the midst of each kind of work', () => {
  let seen: Comparison
  beforeAll(async () => {
    seen = await compare({ orders: 40, tickets: 6, kills: kinds.length, seed: 'seven kills' })
  }, 240_000)

  test('has died in each, and then comes to an end', () => {
    const times = (kind: string) => seen.kills.filter(kill => kill.kind === kind).length
    expect(kinds.map(({ kind }) => times(kind))).toEqual(kinds.map(() => 1))
    expect(new Set(seen.kills.map(({ moment }) => moment)).size).toBe(2)
  })

  test('brings every order and ticket to the same end by the same history', () => {
    expect(seen.killed.ends).toEqual(seen.calm.ends)
  })

  test('keeps every head as its history tells it', () => {
    expect([seen.calm.unlike, seen.killed.unlike]).toEqual([[], []])
  })

  test('writes every notice once: none is missing, none comes twice', () => {
    expect(seen.killed.mails).toHaveLength(new Set(seen.killed.mails).size)
    expect(toldIn(seen.killed)).toEqual(toldIn(seen.calm))
  })

  test('gives nothing up', () => expect([seen.calm.dead, seen.killed.dead]).toEqual([0, 0]))
})
