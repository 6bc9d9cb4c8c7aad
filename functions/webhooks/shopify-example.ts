/** An `orders/create` as far as we read it: two things, one with a discount, taxes in the price, paid by card. */
export const shopifyExample = {
  id: 5208334008572,
  admin_graphql_api_id: 'gid://shopify/Order/5208334008572',
  name: '#1042',
  email: 'customer@example.com',
  customer_locale: 'zh-CN',
  currency: 'CNY',
  financial_status: 'paid',
  payment_gateway_names: ['shopify_payments'],
  taxes_included: true,
  total_price: '266.90',
  cancelled_at: null,
  customer: { id: 7027, email: 'customer@example.com', first_name: '顾客', last_name: '示例' },
  shipping_address: {
    name: '示例顾客',
    phone: '+86 138 0000 0027',
    address1: '示例路 8 号 301 室',
    city: '上海市',
    zip: '200030',
    country: 'China',
  },
  shipping_lines: [{ price: '12.00', discount_allocations: [] }],
  line_items: [
    { id: 1, sku: 'P-1001', quantity: 2, price: '129.00', discount_allocations: [{ amount: '13.10' }] },
    { id: 2, sku: '', variant_id: 44610569208040, quantity: 1, price: '10.00' },
  ],
}
