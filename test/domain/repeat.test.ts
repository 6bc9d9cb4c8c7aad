import { repeated } from '../../shared/domain/repeat'
import { aClassification, aComplaint, anOrder, aTicket, later, monday } from '../support/builders'

const head = { id: '0b000000-0000-4000-8000-0000000000b9' }
const ticket = aTicket('received', {}, head)
const now = later(monday, { days: 20 })
const closed = aTicket('closed')

describe('a ticket is probably a repeat (R-TKT-10)', () => {
  test('of one with the same customer, category and order that was closed within 30 days', () => {
    expect(repeated(ticket, 'logistics', [ticket, closed], now)).toEqual([closed])
    expect(repeated(ticket, 'logistics', [aTicket('archived')], now)).toHaveLength(1)
    const about = { orderId: 'o-1' }
    expect(repeated({ ...ticket, facts: { ...ticket.facts, ...about } }, 'logistics', [closed], now)).toEqual([])
    expect(repeated(aTicket('received', about, head), 'logistics', [aTicket('closed', about)], now)).toHaveLength(1)
    expect(repeated(ticket, 'complaint', [aComplaint('closed')], now)).toMatchObject([{ kind: 'complaint' }])
  })

  test.each([
    ['of another category', aTicket('closed', { classification: aClassification({ topic: 'payment' }) }), now],
    ['about an order', aTicket('closed', { orderId: 'o-1' }), now],
    ['of another customer', aTicket('closed', {}, { customerId: 'another' }), now],
    ['that is still open', aTicket('in_progress'), now],
    ['that was merged', aTicket('merged'), now],
    ['that is an order', anOrder('completed'), now],
    ['that was closed longer ago', closed, later(monday, { days: 30, hours: 1 })],
    ['that is itself', { ...closed, id: ticket.id }, now],
  ])('not of one %s', (_, other, at) => {
    expect(repeated(ticket, 'logistics', [other], at)).toEqual([])
  })
})
