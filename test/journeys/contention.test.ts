import type { Answer } from '../../infra/local/world'
import { aKey, aWorld, type Made, type Shop, shopIn, writtenIn } from '../support/journey'

const people = Array.from({ length: 50 }, (_, n) => `finance-${n + 1}`)

let shop: Shop
let order: Made
beforeAll(async () => {
  shop = shopIn(await aWorld({ width: 50 }))
})
afterAll(() => shop.world.stop())
beforeEach(async () => {
  order = await shop.placed()
  await shop.did(order, 'approve')
})

/** There are forty instances: whoever finds none is told so, and asks again. */
async function insisted(options: object): Promise<Answer> {
  const answer = await shop.tried(order, 'confirm_payment', { settle: false, ...options })
  return answer.status === 503 ? insisted(options) : answer
}

/** All of them confirm one payment at the same moment. */
const confirmed = async (options: object): Promise<readonly Answer[]> => {
  const answers = people.map(subject => insisted({ subject, idempotencyKey: aKey(), ...options }))
  const all = await Promise.all(answers)
  await shop.world.settle()
  return all
}
const having = (answers: readonly Answer[], status: number) => answers.filter(answer => answer.status === status)

/** What follows from one confirmation, once. */
async function wasConfirmedOnce() {
  const history = await shop.historyOf(order)
  expect(history.filter(type => type === 'PaymentConfirmed')).toHaveLength(1)
  expect(shop.noticesOf(order).filter(({ notice }) => notice === 'N-11')).toHaveLength(1)
  expect(shop.gateOf(order)).toBe('Warehouse')
}

describe('fifty people who confirm one payment at once', () => {
  test('are one who wins and forty-nine who are told that it is paid', async () => {
    const answers = await confirmed({})
    expect(having(answers, 200)).toHaveLength(1)
    const refused = having(answers, 409)
    expect(refused).toHaveLength(49)
    for (const { body } of refused) expect(body).toMatchObject({ status: 409 })
    await wasConfirmedOnce()
  })

  test('with the version that they saw are one who wins and forty-nine who saw an old one', async () => {
    const { version } = await shop.seen(order)
    const answers = await confirmed({ headers: { 'if-match': `"${version}"` } })
    expect([having(answers, 200).length, having(answers, 412).length]).toEqual([1, 49])
    await wasConfirmedOnce()
  })

  test('with a version that is old are all refused, and nothing is written', async () => {
    await shop.world.settle()
    const before = writtenIn(shop.world)
    const answers = await confirmed({ headers: { 'if-match': '"1"' } })
    expect(having(answers, 412)).toHaveLength(50)
    expect(writtenIn(shop.world)).toEqual(before)
    expect(await shop.stateOf(order)).toBe('pending_payment')
  })

  test('are one person whose request came fifty times: all have the first answer', async () => {
    const once = { subject: 'finance-1', idempotencyKey: aKey() }
    const answers = await confirmed(once)
    expect(having(answers, 200)).toHaveLength(50)
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect((await shop.tried(order, 'confirm_payment', once)).body).toEqual(answers[0]?.body)
    await wasConfirmedOnce()
  })
})
