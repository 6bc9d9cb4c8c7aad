import { caseNumber } from '../../shared/domain/number'
import type { Ticket } from '../../shared/domain/ticket'
import { linkedTicketId } from '../../shared/entry/linked-ticket'
import { type Api, anOrder, apiOf, newKey } from '../support/api'
import { receiveTicket } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let house: House
let api: Api
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
})

const approved = async () => {
  const { id } = (await api.storefront().post('/v1/orders', anOrder(), { headers: newKey() })).body
  await api.staff('agent').post(`/v1/orders/${id}/approval`)
  return id as string
}
const confirm = (id: string, headers = {}) =>
  api
    .staff('finance')
    .post(`/v1/orders/${id}/payment-confirmation`, { received: { amount: 25700, currency: 'CNY' } }, { headers })
const tickets = async () => (await house.cases.list('tickets:team:payment')).items as readonly Ticket[]

describe('a payment that differs (O9)', () => {
  test('opens a ticket with the payment team in the same transaction, and its number finds it', async () => {
    const id = await approved()
    expect((await confirm(id)).body.state).toBe('payment_problem')
    const [ticket, ...more] = await tickets()
    expect(more).toEqual([])
    expect(ticket).toMatchObject({ state: 'classified', facts: { orderId: id, classification: { topic: 'payment' } } })
    expect(await house.cases.byNumber(ticket!.number)).toEqual(ticket)
    const event = (await house.cases.history(id)).find(({ opens }) => opens)
    expect(event).toMatchObject({ row: 'O9', opens: 'payment' })
    expect(linkedTicketId(event!)).toBe(ticket!.id)
  })

  test('opens one ticket, however often and however fast it is reported', async () => {
    const id = await approved()
    const statuses = (await Promise.all([1, 2, 3, 4].map(() => confirm(id)))).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 409, 409, 409])
    expect(await tickets()).toHaveLength(1)
    const other = await approved()
    const headers = newKey()
    const replies = [await confirm(other, headers), await confirm(other, headers)]
    expect(replies[1]?.body).toEqual(replies[0]?.body)
    expect(await tickets()).toHaveLength(2)
  })

  test('takes the next number when another case has its own', async () => {
    const id = await approved()
    const ticketId = linkedTicketId({ caseId: id, seq: 3 })
    const taken = caseNumber('ticket', ticketId)
    const claims = [{ what: 'number', number: taken }] as const
    await house.cases.commit([receiveTicket({}, { number: taken })], { claims })
    expect((await confirm(id)).status).toBe(200)
    expect((await house.cases.get(ticketId))?.number).toBe(caseNumber('ticket', ticketId, 1))
  })
})
