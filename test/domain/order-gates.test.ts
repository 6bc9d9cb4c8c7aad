import type { CaseEvent } from '../../shared/domain/case'
import { gateOf, gateOfState, isPast } from '../../shared/domain/gates'
import type { OrderState } from '../../shared/domain/order'
import { destinations } from '../../shared/domain/routing'
import type { Row } from '../../shared/domain/table'
import { orderTransitions } from '../../shared/handbook/order-transitions'
import { anOrder, by, monday } from '../support/builders'

/** At which gate the workflow then is (design, Workflow): for each row of §4.3, by hand, in the order of the table. */
const gatesAfter = [
  'O1 place: none → review',
  'O1 place: none → review',
  'O1a warn_of_stock: review stays',
  'O2 merge_into: review → done',
  'O2 merge: review stays',
  'O3 reject: review → done',
  'O3 reject: review → done',
  'O4 approve: review → finance',
  'O5 confirm_payment: finance → warehouse',
  'O6 not_arrived: finance → finance',
  'O7 confirm_payment: finance → warehouse',
  'O8 cancel_unpaid: finance → done',
  'O8c record_late_payment: done stays',
  'O9 confirm_payment: finance → finance',
  'O9 report_payment_problem: finance → finance',
  'O10 clarify_paid: finance → warehouse',
  'O11 clarify_unpaid: finance → finance',
  'O12 notify_warehouse: warehouse → warehouse',
  'O13 pack: warehouse → warehouse',
  'O14 ship: warehouse → delivery',
  'O15 delay: warehouse stays',
  'O15 delay: warehouse stays',
  'O16 scan: delivery → delivery',
  'O16a scan: delivery stays',
  'O16b deliver: delivery → delivery',
  'O17 report_exception: delivery → delivery',
  'O17a report_exception: delivery stays',
  'O18 resolve_exception: delivery → delivery',
  'O18a deliver: delivery → delivery',
  'O19 reship: delivery → warehouse',
  'O20 refund_lost: delivery → done',
  'O20 refund_lost: delivery → done',
  'O21 confirm_receipt: delivery → done',
  'O21 confirm_receipt: delivery → done',
  'O21a auto_receipt: delivery → done',
  'O21b dispute_receipt: done stays',
  'O22 cancel: review, finance → done',
  'O22 cancel: review, finance → done',
  'O23 cancel: warehouse → done',
  'O23 cancel: warehouse → done',
  'O24 record_refund: done → done',
  'O24a want_refund: warehouse, delivery, done stays',
  'O24b record_refund: warehouse, delivery, done stays',
  'I1 want_invoice: done stays',
  'I1 want_invoice: review, finance, warehouse, delivery stays',
  'I2 issue_invoice: done stays',
  'I3 post_invoice: done stays',
  'O4a departments_notified: finance, warehouse, delivery, done stays',
  'O8a record_contact_attempt: finance stays',
  'O8b want_contact: finance stays',
  'O0a want_call: review, done, finance, warehouse, delivery stays',
  'O0b record_call: review, done, finance, warehouse, delivery stays',
]

const gateName = (state: string) => gateOfState(state)?.gate ?? 'done'
const ways = orderTransitions.rows.flatMap(row => (row.from ?? []).map(from => ({ row, from, to: row.to ?? from })))

const said = ({ id, event, from, to }: Row<OrderState>) => {
  const before = [...new Set((from ?? []).map(gateName))].join(', ') || 'none'
  return `${id} ${event}: ${to === null ? `${before} stays` : `${before} → ${gateName(to)}`}`
}

/** An execution that is parked where the order was: whether it is told, and whether it then goes on. */
const parked = (from: OrderState, to: OrderState) => {
  const event: CaseEvent = {
    ...{ caseId: 'o', kind: 'order', seq: 2, type: 'Moved', from, to, at: monday, actor: by('agent'), data: {} },
  }
  const gate = gateOfState(from)
  return { told: destinations(event).includes('workflow-releases'), goesOn: gate && isPast(anOrder(to), gate) }
}

describe('the workflow after each row (§4.3)', () => {
  test('is at the gate of the state to which the row leads', () => {
    expect(orderTransitions.rows.map(said)).toEqual(gatesAfter)
  })

  const moves = [...new Map(ways.map(way => [`${way.row.id} ${way.from} → ${way.to}`, way]))]
  test.each(moves)('goes on after %s when the order is past its gate, and only then', (_, { row, from, to }) => {
    const { told, goesOn } = parked(from, to)
    const back = row.id === 'O19'
    expect({ told, goesOn }).toEqual({
      told: gateName(from) !== 'done' && gateName(from) !== gateName(to),
      goesOn: gateOfState(from) && gateName(from) !== gateName(to) && !back,
    })
  })

  test('stays parked at delivery while lost goods go out again (O19): the table is at the warehouse, no gate is released', () => {
    expect(parked('logistics_exception', 'ready_to_ship')).toEqual({ told: true, goesOn: false })
    for (const state of ['ready_to_ship', 'packed', 'shipped', 'in_transit'] as const) {
      expect(isPast(anOrder(state), 'delivery')).toBe(false)
    }
    expect(gateOf(anOrder('ready_to_ship'))?.gate).toBe('warehouse')
    expect(isPast(anOrder('completed'), 'delivery')).toBe(true)
  })
})
