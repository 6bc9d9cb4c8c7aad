import fc from 'fast-check'
import type { Case, CaseEvent } from '../../shared/domain/case'
import { decide, settle } from '../../shared/domain/engine'
import type { Order, OrderEvent } from '../../shared/domain/order'
import { rebuild } from '../../shared/domain/rebuild'
import { Refusal } from '../../shared/domain/refusal'
import { orderTransitions } from '../../shared/handbook/order-transitions'
import { by, later, placeOrder, receiveTicket } from '../support/builders'

const events = [...new Set(orderTransitions.rows.map(row => row.event))]
const roles = ['customer', 'agent', 'supervisor', 'finance', 'warehouse', 'courier', 'system'] as const

const step = fc.record({
  event: fc.constantFrom(...events),
  role: fc.constantFrom(...roles),
  minutes: fc.integer({ min: 0, max: 3 * 24 * 60 }),
})

const data = (order: Order, event: OrderEvent) => ({
  reason: 'duplicate',
  received: order.facts.total,
  courier: 'SF',
  trackingNumber: 'SF1',
  slipNumber: 'R-1',
  productNumbers: ['P-1001'],
  finding: 'failed',
  kind: event === 'want_refund' ? 'part' : 'lost',
  wanted: { amount: 500, currency: 'CNY' },
  refunded: { amount: order.facts.refund?.amount ?? 0, currency: 'CNY' },
  notice: 'N-13',
  targetId: 'another',
  sourceIds: ['another'],
})

describe('a head is the sum of its history (R-TKT-04)', () => {
  test('whatever is done to an order, and whenever its clocks run out', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), steps => {
        const placed = placeOrder()
        let head: Order = placed.after
        const history: CaseEvent[] = [...placed.events]
        let at = head.createdAt
        for (const { event, role, minutes } of steps) {
          at = later(at, { minutes })
          try {
            const change = decide(head, { event, actor: by(role), at, data: data(head, event) })
            head = change.after
            history.push(...change.events)
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
          }
        }
        const last = settle<Case>(head, later(at, { days: 40 }))
        expect(rebuild([...history, ...(last?.events ?? [])])).toEqual(last?.after ?? head)
      }),
    )
  })

  test('a history with a gap, or without its beginning, is refused', () => {
    const { events } = receiveTicket()
    const late = { ...events[0]!, seq: 3 }
    expect(() => rebuild([events[0]!, late])).toThrow('follows 1')
    expect(() => rebuild([late])).toThrow('begins with')
    expect(() => rebuild([])).toThrow('begins with')
  })
})
