import { type Counters, type RequestOptions, startWorld, type World } from '../../infra/local/world'
import { costs } from '../../infra/replay/report'
import { bodies, type Kind, paths } from './bodies'
import { figure, type Goal, type Row } from './figures'
import { wholeWay } from './pipeline'

/** A life from its opening on. */
interface Life {
  readonly kind: Kind
  readonly name: string
  /** What must stand before the first: not counted. */
  readonly prepare?: (world: World) => Promise<unknown>
  readonly live: (world: World, id: string, customerId: string, n: number) => Promise<unknown>
  /** What people do, or the events that its history then has. */
  readonly acts: number | { readonly events: number }
  readonly goals: Readonly<Record<string, Goal>>
}

type Act = readonly [path: string, as: string, body: object, more?: RequestOptions]

const inTurn = async (world: World, kind: Kind, id: string, acts: readonly Act[]) => {
  for (const [path, as, body, more] of acts) await world.post(`${paths[kind]}/${id}/${path}`, { as, body, ...more })
}

const reply = { text: '您好，我们正在为您查询物流。' }
const result = { text: '包裹已派送，预计今天送达。' }
const agent = { subject: 'agent-1' }
const costs60 = { cost: { of: 'value', is: '<=', limit: 60 } } as const

const lives: readonly Life[] = [
  {
    ...{ kind: 'order', name: 'order', acts: 7 },
    live: (world, id, _, n) => inTurn(world, 'order', id, wholeWay(n)),
    goals: {
      stateTransitions: { of: 'value', is: '<=', limit: 6 },
      unitsAnAct: { of: 'value', is: '<=', limit: 9 },
      cost: { of: 'value', is: '<=', limit: 190 },
    },
  },
  {
    ...{ kind: 'ticket', name: 'ticket', acts: 4, goals: costs60 },
    live: (world, id) =>
      inTurn(world, 'ticket', id, [
        ['take', 'agent', {}],
        ['replies', 'agent', reply],
        ['resolution', 'agent', result],
      ]),
  },
  {
    ...{ kind: 'ticket', name: 'ticket of ten events', acts: { events: 10 }, goals: costs60 },
    prepare: async world => {
      const body = { languages: ['zh', 'en'], capacity: 50 }
      await world.post('/v1/teams/logistics/agents/agent-1', { as: 'supervisor', body })
      await world.post('/v1/me/presence', { as: 'agent', ...agent, body: { presence: 'available' } })
    },
    /** Received, classified, assigned; then: */
    live: (world, id, customer) =>
      inTurn(world, 'ticket', id, [
        ['replies', 'agent', reply, agent],
        ['messages', 'storefront', { text: '还是没有更新，请再看一下。' }, { customer }],
        ['replies', 'agent', reply, agent],
        ['resolution', 'agent', result, agent],
        ['verification', 'supervisor', { result: 'passed', text: '已核对物流轨迹。' }],
        ['confirmation', 'storefront', { solved: 'yes', rating: 5 }, { customer }],
      ]),
  },
]

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
  let cases = 0
  const measured = async (times: number, work: () => Promise<unknown>) => {
    const before = world.counters()
    const started = performance.now()
    for (let n = 0; n < times; n++) await work()
    const seconds = (performance.now() - started) / 1000
    const after = world.counters()
    const used = Object.fromEntries(
      Object.entries(after).map(([name, value]) => [name, (value - before[name as keyof Counters]) / times]),
    ) as unknown as Counters
    return { used, seconds }
  }
  try {
    for (const { kind, name, prepare, live, acts, goals } of lives) {
      await prepare?.(world)
      const whole = async () => {
        const n = ++cases
        // SES takes so many mails a second: at one instant only the first lives would be told of.
        await world.advance('PT1M')
        const { id, customerId } = await opened(world, kind, n)
        await live(world, id, customerId, n)
        return id
      }
      const first = await whole()
      if (typeof acts === 'object') await hasEvents(world, first, acts.events)
      say(`${count} lives: ${name}`)
      const { used, seconds } = await measured(count, whole)
      rows.push(figure(`lives in virtual time: ${name}`, count / seconds, `${kind}s/s`))
      for (const [counter, unit] of Object.entries(units) as [keyof Counters, string][])
        rows.push(figure(`per ${name}: ${unit}`, used[counter], unit, goals[counter]))
      rows.push(
        figure(
          `per ${name}: write units an act`,
          used.writeUnits / (typeof acts === 'object' ? acts.events : acts),
          'write units',
          goals.unitsAnAct,
        ),
        figure(`per ${name}: cost at list prices, without mail`, millionthsOf(used), 'millionths of a USD', goals.cost),
      )
    }
    for (const [whose, customer] of [
      ['a new customer', () => ++cases],
      ['a known customer', () => 1],
    ] as const) {
      say(`tickets of ${whose}, before anything follows`)
      const used: Counters[] = []
      for (let n = 0; n < count; n++) {
        const intake = await measured(1, () =>
          opened(world, 'ticket', ++cases, { customer: customer(), settle: false }),
        )
        used.push(intake.used)
        await world.advance('PT1M')
      }
      const millionths = used.reduce((sum, one) => sum + millionthsOf(one), 0) / count
      const limit = { of: 'value', is: '<=', limit: 8.3 } as const
      rows.push(figure(`intake alone, of ${whose}: cost at list prices`, millionths, 'millionths of a USD', limit))
    }
    if (world.deadLetters().length > 0) throw new Error('there are dead letters: these were no whole lives')
  } finally {
    await world.stop()
  }
  return rows
}

async function hasEvents(world: World, id: string, events: number) {
  const { history } = await world.get(`/v1/tickets/${id}`, { as: 'supervisor' })
  if (history.length !== events) throw new Error(`this history has ${history.length} events in place of ${events}`)
}

const millionthsOf = (used: Counters) => {
  const { SES, ...withoutMail } = costs(used)
  return Object.values(withoutMail).reduce((sum, part) => sum + part, 0) * 1e6
}

const opened = (
  world: World,
  kind: Kind,
  n: number,
  { customer = n, settle = true }: { readonly customer?: number; readonly settle?: boolean } = {},
): Promise<{ readonly id: string; readonly customerId: string }> =>
  world.post(paths[kind], {
    ...{ as: 'storefront', idempotencyKey: `bench-${kind}-${n}`, body: bodies[kind](customer), settle },
  })
