import type { Order } from '../../shared/domain/order'
import type { Ticket } from '../../shared/domain/ticket'
import { type Api, anOrder, apiOf, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let house: House
let api: Api
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
})

type By = 'agent' | 'supervisor' | 'finance' | 'warehouse' | 'courier'
type Step = readonly [by: By, act: string, body?: object]

const cny = (amount: number) => ({ amount, currency: 'CNY' })
const whole = cny(25800)
const approve: Step = ['agent', 'approval']
const problem: Step = ['agent', 'payment-problem']
const overdue: Step = ['finance', 'nonarrival']
const pay: Step = ['finance', 'payment-confirmation', { received: whole }]
const pack: readonly Step[] = [pay, ['finance', 'warehouse-notice'], ['warehouse', 'packing']]
const cancel: Step = ['agent', 'cancellation', { reason: 'changed_mind' }]

/** An order after some steps, each of which must succeed. */
const orderAfter = async (fields: object, ...steps: readonly Step[]) => {
  const { id } = (await api.storefront().post('/v1/orders', anOrder(fields), { headers: newKey() })).body
  for (const step of steps) expect(await does(id, ...step)).toMatchObject({ status: 200 })
  return id as string
}
const does = (id: string, by: By, act: string, body: object = {}, options = {}) =>
  api.staff(by).post(`/v1/orders/${id}/${act}`, body, options)
const factsOf = async (id: string) => ((await house.cases.get(id)) as Order).facts
const lastOf = async (id: string) => (await house.cases.history(id)).at(-1)
const teamList = async () => (await house.cases.list('tickets:team:payment')).items as readonly Ticket[]
const inList = async (by: By, list: string) =>
  (await api.staff(by).get(`/v1/orders?list=${list}`)).body.items.map((order: { id: string }) => order.id)

describe('lines without stock (O1a, R-ORD-05)', () => {
  test('are shown in the list of review, and the customer says whether to wait', async () => {
    const id = await orderAfter({}, ['agent', 'stock-warnings', { productNumbers: ['P-1001'] }])
    expect(await lastOf(id)).toMatchObject({ row: 'O1a', notices: ['N-08'] })
    const [line] = (await api.staff('agent').get('/v1/orders?list=review')).body.items
    expect(line).toMatchObject({ id, outOfStock: ['P-1001'] })
    expect(await does(id, 'agent', 'approval')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('without stock'), event: 'approve' },
    })
    expect((await does(id, 'agent', 'approval', { customerWaits: true })).body.state).toBe('pending_payment')
  })
})

describe('a payment in question (R-ABN-03)', () => {
  test('opens a ticket when the customer says it is paid, and waits for what is found out (O9, O10)', async () => {
    const id = await orderAfter({}, approve, problem)
    expect(await lastOf(id)).toMatchObject({ row: 'O9', notices: ['N-37', 'N-37-finance'] })
    expect(await teamList()).toMatchObject([{ state: 'classified', facts: { orderId: id } }])
    const found = { finding: 'paid_elsewhere', received: whole, how: 'verbal' }
    expect((await does(id, 'finance', 'payment-clarification', found)).body.state).toBe('paid')
    expect(await lastOf(id)).toMatchObject({ row: 'O10', data: found, notices: ['N-11', 'N-11-service'] })
  })

  test('that was none leaves the order overdue; asked again it is another ticket (O11)', async () => {
    const id = await orderAfter({}, approve, problem)
    const due = (await house.cases.get(id))?.clocks['SLA-37']
    expect((await does(id, 'agent', 'nonpayment', { finding: 'failed' })).body.state).toBe('payment_overdue')
    expect((await house.cases.get(id))?.clocks['SLA-37']).toEqual(due)
    expect((await does(id, 'finance', 'payment-problem')).body.state).toBe('payment_problem')
    expect(await teamList()).toHaveLength(2)
  })

  test('is said to be missing by finance before its time (O6)', async () => {
    const id = await orderAfter({}, approve, ['finance', 'nonarrival', { how: 'verbal' }])
    expect(await lastOf(id)).toMatchObject({ row: 'O6', to: 'payment_overdue', data: { how: 'verbal' } })
    expect(await inList('agent', 'contact')).toEqual([id])
    const onDelivery = await orderAfter({ paymentMethod: 'cash_on_delivery' }, approve)
    expect((await does(onDelivery, 'finance', 'nonarrival')).status).toBe(409)
  })

  test('that never came ends the order by an agent, after five days and an attempt (O8)', async () => {
    const id = await orderAfter({}, approve, overdue)
    const late = { at: later(monday, { days: 9 }) }
    expect((await does(id, 'agent', 'unpaid-cancellation', {}, late)).body.detail).toContain('no recorded attempt')
    await does(id, 'agent', 'contact-attempts', { by: 'phone', result: 'no_answer' })
    expect((await does(id, 'agent', 'unpaid-cancellation')).body.detail).toContain('within the time')
    expect((await does(id, 'agent', 'unpaid-cancellation', {}, late)).body.state).toBe('cancelled')
  })

  test('that comes after the cancellation revives nothing, and opens a ticket (O8c, R-ORD-16)', async () => {
    const id = await orderAfter({}, approve, cancel)
    const reply = await does(id, 'finance', 'late-payment', { received: whole }, { headers: newKey() })
    expect(reply).toMatchObject({ status: 200, body: { state: 'cancelled' } })
    expect(await lastOf(id)).toMatchObject({ row: 'O8c', notices: ['N-37'], opens: 'payment' })
    expect(await teamList()).toMatchObject([{ facts: { orderId: id, classification: { priority: 'P3' } } }])
  })
})

describe('the view of an order (R-ORD-26, R-ORD-27)', () => {
  test('tells staff who confirmed which gate, when and how, and leads to the tickets that it opened', async () => {
    const [approval, clarified]: Step[] = [
      ['agent', 'approval', { how: 'signature' }],
      ['finance', 'payment-clarification', { finding: 'paid', received: whole, how: 'verbal' }],
    ]
    const id = await orderAfter({}, approval!, problem, clarified!)
    const { body } = await api.staff('agent').get(`/v1/orders/${id}`)
    expect(body.signOffs).toEqual([
      { gate: 'review', type: 'OrderApproved', by: { role: 'agent', id: 'agent-1' }, at: monday, how: 'signature' },
      {
        gate: 'finance',
        type: 'PaymentClarified',
        by: { role: 'finance', id: 'finance-1' },
        at: monday,
        how: 'verbal',
      },
    ])
    const { ticketId } = body.history.find((line: { type: string }) => line.type === 'PaymentProblemReported')
    expect((await api.staff('agent').get(`/v1/tickets/${ticketId}`)).body).toMatchObject({
      orderId: id,
      topic: 'payment',
    })
    const customers = (await api.storefront(body.customerId).get(`/v1/orders/${id}`)).body
    expect(customers).not.toHaveProperty('signOffs')
    expect(customers).not.toHaveProperty('placedBy')
  })

  test('shows what became of its money and of the orders that went into it', async () => {
    const target = await orderAfter({})
    const source = await orderAfter({})
    await does(target, 'agent', 'merge', { orderIds: [source] })
    const view = async (id: string) => (await api.staff('finance').get(`/v1/orders/${id}`)).body
    expect(await view(source)).toMatchObject({ state: 'merged', mergedInto: target })
    expect(await view(target)).toMatchObject({ mergedFrom: [source], total: cny(51600) })
    for (const step of [approve, ['finance', 'payment-confirmation', { received: cny(51600) }] as Step, cancel])
      await does(target, ...step)
    expect(await view(target)).toMatchObject({ state: 'refund_pending', refund: { kind: 'whole', amount: 51600 } })
    await does(target, 'finance', 'refunds', { refunded: cny(51600) })
    const refunded = await view(target)
    expect(refunded).toMatchObject({ state: 'cancelled', refunded: 51600 })
    expect(refunded).not.toHaveProperty('refund')
    expect(refunded.next.map(({ row }: { row: string }) => row)).toEqual(['O8c'])
  })
})

describe('money that goes back (G-07, G-20)', () => {
  test.each<[string, object, readonly Step[], string]>([
    ['paid', {}, [approve, pay], 'refund_pending'],
    ['ready to ship', {}, [approve, ...pack.slice(0, 2)], 'refund_pending'],
    ['packed', {}, [approve, ...pack], 'refund_pending'],
    ['packed, to be paid on delivery', { paymentMethod: 'cash_on_delivery' }, [approve, ...pack], 'cancelled'],
    ['overdue', {}, [approve, overdue], 'cancelled'],
    ['prepaid and in review (G-33)', { paymentMethod: 'prepaid' }, [], 'refund_pending'],
  ])('a cancelled order that was %s (O22, O23)', async (_, fields, steps, state) => {
    const id = await orderAfter(fields, ...steps, cancel)
    expect((await house.cases.get(id))?.state).toBe(state)
    expect(await inList('finance', 'refunds')).toEqual(state === 'refund_pending' ? [id] : [])
  })

  test('whole, to the cent, closes the order (O24, R-ORD-30)', async () => {
    const id = await orderAfter({}, approve, pay, cancel)
    const refunds = (amount: number) => does(id, 'finance', 'refunds', { refunded: cny(amount) })
    expect((await refunds(25700)).body.detail).toContain('a refund of CNY 258.00 to be made')
    expect((await refunds(25800)).body.state).toBe('cancelled')
    expect(await lastOf(id)).toMatchObject({ row: 'O24', notices: ['N-13', 'N-22-refund'], data: { how: 'system' } })
    expect(await inList('finance', 'refunds')).toEqual([])
  })

  test('in part lets the order go on, and comes off a later whole (O24a, O24b)', async () => {
    const id = await orderAfter({}, approve, ...pack)
    expect((await does(id, 'agent', 'refund-requests', { kind: 'part', wanted: cny(800) })).body.state).toBe('packed')
    expect(await inList('finance', 'refunds')).toEqual([id])
    expect((await does(id, 'agent', 'refund-requests', { kind: 'part', wanted: cny(800) })).status).toBe(409)
    expect((await does(id, 'finance', 'refunds', { refunded: cny(800) })).body.state).toBe('packed')
    expect(await factsOf(id)).toMatchObject({ refunded: 800 })
    await does(id, 'agent', 'cancellation', { reason: 'too_slow' })
    expect((await factsOf(id)).refund).toEqual({ kind: 'whole', amount: 25000 })
  })

  test('is granted by each role within its limit, and by a supervisor who is an agent too within the larger one', async () => {
    const fields = { lines: [{ productNumber: 'P-1', quantity: 1, unitPrice: 900_000 }], total: cny(900_000) }
    const id = await orderAfter(fields, approve, ['finance', 'payment-confirmation', { received: cny(900_000) }])
    const wanting = (amount: number, ...roles: By[]) =>
      api.staff(...roles).post(`/v1/orders/${id}/refund-requests`, { kind: 'part', wanted: cny(amount) })
    expect((await wanting(20_001, 'agent')).body.detail).toContain('beyond what a agent may grant')
    expect((await wanting(500_001, 'agent', 'supervisor')).status).toBe(409)
    expect((await wanting(500_000, 'agent', 'supervisor')).status).toBe(200)
    expect(await lastOf(id)).toMatchObject({ actor: { role: 'supervisor' } })
  })

  test('for the shipping is no more than the shipping was', async () => {
    const id = await orderAfter({ shipping: 600, total: cny(26400) }, approve, [
      'finance',
      'payment-confirmation',
      { received: cny(26400) },
    ])
    const wanting = (amount: number) => does(id, 'agent', 'refund-requests', { kind: 'shipping', wanted: cny(amount) })
    expect((await wanting(601)).status).toBe(409)
    expect((await wanting(600)).status).toBe(200)
  })
})

describe('what is refused writes nothing, and says what would be possible', () => {
  /** Act, a good body, bad bodies, the state in which it is impossible, and a role that may not. */
  const acts: readonly (readonly [string, By, object, readonly object[], readonly Step[], By])[] = [
    ['stock-warnings', 'agent', { productNumbers: ['P-1001'] }, [{}, { productNumbers: [] }], [approve], 'finance'],
    ['merge', 'agent', { orderIds: ['{other}'] }, [{}, { orderIds: [7] }, { orderIds: [] }], [approve], 'finance'],
    ['nonarrival', 'finance', {}, [{ how: 'by heart' }], [], 'agent'],
    ['payment-problem', 'agent', {}, [{ note: 'x' }], [], 'warehouse'],
    [
      ...(['payment-clarification', 'finance', { finding: 'paid', received: whole }] as const),
      [{}, { finding: 'paid' }, { finding: 'failed', received: whole }, { finding: 'paid', received: cny(-1) }],
      ...([[approve], 'agent'] as const),
    ],
    ['nonpayment', 'agent', { finding: 'failed' }, [{}, { finding: 'paid' }], [approve], 'finance'],
    ['unpaid-cancellation', 'agent', {}, [{ reason: 'x' }], [approve], 'finance'],
    ['late-payment', 'finance', { received: whole }, [{}, { received: 1 }], [approve], 'agent'],
    [
      ...(['refund-requests', 'agent', { kind: 'part', wanted: cny(100) }] as const),
      [{}, { kind: 'whole', wanted: cny(100) }, { kind: 'part', wanted: { amount: 0.5, currency: 'CNY' } }],
      ...([[approve], 'finance'] as const),
    ],
    ['refunds', 'finance', { refunded: cny(100) }, [{}, { refunded: { amount: 100 } }], [approve], 'supervisor'],
  ]

  test.each(acts)('%s', async (act, by, body, badBodies, steps, another) => {
    const other = await orderAfter({})
    const id = await orderAfter({}, ...steps)
    const good = JSON.parse(JSON.stringify(body).replace('{other}', other))
    const before = await house.everything()
    for (const bad of badBodies)
      expect(await does(id, by, act, bad)).toMatchObject({ status: 400, body: { errors: {} } })
    const impossible = await does(id, by, act, good)
    expect(impossible).toMatchObject({ status: 409, body: { event: expect.any(String), allowed: expect.any(Array) } })
    expect(impossible.body.state).toMatch(/^pending_(review|payment)$/)
    expect((await does(id, another, act, good)).status).toBe(403)
    expect((await api.storefront('another').post(`/v1/orders/${id}/${act}`, good)).status).toBe(403)
    expect((await does('unknown', by, act, good)).status).toBe(404)
    expect((await does(id, by, act, good, { headers: { 'if-match': '"99"' } })).status).toBe(412)
    expect(await house.everything()).toEqual(before)
  })

  test("another customer's cancellation finds no such order", async () => {
    const id = await orderAfter({})
    const reply = await api.storefront('another').post(`/v1/orders/${id}/cancellation`, { reason: 'changed_mind' })
    expect(reply.status).toBe(404)
  })
})
