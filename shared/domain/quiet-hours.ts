import { markets } from '../handbook/markets'
import { tellingHours } from '../handbook/quiet-hours'
import { type Calendar, nextOpening } from './calendar'
import type { Instant } from './case'
import type { Market } from './market'
import type { NoticeRule } from './notice'

const calendars: Partial<Record<Market, Calendar>> = {}

const calendarOf = (market: Market): Calendar => {
  calendars[market] ??= { zone: markets[market].zone, hours: Array(7).fill(tellingHours.hours), days: {} }
  return calendars[market]
}

/** When a notice may go: what is about the recipient's own request at once, a courtesy when it disturbs nobody (G-22). */
export const tellAt = (
  { courtesy, optional }: Pick<NoticeRule, 'courtesy' | 'optional'>,
  market: Market,
  at: Instant,
): Instant => (courtesy || optional ? nextOpening(calendarOf(market), at) : at)
