import { type Counters, startWorld, type World } from '../../infra/local/world'
import { costs } from '../../infra/replay/report'
import { bodies, type Kind, paths } from './bodies'
import { figure, type Goal, type Row } from './figures'
import { wholeWay } from './pipeline'

type Act = readonly [path: string, as: string, body: object]

const acts: Readonly<Record<Kind, (n: number) => readonly Act[]>> = {
  order: wholeWay,
  ticket: () => [
    ['take', 'agent', {}],
    ['replies', 'agent', { text: '您好，我们正在为您查询物流。' }],
    ['resolution', 'agent', { text: '包裹已派送，预计今天送达。' }],
  ],
}

const goals: Readonly<Record<string, Goal>> = {
  'order stateTransitions': { of: 'value', is: '<=', limit: 6 },
  order: { of: 'value', is: '<=', limit: 190 },
  ticket: { of: 'value', is: '<=', limit: 60 },
}

const units: Readonly<Partial<Record<keyof Counters, string>>> = {
  httpRequests: 'HTTP requests',
  readUnits: 'DynamoDB read units',
  writeUnits: 'DynamoDB write units',
  sqsRequests: 'SQS requests',
  stateTransitions: 'state transitions',
  invocations: 'invocations',
  mails: 'mails',
}

/** Whole lives in virtual time, one after the other: how many a second, and what each takes of every service. */
export async function lifeRows(assembly: string, quick: boolean, say: (line: string) => void): Promise<Row[]> {
  const count = quick ? 5 : 40
  const world = await startWorld({ assembly, at: '2026-03-09T01:00:00Z', seed: 'bench' })
  const rows: Row[] = []
  try {
    for (const kind of ['order', 'ticket'] as const) {
      await live(world, kind, 0)
      say(`${count} ${kind}s from beginning to end`)
      const before = world.counters()
      const started = performance.now()
      for (let n = 1; n <= count; n++) await live(world, kind, n)
      const seconds = (performance.now() - started) / 1000
      const name =
        kind === 'order' ? 'orders placed to delivered, in virtual time' : 'tickets opened to resolved, in virtual time'
      rows.push(figure(name, count / seconds, `${kind}s/s`))
      const after = world.counters()
      const used = Object.fromEntries(
        Object.keys(after).map(name => [
          name,
          (after[name as keyof Counters] - before[name as keyof Counters]) / count,
        ]),
      ) as unknown as Counters
      for (const [counter, unit] of Object.entries(units) as [keyof Counters, string][])
        rows.push(figure(`per ${kind}: ${unit}`, used[counter], unit, goals[`${kind} ${counter}`]))
      const events = 1 + acts[kind](0).length
      rows.push(figure(`per ${kind}: write units an act`, used.writeUnits / events, 'write units'))
      const { SES, ...withoutMail } = costs(used)
      const millionths = Object.values(withoutMail).reduce((sum, part) => sum + part, 0) * 1e6
      rows.push(
        figure(`per ${kind}: cost at list prices, without mail`, millionths, 'millionths of a USD', goals[kind]),
      )
    }
    if (world.deadLetters().length > 0) throw new Error('there are dead letters: these were no whole lives')
  } finally {
    await world.stop()
  }
  return rows
}

async function live(world: World, kind: Kind, n: number) {
  // SES takes so many mails a second: at one instant only the first lives would be told of.
  await world.advance('PT1M')
  const customer = kind === 'order' ? n : 10_000 + n
  const made = { as: 'storefront', idempotencyKey: `bench-${kind}-${n}`, body: bodies[kind](customer) }
  const { id } = await world.post(paths[kind], made)
  for (const [path, as, body] of acts[kind](n)) await world.post(`${paths[kind]}/${id}/${path}`, { as, body })
}
