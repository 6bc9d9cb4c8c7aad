import type { World } from '../../infra/local/world'
import { anOrderRequest, aWorld, type Shop, shopIn } from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

describe('An order that is received at ten in the evening', () => {
  test('thanks its customer at nine the next morning, and told them at once that the parcel left (G-22)', async () => {
    const order = await shop.placed(anOrderRequest())
    await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack')
    await world.advanceTo('2026-03-09T14:00:00.000Z')
    await shop.did(order, 'ship', 'confirm_receipt')
    await world.advance('PT10H')
    const sent = () => shop.noticesOf(order).map(({ notice, at }) => `${at} ${notice}`)
    expect(sent().at(-1)).toBe('2026-03-09T14:00:00.000Z N-15')
    expect((await shop.seen(order)).notices.at(-1)).toMatchObject({ notice: 'N-18', state: 'waiting' })
    await world.advance('P1D')
    expect(sent().filter(line => line.endsWith('N-18'))).toEqual(['2026-03-10T01:00:00.000Z N-18'])
    expect(world.deadLetters()).toEqual([])
  })
})
