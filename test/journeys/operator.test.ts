import { join } from 'node:path'
import { corrections } from '../../functions/classification/training/corpus'
import type { World } from '../../infra/local/world'
import { aWorld, monday, type Shop, shopIn } from '../support/journey'
import { loseMessages } from '../support/losses'
import { operateIn } from '../support/operate'
import { aStory, endings, keysOfMails, tell } from '../support/story'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterEach(() => world.faults(undefined))
afterAll(() => world.stop())

const operate = (command: 'republish' | 'redrive' | 'corrections', ...options: readonly string[]) =>
  operateIn(world, command, ...options)
const noticesOf = (order: Parameters<Shop['noticesOf']>[0]) => shop.noticesOf(order).map(({ notice }) => notice)

/** An order of whose placing nobody has heard. */
async function unheardOf() {
  const found = loseMessages(world, 'notifications', 'workflow-starts')
  const order = await shop.placed()
  found()
  expect([noticesOf(order), shop.gateOf(order)]).toEqual([[], 'none'])
  return order
}

describe('npm run republish', () => {
  test('tells one case anew, by its id or its number', async () => {
    for (const named of ['id', 'number'] as const) {
      const order = await unheardOf()
      const said = await operate('republish', '--case', order[named])
      expect(said).toMatch(/OrderPlaced +1\n1 events, 2 messages sent\n/)
      expect([noticesOf(order), shop.gateOf(order)]).toEqual([['N-08'], 'Review'])
    }
  })

  test('tells a span of time anew, and no more; a dry run only counts', async () => {
    const before = await unheardOf()
    await world.advance('PT10M')
    const from = new Date(world.now()).toISOString()
    const inside = [await unheardOf(), await unheardOf()]
    const to = new Date(world.now()).toISOString()
    expect(await operate('republish', '--from', from, '--to', to, '--dry-run')).toMatch(
      '2 events, 4 messages to be sent',
    )
    expect(inside.flatMap(noticesOf)).toEqual([])
    expect(await operate('republish', '--from', from, '--to', to)).toMatch('2 events, 4 messages sent')
    expect(inside.map(noticesOf)).toEqual([['N-08'], ['N-08']])
    expect(noticesOf(before)).toEqual([])
  })

  test('tells anew what could not be published and was laid aside', async () => {
    world.faults(name => (name.endsWith('publication') ? 'throw' : undefined))
    const order = await shop.placed()
    await world.advance('PT15M')
    world.faults(undefined)
    expect(noticesOf(order)).toEqual([])
    expect(await operate('republish', '--batches', join(world.kernel.folder, 's3'))).toMatch(
      '1 events, 2 messages sent',
    )
    expect([noticesOf(order), shop.gateOf(order)]).toEqual([['N-08'], 'Review'])
  })

  test('changes nothing that was heard before', async () => {
    const other = shopIn(await aWorld())
    const story = aStory(12)
    try {
      world = other.world
      const cases = await tell(other, story, monday)
      const [ends, mails] = [await endings(other, story, cases), keysOfMails(other)]
      const said = await operate('republish', '--from', '2026-01-01', '--to', '2027-01-01')
      expect(Number(/(\d+) messages sent/.exec(said)?.[1])).toBeGreaterThan(50)
      await world.advance('PT20M')
      expect(await endings(other, story, cases)).toEqual(ends)
      expect(keysOfMails(other)).toEqual(mails)
      expect(world.deadLetters()).toEqual([])
    } finally {
      await other.world.stop()
      world = shop.world
    }
  }, 60_000)

  test.each([
    [[], 'say which history: --case, --from and --to, or --batches\n'],
    [['--case', 'O-1', '--batches', '.'], 'say which history: --case, --from and --to, or --batches\n'],
    [['--from', '2026-03-09'], 'a span of time has both --from and --to\n'],
    [['--from', 'Monday', '--to', '2026-03-09'], '--from Monday: an ISO instant, such as 2026-03-09T01:00Z\n'],
    [['--case', 'O-00000000'], 'there is no case O-00000000\n'],
  ])('says in one sentence what is wrong with %j', async (options, sentence) => {
    expect(await operate('republish', ...options)).toContain(sentence)
  })
})

describe('npm run redrive', () => {
  test('counts what gave up, and brings that of one queue back to its work', async () => {
    world.faults(name => (name.endsWith('notifications') ? 'throw' : undefined))
    const order = await shop.placed()
    await world.advance('PT2H')
    world.faults(undefined)
    expect(world.deadLetters()).toHaveLength(1)
    expect(await operate('redrive')).toMatch(/ notifications +1\n/)
    expect(await operate('redrive', '--queue', 'notifications')).toMatch('1 messages go back to notifications')
    expect(noticesOf(order)).toEqual(['N-08'])
    expect(world.deadLetters()).toEqual([])
    expect(await operate('redrive', '--queue', 'notifications')).toMatch('no message gave up in notifications')
    expect(await operate('redrive', '--queue', 'post')).toMatch(
      /^there is no queue 'post'; there are .*classification, /,
    )
  })
})

describe('npm run corrections', () => {
  test('writes what people corrected, each ticket once, as training reads it (R-CLS-32)', async () => {
    const from = new Date(world.now()).toISOString()
    const [ticket] = [await shop.opened(), await shop.opened()]
    for (const topic of ['payment', 'order']) {
      const body = { reason: 'wrong_topic', topic }
      await world.post(`/v1/tickets/${ticket.id}/grading`, { as: 'agent', body })
    }
    const out = join(world.kernel.folder, 'corrections.jsonl')
    const to = new Date(world.now()).toISOString()
    expect(await operate('corrections', '--from', from, '--to', to, '--out', out)).toMatch(/^1 corrections of /)
    expect(corrections(out)).toMatchObject([{ text: '包裹三天没更新了，到哪了？', topic: 'order' }])
  })
})
