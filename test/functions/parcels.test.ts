import * as fc from 'fast-check'
import type { Order } from '../../shared/domain/order'
import { carrierCodes } from '../../shared/handbook/carrier-codes'
import { type Api, anOrder, apiOf, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'
import { kefuHeaders } from '../support/webhooks'

let engine: Engine
let house: House
let api: Api
const secrets: Record<string, string> = {}
beforeAll(async () => {
  engine = await startEngine()
  house = await openHouse(engine)
  api = apiOf(house)
  for (const [sender, fields] of Object.entries({ sf: {}, aggregator: { codes: 'kuaidi100' } })) {
    const body = { kind: 'carrier', ...fields }
    const admitted = await api
      .staff('supervisor')
      .post(`/v1/webhook-senders/${sender}/secrets`, body, { headers: newKey() })
    secrets[sender] = admitted.body.secret
  }
})
afterAll(() => engine.stop())

/** Long after everything that carriers tell of. */
const now = later(monday, { days: 3 })
const at = (hours: number) => later(monday, { hours })

let parcels = 0
async function shipped(fields: object = {}, until = 'shipment') {
  const trackingNumber = `SF-${String(++parcels).padStart(6, '0')}`
  const order = anOrder({ customer: { email: `parcel-${parcels}@example.com` }, ...fields })
  const { id } = (await api.storefront().post('/v1/orders', order, { headers: newKey() })).body
  const acts = [
    ['agent', 'approval', {}],
    ['finance', 'payment-confirmation', { received: order.total }],
    ['finance', 'warehouse-notice', {}],
    ['warehouse', 'packing', {}],
    ['warehouse', 'shipment', { courier: 'SF Express', trackingNumber }],
  ] as const
  for (const [role, act, body] of acts) {
    const { status } = await api.staff(role).post(`/v1/orders/${id}/${act}`, body)
    if (status !== 200) throw new Error(`${act} answered ${status}`)
    if (act === until) break
  }
  return { id: id as string, trackingNumber }
}

const tell = (trackingNumber: string, events: readonly object[], sender = 'sf') => {
  const raw = JSON.stringify({ trackingNumber, events })
  const headers = kefuHeaders(raw, secrets[sender] ?? '', now)
  return api.nobody.post(`/v1/inbound/parcels/${sender}`, undefined, { raw, headers, at: now })
}
const standing = async (id: string) => (await house.cases.get(id)) as Order
const told = async (id: string) =>
  (await house.cases.history(id))
    .filter(({ data }) => typeof data.happenedAt === 'string')
    .map(({ type, data }) => `${type} ${data.code} ${data.happenedAt}`)

describe('a carrier tells', () => {
  test('of a parcel on its way: it is in transit, and what is told is kept (O16, R-TRK-01)', async () => {
    const { id, trackingNumber } = await shipped()
    const events = [
      { id: '1', code: 'picked_up', at: at(1), place: 'Shanghai' },
      { id: '2', code: 'departed', at: '2026-03-09T11:00:00+08:00' },
    ]
    expect(await tell(trackingNumber, events)).toMatchObject({
      status: 200,
      body: {
        orderId: id,
        events: [
          { id: '1', outcome: 'taken', state: 'in_transit' },
          { id: '2', outcome: 'taken', state: 'in_transit' },
        ],
      },
    })
    expect(await told(id)).toEqual([`ParcelScanned picked_up ${at(1)}`, `ParcelScanned departed ${at(2)}`])
    const [scan] = (await house.cases.history(id)).filter(({ type }) => type === 'ParcelScanned')
    expect(scan).toMatchObject({ actor: { role: 'courier', id: 'sf' }, data: { place: 'Shanghai' } })
  })

  test('finds it however its number is written', async () => {
    const { trackingNumber } = await shipped()
    const written = ` ${trackingNumber.toLowerCase().replace('-', ' ')} `
    expect((await tell(written, [{ code: 'departed', at: at(1) }])).status).toBe(200)
  })

  test.each(Object.entries(carrierCodes.kefu).filter(([, { means }]) => means === 'delay' || means === 'lost'))(
    'that it is %s: the order waits for people (O17, R-TRK-03)',
    async (code, { means }) => {
      const { id, trackingNumber } = await shipped()
      expect((await tell(trackingNumber, [{ code, at: at(1) }])).body.events).toMatchObject([
        { outcome: 'taken', state: 'logistics_exception' },
      ])
      expect((await standing(id)).facts).toMatchObject({ exception: means })
    },
  )

  test('that it is late, and then that it is lost (O17a)', async () => {
    const { id, trackingNumber } = await shipped()
    await tell(trackingNumber, [
      { code: 'lost', at: at(9) },
      { code: 'delayed', at: at(5) },
      { code: 'delayed', at: at(6) },
    ])
    expect(await standing(id)).toMatchObject({ state: 'logistics_exception', facts: { exception: 'lost' } })
    expect(await told(id)).toEqual([
      `DeliveryFailed delayed ${at(5)}`,
      `ParcelScanned delayed ${at(6)}`,
      `DeliveryFailed lost ${at(9)}`,
    ])
  })

  test('that it was late, when it has been seen since: nothing goes back', async () => {
    const { id, trackingNumber } = await shipped()
    await tell(trackingNumber, [{ code: 'arrived', at: at(8) }])
    await tell(trackingNumber, [{ code: 'delayed', at: at(7) }])
    expect((await standing(id)).state).toBe('in_transit')
    expect(await told(id)).toContain(`ParcelScanned delayed ${at(7)}`)
  })

  test('that it is delivered: the days for the customer to confirm begin, once', async () => {
    const { id, trackingNumber } = await shipped()
    await tell(trackingNumber, [{ code: 'delivered', at: at(5) }])
    const { state, facts, clocks } = await standing(id)
    expect([state, facts.deliveredAt, clocks['AUTO-RECEIPT']?.stoppedAt]).toEqual(['in_transit', at(5), undefined])
    await tell(trackingNumber, [{ code: 'delivered', at: at(6) }])
    expect(await standing(id)).toMatchObject({ facts: { deliveredAt: at(5) }, clocks })
  })

  test('of the slip that the customer signed: the order is complete (O21, R-ORD-23)', async () => {
    const { id, trackingNumber } = await shipped()
    const slip = { code: 'receipt_slip', at: at(5), slipNumber: 'POD-7130' }
    expect((await tell(trackingNumber, [slip])).body.events).toMatchObject([{ outcome: 'taken', state: 'completed' }])
    expect((await tell(trackingNumber, [slip])).body.events).toMatchObject([{ outcome: 'taken', state: 'completed' }])
    expect((await tell(trackingNumber, [{ ...slip, at: at(6) }])).body.events).toMatchObject([
      { outcome: 'refused', state: 'completed' },
    ])
    expect((await standing(id)).state).toBe('completed')
  })

  test('of a slip with another amount than the total: people see it, and the order is not complete (C-20)', async () => {
    const { id, trackingNumber } = await shipped({ paymentMethod: 'cash_on_delivery' })
    const slip = (amount: number) => ({
      ...{ code: 'receipt_slip', at: at(5), slipNumber: 'POD-7131', id: `slip-${amount}` },
      collected: { amount, currency: 'CNY' },
    })
    await tell(trackingNumber, [slip(25799)])
    expect((await standing(id)).state).toBe('in_transit')
    await tell(trackingNumber, [slip(25799)])
    const { refused } = (await api.staff('supervisor').get('/v1/webhook-senders/sf')).body
    expect(refused.filter((each: { subject: string }) => each.subject.includes('slip-25799'))).toMatchObject([
      { operation: 'recordParcelEvents', reason: expect.stringContaining('differs from') },
    ])
    await tell(trackingNumber, [slip(25800)])
    expect((await standing(id)).state).toBe('completed')
  })

  test('in codes of its own', async () => {
    const { id, trackingNumber } = await shipped()
    const events = ['1', '0', '5', '3'].map((code, hour) => ({ code, at: at(hour) }))
    expect((await tell(trackingNumber, events, 'aggregator')).body.events.at(-1)).toMatchObject({ state: 'in_transit' })
    expect((await told(id)).map(line => line.split(' ')[0])).toEqual([
      ...['ParcelScanned', 'ParcelScanned', 'ParcelScanned', 'ParcelDelivered'],
    ])
  })

  test('what is in no list: it is a scan', async () => {
    const { id, trackingNumber } = await shipped()
    await tell(trackingNumber, [{ code: 'teleported', at: at(1) }])
    expect(await told(id)).toEqual([`ParcelScanned teleported ${at(1)}`])
  })

  test('by a clock that is ahead of ours: it happened now', async () => {
    const { id, trackingNumber } = await shipped()
    await tell(trackingNumber, [{ code: 'delivered', at: later(now, { days: 400 }) }])
    expect((await standing(id)).facts.deliveredAt).toBe(now)
  })
})

test('a carrier that tells four things at once, and each of them twice, has each of them kept once', async () => {
  const { id, trackingNumber } = await shipped()
  const events = ['picked_up', 'departed', 'arrived', 'delivered'].map((code, hour) => ({ code, at: at(hour) }))
  const telling = async (event: object): Promise<number> => {
    const { status } = await tell(trackingNumber, [event])
    return status === 409 ? telling(event) : status
  }
  expect(new Set(await Promise.all([...events, ...events].map(telling)))).toEqual(new Set([200]))
  expect((await told(id)).map(line => line.split(' ')[1]).sort()).toEqual([
    'arrived',
    'delivered',
    'departed',
    'picked_up',
  ])
  expect((await standing(id)).facts.deliveredAt).toBe(at(3))
})

describe('a carrier is asked to come again', () => {
  test.each(['SF-UNHEARD-OF', 'none'])('about a parcel that nobody shipped', async number => {
    expect((await tell(number, [{ code: 'departed', at: at(1) }])).status).toBe(404)
  })

  test('about a parcel that is only packed', async () => {
    const { trackingNumber } = await shipped({}, 'packing')
    expect((await tell(trackingNumber, [{ code: 'departed', at: at(1) }])).status).toBe(404)
  })
})

test.each<[string, readonly object[]]>([
  ['nothing', []],
  ['without a time', [{ code: 'departed' }]],
  ['with a time that is none', [{ code: 'departed', at: 'yesterday' }]],
  ['with words that may be personal', [{ code: 'delivered', at: monday, detail: 'left with the neighbour' }]],
  ['of a book', Array(51).fill({ code: 'departed', at: monday })],
])('an event %s is refused', async (_, events) => {
  const { trackingNumber } = await shipped()
  expect((await tell(trackingNumber, events)).status).toBe(400)
})

const packed = (list: readonly object[], sizes: readonly number[]): object[][] => {
  const [left, packs] = [[...list], [] as object[][]]
  for (const size of sizes) packs.push(left.splice(0, size))
  return packs.filter(pack => pack.length > 0)
}

describe('however a carrier shuffles, doubles and packs its events', () => {
  const scans = ['picked_up', 'departed', 'arrived', 'out_for_delivery'].map((code, hour) => ({ code, at: at(hour) }))
  const delivered = { code: 'delivered', at: at(20) }
  const slip = { code: 'receipt_slip', at: at(21), slipNumber: 'POD' }
  const late = { code: 'delayed', at: at(10) }

  /** Each at least once, some twice, in any order, in webhooks of one to three. */
  const tellings = (events: readonly object[]) =>
    fc
      .subarray([...events])
      .chain(again => fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length }))
      .chain(list =>
        fc
          .array(fc.integer({ min: 1, max: 3 }), { minLength: list.length, maxLength: list.length })
          .map(sizes => packed(list, sizes)),
      )
  const toldIn = async (packs: readonly object[][]) => {
    const { id, trackingNumber } = await shipped()
    const states = []
    for (const events of packs) {
      expect((await tell(trackingNumber, events)).status).toBe(200)
      states.push((await standing(id)).state)
    }
    return { id, states }
  }
  const runs = { numRuns: 15 }

  test('each is kept once, and the parcel is delivered when it was', async () => {
    await fc.assert(
      fc.asyncProperty(tellings([...scans, delivered]), async packs => {
        const { id } = await toldIn(packs)
        expect((await told(id)).map(line => line.split(' ')[1]).sort()).toEqual(
          [...scans, delivered].map(({ code }) => code).sort(),
        )
        expect(await standing(id)).toMatchObject({ state: 'in_transit', facts: { deliveredAt: delivered.at } })
      }),
      runs,
    )
  })

  test('an order that is complete stays complete, with no event twice', async () => {
    await fc.assert(
      fc.asyncProperty(tellings([...scans, delivered, slip]), async packs => {
        const { id, states } = await toldIn(packs)
        expect(states.slice(states.indexOf('completed')).every(state => state === 'completed')).toBe(true)
        expect(states.at(-1)).toBe('completed')
        const lines = await told(id)
        expect(new Set(lines).size).toBe(lines.length)
      }),
      runs,
    )
  })

  test('a delay stops the order only when it is news', async () => {
    await fc.assert(
      fc.asyncProperty(tellings([...scans, late, delivered]), async packs => {
        const order = packs.flatMap(pack =>
          [...(pack as { code: string; at: string }[])].sort((a, b) => (a.at < b.at ? -1 : 1)),
        )
        const isNews =
          order.findIndex(({ code }) => code === 'delayed') < order.findIndex(({ code }) => code === 'delivered')
        const { id, states } = await toldIn(packs)
        expect(states.at(-1)).toBe(isNews ? 'logistics_exception' : 'in_transit')
        const lines = await told(id)
        expect(new Set(lines).size).toBe(lines.length)
        expect(lines).toHaveLength(6)
      }),
      runs,
    )
  })
})
