import type { Interval } from './calendar'
import type { SameDay, Span } from './deadlines'
import type { Money } from './money'

/** BCP 47, as far as the house writes it. */
export type Language = 'zh-Hans' | 'zh-Hant' | 'en'

/** In which departments work. */
export type StaffLanguage = Exclude<Language, 'zh-Hant'>

/** A region with its own calendar, zone and currency (R-I18-03), ISO 3166-1. */
export type Market = 'CN' | 'BR'

/** A year's days off and make-up workdays 调休, as '02-15..02-23 04-05'. */
export interface YearOfDays {
  readonly off: string
  readonly work?: string
}

/** One row of handbook/markets.ts. */
export interface MarketSettings {
  readonly zh: string
  /** IANA name. */
  readonly zone: string
  readonly currency: Money['currency']
  /** In which the house writes to its own departments. */
  readonly staffLanguage: StaffLanguage
  /** Monday first. */
  readonly hours: readonly (readonly Interval[])[]
  readonly years: Readonly<Record<string, YearOfDays>>
  /** Paid by when, handed to the warehouse by when (SLA-35). */
  readonly handover: SameDay
  /** After the courier delivered, an order that nobody confirms is received. */
  readonly autoReceipt: Span
  readonly requirement: string
}
