import type { Contact } from '../../shared/stores/ports'
import { monday, placeOrder } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let engine: Engine
let house: House
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine.stop())
beforeEach(async () => {
  house = await openHouse(engine)
})

let made = 0
const caseId = () => `0a000000-0000-4000-8000-${String(++made).padStart(12, '0')}`
const seed = (newId = `new-${++made}`) =>
  ({ newId, at: monday, source: 'order_information', market: 'CN', language: 'zh-Hans' }) as const

/** As a use case does it: the file is written with the case. */
async function meet(contact: Contact) {
  const found = await house.registry.identify(contact, seed())
  const change = placeOrder({}, { id: caseId() })
  expect(await house.cases.commit([change], { customers: found.writes })).toBe('committed')
  return found.customerId
}

describe('a customer has one file (R-CUS-01)', () => {
  test('which is opened at the first contact, each field with its source', async () => {
    const customerId = await meet({ name: '示例顾客', email: 'li@example.com' })
    expect(await house.customers.file(customerId)).toEqual({
      ...{ customerId, openedAt: monday, market: 'CN', language: 'zh-Hans' },
      fields: {
        name: { value: '示例顾客', source: 'order_information', at: monday },
        email: { value: 'li@example.com', source: 'order_information', at: monday },
      },
    })
  })

  test.each<[string, Contact]>([
    ['account', { accountId: 'a-1' }],
    ['e-mail address, however it is written', { email: 'LI@Example.com' }],
    ['phone number, with or without the country', { phone: '138 0000 0027', name: '李' }],
    ['handle on a social network', { handle: 'WeChat:li' }],
  ])('and is found again by its %s', async (_, contact) => {
    const known = { accountId: 'a-1', email: 'li@example.com', phone: '+86-13800000027', handle: 'wechat:li' }
    const customerId = await meet(known)
    expect(await meet(contact)).toBe(customerId)
  })

  test('learns what is new and keeps what it knows', async () => {
    const customerId = await meet({ email: 'li@example.com', name: '示例顾客' })
    await meet({ email: 'li@example.com', name: 'someone else', phone: '13800000027' })
    const file = await house.customers.file(customerId)
    expect(file?.fields).toMatchObject({ name: { value: '示例顾客' }, phone: { value: '13800000027' } })
    expect(await meet({ phone: '13800000027', name: 'x' })).toBe(customerId)
  })

  test("is not handed to another account that gives the same phone: a family's phone is not a person", async () => {
    const first = await meet({ accountId: 'a-1', phone: '13800000027' })
    const second = await meet({ accountId: 'a-2', phone: '13800000027' })
    expect(second).not.toBe(first)
    expect(await meet({ accountId: 'a-2', phone: '13800000027' })).toBe(second)
  })

  test('even when two requests open it at the same moment: one is told, and finds it', async () => {
    const contact = { email: 'li@example.com' }
    const both = await Promise.all([1, 2].map(() => house.registry.identify(contact, seed())))
    const outcomes = await Promise.all(
      both.map(({ writes }) => house.cases.commit([placeOrder({}, { id: caseId() })], { customers: writes })),
    )
    expect(outcomes.sort()).toEqual(['committed', 'customer'])
    const again = await house.registry.identify(contact, seed())
    expect(again.writes).toEqual([])
  })

  test('and no key of its table tells an address or a number', async () => {
    await meet({ accountId: 'a-1', email: 'li@example.com', phone: '13800000027' })
    const keys = (await engine.items(house.tables.customers)).map(item => `${item.PK} ${item.SK}`).join('\n')
    expect(keys).not.toMatch(/example|1380000|a-1/)
  })
})
