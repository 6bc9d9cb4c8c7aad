import type { World } from '../../infra/local/world'
import { aWorld, monday, shopIn } from '../support/journey'
import { operateIn } from '../support/operate'
import { aStory, tell } from '../support/story'

const march = 'from=2026-03-01&to=2026-03-31'
const days = ['--from', '2026-03-01', '--to', '2026-03-31'] as const
const dimensions = ['day', 'team', 'agent', 'topic', 'clock'] as const

const figuresOf = async (world: World) =>
  Promise.all(dimensions.map(by => world.get(`/v1/figures?${march}&by=${by}`, { as: 'supervisor' })))
const indicatorsOf = async (world: World) => (await world.get(`/v1/kpis?${march}`, { as: 'supervisor' })).items

/** Some days in a shop; another seed shuffles and doubles other messages, the story is the same. */
async function someDays(options: { seed: string; unruly: boolean }, disturb?: (world: World) => Promise<void>) {
  const world = await aWorld(options)
  await tell(shopIn(world), aStory(12), monday)
  await disturb?.(world)
  await world.advance('P4D')
  return world
}

describe('the figures of some days', () => {
  const worlds: World[] = []
  beforeAll(async () => {
    worlds.push(
      ...(await Promise.all([someDays({ seed: 'calm', unruly: false }), someDays({ seed: 'one', unruly: true })])),
    )
  }, 120_000)
  afterAll(() => Promise.all(worlds.map(world => world.stop())))

  test('are the same however the stream is shuffled and doubled (R-TKT-09)', async () => {
    const [calm, ...unruly] = await Promise.all(worlds.map(figuresOf))
    for (const one of unruly) expect(one).toEqual(calm)
  })

  test('equal a recount from the history', async () => {
    for (const world of worlds)
      expect(await operateIn(world, 'recount', ...days)).toMatch(/ [1-9]\d* lines: 0 differ\n/)
  })

  test('tell what came in, whose it was and which promises were kept', async () => {
    const [byDay, byTeam, byAgent, byTopic, byClock] = await figuresOf(worlds[0]!)
    const sum = (page: { items: Record<string, number>[] }, name: string) =>
      page.items.reduce((total, line) => total + (line[name] ?? 0), 0)
    expect(sum(byDay, 'placed')).toBe(9)
    expect(sum(byDay, 'received')).toBeGreaterThanOrEqual(3)
    for (const page of [byTeam, byTopic]) expect(sum(page, 'received')).toBe(sum(byDay, 'received'))
    expect(sum(byAgent, 'answered')).toBe(sum(byDay, 'answered'))
    expect(byClock.items).toContainEqual(expect.objectContaining({ key: 'DISPATCH', owner: 'warehouse', met: 3 }))
    const k42 = (await indicatorsOf(worlds[0]!)).find(({ id }: { id: string }) => id === 'K-42')
    expect(k42).toMatchObject({ numerator: sum(byClock, 'missed'), met: false })
  })
})

describe('npm run recount', () => {
  let world: World
  afterAll(() => world.stop())

  test('finds what was never counted, mends it, and then finds nothing', async () => {
    world = await someDays({ seed: 'calm', unruly: false }, async world => {
      world.faults(name => (name.endsWith('figure-counter') ? 'throw' : undefined))
      await shopIn(world).opened()
      await world.advance('PT12H')
      world.faults(undefined)
    })
    const said = await operateIn(world, 'recount', ...days)
    expect(said).toMatch(/2026-03-09 day all +received +kept \d+, in the history \d+\n/)
    expect(said).not.toMatch(/: 0 differ/)
    expect(await operateIn(world, 'recount', ...days, '--mend')).toMatch('differ and are mended')
    expect(await operateIn(world, 'recount', ...days)).toMatch(': 0 differ\n')
  }, 120_000)

  test.each([
    [[], '--from : a day, such as 2026-03-09\n'],
    [['--from', 'Monday', '--to', '2026-03-09'], '--from Monday: a day, such as 2026-03-09\n'],
    [['--from', '2026-03-09'], '--to : a day, such as 2026-03-09\n'],
  ])('says in one sentence what is wrong with %j', async (options, sentence) => {
    expect(await operateIn(world, 'recount', ...options)).toContain(sentence)
  })
})
