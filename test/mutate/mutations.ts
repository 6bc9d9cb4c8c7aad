import { complaintTransitions, ticketTransitions } from '../../shared/domain/desk-tables'
import type { ClockId } from '../../shared/domain/table'
import { gradePolicy } from '../../shared/handbook/grade-policy'
import { limits } from '../../shared/handbook/limits'
import { orderTransitions } from '../../shared/handbook/order-transitions'

/** One way to break one row of the handbook: `row` is what a failing test must cite. */
export interface Mutation {
  readonly row: string
  readonly what: string
  apply(): void
}

// biome-ignore lint/suspicious/noExplicitAny: the data are readonly to everyone but the one who breaks them
type Breakable = any

const tables = [orderTransitions, ticketTransitions, complaintTransitions]

/** Every single-field break of §4.1 to §4.3, of the limits and of the grades, in the order of the tables. */
export function mutations(): readonly Mutation[] {
  return [
    ...tables.flatMap(({ rows }) => rows.flatMap((row, place) => rowBreaks(rows, row, place))),
    ...Object.keys(limits).flatMap(limitBreaks),
    ...Object.keys(gradePolicy).flatMap(gradeBreaks),
  ]
}

const roles = [
  ...['customer', 'agent', 'supervisor', 'team_lead', 'operations_manager', 'senior_management', 'finance'],
  ...['warehouse', 'technical', 'process_optimisation', 'emergency', 'courier', 'system'],
]

function rowBreaks(rows: Breakable, row: Breakable, place: number): readonly Mutation[] {
  const states = [...new Set<string>(rows.flatMap((each: Breakable) => each.from ?? []))]
  const name = `${row.id} (${row.event}, row ${place + 1})`
  const breaking = (what: string, change: (row: Breakable) => void): Mutation => ({
    row: row.id,
    what: `${name}: ${what}`,
    apply: () => change(rows[place]),
  })
  const without = (field: string): Mutation[] =>
    (row[field] ?? []).map((value: string) =>
      breaking(`${field} without ${value}`, it => {
        it[field] = it[field].filter((each: string) => each !== value)
      }),
    )
  const other = states.find(state => state !== row.to && !row.from?.includes(state))
  const stranger = roles.find(
    role => !rows.some((each: Breakable) => each.event === row.event && each.actors.includes(role)),
  )
  return [
    breaking('is missing', it => {
      it.event = 'an event that nobody knows'
    }),
    ...(row.to ? [breaking(`leads to ${other}`, it => Object.assign(it, { to: other }))] : []),
    ...(stranger
      ? [breaking(`is open to ${stranger}`, it => Object.assign(it, { actors: [...it.actors, stranger] }))]
      : []),
    ...['from', 'actors', 'guards', 'sets', 'starts', 'stops', 'resumes', 'notices'].flatMap(without),
  ]
}

function limitBreaks(id: string): readonly Mutation[] {
  const all: Breakable = limits
  const limit = all[id]
  const breaking = (what: string, change: (limit: Breakable) => void): Mutation => ({
    row: id,
    what: `${id}: ${what}`,
    apply: () => change(all[id]),
  })
  const spans = ['limit', 'target', 'absolute', 'longest'].flatMap(field =>
    Object.entries(limit[field] ?? {})
      .filter(([, value]) => typeof value === 'number')
      .flatMap(([unit, value]) =>
        [2, 0.5].map(times =>
          breaking(`${field} of ${Number(value) * times} ${unit}`, it => {
            it[field] = { [unit]: Number(value) * times }
          }),
        ),
      ),
  )
  const fields = [
    'onBreach',
    'unless',
    'countsFrom',
    'supersedes',
    'alarm',
    'warnWorkingDaysBefore',
    'notices',
    'tells',
    'duty',
    'endsWith',
    'once',
    'outlivesClosing',
    'ladder',
  ]
  return [
    ...spans,
    ...fields
      .filter(field => limit[field] !== undefined)
      .map(field => breaking(`without ${field}`, it => Reflect.deleteProperty(it, field))),
    ...(typeof limit.warnAtShare === 'number'
      ? [
          breaking('a warning at half of its time', it => {
            it.warnAtShare = 0.5
          }),
        ]
      : []),
  ]
}

/** A grade that has no clock for a duty, or that of another grade. */
function gradeBreaks(grade: string): readonly Mutation[] {
  const clocks: Breakable = gradePolicy[grade as keyof typeof gradePolicy].clocks
  const others = Object.values(gradePolicy).map(each => each.clocks as Readonly<Record<string, ClockId>>)
  return Object.keys(clocks).flatMap(duty => {
    const other = others.map(each => each[duty]).find(id => id !== undefined && id !== clocks[duty])
    const change = (id?: ClockId) => ({
      row: clocks[duty],
      what: `${grade}: ${duty} by ${id ?? 'no clock'}`,
      apply: () => {
        if (id) clocks[duty] = id
        else delete clocks[duty]
      },
    })
    return [change(), ...(other ? [change(other)] : [])]
  })
}
