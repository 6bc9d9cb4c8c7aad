import fc from 'fast-check'
import { decide } from '../../shared/domain/engine'
import { listsOf, mainSlot } from '../../shared/domain/lists'
import type { OrderState } from '../../shared/domain/order'
import { aClassification, anOrder, aTask, aTicket, by, later, monday } from '../support/builders'
import { aDeskLife, anOrderLife } from '../support/random-life'

const keys = (subject: Parameters<typeof listsOf>[0]) => listsOf(subject).map(entry => entry.listKey)

describe('the lists of an order (R-ORD-22)', () => {
  test.each<[OrderState, readonly string[]]>([
    ['pending_review', ['orders:review']],
    ['pending_payment', ['orders:finance']],
    ['payment_overdue', ['orders:finance', 'orders:contact']],
    ['paid', ['orders:finance']],
    ['ready_to_ship', ['orders:warehouse']],
    ['packed', ['orders:warehouse']],
    ['shipped', ['orders:transit']],
    ['in_transit', ['orders:transit']],
    ['payment_problem', ['orders:finance', 'orders:contact']],
    ['logistics_exception', ['orders:exception']],
    ['merged', []],
    ['refund_pending', ['orders:finance', 'orders:refunds']],
    ['completed', []],
    ['cancelled', []],
  ])('in %s it stands in %j', (state, expected) => {
    expect(keys(anOrder(state))).toEqual(expected)
  })

  test('what someone must do beside its stage stands in a list of its own, until it is done', () => {
    const invoice = { contentId: 'i', state: 'needed' } as const
    expect(keys(anOrder('paid', { delayed: true }))).toEqual(['orders:finance', 'orders:delayed'])
    expect(keys(anOrder('completed', { invoice }))).toEqual(['orders:invoices'])
    expect(keys(anOrder('completed', { invoice: { ...invoice, state: 'posted' } }))).toEqual([])
    expect(keys(anOrder('shipped', { refund: { kind: 'part', amount: 1 } }))).toEqual([
      'orders:transit',
      'orders:refunds',
    ])
    expect(keys(anOrder('cancelled', { callsWanted: ['N-13'] }))).toEqual(['calls'])
  })

  test('once it is paid or cancelled nobody is to call for the payment, though somebody was', () => {
    expect(keys(anOrder('paid', { contactWanted: true }))).toEqual(['orders:finance'])
    expect(keys(anOrder('cancelled', { contactWanted: true }))).toEqual([])
  })

  test('what must be paid first stands first; without a deadline, what came first', () => {
    const early = anOrder('pending_payment')
    const late = anOrder('pending_payment', {}, { createdAt: later(monday, { hours: 1 }) })
    expect(listsOf(early)[0]?.rank).toBe(`${early.clocks['SLA-36']?.dueAt}#${early.number}`)
    expect((listsOf(early)[0]?.rank ?? '') < (listsOf(late)[0]?.rank ?? '')).toBe(true)
    const moving = anOrder('in_transit')
    expect(listsOf(moving)[0]?.rank).toBe(`${moving.enteredAt}#${moving.number}`)
  })

  test('scans and notices do not move it', () => {
    const moving = anOrder('in_transit')
    const scanned = decide(moving, { event: 'scan', actor: by('courier'), at: later(monday, { days: 1 }) }).after
    expect(listsOf(scanned)).toEqual(listsOf(moving))
    const approved = anOrder('pending_payment')
    const told = decide(approved, {
      event: 'departments_notified',
      actor: by('system'),
      at: later(monday, { minutes: 9 }),
    }).after
    expect(listsOf(told)).toEqual(listsOf(approved))
  })
})

describe('the lists of a ticket', () => {
  test('before its classification it stands where everyone looks, then with its team, then with its agent', () => {
    expect(keys(aTicket('received'))).toEqual(['tickets:team:triage'])
    expect(keys(aTicket('classified'))).toEqual(['tickets:team:logistics'])
    expect(keys(aTicket('assigned'))).toEqual(['tickets:agent:agent'])
    expect(keys(aTicket('in_progress'))).toEqual(['tickets:agent:agent'])
    expect(keys(aTicket('resolved'))).toEqual(['tickets:agent:agent'])
  })

  test('the first responder keeps an eye on what another handles (R-DSP-03)', () => {
    const ticket = aTicket('in_progress')
    const handed = { ...ticket, facts: { ...ticket.facts, assigneeId: 'another' } }
    expect(keys(handed)).toEqual(['tickets:agent:another', 'tickets:first-contact:agent'])
  })

  test('what a department was asked twice stands in its list once, by what is due first (F-22)', () => {
    const tasks = [9, 2, 5].map(hours => ({ ...aTask, askedAt: monday, dueAt: later(monday, { hours }) }))
    const asked = listsOf(aTicket('waiting_department', { tasks })).filter(({ slot }) => slot.startsWith('department'))
    expect(asked.map(({ rank }) => rank)).toEqual([expect.stringMatching(`^${tasks[1]?.dueAt}#`)])
  })

  test('priority, then tier, then deadline, then number (R-PRI-04)', () => {
    const rank = (priority: 'P1' | 'P2' | 'P3', tier?: 'key' | 'special', hours = 0) =>
      listsOf(
        aTicket(
          'classified',
          { classification: aClassification({ priority }), ...(tier ? { tier } : {}) },
          { createdAt: later(monday, { hours }) },
        ),
      )[0]?.rank ?? ''
    const inOrder = [
      rank('P1', undefined, 9),
      rank('P2'),
      rank('P3', 'key', 5),
      rank('P3', 'special', 6),
      rank('P3'),
      rank('P3', undefined, 1),
    ]
    expect([...inOrder].sort()).toEqual(inOrder)
  })
})

test('whatever happens to a case, it has one main list at most, and each of its slots once', () => {
  fc.assert(
    fc.property(fc.oneof(anOrderLife(), aDeskLife()), ({ head }) => {
      const slots = listsOf(head).map(({ slot }) => slot)
      expect(new Set(slots).size).toBe(slots.length)
      expect(slots.slice(1)).not.toContain(mainSlot)
    }),
    { numRuns: 100 },
  )
})
