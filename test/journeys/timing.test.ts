import type { Operation } from '../../infra/local/kernel'
import type { World } from '../../infra/local/world'
import { type ActName, aWorld, type Made, type Shop, shopIn, wholeWay } from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterEach(() => world.faults(undefined))
afterAll(() => world.stop())

const called = (name: string) => `kefu-simulation-${name}`
const instant = (ms = 0) => new Date(world.now() + ms).toISOString()
const seen = (order: Made) => Promise.all([shop.stateOf(order), shop.gateOf(order)])

/** Places an order and acts on it in the same instant, before anything that follows has begun. */
async function atOnce(...acts: readonly ActName[]): Promise<Made> {
  const order = await shop.placed(undefined, { settle: false })
  for (const act of acts) expect(await shop.tried(order, act, { settle: false })).toMatchObject({ status: 200 })
  return order
}

/** Runs `work` right when the gate function asks for what `when` names, which it gets afterwards. The gate is in the midst of
 *  its work then: two things happen at once, as only in a wide world. */
function inTheMidst(of: World, operation: 'GetItem' | 'PutItem', work: () => Promise<unknown>) {
  const asked = of.services.dynamodb.api?.operations[operation] as { run: Operation['run'] }
  const { run } = asked
  asked.run = async (input, caller) => {
    if (!caller.principal.includes('workflow-gate')) return run(input, caller)
    asked.run = run
    await work()
    return run(input, caller)
  }
}

describe('a decision', () => {
  test.each<[string, readonly ActName[], string, string]>([
    ['at one gate', ['approve'], 'pending_payment', 'Finance'],
    ['at two gates', ['approve', 'confirm_payment'], 'paid', 'Warehouse'],
    ['that ends the order', ['reject'], 'cancelled', 'none'],
    ['at every gate', wholeWay, 'completed', 'none'],
  ])('before the workflow has even begun is found by it when it comes: %s', async (_, acts, state, gate) => {
    const order = await atOnce(...acts)
    expect(shop.gateOf(order)).toBe('none')
    await world.settle()
    expect(await seen(order)).toEqual([state, gate])
  })

  test.each([
    ['before it has kept its token', 'PutItem'],
    ['between its token and its look at the order', 'GetItem'],
  ] as const)('while the gate is parking, %s, lets the workflow go on', async (_, operation) => {
    const wide = await aWorld({ width: 4 })
    const { placed, tried, stateOf, gateOf } = shopIn(wide)
    const order = await placed(undefined, { settle: false })
    let approval: number | undefined
    inTheMidst(wide, operation, async () => {
      approval = (await tried(order, 'approve', { settle: false })).status
    })
    await wide.settle()
    expect(approval).toBe(200)
    expect([await stateOf(order), gateOf(order)]).toEqual(['pending_payment', 'Finance'])
    expect(wide.deadLetters()).toEqual([])
    await wide.stop()
  })

  test('after the gate is parked lets the workflow go on at the same instant', async () => {
    const order = await shop.placed()
    await world.advance('P3D')
    await shop.did(order, 'approve')
    expect(await seen(order)).toEqual(['pending_payment', 'Finance'])
  })

  test('is not lost when the message of its release comes before the gate has a token', async () => {
    const order = await shop.placed(undefined, { settle: false })
    let failures = 0
    world.faults(name => (name === called('workflow-gate') && failures++ < 1 ? 'throw' : undefined))
    await world.settle()
    await shop.did(order, 'approve')
    expect(await seen(order)).toEqual(['pending_payment', 'Review'])
    await world.advance('PT1M')
    expect(await seen(order)).toEqual(['pending_payment', 'Finance'])
  })
})

describe('a payment in the instants in which its time runs out', () => {
  let [atLast, aMomentLate, tooLate]: Made[] = []
  let payBy = ''

  beforeAll(async () => {
    const orders = []
    for (let n = 0; n < 3; n++) orders.push(await shop.placed())
    for (const order of orders) await shop.did(order, 'approve', 'record_contact_attempt')
    ;[atLast, aMomentLate, tooLate] = orders
    await world.advance('P2D')
    payBy = (await shop.seen(atLast as Made)).dueAt
    await world.advanceTo(payBy)
  })

  test('counts when it comes at the last one', async () => {
    expect(await shop.tried(atLast as Made, 'confirm_payment', { settle: false })).toMatchObject({ status: 200 })
  })

  test('still counts a moment after it, before the workflow looks: late, and on record as late', async () => {
    await world.advance(1)
    expect(await shop.tried(aMomentLate as Made, 'confirm_payment', { settle: false })).toMatchObject({ status: 200 })
    expect((await shop.timesOf(aMomentLate as Made)).slice(-2)).toEqual([
      `${payBy} ClockBreached`,
      `${instant()} PaymentConfirmed`,
    ])
  })

  test('is refused when the timeout has come first', async () => {
    await world.advance(1000)
    expect(await seen(tooLate as Made)).toEqual(['cancelled', 'SUCCEEDED'])
    const answer = await shop.tried(tooLate as Made, 'confirm_payment')
    expect(answer).toMatchObject({
      status: 409,
      body: { state: 'cancelled', allowed: [{ event: 'record_late_payment' }, { event: 'record_call' }] },
    })
  })

  test('that counted is not undone by the timeout', async () => {
    await world.advance('PT1H')
    for (const order of [atLast, aMomentLate] as Made[]) {
      expect(await seen(order)).toEqual(['paid', 'Warehouse'])
      expect(await shop.historyOf(order)).not.toContain('UnpaidOrderCancelled')
    }
  })
})

describe('an answer', () => {
  test('that is late by a moment and seen by no sweep is a breach all the same, at the due instant', async () => {
    await world.advance('PT1M')
    const ticket = await shop.opened()
    const due = instant(24 * 3_600_000)
    await world.advance('P1D')
    await world.advance(1)
    await shop.did(ticket, 'take', 'respond')
    await world.advance('PT3H')
    const times = await shop.timesOf(ticket)
    const both = [`${due} ClockBreached`, `${due} ClockBreached`] // the answer (SLA-06) and the handling (SLA-07)
    expect(times.filter(line => line.endsWith('ClockBreached'))).toEqual(both)
    expect(times.indexOf(`${due} ClockBreached`)).toBeLessThan(
      times.findIndex(line => line.endsWith('CustomerAnswered')),
    )
  })

  test('at the due instant itself is in time', async () => {
    const ticket = await shop.opened()
    await shop.did(ticket, 'take')
    await world.advance('P1D')
    await shop.did(ticket, 'respond', 'resolve')
    await world.advance('PT3H')
    expect(await shop.historyOf(ticket)).not.toContain('ClockBreached')
  })
})

test('no message of these journeys died', () => expect(world.deadLetters()).toEqual([]))
