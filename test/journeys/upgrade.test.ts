import { appendFileSync, cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Input } from '../../infra/local/kernel'
import { type ActName, aWorld, type Made, shopIn, wholeWay } from '../support/journey'

const service = 'kefu-simulation-service.template.json'

/** The assembly of an earlier version: executions did not say their names yet, and its functions say that they are old. */
function anEarlierAssembly(): string {
  const assembly = join(mkdtempSync(join(tmpdir(), 'kefu-earlier-')), 'assembly')
  cpSync(process.env.KEFU_ASSEMBLY ?? '', assembly, { recursive: true })
  const file = join(assembly, service)
  const template = JSON.parse(readFileSync(file, 'utf8'))
  const resources = Object.values<Input>(template.Resources)
  for (const { Properties } of resources.filter(({ Type }) => Type === 'AWS::StepFunctions::StateMachine'))
    Properties.DefinitionString = Properties.DefinitionString.replace(/"execution":"[^"]*",/g, '')
  writeFileSync(file, JSON.stringify(template))
  const folders = resources.filter(({ Type }) => Type === 'AWS::Lambda::Function').map(({ Metadata }) => Metadata)
  for (const folder of new Set(folders.map(metadata => metadata['aws:asset:path'])))
    appendFileSync(join(assembly, folder, 'handler.js'), '\n;console.log(JSON.stringify({ code: "earlier" }))\n')
  return assembly
}

describe('a house that is deployed anew while orders are under way', () => {
  test('finishes on the new template what began on the old one, at whatever gate it stood', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kefu-upgrade-'))
    const earlier = await aWorld({ folder, assembly: anEarlierAssembly() })
    const before = shopIn(earlier)
    const stops = [0, 1, 2, 3, 4, 5, 6]
    const orders: Made[] = []
    for (const stop of stops) {
      const order = await before.placed()
      await before.did(order, ...wholeWay.slice(0, stop))
      orders.push(order)
    }
    const gates = orders.map(before.gateOf)
    expect(new Set(gates)).toEqual(new Set(['Review', 'Finance', 'Warehouse', 'Delivery']))
    const logOf = (name: string) => readFileSync(join(folder, 'logs', `kefu-simulation-${name}.jsonl`), 'utf8')
    expect(logOf('workflow-gate')).toContain('"code":"earlier"')
    await earlier.kill()

    const now = await aWorld({ folder })
    try {
      const linesBefore = logOf('workflow-gate').split('\n').length
      const asked: Input[] = []
      now.faults((name, event) => {
        if (name.endsWith('workflow-gate')) asked.push(event)
        return undefined
      })
      const after = shopIn(now)
      expect(orders.map(after.gateOf)).toEqual(gates)
      const fresh = await after.placed()
      for (const [index, order] of orders.entries())
        await after.did(order, ...(wholeWay.slice(stops[index]) as ActName[]))
      await after.did(fresh, ...wholeWay)
      expect([...orders, fresh].map(after.gateOf)).toEqual([...orders, fresh].map(() => 'SUCCEEDED'))
      const notices = [...orders, fresh].map(order =>
        after
          .noticesOf(order)
          .map(({ notice }) => notice)
          .sort(),
      )
      for (const each of notices) expect(each).toEqual(notices[0])

      const ofFresh = asked.filter(({ orderId }) => orderId === fresh.id)
      const ofOld = asked.filter(({ orderId }) => orderId !== fresh.id)
      expect(ofOld.length).toBeGreaterThan(5)
      expect(ofOld.filter(event => 'execution' in event)).toEqual([])
      expect(ofFresh.map(({ execution }) => execution)).toEqual(ofFresh.map(() => fresh.id))
      expect(logOf('workflow-gate').split('\n').slice(linesBefore).join()).not.toContain('earlier')
    } finally {
      await now.stop()
    }
  }, 120_000)
})
