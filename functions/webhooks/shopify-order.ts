import * as z from 'zod'
import { minorUnits } from '../../shared/domain/shop-prices'

/** Shopify sends null for what it does not know, and leaves out what is new in its API. */
const text = z.string().nullish()
const id = z.union([z.string(), z.number()]).transform(String)

const decimal = z.union([z.string(), z.number()]).transform((given, context) => {
  const amount = minorUnits(String(given))
  if (amount !== null) return amount
  context.addIssue({ code: 'custom', message: 'an amount with at most two decimals' })
  return z.NEVER
})

/** A price, what was taken off it, and the taxes that come on top unless they are in it. */
const priced = {
  price: decimal,
  discount_allocations: z.array(z.object({ amount: decimal })).nullish(),
  tax_lines: z.array(z.object({ price: decimal })).nullish(),
}

/** Of Shopify's order what we read; the rest of it is let go (shopify.dev/docs/api/admin-rest/latest/resources/order). */
export const shopifyOrder = z.object({
  id,
  admin_graphql_api_id: text,
  name: text,
  email: text,
  contact_email: text,
  phone: text,
  customer_locale: text,
  currency: z.string(),
  financial_status: text,
  payment_gateway_names: z.array(z.string()).nullish(),
  taxes_included: z.boolean().nullish(),
  total_price: decimal,
  cancelled_at: text,
  cancel_reason: text,
  customer: z.object({ id: id.nullish(), email: text, phone: text, first_name: text, last_name: text }).nullish(),
  shipping_address: z
    .object({
      name: text,
      first_name: text,
      last_name: text,
      company: text,
      address1: text,
      address2: text,
      city: text,
      province: text,
      zip: text,
      country: text,
      phone: text,
    })
    .nullish(),
  shipping_lines: z.array(z.object(priced)).nullish(),
  line_items: z.array(
    z.object({
      ...priced,
      id,
      sku: text,
      variant_id: id.nullish(),
      product_id: id.nullish(),
      quantity: z.int().min(0),
    }),
  ),
})

export type ShopifyOrder = z.output<typeof shopifyOrder>
export type Priced = Pick<ShopifyOrder['line_items'][number], keyof typeof priced>

/** Its global id is a text and so exact; the number beside it may be larger than JSON numbers are read. */
export const externalIdOf = ({ admin_graphql_api_id, id }: ShopifyOrder): string =>
  admin_graphql_api_id?.split('/').at(-1) || id
