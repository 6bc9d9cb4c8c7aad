import { aWorld, monday, shopIn } from '../support/journey'
import { aStory, tell } from '../support/story'

/** The journal of an unruly world in which a story of tickets and orders was told, and a day went by. */
async function journalOf(seed: string): Promise<string> {
  const world = await aWorld({ seed, unruly: true })
  try {
    await tell(shopIn(world), aStory(12), monday)
    await world.advance('P1D')
    return world.journal()
  } finally {
    await world.stop()
  }
}

describe('a world in which the same story is told', () => {
  let journals: readonly string[]
  beforeAll(async () => {
    journals = await Promise.all(['one', 'one', 'two'].map(journalOf))
  }, 60_000)

  test('writes the same journal from the same seed, byte for byte', () => {
    const [first = '', second] = journals
    expect(first.length).toBeGreaterThan(50_000)
    expect(second === first).toBe(true)
  })

  test('writes another from another seed', () => {
    const [one, , two] = journals
    expect(two === one).toBe(false)
  })
})
