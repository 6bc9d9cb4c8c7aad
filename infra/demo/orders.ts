/** The state in which a demo order rests when the visitor comes. */
export type OrderRest =
  | 'pending_review'
  | 'cancelled_at_review'
  | 'refund_pending'
  | 'pending_payment'
  | 'payment_overdue'
  | 'cancelled_unpaid'
  | 'cancelled_by_customer'
  | 'paid'
  | 'ready_to_ship'
  | 'packed'
  | 'shipped'
  | 'in_transit'
  | 'completed'

export interface DemoOrder {
  readonly hoursAgo: number
  readonly customer: number
  readonly paymentMethod: 'prepaid' | 'transfer' | 'cash_on_delivery'
  /** Product number, quantity, unit price in fen. */
  readonly lines: readonly (readonly [string, number, number])[]
  readonly shipping: number
  readonly rest: OrderRest
}

export const demoOrders: readonly DemoOrder[] = [
  {
    hoursAgo: 310,
    customer: 1,
    paymentMethod: 'prepaid',
    lines: [['TEAPOT-01', 1, 39900]],
    shipping: 0,
    rest: 'completed',
  },
  {
    hoursAgo: 305,
    customer: 21,
    paymentMethod: 'transfer',
    lines: [['TEA-WHITE-250', 2, 16800]],
    shipping: 1200,
    rest: 'cancelled_unpaid',
  },
  {
    hoursAgo: 280,
    customer: 2,
    paymentMethod: 'prepaid',
    lines: [
      ['CREAM-50', 1, 25900],
      ['TONER-120', 1, 15900],
    ],
    shipping: 0,
    rest: 'completed',
  },
  {
    hoursAgo: 266,
    customer: 3,
    paymentMethod: 'cash_on_delivery',
    lines: [['TEA-GREEN-100', 3, 8800]],
    shipping: 800,
    rest: 'completed',
  },
  {
    hoursAgo: 240,
    customer: 4,
    paymentMethod: 'transfer',
    lines: [['TEA-WHITE-250', 1, 16800]],
    shipping: 0,
    rest: 'completed',
  },
  {
    hoursAgo: 214,
    customer: 5,
    paymentMethod: 'prepaid',
    lines: [['CUP-SET-6', 1, 12900]],
    shipping: 1000,
    rest: 'completed',
  },
  {
    hoursAgo: 190,
    customer: 6,
    paymentMethod: 'prepaid',
    lines: [['TEAPOT-02', 1, 52900]],
    shipping: 0,
    rest: 'packed',
  },
  {
    hoursAgo: 166,
    customer: 22,
    paymentMethod: 'prepaid',
    lines: [['TEA-BLACK-100', 2, 9900]],
    shipping: 0,
    rest: 'refund_pending',
  },
  {
    hoursAgo: 160,
    customer: 9,
    paymentMethod: 'transfer',
    lines: [['CREAM-50', 2, 25900]],
    shipping: 0,
    rest: 'cancelled_by_customer',
  },
  {
    hoursAgo: 148,
    customer: 23,
    paymentMethod: 'prepaid',
    lines: [['TONER-120', 1, 15900]],
    shipping: 1200,
    rest: 'in_transit',
  },
  {
    hoursAgo: 139,
    customer: 16,
    paymentMethod: 'prepaid',
    lines: [['TEA-GREEN-100', 1, 8800]],
    shipping: 1200,
    rest: 'in_transit',
  },
  {
    hoursAgo: 125,
    customer: 17,
    paymentMethod: 'prepaid',
    lines: [
      ['TEAPOT-01', 1, 39900],
      ['CUP-SET-6', 2, 12900],
    ],
    shipping: 0,
    rest: 'shipped',
  },
  {
    hoursAgo: 118,
    customer: 24,
    paymentMethod: 'transfer',
    lines: [['TEA-BLACK-100', 1, 9900]],
    shipping: 800,
    rest: 'payment_overdue',
  },
  {
    hoursAgo: 101,
    customer: 25,
    paymentMethod: 'cash_on_delivery',
    lines: [['CUP-SET-6', 1, 12900]],
    shipping: 1000,
    rest: 'shipped',
  },
  {
    hoursAgo: 95,
    customer: 26,
    paymentMethod: 'transfer',
    lines: [['TEA-WHITE-250', 4, 16800]],
    shipping: 0,
    rest: 'cancelled_at_review',
  },
  {
    hoursAgo: 77,
    customer: 14,
    paymentMethod: 'transfer',
    lines: [['TONER-120', 2, 15900]],
    shipping: 0,
    rest: 'payment_overdue',
  },
  {
    hoursAgo: 58,
    customer: 27,
    paymentMethod: 'prepaid',
    lines: [['CREAM-50', 1, 25900]],
    shipping: 0,
    rest: 'ready_to_ship',
  },
  {
    hoursAgo: 42,
    customer: 28,
    paymentMethod: 'cash_on_delivery',
    lines: [['TEA-GREEN-100', 2, 8800]],
    shipping: 800,
    rest: 'ready_to_ship',
  },
  { hoursAgo: 33, customer: 29, paymentMethod: 'prepaid', lines: [['TEAPOT-02', 1, 52900]], shipping: 0, rest: 'paid' },
  {
    hoursAgo: 19,
    customer: 15,
    paymentMethod: 'transfer',
    lines: [['CREAM-50', 1, 25900]],
    shipping: 0,
    rest: 'pending_payment',
  },
  {
    hoursAgo: 9,
    customer: 30,
    paymentMethod: 'transfer',
    lines: [['TEA-BLACK-100', 5, 9900]],
    shipping: 0,
    rest: 'pending_payment',
  },
  {
    hoursAgo: 5,
    customer: 18,
    paymentMethod: 'prepaid',
    lines: [['CUP-SET-6', 1, 12900]],
    shipping: 2200,
    rest: 'pending_review',
  },
  {
    hoursAgo: 2,
    customer: 31,
    paymentMethod: 'transfer',
    lines: [
      ['TEA-WHITE-250', 1, 16800],
      ['TEA-GREEN-100', 1, 8800],
    ],
    shipping: 800,
    rest: 'pending_review',
  },
  {
    hoursAgo: 0.5,
    customer: 32,
    paymentMethod: 'cash_on_delivery',
    lines: [['TONER-120', 1, 15900]],
    shipping: 800,
    rest: 'pending_review',
  },
]
