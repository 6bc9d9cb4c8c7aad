import type { World } from '../../infra/local/world'
import { aWorld, monday, shopIn } from '../support/journey'
import { aStory, type Ending, endings, keysOfMails, tell } from '../support/story'
import { lagIndexes, throttle } from '../support/weather'

const story = aStory(12)
const worlds: World[] = []
afterAll(() => Promise.all(worlds.map(world => world.stop())))

/** The story and five days after it, when every clock has climbed its ladder, in weather of some kind. */
async function told<T extends { over?(): void }>(weather: (world: World) => T) {
  const world = await aWorld()
  worlds.push(world)
  const shop = shopIn(world)
  const felt = weather(world)
  const cases = await tell(shop, story, monday)
  await world.advance('P5D')
  felt.over?.()
  return { world, felt, ends: await endings(shop, story, cases), mails: keysOfMails(shop) }
}

/** What was refused is done minutes later: perhaps after what people did meanwhile. */
const inAnyOrder = (ends: readonly Ending[]) => ends.map(end => ({ ...end, history: [...end.history].sort() }))

describe('a house', () => {
  let calm: Awaited<ReturnType<typeof told>>
  beforeAll(async () => {
    calm = await told(() => ({}))
  }, 120_000)

  test('whose indexes lag comes to the same end by the same history, with the same notices', async () => {
    const { world, ends, mails } = await told(world => {
      lagIndexes(world)
      return {}
    })
    expect(ends).toEqual(calm.ends)
    expect(mails).toHaveLength(calm.mails.length)
    expect(world.deadLetters()).toEqual([])
  }, 120_000)

  test('whose calls of DynamoDB, SES and Lambda are refused for being too many comes to the same end', async () => {
    const { world, felt, ends, mails } = await told(world => throttle(world, { dynamodb: 25, ses: 4, lambda: 6 }))
    expect(inAnyOrder(ends)).toEqual(inAnyOrder(calm.ends))
    expect(mails).toHaveLength(new Set(mails).size)
    expect(world.deadLetters()).toEqual([])
    for (const refused of Object.values(felt.refused)) expect(refused).toBeGreaterThan(5)
  }, 120_000)
})
