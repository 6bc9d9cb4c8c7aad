import { type Amounts, added } from '../../shared/domain/kpi'
import type { ClockId } from '../../shared/domain/table'
import { type Kpi, kpis } from '../../shared/handbook/kpis'
import { limits } from '../../shared/handbook/limits'
import type { Counters } from '../local/world'
import prices from '../replay/prices.json'
import { costs } from '../replay/report'
import type { Outcome } from './drive'

/** 指标: the rows that a quarter of tickets says something of. */
const shown: readonly string[] = [
  ...['K-01', 'K-02', 'K-03', 'K-04', 'K-05', 'K-06', 'K-07', 'K-08', 'K-09', 'K-10', 'K-11', 'K-12'],
  ...['K-14', 'K-15', 'K-16', 'K-17', 'K-18', 'K-19', 'K-42'],
]

export interface Indicator {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly numerator: number
  readonly denominator: number
  readonly value?: number
  readonly unit: string
  readonly target?: string
  readonly met?: boolean
}

/** What a run says of the shop: the same for the same seed on any machine. */
export interface Findings {
  readonly agents: number
  readonly tickets: number
  readonly kpis: readonly Indicator[]
  readonly breaches: {
    readonly byClock: Amounts
    readonly byTeam: Amounts
    readonly byHour: readonly number[]
  }
  readonly states: Amounts
  readonly refusals: Amounts
  readonly failures: readonly string[]
  readonly deadLetters: number
}

export interface Report extends Findings {
  readonly perTicket: Record<keyof Counters, number>
  readonly cost: {
    readonly currency: string
    readonly asOf: string
    readonly region: string
    readonly perTicket: number
    readonly withoutMail: number
  }
  readonly wallSeconds: number
}

/** Adds up what the worlds' own figures say. */
export function report(agents: number, outcomes: readonly Outcome[], wallSeconds: number): Report {
  const named = (list: 'byClock' | 'byTeam') =>
    added(outcomes.map(outcome => Object.fromEntries(outcome[list].map(({ key, missed }) => [key, missed as number]))))
  const counters = added(outcomes.map(outcome => ({ ...outcome.counters }))) as unknown as Counters
  const states = sorted(added(outcomes.map(outcome => outcome.states)))
  const tickets = sum(Object.values(states))
  const parts = costs(counters)
  const total = sum(Object.values(parts))
  return {
    ...{ agents, tickets, states },
    kpis: shown.map(id => indicator(id, outcomes)),
    breaches: {
      byClock: withSome(named('byClock')),
      byTeam: withSome(named('byTeam')),
      byHour: outcomes[0]!.breachesByHour.map((_, hour) => sum(outcomes.map(outcome => outcome.breachesByHour[hour]!))),
    },
    refusals: sorted(added(outcomes.map(outcome => outcome.refusals))),
    failures: outcomes.flatMap(outcome => outcome.failures),
    deadLetters: sum(outcomes.map(outcome => outcome.deadLetters)),
    perTicket: Object.fromEntries(
      Object.entries(counters).map(([name, value]) => [name, value / tickets]),
    ) as unknown as Report['perTicket'],
    cost: {
      ...{ currency: prices.currency, asOf: prices.asOf, region: prices.region },
      ...{ perTicket: total / tickets, withoutMail: (total - (parts.SES ?? 0)) / tickets },
    },
    wallSeconds,
  }
}

/** One indicator of several worlds: their parts are added up. A percentile has no parts: the worst of them bounds it. */
function indicator(id: string, outcomes: readonly Outcome[]): Indicator {
  const rows = outcomes.flatMap(outcome => outcome.kpis.find(kpi => kpi.id === id) as Indicator)
  const { zh, en, unit, target } = rows[0]!
  const [numerator, denominator] = [sum(rows.map(row => row.numerator)), sum(rows.map(row => row.denominator))]
  const value = worthOf(kpis[id]!, rows, numerator, denominator)
  return {
    ...{ id, zh, en, numerator, denominator, unit },
    ...(target && { target }),
    ...(value !== undefined && { value, ...(target && { met: holds(value, kpis[id]!.target!) }) }),
  }
}

function worthOf({ formula }: Kpi, rows: readonly Indicator[], numerator: number, denominator: number) {
  if (formula.kind === 'missed') return numerator
  if (denominator === 0) return undefined
  if (formula.kind === 'mean') return numerator / denominator / 3_600
  if (formula.kind !== 'percentile') return numerator / denominator
  const measured = rows.filter(row => row.denominator > 0).map(({ value }) => value ?? Number.POSITIVE_INFINITY)
  return measured.every(Number.isFinite) ? Math.max(...measured) : undefined
}

const holds = (value: number, { is, value: limit }: NonNullable<Kpi['target']>) =>
  is === '>=' ? value >= limit : is === '<=' ? value <= limit : value < limit

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const sorted = (amounts: Amounts) => Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1)))
const withSome = (amounts: Amounts) =>
  sorted(Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== 0)))

const width = 22

/** Runs side by side for a terminal: the first as it is, the second what would be. */
export function table(titles: readonly string[], reports: readonly Report[]): string {
  const lines: string[] = []
  const row = (name: string, cells: readonly string[]) =>
    lines.push(`  ${wide(name, 58)}${cells.map(cell => cell.padStart(width)).join('')}`)
  const block = (title: string, rows: readonly (readonly [string, (report: Report) => string | number])[]) => {
    lines.push('', title)
    for (const [name, cell] of rows)
      row(
        name,
        reports.map(each => String(cell(each))),
      )
  }
  const names = (of: (report: Report) => Amounts) =>
    [...new Set(reports.flatMap(report => Object.keys(of(report))))].sort()
  const amounts = (title: string, of: (report: Report) => Amounts, nameOf = (key: string) => key) => {
    if (names(of).length > 0)
      block(
        title,
        names(of).map(name => [nameOf(name), report => of(report)[name] ?? 0]),
      )
  }
  row('', titles)
  block('Shop', [
    ['agents', ({ agents }) => agents],
    ['tickets', ({ tickets }) => tickets],
  ])
  block(
    'Indicators (GET /v1/kpis); ! misses its target',
    shown.map(id => [titleOf(reports[0]!, id), ({ kpis }) => cellOf(kpis.find(kpi => kpi.id === id)!)]),
  )
  amounts('Broken promises by clock (GET /v1/figures)', ({ breaches }) => breaches.byClock, nameOfClock)
  amounts('by team', ({ breaches }) => breaches.byTeam)
  amounts('by hour of the day (from the tickets)', ({ breaches }) => byHour(breaches.byHour))
  amounts('How tickets ended', ({ states }) => states)
  amounts('Refused by the tables: someone else was quicker', ({ refusals }) => refusals)
  block('Defects', [
    ['failed requests', ({ failures }) => failures.length],
    ['dead letters', ({ deadLetters }) => deadLetters],
  ])
  block('Per ticket', [
    ['requests', ({ perTicket }) => perTicket.httpRequests.toFixed(1)],
    ['write units', ({ perTicket }) => perTicket.writeUnits.toFixed(1)],
    ['read units', ({ perTicket }) => perTicket.readUnits.toFixed(1)],
    ['mails', ({ perTicket }) => perTicket.mails.toFixed(1)],
    [`cost at list prices of ${prices.asOf}, ${prices.currency}`, ({ cost }) => cost.perTicket.toFixed(6)],
    ['without mail', ({ cost }) => cost.withoutMail.toFixed(6)],
  ])
  block('Time', [['wall seconds', ({ wallSeconds }) => wallSeconds.toFixed(1)]])
  for (const failure of reports.flatMap(({ failures }) => failures).slice(0, 20)) lines.push(`  ${failure}`)
  return `${lines.join('\n')}\n`
}

const nameOfClock = (id: string) => `${id} ${limits[id as ClockId]?.zh ?? ''}`

/** A Chinese character is as wide as two others. */
const wide = (text: string, columns: number) =>
  text.padEnd(columns - (text.match(/[\u3000-\u9fff\uff00-\uffef]/g)?.length ?? 0))

const byHour = (counts: readonly number[]) =>
  Object.fromEntries(counts.flatMap((count, hour) => (count ? [[`${String(hour).padStart(2, '0')}:00`, count]] : [])))

function titleOf({ kpis }: Report, id: string): string {
  const { en, target } = kpis.find(kpi => kpi.id === id)!
  return `${id} ${en}${target ? ` (${target})` : ''}`.slice(0, 57)
}

function cellOf({ value, unit, numerator, denominator, met }: Indicator): string {
  const mark = met === false ? '! ' : ''
  if (unit === 'count') return `${mark}${numerator} of ${denominator}`
  if (value === undefined) return denominator === 0 ? `${numerator} of –` : 'beyond'
  return unit === 'hours'
    ? `${mark}${value.toFixed(2)} h`
    : `${mark}${(Math.floor(value * 1000) / 10).toFixed(1)} % of ${denominator}`
}
