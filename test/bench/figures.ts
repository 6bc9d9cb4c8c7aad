/** One figure. A ratio compares with a floor that was measured in the same run, so that it holds on any machine. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly floor: number | null
  readonly ratio: number | null
  /** As `ratio >= 0.3` or `value <= 900`. */
  readonly goal: string | null
  readonly met: boolean | null
}

export interface Goal {
  readonly of: 'ratio' | 'value'
  readonly is: '>=' | '<='
  readonly limit: number
}

/** A figure without a floor. */
export function figure(name: string, value: number, unit: string, goal?: Goal): Row {
  return rowOf({ name, value: rounded(value), unit, floor: null, ratio: null }, goal)
}

/** A figure beside its floor: medians of each, and the median of the ratios of the pairs, since the machine's load drifts. */
export function compared(name: string, pairs: readonly Pair[], unit: string, goal?: Goal): Row {
  const value = rounded(median(pairs.map(pair => pair.product)))
  const floor = rounded(median(pairs.map(pair => pair.floor)))
  const ratio = rounded(median(pairs.map(pair => pair.product / pair.floor)))
  return rowOf({ name, value, unit, floor, ratio }, goal)
}

export interface Pair {
  readonly product: number
  readonly floor: number
}

/** Product and floor in turn: A B A B. */
export async function inTurn(count: number, product: () => Promise<number>, floor: () => Promise<number>) {
  const pairs: Pair[] = []
  for (let pair = 0; pair < count; pair++) pairs.push({ product: await product(), floor: await floor() })
  return pairs
}

function rowOf(measured: Omit<Row, 'goal' | 'met'>, goal: Goal | undefined): Row {
  if (!goal) return { ...measured, goal: null, met: null }
  const { of, is, limit } = goal
  const reached = measured[of] ?? Number.NaN
  return { ...measured, goal: `${of} ${is} ${limit}`, met: is === '>=' ? reached >= limit : reached <= limit }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}

/** Three digits tell all that a measurement here can. */
const rounded = (value: number) => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)))

/** For people; `--json` is for programs. */
export function tableOf(rows: readonly Row[]): string {
  const text = (value: unknown) => (value === null ? '' : String(value))
  const met = { true: 'yes', false: 'NO', null: '' }
  const lines = [
    ['name', 'value', 'unit', 'floor', 'ratio', 'goal', 'met'],
    ...rows.map(row => [
      row.name,
      ...[row.value, row.unit, row.floor, row.ratio, row.goal].map(text),
      met[`${row.met}`],
    ]),
  ]
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map(line => line[column]!.length)))
  return lines
    .map(line =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
