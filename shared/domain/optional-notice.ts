import { markets } from '../handbook/markets'
import type { Instant } from './case'
import type { CustomerFile } from './customer'
import type { Market } from './market'
import type { NoticeRule } from './notice'
import { tellAt } from './quiet-hours'
import { localDate } from './zone'

/** What its recipient need not know, and can have no more of by one click (RFC 8058). */
export type OptionalKind = 'survey' | 'greeting' | 'promotion'

/** How it was is asked of whom we have served, until they say no; greetings and offers need a yes first (R-PRV-09). */
export function isWanted(kind: OptionalKind, file: Pick<CustomerFile, 'fields'> | null): boolean {
  const consent = file?.fields.marketingConsent?.value
  return kind === 'survey' ? consent !== 'withdrawn' : consent === 'given'
}

const hour = 3_600_000

/** The first instant of another day at which customers may be told. */
export function nextDayAt(rule: Pick<NoticeRule, 'courtesy' | 'optional'>, market: Market, at: Instant): Instant {
  const { zone } = markets[market]
  const now = Date.parse(at)
  const hours = Array.from({ length: 26 }, (_, i) => now + (i + 1) * hour)
  const tomorrow = hours.find(each => localDate(zone, each) !== localDate(zone, now)) ?? now
  return tellAt(rule, market, new Date(tomorrow).toISOString())
}
