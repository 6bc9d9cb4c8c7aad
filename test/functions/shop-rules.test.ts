import { classifyTicket } from '../../functions/classification/classify-ticket'
import { type Api, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let house: House
let api: Api
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
})

const path = '/v1/classification/rules'
const rules = [{ id: 'S-1', phrases: ['三天没更新'], topic: 'technical' }]
const body = (of: object[] = rules) => ({ rules: of, reason: '快递系统升级' })
const over = { team: 'logistics' }

async function classified(description = '包裹三天没更新了，到哪了？', minutes = 1) {
  const request = { headers: newKey() }
  const { id, number } = (await api.storefront().post('/v1/tickets', aRequest({ description }), request)).body
  await classifyTicket(house, { message: { caseId: id }, now: later(monday, { minutes }), messageId: 'm', attempt: 1 })
  const known = (await house.cases.get(id))?.facts as { classification: { topic: string; because: string[] } }
  return { id, number, ...known.classification }
}
const supervisor = () => api.staff('supervisor')

describe('a change of the rules', () => {
  test('runs in shadow first, shows which tickets would change, and changes none (R-CLS-32)', async () => {
    const [hit, other] = [await classified(), await classified('快递到哪里了')]
    const { status, body: trial } = await supervisor().post(`${path}/trials`, { rules, over })
    expect([status, trial.tried]).toEqual([200, 2])
    expect(trial.changed).toEqual([
      {
        ...{ ticketId: hit.id, number: hit.number, isNow: 'logistics' },
        was: { topic: 'logistics', grade: 'L1', team: 'logistics' },
        would: { topic: 'technical', grade: 'L4', team: 'process_optimisation' },
      },
    ])
    for (const { id } of [hit, other])
      expect((await house.cases.get(id))?.facts).toMatchObject({ classification: { topic: 'logistics' } })
    expect(await house.rules.current()).toBeNull()
  })

  test('that was never tried is refused', async () => {
    expect(await supervisor().post(path, body())).toMatchObject({ status: 409 })
    await supervisor().post(`${path}/trials`, { rules: [{ ...rules[0], topic: 'order' }], over })
    expect(await supervisor().post(path, body())).toMatchObject({ status: 409 })
    expect((await supervisor().get(path)).body.items).toEqual([])
  })

  test('is in force a minute after its adoption, with its version in each proposal and who changed it on record', async () => {
    expect((await classified()).topic).toBe('logistics')
    await supervisor().post(`${path}/trials`, { rules, over })
    const adopted = await supervisor().post(path, body())
    expect(adopted).toMatchObject({ status: 200, body: { version: 1, by: 'supervisor-1', reason: '快递系统升级' } })
    expect(await supervisor().post(path, body())).toMatchObject({ status: 200, body: { version: 1 } })
    const { topic, because } = await classified(undefined, 3)
    expect([topic, because[0]]).toEqual(['technical', 'shop rules 1, S-1: 三天没更新'])
    await supervisor().post(`${path}/trials`, { rules: [], over })
    const stale = { headers: { 'if-match': '"0"' } }
    expect(await supervisor().post(path, body([]), stale)).toMatchObject({ status: 412 })
    expect(await supervisor().post(path, body([]))).toMatchObject({ status: 200, body: { version: 2, rules: [] } })
    expect((await classified(undefined, 6)).topic).toBe('logistics')
    const { items } = (await api.staff('team_lead').get(path)).body
    expect(items.map(({ version }: { version: number }) => version)).toEqual([2, 1])
  })

  test.each([
    ['that says nothing', { id: 'S-1', phrases: ['x y'] }],
    ['without a phrase', { id: 'S-1', phrases: [], topic: 'order' }],
    ['with a phrase of one letter', { id: 'S-1', phrases: ['好'], topic: 'order' }],
    ['with a star', { id: 'S-1', phrases: ['好**'], topic: 'order' }],
    ['that would lower what is grave', { id: 'S-1', phrases: ['着火'], severity: 'general' }],
    ['with an id of its own kind', { id: 'gravity-1', phrases: ['着火'], topic: 'order' }],
  ])('%s is bad input, and nothing is kept of it', async (_, rule) => {
    expect((await supervisor().post(`${path}/trials`, { rules: [rule], over })).status).toBe(400)
    expect((await supervisor().post(path, body([rule]))).status).toBe(400)
    expect(await house.everything()).toEqual([])
  })

  test('is for supervisors alone', async () => {
    for (const role of ['agent', 'team_lead', 'finance'] as const) {
      expect((await api.staff(role).post(`${path}/trials`, { rules, over })).status).toBe(403)
      expect((await api.staff(role).post(path, body())).status).toBe(403)
    }
  })

  test('of two at the same moment one is in force, and the other is told', async () => {
    const both = [rules, [{ ...rules[0]!, topic: 'order' }]]
    for (const each of both) await supervisor().post(`${path}/trials`, { rules: each, over })
    const statuses = (await Promise.all(both.map(each => supervisor().post(path, body(each))))).map(
      ({ status }) => status,
    )
    const versions = (await supervisor().get(path)).body.items.map(({ version }: { version: number }) => version)
    expect(versions.length).toBe(statuses.filter(status => status === 200).length)
    expect(new Set(versions).size).toBe(versions.length)
  })
})
