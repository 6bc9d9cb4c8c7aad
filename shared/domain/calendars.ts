import { markets } from '../handbook/markets'
import { type Calendar, checkCalendar } from './calendar'
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

/** A calendar with the spans that a market sets for itself. */
export interface MarketCalendar extends Calendar, Pick<MarketSettings, 'handover' | 'autoReceipt'> {}

/** The covered years are those that the data name (design, Calendar). */
const calendarFrom = ({ zone, hours, years, handover, autoReceipt }: MarketSettings): MarketCalendar => {
  const named = Object.keys(years).sort()
  const days = Object.entries(years).flatMap(([year, { off, work }]) => [
    ...daysOf(year, off, 'off'),
    ...(work ? daysOf(year, work, 'work') : []),
  ])
  const calendar = {
    ...{ zone, hours, handover, autoReceipt },
    days: Object.fromEntries(days),
    coveredFrom: `${named[0]}-01-01`,
    coveredTo: `${named.at(-1)}-12-31`,
  }
  checkCalendar(calendar)
  return calendar
}

const calendars: Partial<Record<Market, MarketCalendar>> = {}

/** The working calendar of a market; read from the handbook once. */
export const calendarOf = (market: Market): MarketCalendar => {
  const calendar = calendars[market] ?? calendarFrom(markets[market])
  calendars[market] = calendar
  return calendar
}
