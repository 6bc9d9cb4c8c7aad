import { nextLevel } from '../../shared/domain/escalation'
import { type Recent, withTicket } from '../../shared/domain/mass-pattern'
import { massPattern } from '../../shared/handbook/escalation'
import { later, monday } from '../support/builders'

const ticket = (id: number, minutes: number) => ({ id: `t-${id}`, at: later(monday, { minutes }) })
const having = (...tickets: { id: string; at: string }[]) =>
  tickets.reduce<{ recent: Recent; told: string[] }>(
    ({ recent, told }, each) => {
      const seen = withTicket(recent, each)
      return { recent: seen.recent, told: seen.pattern ? [...told, each.id] : told }
    },
    { recent: { tickets: [] }, told: [] },
  )
const every = (minutes: number, count: number) => Array.from({ length: count }, (_, i) => ticket(i + 1, i * minutes))

describe('a mass pattern (R-ESC-07)', () => {
  test('is ten tickets of a category within an hour, at the tenth', () => {
    expect(having(...every(6, 9)).told).toEqual([])
    expect(having(...every(6, 10)).told).toEqual(['t-10'])
  })

  test('is none when they are further apart, to the minute', () => {
    const last = (minutes: number) => having(...every(6, 9), ticket(10, minutes)).told
    expect(last(60)).toEqual(['t-10'])
    expect(
      having(ticket(0, 0), ...every(6, 9).map(({ id, at }) => ({ id, at: later(at, { minutes: 1 }) }))).told,
    ).toEqual(['t-9'])
    expect(having(...every(7, 30)).told).toEqual([])
  })

  test('is told once while it lasts, and anew an hour later', () => {
    expect(having(...every(1, 60)).told).toEqual(['t-10'])
    expect(having(...every(1, 90)).told).toEqual(['t-10', 't-71'])
  })

  test('counts each ticket once, however often and in which order they come', () => {
    const nine = every(6, 9)
    expect(having(...nine, ...nine, ...nine).told).toEqual([])
    expect(having(...nine.reverse(), ticket(10, 54)).told).toEqual(['t-10'])
    expect(having(...every(6, 10), ticket(10, 54)).told).toEqual(['t-10', 't-10'])
  })

  test('keeps no more than makes it full', () => {
    expect(having(...every(1, 500)).recent.tickets).toHaveLength(massPattern.tickets)
  })
})

test.each([
  ['agent', 'supervisor'],
  ['supervisor', 'operations_manager'],
  ['operations_manager', 'senior_management'],
  ['senior_management', 'senior_management'],
  ['system', 'supervisor'],
] as const)('what is too hard for the %s goes to the %s (R-ESC-01, R-ESC-06)', (role, next) => {
  expect(nextLevel(role)).toBe(next)
})
