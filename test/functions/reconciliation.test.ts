import { healWorkflow, isLost } from '../../functions/workflow/heal-workflow'
import { reconcileWorkflows } from '../../functions/workflow/reconcile-workflows'
import { gateOfState } from '../../shared/domain/gates'
import { gates } from '../../shared/handbook/gates'
import { orderStages } from '../../shared/handbook/lists'
import { type Api, anOrder, apiOf, newKey } from '../support/api'
import { anOrder as anOrderIn, later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { executionsWhere, type House, openHouse, shards, workflowService } from '../support/ports'

let house: House
let api: Api
let orderId: string
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
  orderId = await placed()
})

const placed = async (): Promise<string> =>
  (await api.storefront().post('/v1/orders', anOrder(), { headers: newKey() })).body.id
const approved = () => api.staff('agent').post(`/v1/orders/${orderId}/approval`)
const parked = (gate: string, execution = orderId) =>
  house.tokens.keep(orderId, { gate, token: `of ${gate}`, execution, enteredAt: monday })

const anHourLater = later(monday, { hours: 1 })
const machine = 'arn'
const nobody = executionsWhere({})

const healing = (executions = nobody, ...tokens: string[]) => {
  const workflow = workflowService(...tokens)
  const needs = { ...house, workflow, executions, machine, shards }
  return { ...workflow, ...needs, stopped: executions.stopped, heal: () => healWorkflow(needs, orderId, anHourLater) }
}

describe('an order that has lost its workflow', () => {
  test('is released again when it has left the gate whose token is kept', async () => {
    await parked('review')
    await approved()
    const { heal, released, started } = healing(nobody, 'of review')
    expect(await heal()).toBe('released')
    expect(released).toMatchObject([{ token: 'of review', orderId }])
    expect(started).toEqual([])
  })

  test('gets a workflow when it never had one', async () => {
    const { heal, started } = healing()
    expect(await heal()).toBe('started')
    expect(started).toMatchObject([{ orderId, name: orderId }])
  })

  test('gets a new one, after all that came before, when that is over', async () => {
    await parked('review')
    const { heal, started, stopped } = healing(executionsWhere({ [orderId]: 'over', [`${orderId}.2`]: 'over' }))
    expect(await heal()).toBe('started')
    expect(started).toMatchObject([{ orderId, name: `${orderId}.3` }])
    expect(stopped).toEqual([])
  })

  test('gets a new one in the place of one that waits with a token which nobody holds', async () => {
    await parked('review', `${orderId}.2`)
    await approved()
    const { heal, started, stopped } = healing(executionsWhere({ [orderId]: 'over', [`${orderId}.2`]: 'running' }))
    expect(await heal()).toBe('started')
    expect(stopped).toEqual([`${orderId}.2`])
    expect(started).toMatchObject([{ orderId, name: `${orderId}.3` }])
  })
})

describe('an order that has not', () => {
  test('is left alone while its execution waits at its gate', async () => {
    await parked('review')
    const { heal, started, stopped } = healing(executionsWhere({ [orderId]: 'running' }))
    expect(await heal()).toBe('nothing to heal')
    expect([...started, ...stopped]).toEqual([])
  })

  test('is left alone when it is finished, whatever became of its workflow', async () => {
    await api.staff('agent').post(`/v1/orders/${orderId}/rejection`, { reason: 'duplicate' })
    expect(await healing(executionsWhere({ [orderId]: 'over' })).heal()).toBe('nothing to heal')
  })

  test('has an hour in which to come to its gate', () => {
    const token = { gate: 'review', token: 't', execution: 'e', enteredAt: monday }
    const order = anOrderIn('pending_payment')
    const enteredAt = order.enteredAt!
    expect(isLost(order, token, later(enteredAt, { minutes: 59 }))).toBe(false)
    expect(isLost(order, token, later(enteredAt, { minutes: 60 }))).toBe(true)
    expect(isLost(order, null, later(enteredAt, { minutes: 60 }))).toBe(true)
    expect(isLost(order, { ...token, gate: 'finance' }, later(enteredAt, { days: 9 }))).toBe(false)
    expect(isLost(anOrderIn('cancelled'), token, later(monday, { days: 9 }))).toBe(false)
  })
})

describe('the reconciliation', () => {
  test('finds the lost ones among all open orders, and no others', async () => {
    await parked('review')
    const lost = await placed()
    const { started, ...needs } = healing()
    expect(await reconcileWorkflows(needs, anHourLater)).toEqual({ looked: 2, healed: 1 })
    expect(started).toMatchObject([{ orderId: lost }])
  })

  test('finds an order at its gate whose execution died there', async () => {
    await parked('review')
    const { started, ...needs } = healing(executionsWhere({ [orderId]: 'over' }, orderId))
    expect(await reconcileWorkflows(needs, monday)).toEqual({ looked: 1, healed: 1 })
    expect(started).toMatchObject([{ orderId, name: `${orderId}.2` }])
  })

  test('passes over a dead execution that another has taken over from', async () => {
    await parked('review', `${orderId}.2`)
    const standing = executionsWhere({ [orderId]: 'over', [`${orderId}.2`]: 'running' }, orderId)
    expect(await reconcileWorkflows(healing(standing), anHourLater)).toEqual({ looked: 1, healed: 0 })
  })

  test('goes on beyond the first page of a list', async () => {
    for (let n = 0; n < 120; n++) await placed()
    expect(await reconcileWorkflows(healing(), anHourLater)).toEqual({ looked: 121, healed: 121 })
  }, 60_000)

  test('reads every list in which an order waits at a gate', () => {
    const listed = orderStages.flatMap(({ states }) => states)
    for (const state of gates.flatMap(({ states }) => states)) expect(listed).toContain(state)
    expect(orderStages.some(({ states }) => states.some(state => gateOfState(state) === undefined))).toBe(true)
  })
})
