import { AwsError, type Input } from '../../infra/local/kernel'
import type { World } from '../../infra/local/world'
import { aCustomer, aKey, aTicketRequest, aWorld, type Made, type Shop, shopIn } from '../support/journey'

const worlds: World[] = []
afterAll(() => Promise.all(worlds.map(world => world.stop())))

async function aShop(options: Parameters<typeof aWorld>[0] = {}): Promise<Shop> {
  const world = await aWorld(options)
  worlds.push(world)
  return shopIn(world)
}

const boss = { as: 'supervisor' }
const self = (subject: string) => ({ as: 'agent', subject })

function teamOf(shop: Shop, team = 'logistics') {
  const { world } = shop
  const path = (name: string) => `/v1/teams/${team}/agents/${name}`
  const presence = (name: string, said: string) =>
    world.post('/v1/me/presence', { ...self(name), body: { presence: said } })
  return {
    presence,
    works: async (name: string, settings: object = {}) => {
      await world.post(path(name), { ...boss, body: { languages: ['zh', 'en'], capacity: 50, ...settings } })
      await presence(name, 'available')
    },
    leave: (name: string, ...leave: object[]) => world.post(`${path(name)}/leave`, { ...boss, body: { leave } }),
    retire: (name: string) => world.post(`${path(name)}/retirement`, { ...boss, body: {} }),
    places: async (): Promise<readonly Input[]> => (await world.get(`/v1/teams/${team}/agents`, boss)).items,
    open: async (name: string): Promise<readonly string[]> =>
      (await world.get(`/v1/teams/${team}/agents`, boss)).items.find((each: Input) => each.agentId === name).open,
  }
}

const holders = (shop: Shop, tickets: readonly Made[]) =>
  Promise.all(tickets.map(async each => (await shop.seen(each, 'supervisor')).assigneeId as string | undefined))
const shares = (names: readonly (string | undefined)[], ...of: readonly string[]) =>
  of.map(name => names.filter(each => each === name).length)
const later = (world: World, hours: number) => new Date(world.now() + hours * 3_600_000).toISOString()

/** The dispatcher dies before its n-th write, then goes on. */
function dyingBefore(world: World, writes: number) {
  const { iam } = world.kernel
  const authorize = iam.authorize
  let left = writes
  iam.authorize = (caller, access) => {
    const isItsWrite = access.action === 'dynamodb:UpdateItem' && caller.principal.includes('dispatch')
    if (isItsWrite && --left === 0) {
      iam.authorize = authorize
      throw new AwsError('AccessDeniedException', 'the dispatcher has died')
    }
    authorize(caller, access)
  }
}

describe('a team with three agents', () => {
  const names = ['wang', 'zhao', 'qian']

  test.each([
    ['calm', { seed: 'calm' }, 0],
    ['shuffled and doubled', { seed: 'unruly', unruly: true }, 0],
    ['killed in the midst of it', { seed: 'killed', unruly: true }, 3],
  ] as const)(
    'has 24 tickets in equal parts, each with one agent (%s)',
    async (_, options, deaths) => {
      const shop = await aShop(options)
      const team = teamOf(shop)
      for (const name of names) await team.works(name)
      const tickets: Made[] = []
      for (let n = 0; n < 24; n++) {
        if (n % 8 === 3 && n / 8 < deaths) dyingBefore(shop.world, 1 + (n % 2))
        tickets.push(await shop.opened(undefined, { settle: n % 3 === 0 }))
      }
      await shop.world.settle()
      await shop.world.advance('PT1H')
      const given = await holders(shop, tickets)
      expect(shares(given, ...names)).toEqual([8, 8, 8])
      for (const name of names) {
        const theirs = tickets.filter((_, at) => given[at] === name).map(({ id }) => id)
        expect([...(await team.open(name))].sort()).toEqual(theirs.sort())
      }
      for (const ticket of tickets.slice(0, 5)) {
        const types = await shop.historyOf(ticket)
        expect(types.filter(type => type === 'TicketAssigned')).toHaveLength(1)
      }
      expect(shop.world.deadLetters()).toEqual([])
    },
    120_000,
  )
})

describe('a team at work', () => {
  let shop: Shop
  let team: ReturnType<typeof teamOf>
  beforeAll(async () => {
    shop = await aShop()
    team = teamOf(shop)
  })

  test('without anybody leaves its tickets in its list, first by priority, then by tier, then by deadline', async () => {
    const [plain, urgent] = [
      await shop.opened(aTicketRequest('包裹到哪了？')),
      await shop.opened(aTicketRequest('包裹丢了，特别急，今天必须收到！')),
    ]
    expect(await shop.list('ticket', 'team:logistics')).toEqual([urgent.number, plain.number])
    await team.works('wang', { capacity: 1 })
    expect(await holders(shop, [plain, urgent])).toEqual([undefined, 'wang'])
    await shop.tried(urgent, 'respond', self('wang'))
    await shop.tried(urgent, 'resolve', self('wang'))
    await shop.world.settle()
    expect(await holders(shop, [plain])).toEqual(['wang'])
    expect(await shop.list('ticket', 'team:logistics')).toEqual([])
  })

  test('gives on what an agent holds when their leave begins, at the hour, and gives them tickets again when it ends', async () => {
    await team.works('wang')
    const [mine] = [await shop.opened()]
    await team.works('zhao')
    await team.leave('wang', { from: later(shop.world, 2), until: later(shop.world, 26) })
    expect(await holders(shop, [mine!])).toEqual(['wang'])
    await shop.world.advance('PT3H')
    expect(await holders(shop, [mine!])).toEqual(['zhao'])
    expect(await team.open('wang')).toEqual([])
    const during = [await shop.opened(), await shop.opened()]
    expect(await holders(shop, during)).toEqual(['zhao', 'zhao'])
    await shop.world.advance('PT24H')
    const after = [await shop.opened(), await shop.opened()]
    expect(shares(await holders(shop, after), 'wang', 'zhao')).toEqual([1, 1])
    expect((await shop.seen(mine!)).firstResponderId ?? 'wang').toBe('wang')
  })

  test('gives on what an agent holds who leaves for good, in the state that it has (R-NFR-03)', async () => {
    const held = [...(await team.open('wang'))]
    expect(held.length).toBeGreaterThan(0)
    await team.retire('wang')
    await shop.world.settle()
    expect(await team.open('wang')).toEqual([])
    for (const id of held) expect(await team.open('zhao')).toContain(id)
  })

  test('has an agent of its own for a key customer (R-PRI-06)', async () => {
    const customer = aCustomer()
    const first = await shop.opened(aTicketRequest(undefined, { customer }))
    await team.works('sun', { dedicated: { customers: [first.customerId] } })
    const again: Made[] = []
    for (let n = 0; n < 3; n++) again.push(await shop.opened(aTicketRequest('包裹怎么还没到', { customer })))
    expect(await holders(shop, again)).toEqual(['sun', 'sun', 'sun'])
    await team.presence('sun', 'away')
    expect(await holders(shop, [await shop.opened(aTicketRequest('包裹还是没到', { customer }))])).toEqual(['zhao'])
  })

  test('gives English to who writes it, and waits for them while they are full', async () => {
    await team.works('li', { languages: ['en'], capacity: 1 })
    await team.works('zhao', { languages: ['zh'] })
    await team.presence('sun', 'offline')
    const english = () => shop.opened(aTicketRequest('Hello, where is my parcel? It has not moved for three days.'))
    const [one, two] = [await english(), await english()]
    expect(await holders(shop, [one, two])).toEqual(['li', undefined])
    await team.presence('li', 'offline')
    expect(await holders(shop, [two])).toEqual(['zhao'])
  })

  test('sees what was not told: the sweep finds the agent who came', async () => {
    await team.presence('zhao', 'offline')
    const ticket = await shop.opened()
    expect(await holders(shop, [ticket])).toEqual([undefined])
    const { iam } = shop.world.kernel
    const authorize = iam.authorize
    iam.authorize = (caller, access) => {
      if (access.action === 'sqs:SendMessage' && caller.principal.includes('roster'))
        throw new AwsError('Down', 'down', 500)
      authorize(caller, access)
    }
    await team.presence('zhao', 'available')
    iam.authorize = authorize
    expect(await holders(shop, [ticket])).toEqual([undefined])
    await shop.world.advance('PT1H')
    expect(await holders(shop, [ticket])).toEqual(['zhao'])
  })
})

describe('a ticket handed to a department', () => {
  test('waits for its answer, in its list, until the warehouse has answered', async () => {
    const shop = await aShop()
    const team = teamOf(shop)
    await team.works('wang')
    const ticket = await shop.opened()
    await shop.tried(ticket, 'respond', self('wang'))
    const path = `/v1/tickets/${ticket.id}/handovers`
    const slip = { department: 'warehouse', task: '请核对实际发出的数量。', dueAt: later(shop.world, 4) }
    await shop.world.post(path, { ...self('wang'), body: slip })
    expect(await shop.stateOf(ticket)).toBe('waiting_department')
    expect(await team.open('wang')).toEqual([ticket.id])
    expect(await shop.list('ticket', 'department:warehouse', 'warehouse')).toEqual([ticket.number])

    const asked = await shop.world.get(path, { as: 'warehouse' })
    expect(asked.items).toMatchObject([{ department: 'warehouse', task: slip.task, dueAt: slip.dueAt }])
    expect((await shop.world.get(path, { as: 'finance' })).items).toEqual([])
    const answer = { as: 'warehouse', body: { result: '少发一件，今日补发。' }, idempotencyKey: aKey() }
    const refused = await shop.world.request('POST', `${path}/warehouse/answer`, { ...answer, as: 'finance' })
    expect(refused.status).toBe(409)
    await shop.world.post(`${path}/warehouse/answer`, answer)
    expect(await shop.stateOf(ticket)).toBe('in_progress')
    expect(await shop.list('ticket', 'department:warehouse', 'warehouse')).toEqual([])
    expect((await shop.world.get(path, self('wang'))).items).toMatchObject([{ result: '少发一件，今日补发。' }])
  })
})
