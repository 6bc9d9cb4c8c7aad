import type { Row } from '../../shared/domain/table'
import { orderTransitions } from '../../shared/handbook/order-transitions'
import { ticketTransitions } from '../../shared/handbook/ticket-transitions'

/** The effects of §4.1 and §4.3 once more, by hand: + starts, x stops, N sends; in the order of the tables. */
const orders = [
  'O1 N-08',
  'O3 N-13',
  'O3 N-13',
  'O4 +SLA-34 +SLA-36 +SLA-37 N-10',
  'O5 xSLA-36 xSLA-37 N-11 N-11-service',
  'O6 xSLA-36 N-12-service N-12',
  'O7 xSLA-36 xSLA-37 N-11 N-11-service',
  'O8 xSLA-34 xSLA-37 N-13',
  'O12 N-14',
  'O13',
  'O14 N-15',
  'O16',
  'O16a',
  'O21 xSLA-34 N-18',
  'O21 xSLA-34 N-18',
  'O22 xSLA-34 xSLA-36 xSLA-37 N-13',
  'O22 xSLA-34 xSLA-36 xSLA-37 N-13',
  'O4a xSLA-34',
  'O8a',
  'O8b',
]
const tickets = [
  'T1 +SLA-01 +SLA-03',
  'T1 +SLA-03',
  'T2 +SLA-02 N-01',
  'T2 N-01',
  'T2a +SLA-02 N-01',
  'T2a N-01',
  'T2b',
  'T4',
  'T5 xSLA-01 xSLA-02',
  'T23 xSLA-01 xSLA-02',
  'T23a',
  'T12 xSLA-01 xSLA-02 xSLA-03 N-05',
]

const said = ({ id, starts = [], stops = [], notices = [] }: Row) =>
  [id, ...starts.map(clock => `+${clock}`), ...stops.map(clock => `x${clock}`), ...notices].join(' ')

describe('clocks and notices of each row', () => {
  test('of the order table are those of §4.3', () => {
    expect(orderTransitions.rows.map(said)).toEqual(orders)
  })

  test('of the ticket table are those of §4.1', () => {
    expect(ticketTransitions.rows.map(said)).toEqual(tickets)
  })
})
