import type { World } from '../../infra/local/world'
import { anOrderRequest, aWorld, type Made, type Shop, shopIn } from '../support/journey'

/**
 * National Day 2025 in Shanghai (UTC+8), by hand; work is from 9 to 17. 调休: Sunday 28 September and Saturday 11 October are
 * worked, 1 to 8 October are off.
 *
 *   approved                   | Fri 26 | Sun 28 | Mon 29 | Tue 30 | Thu 9 | Fri 10   | Sat 11 | Mon 13   | hours
 *   Friday 26 September, 15:00 |     2  |     8  |     8  |     8  |    8  | to 15: 6 |        |          |    40
 *   Monday 29 September, 16:00 |        |        |     1  |     8  |    8  |     8    |     8  | to 16: 7 |    40
 */
const approved = '2025-09-26T07:00:00.000Z'
/** One working day (SLA-36): 2 hours of Friday, 6 of the make-up Sunday. */
const toArriveBy = '2025-09-28T07:00:00.000Z'
/** Five working days (SLA-37). */
const toPayBy = '2025-10-10T07:00:00.000Z'
/** A breach begins after its instant; Step Functions counts whole seconds. */
const over = '2025-10-10T07:00:01.000Z'

let world: World
let shop: Shop
/** Its customer is called, and does not pay. */
let called: Made
/** Nobody calls. */
let forgotten: Made
/** Is paid at the last instant. */
let lastMinute: Made
/** Is paid late, before anybody called. */
let late: Made
/** Approved on Monday. */
let onMonday: Made

const notices = (order: Made) => shop.noticesOf(order).map(({ notice, to, at }) => `${at} ${notice} ${to}`)
const seen = (order: Made) => Promise.all([shop.stateOf(order), shop.gateOf(order)])
const service = 'customer-service@kefu.example'

beforeAll(async () => {
  world = await aWorld({ at: approved })
  shop = shopIn(world)
  const orders = []
  for (let n = 0; n < 4; n++) orders.push(await shop.placed(anOrderRequest({ language: n === 0 ? 'en' : 'zh-Hans' })))
  ;[called, forgotten, lastMinute, late] = orders as [Made, Made, Made, Made]
  for (const order of orders) await shop.did(order, 'approve')
})
afterAll(() => world.stop())

describe('an order that is not paid, over National Day', () => {
  test('is overdue after one working day, and customer service and the customer are told', async () => {
    await world.advanceTo(toArriveBy)
    await world.advance('PT1H')
    for (const order of [called, forgotten, lastMinute, late]) {
      expect(await seen(order)).toEqual(['payment_overdue', 'Finance'])
      expect((await shop.timesOf(order)).slice(-2)).toEqual([
        `${toArriveBy} ClockBreached`,
        `${toArriveBy} PaymentNotArrived`,
      ])
      expect(await shop.list('order', 'contact')).toContain(order.number)
    }
    const [, , forService, forCustomer] = shop.noticesOf(called)
    expect(forService).toMatchObject({ notice: 'N-12-service', to: service })
    expect(forService?.text).toContain('2025年10月10日 周五 15:00（北京时间）')
    expect(forCustomer).toMatchObject({ notice: 'N-12', to: called.email })
    expect(forCustomer?.text).toContain('please pay by Fri 10 October 2025, 15:00 (Beijing time)')
    expect(shop.noticesOf(forgotten)[3]?.text).toContain('请在 2025年10月10日 周五 15:00（北京时间） 之前完成')
  })

  test('takes five working days from its approval: the holidays do not count, the make-up days do', async () => {
    await world.advanceTo('2025-09-29T08:00:00Z')
    onMonday = await shop.placed()
    await shop.did(onMonday, 'approve')
    await shop.did(called, 'record_contact_attempt')
    await world.advanceTo(toPayBy)
    for (const order of [called, forgotten, lastMinute, late, onMonday])
      expect(await seen(order)).toEqual(['payment_overdue', 'Finance'])
  })

  test('is paid in time when the money comes at the very last instant', async () => {
    expect(new Date(world.now()).toISOString()).toBe(toPayBy)
    await shop.did(lastMinute, 'confirm_payment')
    await world.advance('PT2H')
    expect(await seen(lastMinute)).toEqual(['paid', 'Warehouse'])
    expect((await shop.timesOf(lastMinute)).slice(-2)).toEqual([
      `${toPayBy} PaymentConfirmed`,
      '2025-10-10T08:30:00.000Z ClockWarned', // paid at 15:00, to be handed over by 17:00 (SLA-35)
    ])
    expect(shop.noticesOf(lastMinute).map(({ notice }) => notice)).toEqual([
      ...['N-08', 'N-10', 'N-12-service', 'N-12', 'N-11', 'N-11-service'],
    ])
  })

  test('is cancelled after five working days when its customer was called, and the customer is told why', async () => {
    expect(await seen(called)).toEqual(['cancelled', 'SUCCEEDED'])
    expect((await shop.timesOf(called)).slice(-2)).toEqual([`${toPayBy} ClockBreached`, `${over} UnpaidOrderCancelled`])
    expect(notices(called).at(-1)).toBe(`${over} N-13 ${called.email}`)
    expect(shop.noticesOf(called).at(-1)?.text).toContain('we did not receive the payment in time')
    expect(await shop.list('order', 'contact')).not.toContain(called.number)
    expect(await shop.tried(called, 'confirm_payment')).toMatchObject({ status: 409, body: { state: 'cancelled' } })
  })

  test('stands before an agent when nobody has called: it is not cancelled, and the gate waits on', async () => {
    for (const order of [forgotten, late]) {
      expect(await seen(order)).toEqual(['payment_overdue', 'Finance'])
      expect((await shop.timesOf(order)).slice(-2)).toEqual([`${toPayBy} ClockBreached`, `${over} ContactWanted`])
      expect(await shop.list('order', 'contact')).toContain(order.number)
    }
  })

  test('may still be paid until it is cancelled', async () => {
    await shop.did(late, 'confirm_payment')
    expect(await seen(late)).toEqual(['paid', 'Warehouse'])
    expect(await shop.list('order', 'contact')).not.toContain(late.number)
  })

  test('is asked for once a working day, and cancelled after somebody has called', async () => {
    await world.advanceTo('2025-10-11T07:00:02Z') // the first asking anew: a make-up Saturday
    expect(await seen(forgotten)).toEqual(['payment_overdue', 'Finance'])
    await shop.did(forgotten, 'record_contact_attempt')
    await world.advanceTo('2025-10-13T07:00:00Z') // a Sunday lies between
    expect(await seen(forgotten)).toEqual(['payment_overdue', 'Finance'])
    await world.advance('PT2S')
    expect(await seen(forgotten)).toEqual(['cancelled', 'SUCCEEDED'])
    expect((await shop.timesOf(forgotten)).slice(-3)).toEqual([
      `${over} ContactWanted`,
      '2025-10-11T07:00:02.000Z ContactAttempted',
      '2025-10-13T07:00:01.000Z UnpaidOrderCancelled',
    ])
    expect(shop.noticesOf(forgotten).map(({ notice }) => notice)).toEqual([
      ...['N-08', 'N-10', 'N-12-service', 'N-12', 'N-13'],
    ])
  })

  test('has its own five days: approved on Monday it may be paid until Monday of the week after', async () => {
    await shop.did(onMonday, 'record_contact_attempt')
    await world.advanceTo('2025-10-13T08:00:00Z')
    expect(await seen(onMonday)).toEqual(['payment_overdue', 'Finance'])
    await world.advance('PT1S')
    expect(await seen(onMonday)).toEqual(['cancelled', 'SUCCEEDED'])
    expect((await shop.timesOf(onMonday)).slice(-2)).toEqual([
      '2025-10-13T08:00:00.000Z ClockBreached',
      '2025-10-13T08:00:01.000Z UnpaidOrderCancelled',
    ])
  })

  test('that was prepaid gets its money back when its customer cancels it while finance looks for it', async () => {
    const order = await shop.placed(anOrderRequest({ paymentMethod: 'prepaid' }))
    await shop.did(order, 'approve')
    await world.advance('P2D')
    expect(await seen(order)).toEqual(['payment_overdue', 'Finance'])
    await shop.did(order, 'cancel')
    expect(await seen(order)).toEqual(['refund_pending', 'SUCCEEDED'])
  })

  test('leaves no dead message behind', () => expect(world.deadLetters()).toEqual([]))
})
