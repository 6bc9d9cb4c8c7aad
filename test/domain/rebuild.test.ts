import fc from 'fast-check'
import { rebuild } from '../../shared/domain/rebuild'
import { receiveTicket } from '../support/builders'
import { aDeskLife, anOrderLife } from '../support/random-life'

describe('a head is the sum of its history (R-TKT-04)', () => {
  test('whatever is done to an order, and whenever its clocks run out', () => {
    fc.assert(fc.property(anOrderLife(), ({ head, history }) => expect(rebuild(history)).toEqual(head)))
  })

  test('whatever is done to a ticket or complaint', () => {
    fc.assert(fc.property(aDeskLife(), ({ head, history }) => expect(rebuild(history)).toEqual(head)))
  })

  test('a history with a gap, or without its beginning, is refused', () => {
    const { events } = receiveTicket()
    const late = { ...events[0]!, seq: 3 }
    expect(() => rebuild([events[0]!, late])).toThrow('follows 1')
    expect(() => rebuild([late])).toThrow('begins with')
    expect(() => rebuild([])).toThrow('begins with')
  })
})
