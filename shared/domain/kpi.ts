import type { Formula, Kpi } from '../handbook/kpis'
import type { FigureItem } from './figures'

export type Amounts = FigureItem['amounts']

/** One row of the table of §6, over some span. */
export interface KpiValue {
  readonly numerator: number
  readonly denominator: number
  /** Absent where nothing was there to be measured, or where it is beyond the last class of a percentile. */
  readonly value?: number
  readonly unit: 'share' | 'hours' | 'count'
  readonly met?: boolean
}

/** Figures of several days or keys as one. */
export function added(all: readonly Amounts[]): Amounts {
  const total: Record<string, number> = {}
  for (const amounts of all)
    for (const [measure, amount] of Object.entries(amounts)) total[measure] = (total[measure] ?? 0) + amount
  return total
}

const units = { share: 'share', 'in time': 'share', mean: 'hours', percentile: 'hours', missed: 'count' } as const

/** A row by its formula; whether its target is met is said only of what was measured. */
export function kpiOf({ formula, target }: Kpi, amounts: Amounts): KpiValue {
  const [numerator, denominator] = partsOf(formula, amounts)
  const value = worth(formula, amounts, numerator, denominator)
  const parts = { numerator, denominator, unit: units[formula.kind] }
  if (value === undefined) return parts
  return { ...parts, ...(Number.isFinite(value) && { value }), ...(target && { met: holds(value, target) }) }
}

function partsOf(formula: Formula, amounts: Amounts): readonly [numerator: number, denominator: number] {
  if (formula.kind === 'missed') {
    const missed = sumOf(amounts, 'missed:')
    return [missed, missed + sumOf(amounts, 'met:')]
  }
  if (formula.kind !== 'in time') return [amounts[formula.of] ?? 0, amounts[formula.per] ?? 0]
  const [met = 0, missed = 0] = ['met', 'missed'].map(outcome =>
    formula.clocks.reduce((sum, clock) => sum + (amounts[`${outcome}:${clock}`] ?? 0), 0),
  )
  return [met, met + missed]
}

/** Of all measures that begin so. */
export const sumOf = (amounts: Amounts, prefix: string): number =>
  Object.entries(amounts).reduce((sum, [measure, amount]) => (measure.startsWith(prefix) ? sum + amount : sum), 0)

function worth(formula: Formula, amounts: Amounts, numerator: number, denominator: number): number | undefined {
  if (formula.kind === 'missed') return numerator
  if (denominator === 0) return undefined
  if (formula.kind === 'mean') return numerator / denominator / 3_600
  return formula.kind === 'percentile' ? percentile(`${formula.classes}:`, amounts, 0.95) : numerator / denominator
}

function percentile(prefix: string, amounts: Amounts, part: number): number {
  const classes = Object.entries(amounts)
    .filter(([measure]) => measure.startsWith(prefix))
    .map(([measure, amount]) => [Number(measure.slice(prefix.length)) || Number.POSITIVE_INFINITY, amount] as const)
    .sort(([a], [b]) => a - b)
  const wanted = classes.reduce((sum, [, amount]) => sum + amount, 0) * part
  let so = 0
  for (const [end, amount] of classes) {
    so += amount
    if (so >= wanted) return end
  }
  return Number.POSITIVE_INFINITY
}

function holds(value: number, { is, value: limit }: NonNullable<Kpi['target']>): boolean {
  if (is === '>=') return value >= limit
  return is === '<=' ? value <= limit : value < limit
}
