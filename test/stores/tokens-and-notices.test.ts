import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { NoticeRecord } from '../../shared/stores/ports'
import { later, monday } from '../support/builders'
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

describe("an order's task token", () => {
  const at = (gate: string, minutes: number) => ({
    ...{ gate, token: `of ${gate}`, execution: 'o-1.2', enteredAt: later(monday, { minutes }) },
  })

  test('is that of the gate it entered last, in whatever order the gates report', async () => {
    await house.tokens.keep('o-1', at('finance', 5))
    await house.tokens.keep('o-1', at('review', 0))
    expect((await house.tokens.parked('o-1')).token).toEqual(at('finance', 5))
    await house.tokens.keep('o-1', at('warehouse', 9))
    expect((await house.tokens.parked('o-1')).token).toEqual(at('warehouse', 9))
  })

  test('is found among those of many orders', async () => {
    await house.tokens.keep('o-1', at('finance', 5))
    await house.tokens.keep('o-3', at('review', 0))
    expect(await house.tokens.ofOrders(['o-1', 'o-2', 'o-3'])).toEqual(
      new Map([
        ['o-1', at('finance', 5)],
        ['o-3', at('review', 0)],
      ]),
    )
  })

  test('that an older version kept belongs to the execution which bears the order’s id', async () => {
    const { execution, ...older } = at('finance', 5)
    const put = new PutCommand({ TableName: house.tables.customers, Item: { PK: 'GATE#o-1', SK: 'TOKEN', ...older } })
    await engine.documents.send(put)
    expect((await house.tokens.parked('o-1')).token).toEqual({ ...older, execution: 'o-1' })
  })

  test('is never in the table that has a stream', async () => {
    await house.tokens.keep('o-1', at('finance', 5))
    expect(JSON.stringify(await engine.items(house.tables.cases))).not.toContain('of finance')
    expect(await house.tokens.parked('o-2')).toEqual({ token: null, head: null })
  })
})

describe('the record of a notice', () => {
  const claim: NoticeRecord = {
    ...{ caseId: 'o-1', seq: 2, notice: 'N-10', state: 'claimed', claimedBy: 'm/1', claimedAt: monday, attempts: 1 },
  }

  test('is claimed by one', async () => {
    const claims = await Promise.all([1, 2].map(n => house.notices.put({ ...claim, claimedBy: `m${n}/1` }, null)))
    expect(claims.filter(met => met === null)).toHaveLength(1)
    expect(claims.find(met => met !== null)).toMatchObject({ state: 'claimed', claimedBy: claims[0] ? 'm2/1' : 'm1/1' })
  })

  test('is confirmed only by who claimed it', async () => {
    await house.notices.put(claim, null)
    expect(await house.notices.put({ ...claim, state: 'sent' }, { ...claim, claimedBy: 'other/1' })).toEqual(claim)
    expect(await house.notices.put({ ...claim, state: 'sent', messageId: 'ses-1' }, claim)).toBeNull()
    expect(await house.notices.find([claim])).toEqual([{ ...claim, state: 'sent', messageId: 'ses-1' }])
  })

  test('is found among many in one reading, though it be asked for twice', async () => {
    await house.notices.put(claim, null)
    expect(await house.notices.find([claim, { ...claim, seq: 3 }, claim])).toEqual([claim])
    expect(await house.notices.find([])).toEqual([])
  })
})
