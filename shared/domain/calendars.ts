import { markets } from '../handbook/markets'
import type { Calendar } from './calendar'
import type { Market, MarketSettings } from './market'

/** '02-15..02-23 04-05' of a year, one entry a date. */
const daysOf = (year: string, runs: string, mark: 'off' | 'work'): [string, 'off' | 'work'][] =>
  runs.split(' ').flatMap(run => {
    const [first = '', last = first] = run.split('..').map(day => `${year}-${day}`)
    const dates: [string, 'off' | 'work'][] = []
    for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) {
      dates.push([new Date(at).toISOString().slice(0, 10), mark])
    }
    return dates
  })

/** The covered years are those that the data name (design, Calendar). */
const calendarFrom = ({ zone, hours, years }: MarketSettings): Calendar => {
  const named = Object.keys(years).sort()
  const days = Object.entries(years).flatMap(([year, { off, work }]) => [
    ...daysOf(year, off, 'off'),
    ...(work ? daysOf(year, work, 'work') : []),
  ])
  return {
    zone,
    hours,
    days: Object.fromEntries(days),
    coveredFrom: `${named[0]}-01-01`,
    coveredTo: `${named.at(-1)}-12-31`,
  }
}

const calendars: Partial<Record<Market, Calendar>> = {}

/** The working calendar of a market; read from the handbook once. */
export const calendarOf = (market: Market): Calendar => {
  const calendar = calendars[market] ?? calendarFrom(markets[market])
  calendars[market] = calendar
  return calendar
}
