import { parkAtGate } from '../../functions/workflow/park-at-gate'
import { passTimeout } from '../../functions/workflow/pass-timeout'
import { releaseGate } from '../../functions/workflow/release-gate'
import { startWorkflow } from '../../functions/workflow/start-workflow'
import { type Api, anOrder, apiOf, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, openHouse, workflowService } from '../support/ports'

let house: House
let api: Api
let orderId: string
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
  orderId = (await api.storefront().post('/v1/orders', anOrder(), { headers: newKey() })).body.id
})

const approve = () => api.staff('agent').post(`/v1/orders/${orderId}/approval`)
const message = () => ({
  message: { caseId: orderId },
  ...{ now: later(monday, { minutes: 1 }), messageId: 'm', attempt: 1 },
})

describe('the workflow of an order', () => {
  test('starts once, however often it is asked to, and knows until when review may wait', async () => {
    const workflow = workflowService()
    for (let n = 0; n < 2; n++) await startWorkflow({ ...house, workflow, machine: 'arn' }, message())
    expect(workflow.started).toEqual([{ orderId, dueAt: later(monday, { days: 30, minutes: 1 }) }])
  })

  test('does not start for an order that is over already', async () => {
    const workflow = workflowService()
    await api.staff('agent').post(`/v1/orders/${orderId}/rejection`, { reason: 'duplicate' })
    expect(await startWorkflow({ ...house, workflow, machine: 'arn' }, message())).toEqual({
      outcome: 'finished already',
    })
    expect(workflow.started).toEqual([])
  })
})

describe('a gate', () => {
  const park = (workflow = workflowService('t-1'), enteredAt = monday) =>
    parkAtGate({ ...house, workflow }, { gate: 'review', orderId, token: 't-1', enteredAt })

  test('waits for a decision, and the decision releases it with the time of the next gate', async () => {
    const workflow = workflowService('t-1')
    expect(await park(workflow)).toEqual({ orderId, outcome: 'parked' })
    expect(await releaseGate({ ...house, workflow }, message())).toEqual({ outcome: 'waits on', gate: 'review' })
    await approve()
    expect(await releaseGate({ ...house, workflow }, message())).toEqual({ outcome: 'released', gate: 'review' })
    const dueAt = (await house.cases.get(orderId))!.clocks['SLA-37']!.dueAt
    expect(workflow.released).toEqual([{ token: 't-1', orderId, dueAt: later(dueAt, { ms: 1 }) }])
  })

  test('that parks after the decision releases itself', async () => {
    const workflow = workflowService('t-1')
    await approve()
    expect(await releaseGate({ ...house, workflow }, message())).toEqual({ outcome: 'not parked' })
    expect(await park(workflow)).toEqual({ orderId, outcome: 'released' })
  })

  test('that was left in the meantime is released by nobody, and that harms nobody', async () => {
    await approve()
    expect(await park(workflowService())).toEqual({ orderId, outcome: 'gone' })
  })
})

describe('an unpaid order whose five working days are over', () => {
  const over = later(monday, { days: 8 })
  const timeOut = (enteredAt = over) => passTimeout(house, { gate: 'finance', orderId, enteredAt })
  const attempt = () =>
    api.staff('agent').post(`/v1/orders/${orderId}/contact-attempts`, { by: 'phone', result: 'no_answer' })

  test('is cancelled when somebody has tried to reach the customer (O8)', async () => {
    await approve()
    await attempt()
    await timeOut()
    expect(await house.cases.get(orderId)).toMatchObject({ state: 'cancelled' })
  })

  test('comes before an agent when nobody has tried (R-ORD-14), and the gate asks again', async () => {
    await approve()
    const { dueAt } = await timeOut()
    expect(await house.cases.get(orderId)).toMatchObject({ state: 'payment_overdue', facts: { contactWanted: true } })
    expect((await house.cases.list('orders:contact')).items).toMatchObject([{ id: orderId }])
    expect(dueAt > over).toBe(true)
    await timeOut()
    expect((await house.cases.history(orderId)).filter(event => event.type === 'ContactWanted')).toHaveLength(1)
    await attempt()
    await timeOut(dueAt)
    expect(await house.cases.get(orderId)).toMatchObject({ state: 'cancelled' })
  })

  test('is left alone when the time is not over, or the money came first', async () => {
    await approve()
    const { dueAt } = (await house.cases.get(orderId))!.clocks['SLA-37']!
    expect(await timeOut(dueAt)).toEqual({ orderId, dueAt: later(dueAt, { ms: 1 }) })
    const received = { received: { amount: 25800, currency: 'CNY' } }
    await api.staff('finance').post(`/v1/orders/${orderId}/payment-confirmation`, received)
    await timeOut()
    expect(await house.cases.get(orderId)).toMatchObject({ state: 'paid' })
  })

  test('is cancelled once when the time-out is told twice at the same moment', async () => {
    await approve()
    await attempt()
    await Promise.all([timeOut(), timeOut()])
    const history = await house.cases.history(orderId)
    expect(history.filter(event => event.type === 'UnpaidOrderCancelled')).toHaveLength(1)
  })
})
