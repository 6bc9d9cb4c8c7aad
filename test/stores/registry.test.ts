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
      ...{ customerId, openedAt: monday, version: 1 },
      fields: {
        language: { value: 'zh-Hans', source: 'order_information', at: monday },
        region: { value: 'CN', source: 'order_information', at: monday },
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

  test('is renewed by who is known by an account, and says which fields changed, never from what', async () => {
    const customerId = await meet({ accountId: 'a-1', email: 'li@example.com', name: '示例顾客' })
    await meet({ accountId: 'a-1', email: 'new@example.com', name: '示例顾客' })
    const file = await house.customers.file(customerId)
    expect(file).toMatchObject({ version: 2, fields: { email: { value: 'new@example.com' } } })
    const changes = await house.customers.changes(customerId)
    expect(changes).toMatchObject([{ at: monday, by: 'order_information', fields: ['email'] }])
    expect(JSON.stringify(changes)).not.toContain('example.com')
    for (const email of ['li@example.com', 'new@example.com']) expect(await meet({ email })).toBe(customerId)
  })

  test('is not written again by what it knows already', async () => {
    const contact = { accountId: 'a-1', email: 'li@example.com', phone: '13800000027', name: '示例顾客' }
    await meet(contact)
    expect((await house.registry.identify({ ...contact, phone: '+86 138 0000 0027' }, seed())).writes).toHaveLength(1)
    expect((await house.registry.identify(contact, seed())).writes).toEqual([])
  })

  test('of a guest becomes the one of the account that the guest opens later', async () => {
    const guest = await meet({ email: 'li@example.com' })
    expect(await meet({ accountId: 'a-1', email: 'li@example.com' })).toBe(guest)
    expect(await meet({ accountId: 'a-1' })).toBe(guest)
    expect(await meet({ accountId: 'a-2', email: 'li@example.com' })).not.toBe(guest)
  })

  test('is passed over for the next of its names when the first leads to another account', async () => {
    await meet({ accountId: 'a-1', email: 'shared@example.com' })
    const guest = await meet({ phone: '13800000027', name: '示例顾客' })
    expect(await meet({ accountId: 'a-2', email: 'shared@example.com', phone: '13800000027' })).toBe(guest)
  })

  test('is not handed to who shares a phone with it, but neither name nor e-mail address', async () => {
    const first = await meet({ email: 'li@example.com', phone: '13800000027', name: '甲' })
    expect(await meet({ email: 'li2@example.com', phone: '13800000027', name: '甲' })).toBe(first)
    expect(await meet({ email: 'wang@example.com', phone: '13800000027', name: '乙' })).not.toBe(first)
  })

  test('is found by staff under every name, with everyone else who shares it', async () => {
    const first = await meet({ accountId: 'a-1', phone: '13800000027' })
    const second = await meet({ accountId: 'a-2', phone: '138-0000-0027' })
    expect(await house.registry.customersBy('phone', '+86 138 0000 0027', 'CN')).toEqual([first, second])
    expect(await house.registry.customersBy('email', 'nobody@example.com', 'CN')).toEqual([])
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

  test('even when forty first contacts come at once, by different names of one person', async () => {
    const known = { accountId: 'a-1', email: 'li@example.com', phone: '13800000027' }
    const written = [known, { accountId: 'a-1' }, { accountId: 'a-1', phone: '+86 13800000027' }]
    const persistent = async (contact: Contact): Promise<string> => {
      for (;;) {
        const { customerId, writes } = await house.registry.identify(contact, seed())
        const outcome = await house.cases.commit([placeOrder({}, { id: caseId() })], { customers: writes })
        if (outcome === 'committed') return customerId
        expect(outcome).toBe('customer')
      }
    }
    const found = await Promise.all(Array.from({ length: 40 }, (_, n) => persistent(written[n % 3]!)))
    expect(new Set(found).size).toBe(1)
    const files = (await engine.items(house.tables.customers)).filter(({ SK }) => SK === 'FILE')
    expect(files).toMatchObject([{ fields: { email: { value: 'li@example.com' }, phone: {} } }])
  })

  test('and no key of its table tells an address or a number', async () => {
    await meet({ accountId: 'a-1', email: 'li@example.com', phone: '13800000027' })
    const keys = (await engine.items(house.tables.customers)).map(item => `${item.PK} ${item.SK}`).join('\n')
    expect(keys).not.toMatch(/example|1380000|a-1/)
  })
})
