import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Input } from '../../infra/local/kernel'
import type { World } from '../../infra/local/world'
import { type ActName, aWorld, type Made, type Shop, shopIn } from '../support/journey'
import { loseMessages, loseTokens, reconciled, stopExecution } from '../support/losses'

let world: World
let shop: Shop
beforeEach(async () => {
  world = await aWorld()
  shop = shopIn(world)
  await world.settle()
})
afterEach(() => world.stop())

/** Sum of a figure that the reconciler has counted. */
function counted(name: string): number {
  const log = readFileSync(join(world.kernel.folder, 'logs/kefu-simulation-workflow-reconciler.jsonl'), 'utf8')
  const lines = log
    .trim()
    .split('\n')
    .flatMap((line): Input[] => (line.startsWith('{') ? [JSON.parse(line)] : []))
  return lines.reduce((sum, line) => sum + Number(line[name] ?? 0), 0)
}

const toTheEnd: readonly ActName[] = ['confirm_payment', 'notify_warehouse', 'pack', 'ship', 'confirm_receipt']
const aDay = 'P1DT1H'

/** The order goes its way through the gates as any other, and is then over. */
async function goesItsWay(order: Made, ...acts: readonly ActName[]) {
  expect(shop.gateOf(order)).toBe(acts.length > toTheEnd.length ? 'Review' : 'Finance')
  await shop.did(order, ...acts)
  expect(shop.gateOf(order)).toBe('SUCCEEDED')
  await reconciled(world, 25)
  expect(counted('WorkflowsHealed')).toBe(1)
  expect(world.deadLetters()).toEqual([])
}

describe('the reconciler', () => {
  test('heals nothing where nothing is lost, at any gate', async () => {
    const ways = [[], ['approve'], ['approve', ...toTheEnd.slice(0, 1)], ['approve', ...toTheEnd.slice(0, 4)]]
    for (const way of [...ways, ['approve', ...toTheEnd], ['reject']])
      await shop.did(await shop.placed(), ...(way as ActName[]))
    for (const hours of [2, 50]) await reconciled(world, hours)
    expect(counted('WorkflowsLookedAt')).toBe(4 * 2)
    expect(counted('WorkflowsHealed')).toBe(0)
  })

  test('releases an order whose release was lost', async () => {
    const order = await shop.placed()
    const found = loseMessages(world, 'workflow-releases')
    await shop.did(order, 'approve')
    found()
    expect(shop.gateOf(order)).toBe('Review')
    await reconciled(world, 2)
    await goesItsWay(order, ...toTheEnd)
  })

  test('starts the workflow of an order whose start was lost', async () => {
    const found = loseMessages(world, 'workflow-starts')
    const order = await shop.placed()
    found()
    expect(shop.gateOf(order)).toBe('none')
    await reconciled(world, 2)
    await goesItsWay(order, 'approve', ...toTheEnd)
  })

  test('starts another for an order whose workflow somebody ended', async () => {
    const order = await shop.placed()
    await shop.did(order, 'approve')
    stopExecution(world, order.id)
    expect(shop.gateOf(order)).toBe('ABORTED')
    await reconciled(world, 2)
    await goesItsWay(order, ...toTheEnd)
  })

  test('starts another for an order whose gate failed beyond its retries', async () => {
    const order = await shop.placed()
    world.faults(name => (name.endsWith('workflow-gate') ? 'throw' : undefined))
    await shop.did(order, 'approve')
    await world.advance('PT2H')
    world.faults(undefined)
    expect(shop.gateOf(order)).toBe('FAILED')
    await reconciled(world, 2)
    await goesItsWay(order, ...toTheEnd)
  })

  test('replaces the workflow of an order whose token is gone, as after a restored table', async () => {
    const order = await shop.placed()
    const found = loseTokens(world)
    await shop.did(order, 'approve')
    found()
    expect(shop.gateOf(order)).toBe('Finance')
    await reconciled(world, 2)
    await goesItsWay(order, ...toTheEnd)
  })

  test('cancels in time an unpaid order whose workflow was lost and found', async () => {
    const order = await shop.placed()
    await shop.did(order, 'approve', 'record_contact_attempt')
    stopExecution(world, order.id)
    await world.advance('P8D')
    expect(await shop.historyOf(order)).toContain('UnpaidOrderCancelled')
  })

  test('comes again when it failed', async () => {
    const found = loseMessages(world, 'workflow-starts')
    const order = await shop.placed()
    found()
    let failures = 2
    world.faults(name => (name.endsWith('workflow-reconciler') && failures-- > 0 ? 'throw' : undefined))
    await world.advance(aDay)
    expect(shop.gateOf(order)).toBe('Review')
  })
})
