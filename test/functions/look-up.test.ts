import { logger } from '../../shared/entry/telemetry'
import { type Api, anOrder, apiOf, aRequest, newKey } from '../support/api'
import { anOrder as orderIn } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let engine: Engine
let house: House
let api: Api
let order: { id: string; number: string; customerId: string }
let ticket: { id: string; number: string }
const trackingNumber = 'SF1040289377130'
beforeAll(async () => {
  engine = await startEngine()
  house = await openHouse(engine)
  api = apiOf(house)
  const customer = { accountId: 'shop-1', email: 'customer@example.com', phone: '13800000027' }
  order = (await api.storefront().post('/v1/orders', anOrder({ customer }), { headers: newKey() })).body
  ticket = (await api.storefront().post('/v1/tickets', aRequest({ customer }), { headers: newKey() })).body
  const packed = orderIn('packed', {}, { id: order.id, customerId: order.customerId, number: order.number })
  const placed = await house.cases.get(order.id)
  await house.cases.commit([{ before: placed, after: packed, events: [] }])
  const shipped = await api
    .staff('warehouse')
    .post(`/v1/orders/${order.id}/shipment`, { courier: 'SF', trackingNumber })
  expect(shipped.status).toBe(200)
})
afterAll(() => engine.stop())

const lookUp = (by: string, value: string, caller = api.staff('agent')) => caller.post('/v1/look-up', { by, value })
const ids = (reply: { body: { cases: { id: string }[] } }) => reply.body.cases.map(({ id }) => id)

describe('a case is found', () => {
  test('by its number, however it is said', async () => {
    for (const said of [order.number, order.number.toLowerCase(), order.number.replace('-', ' ')]) {
      expect(ids(await lookUp('order_number', said))).toEqual([order.id])
    }
    expect(ids(await lookUp('ticket_number', ticket.number))).toEqual([ticket.id])
    expect(ids(await lookUp('ticket_number', order.number))).toEqual([])
  })

  test('by the tracking number of its parcel (R-TRK-05)', async () => {
    expect(ids(await lookUp('tracking_number', trackingNumber))).toEqual([order.id])
    expect(ids(await lookUp('tracking_number', 'sf 1040-2893-77130'))).toEqual([order.id])
    expect(ids(await lookUp('tracking_number', 'SF'))).toEqual([])
  })

  test('by phone and e-mail of its customer, who is named by an id alone', async () => {
    for (const [by, value] of [
      ['phone', '+86 138 0000 0027'],
      ['email', 'CUSTOMER@example.com'],
    ] as const) {
      const reply = await lookUp(by, value)
      expect(reply.body.customers).toEqual([{ customerId: order.customerId }])
      expect(ids(reply).sort()).toEqual([order.id, ticket.id].sort())
      expect(JSON.stringify(reply.body)).not.toMatch(/@|138/)
    }
  })

  test('under everyone who shares the phone', async () => {
    const family = { accountId: 'shop-2', phone: '138-0000-0027' }
    const other = await api.storefront().post('/v1/orders', anOrder({ customer: family }), { headers: newKey() })
    const reply = await lookUp('phone', '13800000027')
    expect(reply.body.customers).toEqual([{ customerId: order.customerId }, { customerId: other.body.customerId }])
    expect(ids(reply)).toContain(other.body.id)
  })

  test('not at all when there is none: the answer is empty, and the same as for what is not theirs', async () => {
    const nothing = { status: 200, body: { customers: [], cases: [] } }
    expect(await lookUp('order_number', 'O-00000000')).toMatchObject(nothing)
    expect(await lookUp('order_number', '?')).toMatchObject(nothing)
    expect(await lookUp('email', 'nobody@example.com')).toMatchObject(nothing)
    expect(await lookUp('phone', 'nobody')).toMatchObject(nothing)
  })
})

/** By hand: who finds the order, the ticket and the customer by what (R-CUS-09). */
test.each<[by: string, open: readonly string[]]>([
  ['order_number', ['owner', 'agent', 'supervisor', 'finance', 'warehouse']],
  ['ticket_number', ['owner', 'agent', 'supervisor']],
  ['tracking_number', ['owner', 'agent', 'supervisor', 'warehouse']],
  ['phone', ['owner', 'agent', 'supervisor']],
  ['email', ['owner', 'agent', 'supervisor']],
])('%s is open to whom it concerns', async (by, open) => {
  const values: Readonly<Record<string, string>> = {
    ...{ order_number: order.number, ticket_number: ticket.number, tracking_number: trackingNumber },
    ...{ phone: '13800000027', email: 'customer@example.com' },
  }
  const callers = {
    ...{ owner: api.storefront(order.customerId), another: api.storefront('x'), nobody: api.storefront() },
    ...{ agent: api.staff('agent'), supervisor: api.staff('supervisor'), finance: api.staff('finance') },
    ...{ warehouse: api.staff('warehouse'), courier: api.staff('courier') },
  }
  const passed: string[] = []
  for (const [name, caller] of Object.entries(callers)) {
    const reply = await lookUp(by, values[by]!, caller)
    if (reply.status === 200 && reply.body.cases.length > 0) passed.push(name)
    else expect([200, 403]).toContain(reply.status)
    if (name === 'owner') {
      for (const { customerId } of reply.body.cases) expect(customerId).toBe(order.customerId)
    }
    if (reply.status === 200 && !passed.includes(name)) expect(reply.body).toEqual({ customers: [], cases: [] })
  }
  expect(passed).toEqual(open)
})

test.each<[string, object]>([
  ['by', { by: 'name', value: 'x' }],
  ['value', { by: 'email', value: ' ' }],
  ['value', { by: 'email' }],
  ['value', { by: 'email', value: 'x'.repeat(255) }],
  ['fuzzy', { by: 'email', value: 'x', fuzzy: true }],
])('a look-up is refused for its %s', async (path, body) => {
  const reply = await api.staff('agent').post('/v1/look-up', body)
  expect(reply).toMatchObject({ status: 400, body: { errors: [{ path }] } })
})

test('what was looked up stands in no log (R-PRV-07)', async () => {
  const said = (['debug', 'info', 'warn', 'error'] as const).map(level => jest.spyOn(logger, level))
  await lookUp('email', 'customer@example.com')
  await lookUp('phone', '13800000027')
  const lines = said.flatMap(({ mock }) => mock.calls)
  for (const spy of said) spy.mockRestore()
  expect(lines.length).toBeGreaterThan(0)
  expect(JSON.stringify(lines)).not.toMatch(/customer@example|1380000/)
})
