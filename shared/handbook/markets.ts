import type { Interval } from '../domain/calendar'
import type { Market, MarketSettings } from '../domain/market'
import { brazilDays } from './brazil-days'
import { chinaDays } from './china-days'

const nineToFive: readonly Interval[] = [['09:00', '17:00']]
const off: readonly Interval[] = []

/** Monday to Friday 09:00–17:00 (requirements §0). */
const officeHours = [nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, off, off]

/** 地区: zone, currency, working time, holidays (R-I18-03, G-01). */
export const markets: Readonly<Record<Market, MarketSettings>> = {
  CN: {
    zh: '中国大陆',
    zone: 'Asia/Shanghai',
    currency: 'CNY',
    staffLanguage: 'zh-Hans',
    hours: officeHours,
    years: chinaDays,
    requirement: 'R-I18-03, G-01',
  },
  BR: {
    zh: '巴西',
    zone: 'America/Sao_Paulo',
    currency: 'BRL',
    staffLanguage: 'en',
    hours: officeHours,
    years: brazilDays,
    requirement: 'R-I18-03',
  },
}
