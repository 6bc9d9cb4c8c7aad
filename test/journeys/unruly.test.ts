import { aWorld, monday, type Shop, shopIn } from '../support/journey'
import { aStory, endings, keysOfMails, tell } from '../support/story'
import { staffed, ticketLives } from '../support/ticket-lives'

const story = [...aStory(24), ...ticketLives(6)]
const shops: Shop[] = []
afterAll(() => Promise.all(shops.map(({ world }) => world.stop())))

async function told(options: { seed: string; unruly: boolean }) {
  const shop = shopIn(await aWorld(options))
  shops.push(shop)
  await staffed(shop)
  const cases = await tell(shop, story, monday)
  await shop.world.advance('P7D')
  return { shop, ends: await endings(shop, story, cases) }
}

describe('a house whose messages come shuffled and twice', () => {
  let calm: Awaited<ReturnType<typeof told>>
  let unruly: readonly (typeof calm)[]
  beforeAll(async () => {
    const seeds = ['one', 'two']
    ;[calm, ...unruly] = await Promise.all([
      told({ seed: 'calm', unruly: false }),
      ...seeds.map(seed => told({ seed, unruly: true })),
    ])
  }, 120_000)

  test('brings every case to the same end, by the same history, with the same notices', () => {
    for (const { ends } of unruly) expect(ends).toEqual(calm.ends)
  })

  test('writes each notice once', () => {
    for (const { shop } of unruly) {
      const keys = keysOfMails(shop)
      expect(keys).toHaveLength(new Set(keys).size)
      expect(keys).toHaveLength(keysOfMails(calm.shop).length)
    }
  })

  test('really was unruly: the functions were called more often', () => {
    const calls = ({ shop }: typeof calm) => shop.world.counters().invocations
    for (const one of unruly) expect(calls(one)).toBeGreaterThan(calls(calm) * 1.1)
  })

  test('gives nothing up', () => {
    for (const { shop } of [calm, ...unruly]) expect(shop.world.deadLetters()).toEqual([])
  })

  test('has seen every end that the story knows', () => {
    const states = calm.ends.map(({ state }) => state)
    expect([...new Set(states)].sort()).toEqual([
      ...['archived', 'assigned', 'cancelled', 'classified', 'closed', 'completed', 'followed_up', 'in_progress'],
      ...['packed', 'pending_review', 'refund_pending', 'resolved'],
    ])
  })
})
