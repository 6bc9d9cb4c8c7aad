import * as fc from 'fast-check'
import { workingSecondsBetween } from '../../shared/domain/calendar'
import { calendarOf } from '../../shared/domain/calendars'
import { countedTime } from '../../shared/domain/counted-time'

const china = calendarOf('CN')
const local = (wall: string) => new Date(`${wall.replace(' ', 'T')}+08:00`).toISOString()
const told = (from: string, to: string, pauses: [string, string?][] = [], working = true) =>
  countedTime(china, {
    ...{ from: local(from), to: local(to), working },
    pauses: pauses.map(([begin, end]) => ({ from: local(begin), ...(end && { to: local(end) }) })),
  }).map(({ because, seconds }) => [because, seconds / 3600])

describe('counted time', () => {
  test('of elapsed limits is one piece, day and night', () => {
    expect(told('2026-03-13 10:00', '2026-03-15 10:00', [], false)).toEqual([['elapsed', 48]])
  })

  test('of working limits leaves out nights and weekends', () => {
    expect(told('2026-03-13 15:00', '2026-03-16 10:00')).toEqual([
      ['working_hours', 2],
      ['closed_hours', 7],
      ['weekend', 48],
      ['closed_hours', 9],
      ['working_hours', 1],
    ])
  })

  test('leaves out the Spring Festival, and counts the Saturday that makes up for it', () => {
    const pieces = told('2026-02-13 16:00', '2026-02-24 10:00')
    expect(pieces.filter(([because]) => because === 'make_up_day')).toEqual([['make_up_day', 8]])
    expect(pieces.filter(([because]) => because === 'holiday')).toEqual([['holiday', 9 * 24]])
  })

  test('stands still in a pause, whatever time that was, and in one that goes on', () => {
    expect(
      told('2026-03-09 09:00', '2026-03-10 12:00', [['2026-03-09 11:00', '2026-03-10 10:00'], ['2026-03-10 11:30']]),
    ).toEqual([
      ['working_hours', 2],
      ['paused', 23],
      ['working_hours', 1.5],
      ['paused', 0.5],
    ])
  })

  test('has no gap and no overlap, and counts what the calendar counts', () => {
    const start = Date.parse('2026-01-01T00:00:00Z')
    const instant = fc.integer({ min: 0, max: 60 * 86_400_000 }).map(ms => new Date(start + ms).toISOString())
    fc.assert(
      fc.property(instant, instant, fc.constantFrom('CN', 'BR'), (one, other, market) => {
        const [from, to] = [one, other].sort() as [string, string]
        const calendar = calendarOf(market as 'CN')
        const pieces = countedTime(calendar, { from, to, working: true, pauses: [] })
        expect([pieces[0]?.from ?? from, pieces.at(-1)?.to ?? from]).toEqual([from, to])
        for (const [index, piece] of pieces.slice(1).entries()) expect(piece.from).toBe(pieces[index]?.to)
        const counted = pieces.filter(piece => piece.counted).reduce((sum, { seconds }) => sum + seconds, 0)
        expect(counted).toBeCloseTo(workingSecondsBetween(calendar, from, to), 3)
      }),
    )
  })
})
