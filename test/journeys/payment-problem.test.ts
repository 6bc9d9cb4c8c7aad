import type { World } from '../../infra/local/world'
import { anOrderRequest, aWorld, type Made, type Shop, shopIn } from '../support/journey'

let world: World
let shop: Shop
/** Too little arrives for it; then the rest is found. */
let short: Made
/** Is cancelled before its money arrives. */
let late: Made

beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
  short = await shop.placed(anOrderRequest({ language: 'en' }))
  late = await shop.placed(anOrderRequest({ language: 'en' }))
  await shop.did(short, 'approve')
  await shop.did(late, 'approve', 'cancel')
  await world.advance('PT1H')
})
afterAll(() => world.stop())

const seen = (order: Made) => Promise.all([shop.stateOf(order), shop.gateOf(order)])
const kinds = (order: Made) => shop.noticesOf(order).map(({ notice }) => notice)

/** The ticket that the newest event of the order opened. */
async function ticketOf(order: Made): Promise<Made> {
  const { history } = await shop.seen(order)
  const { ticketId } = history.findLast((line: { ticketId?: string }) => line.ticketId)
  const { number, customerId } = await world.get(`/v1/tickets/${ticketId}`, { as: 'agent' })
  return { ...order, kind: 'ticket', id: ticketId, number, customerId }
}

describe('money that does not fit its order', () => {
  test('opens a ticket with the payment team, and the customer is asked (O9, N-37)', async () => {
    const received = { amount: 25700, currency: 'CNY' }
    expect((await shop.tried(short, 'confirm_payment', { body: { received } })).body.state).toBe('payment_problem')
    const ticket = await ticketOf(short)
    expect(await shop.list('ticket', 'team:payment')).toEqual([ticket.number])
    await world.advance('PT10M')
    expect(kinds(short)).toEqual(['N-08', 'N-10', 'N-37'])
    const mail = shop.noticesOf(short).at(-1)
    expect(mail).toMatchObject({ to: short.email, subject: expect.stringContaining(short.number) })
    expect(mail?.text).toMatch(/CNY 258\.00[\s\S]*CNY 257\.00/)
    expect(shop.noticesOf(ticket)).toEqual([])
  })

  test('cancels nothing while it is open, however long', async () => {
    await world.advance('P9D')
    expect(await seen(short)).toEqual(['payment_problem', 'Finance'])
    expect(await shop.list('order', 'contact')).toContain(short.number)
  })

  test('goes on to its completion once it is clarified (O10)', async () => {
    await shop.did(short, 'clarify_paid')
    await world.advance('PT1M')
    expect(await seen(short)).toEqual(['paid', 'Warehouse'])
    await shop.did(short, 'notify_warehouse', 'pack', 'ship', 'scan', 'confirm_receipt')
    await world.advance('PT1M')
    expect(await seen(short)).toEqual(['completed', 'SUCCEEDED'])
    expect(kinds(short).slice(3)).toEqual(['N-11', 'N-11-service', 'N-14', 'N-15', 'N-16', 'N-18'])
  })

  test('that comes after the cancellation revives nothing: its ticket asks what to do with it (O8c, R-ORD-16)', async () => {
    await shop.did(late, 'record_late_payment')
    await world.advance('PT10M')
    expect(await seen(late)).toEqual(['cancelled', 'SUCCEEDED'])
    const ticket = await ticketOf(late)
    expect(await shop.list('ticket', 'team:payment')).toContain(ticket.number)
    expect(kinds(late).at(-1)).toBe('N-37')
    expect(shop.noticesOf(late).at(-1)?.text).toContain('arrived after the order had been cancelled')
    await shop.did(ticket, 'take', 'respond', 'resolve')
    expect(await shop.list('ticket', 'team:payment')).not.toContain(ticket.number)
  })
})

test('a part of the price goes back while the order stays completed, and the customer is told how much (O24a, O24b)', async () => {
  await shop.did(short, 'want_refund')
  expect(await shop.list('order', 'refunds', 'finance')).toEqual([short.number])
  await shop.did(short, 'record_refund')
  await world.advance('PT10M')
  expect(await seen(short)).toEqual(['completed', 'SUCCEEDED'])
  expect(await shop.list('order', 'refunds', 'finance')).toEqual([])
  expect(shop.noticesOf(short).at(-1)).toMatchObject({ notice: 'N-22-refund', to: short.email })
  expect(shop.noticesOf(short).at(-1)?.text).toContain('CNY 20.00')
})

test('leaves no dead message behind', () => expect(world.deadLetters()).toEqual([]))
