import type { Row } from '../../shared/domain/table'
import { orderTransitions } from '../../shared/handbook/order-transitions'
import { ticketTransitions } from '../../shared/handbook/ticket-transitions'

/** The effects of §4.1 and §4.3 once more, by hand: + starts, x stops, N sends, a topic: the ticket that it opens; in the order of the tables. */
const orders = [
  'O1 +SLA-43 N-09',
  'O1 +SLA-43 N-08',
  'O1a N-08',
  'O2 xSLA-43',
  'O2',
  'O3 xSLA-43 N-13',
  'O3 xSLA-43 N-13',
  'O4 +SLA-34 +SLA-36 +SLA-37 xSLA-43 N-10',
  'O5 +SLA-35 +DISPATCH xSLA-36 xSLA-37 N-11 N-11-service',
  'O6 xSLA-36 N-12-service N-12',
  'O7 +SLA-35 +DISPATCH xSLA-36 xSLA-37 N-11 N-11-service',
  'O8 xSLA-34 xSLA-37 N-13',
  'O8c N-37 payment',
  'O9 N-37 payment',
  'O9 N-37 N-37-finance payment',
  'O10 +SLA-35 +DISPATCH xSLA-36 xSLA-37 N-11 N-11-service',
  'O11 xSLA-36 N-12',
  'O12 xSLA-35 N-14',
  'O13',
  'O14 xDISPATCH N-15',
  'O15 N-17-warehouse N-17',
  'O15 N-17-warehouse N-17',
  'O16 N-16',
  'O16a',
  'O16b +AUTO-RECEIPT N-16',
  'O17 xAUTO-RECEIPT N-17 logistics',
  'O17a',
  'O18 N-16',
  'O18a +AUTO-RECEIPT N-16',
  'O19 +DISPATCH N-14 N-16',
  'O20 N-13',
  'O20',
  'O21 +SLA-38 xSLA-34 xAUTO-RECEIPT N-18',
  'O21 +SLA-38 xSLA-34 xAUTO-RECEIPT N-18',
  'O21a +SLA-38 xSLA-34 xAUTO-RECEIPT N-18',
  'O21b logistics',
  'O22 xSLA-34 xSLA-36 xSLA-37 xSLA-43 N-13',
  'O22 xSLA-34 xSLA-36 xSLA-37 xSLA-43 N-13',
  'O23 xSLA-35 xDISPATCH N-13',
  'O23 xSLA-35 xDISPATCH',
  'O24 N-13 N-22-refund',
  'O24a',
  'O24b N-22-refund',
  'I1 +SLA-38',
  'I1',
  'I2',
  'I3 xSLA-38 N-23',
  'O4a xSLA-34',
  'O8a',
  'O8b',
  'O0a',
  'O0b',
]
const tickets = [
  'T1 +SLA-01 +SLA-03',
  'T1 +SLA-03',
  'T2c',
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
  'T0a',
  'T0b',
]

const said = ({ id, starts = [], stops = [], notices = [], opens }: Row) =>
  [
    id,
    ...starts.map(clock => `+${clock}`),
    ...stops.map(clock => `x${clock}`),
    ...notices,
    ...(opens ? [opens] : []),
  ].join(' ')

/** Two rows of one id are told apart by their place. */
const cases = (rows: readonly Row[], lines: readonly string[]) =>
  lines.map((line, place) => [line, rows[place] as Row | undefined] as const)

describe('clocks, notices and tickets of each row', () => {
  test.each(cases(orderTransitions.rows, orders))('%s (§4.3)', (line, row) => {
    expect(row && said(row)).toBe(line)
  })

  test.each(cases(ticketTransitions.rows, tickets))('%s (§4.1)', (line, row) => {
    expect(row && said(row)).toBe(line)
  })

  test('no row is forgotten here', () => {
    expect([orderTransitions.rows.length, ticketTransitions.rows.length]).toEqual([orders.length, tickets.length])
  })
})
