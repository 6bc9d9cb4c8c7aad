import type { Interval } from '../domain/calendar'
import type { SameDay, Span } from '../domain/deadlines'
import type { Market, MarketSettings } from '../domain/market'
import { brazilDays } from './brazil-days'
import { chinaDays } from './china-days'

const nineToFive: readonly Interval[] = [['09:00', '17:00']]
const off: readonly Interval[] = []

/** Monday to Friday 09:00–17:00 (requirements §0). */
const officeHours = [nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, off, off]

/** 当日交仓: the two numbers of the text are swapped there; the two settings that change when the owner reads it otherwise (C-01). */
const handover: SameDay = { cutOff: '15:30', by: '17:00' }

/** 自动确认收货 (†): the handbook gives no number. */
const autoReceipt: Span = { days: 10 }

/** 地区: zone, currency, working time, holidays (R-I18-03, G-01). */
export const markets: Readonly<Record<Market, MarketSettings>> = {
  CN: {
    zh: '中国大陆',
    zone: 'Asia/Shanghai',
    currency: 'CNY',
    staffLanguage: 'zh-Hans',
    hours: officeHours,
    years: chinaDays,
    handover,
    autoReceipt,
    requirement: 'R-I18-03, G-01, C-01',
  },
  BR: {
    zh: '巴西',
    zone: 'America/Sao_Paulo',
    currency: 'BRL',
    staffLanguage: 'en',
    hours: officeHours,
    years: brazilDays,
    handover,
    autoReceipt,
    requirement: 'R-I18-03, C-01',
  },
}
