import { settle } from '../../shared/domain/engine'
import { clocksIn, keptClocks } from '../../shared/stores/clock-items'
import { anOrder, aTicket, later, monday } from '../support/builders'

const orders = (['pending_review', 'payment_overdue', 'paid', 'in_transit', 'completed'] as const).map(state =>
  anOrder(state),
)

describe('the clocks of a case as they are kept', () => {
  test.each([...orders, aTicket('resolved'), aTicket('archived')].map(each => [each.kind, each.state, each] as const))(
    'are read as they were written: %s in %s, now and when they have run out',
    (_, __, subject) => {
      for (const { clocks } of [subject, settle(subject, later(monday, { days: 90 }))?.after ?? subject])
        expect(clocksIn(keptClocks(clocks))).toEqual(clocks)
    },
  )

  test('keep what has no letter of its own under its name', () => {
    const clock = {
      ...{ id: 'SLA-03', startedAt: monday, dueAt: later(monday, { hours: 48 }), policyVersion: '2026-02' },
      ...{ supersededBy: 'SLA-02', round: 2, earlierBreachAt: monday, provisional: true as const },
    }
    expect(clocksIn(keptClocks({ 'SLA-03': clock }))).toEqual({ 'SLA-03': clock })
    const clocks = { 'SLA-02': { ...clock, id: 'SLA-02' }, 'SLA-03': { ...clock, policyVersion: 'another' } }
    expect(clocksIn(keptClocks(clocks))).toEqual(clocks)
    expect(clocksIn(keptClocks({}))).toEqual({})
  })

  test('take less than half of the room: a head with all of them stays within a write unit', () => {
    const { clocks, ...head } = anOrder('completed')
    const room = (value: object) => Buffer.byteLength(JSON.stringify(value))
    expect(room(keptClocks(clocks))).toBeLessThan(room(clocks) / 1.8)
    expect(room({ ...head, clocks: keptClocks(clocks) })).toBeLessThan(1400)
  })
})
