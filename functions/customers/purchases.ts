import type { Instant } from '../../shared/domain/case'
import type { TransactionRecord } from '../../shared/wiring'

/** What the purchases of one currency come to; no rate of exchange makes one figure of two. */
export interface Total {
  readonly currency: string
  readonly orders: number
  readonly amount: number
  readonly firstAt: Instant
  readonly lastAt: Instant
}

/** Statistics of the back office from the transaction records, oldest first (R-ORD-25). */
export function totalsOf(records: readonly TransactionRecord[]): readonly Total[] {
  const totals = new Map<string, Total>()
  for (const { total, completedAt } of records) {
    const { currency } = total
    const before = totals.get(currency) ?? { currency, orders: 0, amount: 0, firstAt: completedAt, lastAt: completedAt }
    const { orders, amount } = before
    totals.set(currency, { ...before, orders: orders + 1, amount: amount + total.amount, lastAt: completedAt })
  }
  return [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1))
}
