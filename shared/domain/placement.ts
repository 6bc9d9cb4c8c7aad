import { markets } from '../handbook/markets'
import type { Language, Market } from './market'
import { type Money, sum } from './money'
import type { OrderFacts, OrderLine } from './order'

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

/** What an order keeps of its placement, beside what the customer's room keeps. */
export const factsOf = (order: {
  readonly placedVia: OrderFacts['placedVia']
  readonly paymentMethod: OrderFacts['paymentMethod']
  readonly lines: readonly (OrderLine & { readonly inStock?: boolean | undefined })[]
  readonly shipping: number
  readonly total: Money
  readonly beautyConsultantId?: string | undefined
  readonly readBack?: object | undefined
  readonly ticketId?: string | undefined
}): Omit<OrderFacts, 'deliveryContentId'> => {
  const { placedVia, paymentMethod, shipping, total, beautyConsultantId, ticketId } = order
  const outOfStock = order.lines.filter(({ inStock }) => inStock === false).map(({ productNumber }) => productNumber)
  return {
    ...{ placedVia, paymentMethod, shipping, total, contactAttempts: 0 },
    lines: order.lines.map(({ inStock, ...line }) => line),
    ...(outOfStock.length > 0 && { outOfStock }),
    ...(beautyConsultantId !== undefined && { beautyConsultantId }),
    ...(order.readBack && { readBack: true as const }),
    ...(ticketId !== undefined && { ticketId }),
  }
}
