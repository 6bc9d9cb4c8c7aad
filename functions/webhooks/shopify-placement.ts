import * as z from 'zod'
import { languageOfLocale } from '../../shared/domain/language'
import type { SenderSettings } from '../../shared/domain/sender'
import { linesWorth, reducedBy } from '../../shared/domain/shop-prices'
import { type Placement, placementWith } from '../../shared/entry/placement'
import { code, phone } from '../../shared/entry/shapes'
import { markets } from '../../shared/handbook/markets'
import { paidAtTheDoor, paidStatuses } from '../../shared/handbook/shopify'
import { accountAt } from './inbound'
import type { Priced, ShopifyOrder } from './shopify-order'

/** Why an order of a shop cannot become one of ours: people look at it, and Shopify need not send it again. */
export type Unplaceable =
  | 'already_cancelled'
  | 'another_currency'
  | 'no_address'
  | 'no_contact'
  | 'no_lines'
  | 'does_not_fit'

type Settings = { readonly id: string } & Pick<SenderSettings, 'market'>

/** Many shops do not ask for a phone: the order is taken, and the review finds that it is missing (R-ORD-06). */
const shopPlacement = placementWith(phone.or(z.literal('')))

/** Shopify's order in our form (R-ORD-02, R-INT-01). */
export function placementOf(order: ShopifyOrder, shop: Settings): Placement | Unplaceable {
  const { market } = shop
  const { currency } = markets[market]
  if (order.cancelled_at) return 'already_cancelled'
  if (order.currency !== currency) return 'another_currency'
  const delivery = deliveryOf(order)
  if (!delivery) return 'no_address'
  const customer = contactOf(order, delivery, shop)
  if (!customer) return 'no_contact'
  const goods = goodsOf(order)
  if (!goods) return 'no_lines'
  const total = { amount: order.total_price, currency }
  const paymentMethod = paymentOf(order)
  const language = languageOfLocale(order.customer_locale ?? 'zh')
  const checked = shopPlacement.safeParse({ market, language, customer, delivery, paymentMethod, ...goods, total })
  return checked.success ? checked.data : 'does_not_fit'
}

function paymentOf({ financial_status, payment_gateway_names }: ShopifyOrder): Placement['paymentMethod'] {
  if (paidStatuses.includes(financial_status ?? '')) return 'prepaid'
  return payment_gateway_names?.some(name => paidAtTheDoor.test(name)) ? 'cash_on_delivery' : 'transfer'
}

const fullName = (
  of: { first_name?: string | null | undefined; last_name?: string | null | undefined } | null = null,
) =>
  [of?.first_name, of?.last_name]
    .map(part => part?.trim())
    .filter(Boolean)
    .join(' ')

/** The first of several numbers that is one. */
const phoneIn = (...given: readonly (string | null | undefined)[]): string | undefined =>
  given
    .map(each =>
      (each ?? '')
        .replace(/(?:ext|x|#).*$/i, '')
        .replace(/[^\d+ ()-]+/g, ' ')
        .trim(),
    )
    .find(each => phone.safeParse(each).success)

function deliveryOf({ shipping_address: to, customer, phone }: ShopifyOrder): Placement['delivery'] | undefined {
  if (!to) return undefined
  const { company, address1, address2, city, province, zip, country } = to
  const parts = [company, address1, address2, city, province, zip, country].map(part => part?.trim()).filter(Boolean)
  const consignee = to.name?.trim() || fullName(to) || fullName(customer ?? undefined)
  if (!address1?.trim() || !consignee) return undefined
  return { consignee, address: parts.join(', '), phone: phoneIn(to.phone, phone, customer?.phone) ?? '' }
}

function contactOf(order: ShopifyOrder, delivery: Placement['delivery'], { id: sender }: Settings) {
  const { customer } = order
  const email = [order.email, order.contact_email, customer?.email].find(each => z.email().safeParse(each).success)
  const phone = phoneIn(order.phone, customer?.phone, delivery.phone)
  if (!customer?.id && !email && !phone) return undefined
  return {
    name: fullName(customer ?? undefined) || delivery.consignee,
    ...(customer?.id && { accountId: accountAt(sender, customer.id) }),
    ...(email && { email }),
    ...(phone && { phone }),
  }
}

const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0)

/** What the buyer pays for so many of it: less what was taken off, with the taxes that come on top. */
function worth({ price, discount_allocations, tax_lines }: Priced, quantity: number, taxesIncluded: boolean): number {
  const off = sumOf((discount_allocations ?? []).map(({ amount }) => amount))
  const taxes = taxesIncluded ? 0 : sumOf((tax_lines ?? []).map(tax => tax.price))
  return Math.max(0, price * quantity - off) + taxes
}

/** Lines and shipping that come to the total exactly (guard adds_up): prices are those after discount and with tax. What the
 *  lines do not explain, such as a tip or a rounding, is a line of its own; what was taken off the whole is taken off each. */
function goodsOf(order: ShopifyOrder): Pick<Placement, 'lines' | 'shipping'> | undefined {
  const taxesIncluded = order.taxes_included === true
  const items = order.line_items.filter(({ quantity }) => quantity > 0)
  if (items.length === 0) return undefined
  const shipping = sumOf((order.shipping_lines ?? []).map(line => worth(line, 1, taxesIncluded)))
  const amounts = items.map(item => worth(item, item.quantity, taxesIncluded))
  const unexplained = order.total_price - shipping - sumOf(amounts)
  const [first = 0, ...paid] = reducedBy(Math.max(0, -unexplained), [shipping, ...amounts])
  const lines = items.flatMap((item, index) => linesWorth(productOf(item), item.quantity, paid[index] ?? 0))
  const rest = unexplained > 0 ? linesWorth('other-charges', 1, unexplained) : []
  return { lines: [...lines, ...rest], shipping: first }
}

function productOf({ sku, variant_id, product_id, id }: ShopifyOrder['line_items'][number]): string {
  const names = [sku, variant_id && `variant-${variant_id}`, product_id && `product-${product_id}`]
  return names.find(name => code().safeParse(name).success) ?? `item-${id}`
}
