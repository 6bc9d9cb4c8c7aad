import { AwsError, type Operation } from '../../infra/local/kernel'
import type { World } from '../../infra/local/world'
import { aWorld, type Shop, shopIn } from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

describe('While SES takes no more mails, for three quarters of an hour', () => {
  test('they wait; then each goes once, none is a call and none is dead', async () => {
    const sending = world.services.ses.api.operations.SendRawEmail as { run: Operation['run'] }
    const { run } = sending
    const over = world.now() + 45 * 60_000
    sending.run = (input, caller) => {
      if (world.now() < over) throw new AwsError('Throttling', 'Maximum sending rate exceeded.')
      return run(input, caller)
    }
    const orders = await Promise.all([1, 2, 3].map(() => shop.placed()))
    for (const order of orders) await shop.did(order, 'approve')
    await world.advance('PT44M')
    expect(orders.flatMap(shop.noticesOf)).toEqual([])
    await world.advance('PT10M')
    for (const order of orders) {
      const sent = shop.noticesOf(order).map(({ notice }) => notice)
      expect(sent.sort()).toEqual(['N-08', 'N-10'])
      expect((await shop.seen(order)).notices.map(({ state }: { state: string }) => state)).toEqual(['sent', 'sent'])
    }
    expect((await world.get('/v1/calls', { as: 'agent' })).items).toEqual([])
    expect(world.deadLetters()).toEqual([])
  })
})
