import type { World } from '../../infra/local/world'
import { rebuild } from '../../shared/domain/rebuild'
import { expectExplained } from '../support/explanations'
import { aTicketRequest, aWorld, monday, type Shop, shopIn } from '../support/journey'
import { aStory, tell } from '../support/story'
import { lookInto } from '../support/world-store'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

describe('the clocks of a shop', () => {
  test('of every case of a run are explained by its history as they are stored, and as the route tells them', async () => {
    await tell(shop, aStory(12), monday)
    await world.advance('P4D')
    await lookInto(world, async (cases, ids) => {
      const all = await ids()
      expect(all.length).toBeGreaterThanOrEqual(12)
      for (const id of all) {
        const [head, history] = [await cases.get(id), await cases.history(id)]
        expect(rebuild(history)).toEqual(head)
        const told = expectExplained(head!, history)
        const { clocks } = await world.get(`/v1/cases/${id}/clocks`, { as: 'agent' })
        expect(clocks).toEqual(JSON.parse(JSON.stringify(told)))
      }
    })
  }, 180_000)

  test('of a ticket that nobody answers tell the ladder at its instants, whatever hour the sweep came (R-ESC-06)', async () => {
    const ticket = await shop.opened(aTicketRequest('包裹三天没更新了，到哪了？'))
    const openedAt = world.now()
    await world.advance('P3D')
    const { clocks } = await world.get(`/v1/cases/${ticket.id}/clocks`, { as: 'agent' })
    const response = clocks.find(({ id }: { id: string }) => id === 'SLA-06')
    const hours = (at: string) => (Date.parse(at) - Date.parse(response.countsFrom.at)) / 3_600_000
    expect(Math.abs(Date.parse(response.countsFrom.at) - openedAt)).toBeLessThan(60_000)
    expect(response.stages.map(({ at, tell }: { at: string; tell?: string }) => [hours(at), tell])).toEqual([
      [18, undefined],
      [24, 'supervisor'],
      [36, 'operations_manager'],
      [48, 'senior_management'],
    ])
  })
})
