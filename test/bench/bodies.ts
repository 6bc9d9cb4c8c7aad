/** What the storefront sends: each time another customer, whose file is opened by the same transaction. */
export const bodies = {
  order: (n: number) => ({
    customer: customer(n),
    delivery: { consignee: '示例顾客', phone: `+86 138 ${digits(n)}`, address: '上海市徐汇区示例路 8 号 301 室' },
    paymentMethod: 'transfer',
    lines: [
      { productNumber: 'P-1001', quantity: 2, unitPrice: 12_900 },
      { productNumber: 'P-1002', quantity: 1, unitPrice: 4_900 },
    ],
    shipping: 1_200,
    total: { amount: 31_900, currency: 'CNY' },
  }),
  ticket: (n: number) => ({
    channel: 'website',
    customer: customer(n),
    description: '我的订单还没有收到，物流三天没有更新了，请帮忙查一下。',
  }),
} as const

export type Kind = keyof typeof bodies

export const paths = { order: '/v1/orders', ticket: '/v1/tickets' } as const satisfies Record<Kind, string>

const digits = (n: number) => String(n).padStart(8, '0')
const customer = (n: number) => ({ accountId: `shop-${digits(n)}`, email: `c${digits(n)}@example.com` })
