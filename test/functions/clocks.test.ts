import { settle } from '../../shared/domain/engine'
import { type Api, anOrder, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { expectExplained } from '../support/explanations'
import { type House, openHouse } from '../support/ports'

let house: House
let api: Api
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
})

const opened = async (path: string, body: object) =>
  (await api.storefront().post(path, body, { headers: newKey() })).body
const sweep = async (id: string, hours: number) => {
  const change = settle((await house.cases.get(id))!, later(monday, { hours }))
  if (change) await house.cases.commit([change])
}

describe('the explanation of the clocks of a case', () => {
  test('tells a ticket that nobody answered: started, warned, broken, told, each by its line of the history', async () => {
    const { id, number } = await opened('/v1/tickets', aRequest())
    await sweep(id, 25)
    const { status, body } = await api.staff('agent').get(`/v1/cases/${id}/clocks`)
    expect([status, body.id, body.number, body.waited]).toEqual([200, id, number, {}])
    const [response] = body.clocks.filter(({ duty }: { duty: string }) => duty === 'response')
    expect(response).toMatchObject({
      ...{ round: 1, outcome: 'missed', counts: 'elapsed', limitSeconds: 86_400, dueAt: later(monday, { hours: 24 }) },
      startedBy: { seq: 1, row: 'T1', by: 'customer' },
      intervals: [{ counted: true, because: 'elapsed', seconds: 86_400 }],
      stages: [
        { stage: 'warning', at: later(monday, { hours: 18 }) },
        { stage: 'breach', at: later(monday, { hours: 24 }), tell: 'supervisor' },
      ],
    })
  })

  test('equals what is stored', async () => {
    const order = await opened('/v1/orders', anOrder())
    const ticket = await opened('/v1/tickets', aRequest())
    for (const { id } of [order, ticket]) {
      await sweep(id, 90)
      expectExplained((await house.cases.get(id))!, await house.cases.history(id))
    }
  })

  test('keeps from the customer whom a breach was told, and who works here', async () => {
    const { id, customerId } = await opened('/v1/tickets', aRequest())
    await api.staff('agent').post(`/v1/tickets/${id}/take`, {})
    await sweep(id, 30)
    const { status, body } = await api.storefront(customerId).get(`/v1/cases/${id}/clocks`)
    expect([status, body.clocks.length > 1]).toEqual([200, true])
    expect(JSON.stringify(body)).not.toMatch(/agent-1|"tell"/)
  })

  test('of an unknown case, or of another customer’s, does not exist', async () => {
    const { id } = await opened('/v1/tickets', aRequest())
    expect((await api.staff('agent').get('/v1/cases/unknown/clocks')).status).toBe(404)
    expect((await api.storefront('c0000000-0000-4000-8000-00000000ffff').get(`/v1/cases/${id}/clocks`)).status).toBe(
      404,
    )
    expect((await api.staff('warehouse').get(`/v1/cases/${id}/clocks`)).status).toBe(403)
  })
})
