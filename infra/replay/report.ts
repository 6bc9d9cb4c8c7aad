import type { Counters } from '../local/world'
import type { ClockOutcome, Outcome } from './drive'
import prices from './prices.json'

export interface Share {
  readonly outcome: Outcome
  readonly counters: Counters
}

export interface Report {
  readonly orders: number
  readonly finalStates: Record<string, number>
  readonly disagreements: number
  /** Of the disagreements: those for which the file gives no reason. */
  readonly unexplained: number
  readonly disagreeing: Outcome['disagreements']
  readonly failures: Outcome['failures']
  /** Rows of the files that made no order, and why. */
  readonly unreadable: readonly string[]
  readonly filledIn: Record<string, number>
  readonly refusals: Record<string, number>
  readonly clocks: Record<string, Omit<ClockOutcome, 'elapsedSeconds'> & { readonly hours: Percentiles }>
  readonly notices: Record<string, number>
  readonly deadLetters: number
  readonly requests: number
  readonly wallSeconds: number
  readonly virtualDays: number
  readonly worlds: number
  readonly perOrder: Record<keyof Counters, number> & { readonly cost: number }
  readonly cost: {
    readonly currency: string
    readonly asOf: string
    readonly region: string
    readonly total: number
    readonly parts: Record<string, number>
  }
}

interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** Adds the worlds' shares up to the table that the replay ends with; money at the list prices of prices.json. */
export function report(
  orders: number,
  shares: readonly Share[],
  wallSeconds: number,
  unreadable: readonly string[] = [],
): Report {
  const outcomes = shares.map(share => share.outcome)
  const disagreeing = outcomes.flatMap(outcome => outcome.disagreements)
  const counters = addUp(shares.map(share => ({ ...share.counters }))) as unknown as Counters
  const parts = costs(counters)
  const total = sum(Object.values(parts))
  return {
    orders,
    finalStates: addUp(outcomes.map(outcome => outcome.finalStates)),
    disagreements: disagreeing.length,
    unexplained: disagreeing.filter(({ because }) => because === undefined).length,
    disagreeing,
    failures: outcomes.flatMap(outcome => outcome.failures),
    unreadable,
    filledIn: addUp(outcomes.map(outcome => outcome.filledIn)),
    refusals: addUp(outcomes.map(outcome => outcome.refusals)),
    clocks: clocksOf(outcomes),
    notices: addUp(outcomes.map(outcome => outcome.notices)),
    deadLetters: sum(outcomes.map(outcome => outcome.deadLetters)),
    requests: counters.httpRequests,
    wallSeconds,
    virtualDays: Math.max(...outcomes.map(outcome => outcome.virtualDays)),
    worlds: shares.length,
    perOrder: {
      ...(mapValues({ ...counters }, value => value / orders) as unknown as Record<keyof Counters, number>),
      cost: total / orders,
    },
    cost: { currency: prices.currency, asOf: prices.asOf, region: prices.region, total, parts },
  }
}

/** What these amounts cost at list prices, by service. */
export function costs(counters: Counters): Record<string, number> {
  return {
    'HTTP API': counters.httpRequests * prices.httpRequest,
    DynamoDB: counters.writeUnits * prices.dynamodbWriteUnit + counters.readUnits * prices.dynamodbReadUnit,
    SQS: counters.sqsRequests * prices.sqsRequest,
    SES: counters.mails * prices.sesMail,
    Lambda: counters.invocations * prices.lambdaRequest + counters.gigabyteSeconds * prices.lambdaGigabyteSecond,
    'Step Functions': counters.stateTransitions * prices.stateTransition,
  }
}

function clocksOf(outcomes: readonly Outcome[]): Report['clocks'] {
  const ids = [...new Set(outcomes.flatMap(outcome => Object.keys(outcome.clocks)))].sort()
  return Object.fromEntries(
    ids.map(id => {
      const tallies = outcomes.flatMap(outcome => outcome.clocks[id] ?? [])
      const {
        met = 0,
        warned = 0,
        breached = 0,
        open = 0,
      } = addUp(tallies.map(({ elapsedSeconds: _, ...counts }) => counts))
      return [id, { met, warned, breached, open, hours: percentiles(tallies.flatMap(tally => tally.elapsedSeconds)) }]
    }),
  )
}

function percentiles(seconds: readonly number[]): Percentiles {
  const sorted = [...seconds].sort((a, b) => a - b)
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) / 36) / 100
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

function addUp(all: readonly Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const one of all) for (const [key, value] of Object.entries(one)) total[key] = (total[key] ?? 0) + value
  return Object.fromEntries(Object.entries(total).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const mapValues = (record: Record<string, number>, map: (value: number) => number) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))

const shownAtMost = 20

const tally = (said: readonly string[]): readonly string[] =>
  Object.entries(addUp(said.map(one => ({ [one]: 1 })))).map(([one, times]) => `${times} × ${one}`)

/** The same figures for a terminal. */
export function table(report: Report): string {
  const lines: string[] = []
  const block = (title: string, rows: readonly (readonly [string, string | number])[]) => {
    lines.push('', title)
    for (const [name, value] of rows) lines.push(`  ${name.padEnd(44)} ${String(value).padStart(14)}`)
  }
  const list = (title: string, said: readonly string[]) => {
    if (said.length === 0) return
    const more = said.length > shownAtMost ? [`  … and ${said.length - shownAtMost} more`] : []
    lines.push('', title, ...said.slice(0, shownAtMost).map(one => `  ${one}`), ...more)
  }
  const round = (value: number, digits = 2) => value.toFixed(digits)
  block('Orders', [
    ['orders', report.orders],
    ...Object.entries(report.finalStates).map(([state, count]) => [`ended ${state}`, count] as const),
    ['rows left out', report.unreadable.length],
    ['disagreements with the file, explained', report.disagreements - report.unexplained],
    ['disagreements with the file, unexplained', report.unexplained],
    ['failed requests', report.failures.length],
    ['dead letters', report.deadLetters],
  ])
  const reasons = report.disagreeing.map(
    ({ because = 'UNEXPLAINED', expected, actual }) => `${expected} → ${actual}: ${because}`,
  )
  list('Disagreements', tally(reasons))
  list(
    'Unexplained',
    report.disagreeing.filter(({ because }) => !because).map(({ reference }) => reference),
  )
  list(
    'Failed requests',
    report.failures.map(({ reference, step, status, problem }) => `${step} of ${reference}: ${status} ${problem}`),
  )
  list('Rows left out', report.unreadable)
  if (Object.keys(report.filledIn).length > 0)
    block('Instants that the file leaves open, taken from its next one', Object.entries(report.filledIn))
  block('Refused by the desk, then done when legal', Object.entries(report.refusals))
  lines.push('', `Clocks${''.padEnd(40)}    met  warned breached   open   p50 h   p95 h   p99 h`)
  for (const [id, { met, warned, breached, open, hours }] of Object.entries(report.clocks))
    lines.push(
      `  ${id.padEnd(42)} ${[met, warned, breached, open, hours.p50, hours.p95, hours.p99].map(value => String(value).padStart(7)).join(' ')}`,
    )
  block('Notices', Object.entries(report.notices))
  block(
    'Per order',
    Object.entries(report.perOrder).map(([name, value]) => [name, round(value, name === 'cost' ? 6 : 2)]),
  )
  block(`Cost at list prices of ${report.cost.asOf}, ${report.cost.region}, ${report.cost.currency}`, [
    ...Object.entries(report.cost.parts).map(([name, value]) => [name, round(value, 4)] as const),
    ['total', round(report.cost.total, 4)],
  ])
  block('Time', [
    ['HTTP requests', report.requests],
    ['virtual days', round(report.virtualDays, 1)],
    ['wall seconds', round(report.wallSeconds, 1)],
    ['worlds side by side', report.worlds],
  ])
  return `${lines.join('\n')}\n`
}
