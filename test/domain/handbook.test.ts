import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { complaintTransitions, ticketTransitions } from '../../shared/domain/desk-tables'
import type { ClockId, Row } from '../../shared/domain/table'
import { gates } from '../../shared/handbook/gates'
import { limits } from '../../shared/handbook/limits'
import { markets } from '../../shared/handbook/markets'
import { notices } from '../../shared/handbook/notices'
import { orderTransitions } from '../../shared/handbook/order-transitions'
import { permissions } from '../../shared/handbook/permissions'
import { signOffLines } from '../../shared/handbook/sign-offs'

const folder = join(__dirname, '../../shared/handbook')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
const rows: readonly Row[] = [orderTransitions, ticketTransitions, complaintTransitions].flatMap<Row>(
  table => table.rows as readonly Row[],
)

/** The clocks that a row names; a set of the grade's is another test's (grading.test.ts). */
const startedBy = ({ starts = [] }: Row) => starts.filter((name): name is ClockId => name in limits)

describe('the handbook', () => {
  test.each(files)('%s imports types of the domain and other pages of the handbook, nothing that runs', name => {
    const source = readFileSync(join(folder, name), 'utf8')
    const imports = Array.from(source.matchAll(/^import (type )?.* from '(.*)'$/gm), ([, type, from = '']) => ({
      type,
      from,
    }))
    for (const { type, from } of imports) expect(type !== undefined || from.startsWith('./')).toBe(true)
    expect(source).not.toMatch(/=>|function |new |Date|require\(/)
  })

  test('a row of ours has an id of its own, save for alternatives of one event', () => {
    const events = new Map<string, Set<string>>()
    for (const { id, event } of rows) events.set(id, (events.get(id) ?? new Set()).add(event))
    expect([...events].filter(([id, named]) => /[a-z]$/.test(id) && named.size > 1).map(([id]) => id)).toEqual([])
  })

  test('every row of ours says why it is there (†)', () => {
    const ours = rows.filter(row => /[a-z]$/.test(row.id))
    for (const row of ours) expect([row.id, row.because]).toEqual([row.id, expect.stringContaining('†')])
  })

  test('every clock that a row starts is stopped by a row, and every notice it sends is known', () => {
    const stopped = new Set<string | undefined>(rows.flatMap(row => row.stops ?? []))
    const started = rows
      .flatMap(startedBy)
      .filter(id => !limits[id].outlivesClosing)
      .map(id => ({ id, stopped: stopped.has(id) || stopped.has(limits[id].duty) }))
    for (const each of started) expect(each).toEqual({ id: each.id, stopped: true })
    const sent = [
      ...rows.map(row => row.notices),
      ...Object.values(limits).flatMap(limit => Object.values(limit.notices ?? {})),
    ]
    expect([...new Set(sent.flatMap(ids => ids ?? []))].sort()).toEqual(Object.keys(notices).sort())
  })

  test('a clock starts on the kind of case that its limit is for', () => {
    for (const table of [orderTransitions, ticketTransitions]) {
      for (const id of table.rows.flatMap(startedBy)) expect(limits[id].kind).toBe(table.kind)
    }
  })

  test('history names are in the past tense', () => {
    for (const row of rows)
      expect(row.type).toMatch(
        /^[A-Z]\w+(ed|Taken|Kept|Split|Written|Withdrawn|(Taken|Called|Fed)Back)$|PaymentNotArrived/,
      )
  })

  test('every line of the dispatch note is signed by an event of the order table (R-ORD-27)', () => {
    const types = orderTransitions.rows.map(({ type }) => type)
    for (const { type } of signOffLines) expect(types).toContain(type)
  })

  test('what a timeout or a breach sets going is an event of the table that the house may do', () => {
    const events = [
      ...gates.flatMap(gate => [gate.onTimeout, gate.orElse]),
      ...Object.values(limits).map(limit => limit.onBreach),
    ]
    for (const event of events.filter(name => name !== undefined)) {
      expect(rows.some(row => row.event === event && row.actors.includes('system'))).toBe(true)
    }
  })

  test('every rule cites its requirement', () => {
    for (const rule of [
      ...Object.values(limits),
      ...gates,
      ...Object.values(notices),
      ...Object.values(permissions),
      ...Object.values(markets),
    ]) {
      expect(rule.requirement).toMatch(/^([RNOTKFCGS]|SLA)-?\d*/)
    }
  })
})
