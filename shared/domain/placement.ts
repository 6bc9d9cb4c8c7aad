import { markets } from '../handbook/markets'
import type { Language, Market } from './market'
import { type Money, sum } from './money'

/** What a total must be: the lines and the shipping in the currency of the market (R-I18-03). */
export const totalOf = (order: {
  readonly market: Market
  readonly lines: readonly { readonly quantity: number; readonly unitPrice: number }[]
  readonly shipping: number
}): Money => ({ amount: sum(order.lines, order.shipping), currency: markets[order.market].currency })

/** The market of an order and the language in which the house writes to its customer. */
export const localeOf = (order: { readonly market: Market; readonly language?: Language | undefined }) => ({
  market: order.market,
  language: order.language ?? markets[order.market].staffLanguage,
})
