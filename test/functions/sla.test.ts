import { recordDueClocks } from '../../functions/sla/record-due-clocks'
import { sweepDueClocks } from '../../functions/sla/sweep-due-clocks'
import { decide, settle } from '../../shared/domain/engine'
import type { Order } from '../../shared/domain/order'
import { type Api, anOrder, apiOf, newKey } from '../support/api'
import { by, later, monday, anOrder as orderIn } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, messageQueue, openHouse, shards } from '../support/ports'

let house: House
let api: Api
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
})

async function approved(): Promise<string> {
  const { id } = (await api.storefront().post('/v1/orders', anOrder(), { headers: newKey() })).body
  await api.staff('agent').post(`/v1/orders/${id}/approval`)
  return id
}

/** One sweep, and the work that it hands out, done twice. */
async function sweep(at: string) {
  const queue = messageQueue()
  const found = await sweepDueClocks({ ...house, shards, queue, waiting: messageQueue(), dispatch: messageQueue() }, at)
  for (const { body } of [...queue.messages, ...queue.messages]) {
    const message = body as { caseId: string; at: string }
    await recordDueClocks(house, { message, now: at, messageId: 'm', attempt: 1 })
  }
  return found
}

const seen = async (id: string) =>
  (await house.cases.history(id))
    .filter(event => event.type.startsWith('Clock'))
    .map(event => `${event.type} ${event.data.clock} ${event.at}`)

describe('the sweep (R-SLA-44)', () => {
  test.each([1, 5, 60])(
    'every %i minutes records the same warnings and breaches, each at its instant',
    async minutes => {
      const id = await approved()
      for (let passed = 0; passed <= 180; passed += minutes) await sweep(later(monday, { minutes: passed }))
      expect(await seen(id)).toEqual([
        `ClockWarned SLA-34 ${later(monday, { minutes: 90 })}`,
        `ClockBreached SLA-34 ${later(monday, { minutes: 120 })}`,
      ])
    },
  )

  test('that is late moves the order at the due instant all the same (O6)', async () => {
    const id = await approved()
    await sweep(later(monday, { days: 3 }))
    const overdue = (await house.cases.history(id)).find(event => event.type === 'PaymentNotArrived')
    expect(overdue?.at).toBe(later(monday, { hours: 8 }))
  })

  test('that looks ahead hands out what is due by then, and records only what is true by now', async () => {
    const id = await approved()
    const queue = messageQueue()
    const now = later(monday, { minutes: 91 })
    expect(
      await sweepDueClocks(
        { ...house, shards, queue, waiting: messageQueue(), dispatch: messageQueue() },
        now,
        later(monday, { days: 400 }),
      ),
    ).toEqual({ found: 1 })
    const [{ body } = { body: undefined }] = queue.messages
    expect(body).toEqual({ caseId: id, at: now })
    await recordDueClocks(house, { message: { caseId: id, at: now }, messageId: 'm', now, attempt: 1 })
    expect(await seen(id)).toEqual([`ClockWarned SLA-34 ${later(monday, { minutes: 90 })}`])
  })

  const invoice = { state: 'needed', contentId: 'd0000000-0000-4000-8000-000000000009' } as const
  const arriving = orderIn('in_transit', { invoice })
  const delivered = decide(arriving, { event: 'deliver', actor: by('courier'), at: later(monday, { hours: 1 }) })
  test.each([
    ['paid and left lying: hand-over, dispatch and delay', orderIn('paid')],
    ['delivered and never confirmed: receipt after ten days, the month of its invoice', delivered.after],
  ])('every hour, every day or once records the same of an order %s', async (_, order) => {
    const until = later(monday, { days: 50 })
    const expected = settle(order, until)?.events ?? []
    expect(expected.length).toBeGreaterThan(3)
    for (const [n, hours] of [1, 24, 50 * 24].entries()) {
      const one: Order = { ...order, id: order.id.slice(0, -1) + n, number: `O-${n}` }
      await house.cases.commit([{ before: null, after: one, events: [] }])
      for (let at = later(monday, { hours }); at <= until; at = later(at, { hours })) await sweep(at)
      const told = (await house.cases.history(one.id)).map(({ type, at, notices }) => [type, at, notices])
      expect(told).toEqual(expected.map(({ type, at, notices }) => [type, at, notices]))
    }
  })

  test('reads only what is due', async () => {
    await approved()
    expect(await sweep(later(monday, { minutes: 89 }))).toEqual({ found: 0 })
    expect(await sweep(later(monday, { minutes: 90 }))).toEqual({ found: 1 })
  })

  test('fails loudly when the queue does not take the work', async () => {
    await approved()
    const queue = messageQueue()
    queue.refusing.add('0')
    await expect(
      sweepDueClocks(
        { ...house, shards, queue, waiting: messageQueue(), dispatch: messageQueue() },
        later(monday, { days: 1 }),
      ),
    ).rejects.toThrow('not taken')
  })
})
