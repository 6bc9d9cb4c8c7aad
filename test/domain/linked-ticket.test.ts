import type { Role } from '../../shared/domain/case'
import { isRunning } from '../../shared/domain/clocks'
import { decide } from '../../shared/domain/engine'
import { ticketOf } from '../../shared/domain/linked-ticket'
import { listsOf } from '../../shared/domain/lists'
import type { Order, OrderEvent } from '../../shared/domain/order'
import { rebuild } from '../../shared/domain/rebuild'
import { orderTransitions } from '../../shared/handbook/order-transitions'
import { anOrder, by, later } from '../support/builders'

const named = { id: '0c000000-0000-4000-8000-0000000000c1', number: 'T-000000C1' }
const afterwards = (order: Order) => later(order.changedAt, { minutes: 5 })

const opened = (order: Order, event: OrderEvent, role: Role, data: object = {}) => {
  const change = decide(order, { event, actor: by(role), at: afterwards(order), data })
  return ticketOf(change.after, change.events.at(-1)!, named)
}

describe('the ticket that an order opens (O9, O17)', () => {
  test('stands in the list of the team of its topic at once, with its clocks and the reason', () => {
    const order = anOrder('pending_payment')
    const { after: ticket } = opened(order, 'report_payment_problem', 'agent')
    expect(ticket).toMatchObject({
      ...{ ...named, state: 'classified', customerId: order.customerId, createdAt: afterwards(order) },
      facts: {
        orderId: order.id,
        direction: 'agent_initiated',
        classification: { topic: 'payment', grade: 'L1', priority: 'P3', team: 'payment', language: 'zh-Hans' },
      },
    })
    expect(ticket.facts.classification?.because[0]).toBe('O9 PaymentProblemReported → payment')
    const running = Object.values(ticket.clocks).filter(isRunning)
    expect(running.map(({ id }) => id)).toEqual(['SLA-06', 'SLA-07', 'SLA-08', 'SLA-42'])
    expect(listsOf(ticket).map(({ listKey }) => listKey)).toEqual(['tickets:team:payment'])
  })

  test('begins with T1 and T2 by the house, and is what its history says', () => {
    const { before, after, events } = opened(anOrder('in_transit'), 'report_exception', 'courier', { kind: 'lost' })
    expect(before).toBeNull()
    expect(events.map(({ row, actor }) => [row, actor.role])).toEqual([
      ['T1', 'system'],
      ['T2c', 'system'],
    ])
    expect(rebuild(events)).toEqual(after)
  })

  test('writes to the customer only when it is the customer who reports (N-01, R-CHN-11): the order tells all others', () => {
    const told = (role: Role) =>
      opened(anOrder('in_transit'), 'report_exception', role, { kind: 'delay' }).events.at(-1)?.notices ?? []
    expect(told('customer')).toEqual(['N-01'])
    expect(told('courier')).toEqual([])
  })

  test('comes of money that does not fit, of parcels that go astray, and of a receipt in dispute: of no other row', () => {
    const rows = orderTransitions.rows.filter(row => row.opens).map(({ id, type, opens }) => `${id} ${type} ${opens}`)
    expect(rows).toEqual([
      'O8c LatePaymentReceived payment',
      'O9 PaymentDiffered payment',
      'O9 PaymentProblemReported payment',
      'O17 DeliveryFailed logistics',
      'O21b ReceiptDisputed logistics',
    ])
  })
})
