import { calendarOf } from '../../shared/domain/calendars'
import type { Case, CaseEvent, Instant, Role } from '../../shared/domain/case'
import { type Act, decide, settle } from '../../shared/domain/engine'
import { keptMeasured } from '../../shared/domain/measured'
import type { Grade } from '../../shared/domain/ticket'
import { limits } from '../../shared/handbook/limits'
import { measuredLimits } from '../../shared/handbook/measured-limits'
import {
  aClassification,
  aComplaint,
  aForm,
  aMessage,
  anOrder,
  aTask,
  aTicket,
  by,
  later,
  monday,
} from '../support/builders'

const at = (hours: number) => later(monday, { hours })
const graded = (grade: Grade, more: object = {}) => ({ classification: aClassification({ grade, ...more }) })
const act = (
  subject: Case,
  event: string,
  role: Role,
  data: object = {},
  when: Instant = later(subject.changedAt, { minutes: 1 }),
) => decide(subject, { event, actor: by(role), at: when, data } as Act).after
const note = 'e0000000-0000-4000-8000-000000000004'
const told = (events: readonly CaseEvent[] = [], id: string) =>
  events.filter(({ data }) => data.clock === id).map(({ type }) => type)

type Told = readonly [row: string, clock: string, before: Case, after: Case, hours: number]

/** Each limit: the case on which it runs, the case once what stops it has happened, and how long it runs from receipt. */
const fromReceipt: readonly Told[] = [
  [
    'R-SLA-01',
    'SLA-01',
    aTicket('received'),
    act(act(aTicket('received'), 'take', 'agent'), 'respond', 'agent', { message: aMessage() }),
    24,
  ],
  [
    'R-SLA-02',
    'SLA-02',
    aTicket('assigned', graded('L1', { urgent: true })),
    aTicket('in_progress', graded('L1', { urgent: true })),
    2,
  ],
  ['R-SLA-03', 'SLA-03', aTicket('in_progress', graded('L6')), aTicket('resolved', graded('L6')), 48],
  [
    'R-SLA-05',
    'SLA-05',
    aTicket('in_progress', graded('L6', { complex: true })),
    aTicket('resolved', graded('L6', { complex: true })),
    48,
  ],
  ['R-SLA-06', 'SLA-06', aTicket('assigned', graded('L1')), aTicket('in_progress', graded('L1')), 24],
  ['R-SLA-07', 'SLA-07', aTicket('in_progress', graded('L1')), aTicket('resolved', graded('L1')), 24],
  ['R-SLA-08', 'SLA-08', aTicket('resolved', graded('L1')), aTicket('feedback_sent', graded('L1')), 48],
  ['R-SLA-09', 'SLA-09', aTicket('assigned', graded('L2')), aTicket('in_progress', graded('L2')), 1],
  [
    'R-SLA-10',
    'SLA-10',
    aTicket('in_progress', graded('L2')),
    act(aTicket('in_progress', graded('L2')), 'record_plan', 'agent', { note }),
    24,
  ],
  ['R-SLA-11', 'SLA-11', aTicket('in_progress', graded('L2')), aTicket('resolved', graded('L2')), 48],
  ['R-SLA-12', 'SLA-12', aTicket('assigned', graded('L3')), aTicket('in_progress', graded('L3')), 1],
  [
    'R-SLA-13',
    'SLA-13',
    aTicket('in_progress', graded('L3')),
    act(aTicket('in_progress', graded('L3')), 'record_plan', 'agent', { note }),
    48,
  ],
  ['R-SLA-14', 'SLA-14', aTicket('in_progress', graded('L3')), aTicket('resolved', graded('L3')), 48],
  ['R-SLA-15', 'SLA-15', aTicket('assigned', graded('L4')), aTicket('in_progress', graded('L4')), 24],
  ['R-SLA-16', 'SLA-16', aTicket('in_progress', graded('L4')), aTicket('resolved', graded('L4')), 24],
  ['R-SLA-17', 'SLA-17', aComplaint('assigned'), aComplaint('acknowledged'), 24],
  ['R-SLA-18', 'SLA-18', aComplaint('handled'), aComplaint('result_fed_back'), 48],
  ['R-SLA-19', 'SLA-19', aTicket('assigned', graded('L6')), aTicket('in_progress', graded('L6')), 24],
]

describe('the service times of §1.6 that count from receipt', () => {
  test.each(fromReceipt)('%s: %s runs until what stops it is recorded, %#', (_, id, before, after, hours) => {
    expect(before.clocks[id]).toMatchObject({ startedAt: monday, dueAt: at(hours), policyVersion: expect.any(String) })
    expect(before.clocks[id]).not.toHaveProperty('stoppedAt')
    expect(after.clocks[id]).toMatchObject({ dueAt: at(hours), stoppedAt: after.changedAt })
    expect(after.clocks[id]).not.toHaveProperty('breachedAt')
  })

  test.each(fromReceipt)(
    '%s: %s is warned of at three quarters and broken a millisecond after its end',
    (_, id, before, __, hours) => {
      expect(told(settle(before, at(hours))?.events, id)).toEqual(['ClockWarned'])
      expect(told(settle(before, later(at(hours), { ms: 1 }))?.events, id)).toEqual(['ClockWarned', 'ClockBreached'])
    },
  )

  test('of complaints are those of what is major, or urgent (C-15, K2)', () => {
    const assessed = (complaintClass: string) =>
      act(aComplaint('recorded'), 'assess', 'agent', { complaint: { ...aForm, class: complaintClass } })
    const running = ({ clocks }: Case) =>
      Object.values(clocks)
        .filter(({ stoppedAt }) => !stoppedAt)
        .map(({ id }) => id)
        .sort()
    expect(running(assessed('major'))).toEqual(['SLA-09', 'SLA-10', 'SLA-11', 'SLA-42'])
    expect(running(assessed('urgent'))).toEqual(['SLA-02', 'SLA-18', 'SLA-42'])
  })
})

describe('the service times of §1.6 that begin later', () => {
  test('R-SLA-21: the loop is closed a day after the result, by the verification', () => {
    const resolved = aTicket('resolved', graded('L4'))
    expect(resolved.clocks['SLA-21']).toMatchObject({
      startedAt: resolved.changedAt,
      dueAt: later(resolved.changedAt, { hours: 24 }),
    })
    expect(aTicket('feedback_sent', graded('L4')).clocks['SLA-21']).toHaveProperty('stoppedAt')
    expect(aComplaint('followed_up').clocks['SLA-21']).toHaveProperty('stoppedAt')
  })

  test('R-SLA-22: the record is complete a day after the result, though the case be closed before', () => {
    const closed = aTicket('closed')
    expect(closed.clocks['SLA-22']).not.toHaveProperty('stoppedAt')
    expect(told(settle(closed, later(monday, { days: 3 }))?.events, 'SLA-22')).toContain('ClockBreached')
    expect(aTicket('archived').clocks['SLA-22']).toHaveProperty('stoppedAt')
  })

  test('R-SLA-23: the archive is kept for three years of the calendar', () => {
    const { clocks, changedAt } = aTicket('archived')
    expect(clocks['SLA-23']).toMatchObject({ startedAt: changedAt, dueAt: changedAt.replace('2026', '2029') })
  })

  test('R-SLA-39: a promised call is due when it was promised, and made by what was said', () => {
    const promised = act(aTicket('in_progress'), 'promise_call_back', 'agent', { dueAt: at(4) })
    expect(promised.clocks['SLA-39']).toMatchObject({ dueAt: at(4) })
    expect(told(settle(promised, at(5))?.events, 'SLA-39')).toEqual(['ClockWarned', 'ClockBreached'])
    expect(act(promised, 'keep_call_back', 'agent', { note }).clocks['SLA-39']).toHaveProperty('stoppedAt')
  })

  test('R-SLA-42, R-CMP-16: after 48 hours without an answer, or a complaint without a result, the supervisor is told, and it is no breach', () => {
    for (const subject of [aTicket('assigned'), aComplaint('acknowledged')]) {
      const alarm = settle(subject, at(49))?.events.find(({ data }) => data.clock === 'SLA-42')
      expect(alarm).toMatchObject({ type: 'ClockRanOut', at: at(48), data: { tell: 'supervisor' } })
    }
    expect(aTicket('in_progress').clocks['SLA-42']).toHaveProperty('stoppedAt')
  })

  test('R-CLO-06: seven days without a word close the ticket, at that instant', () => {
    const sent = aTicket('feedback_sent')
    const end = later(sent.changedAt, { days: 7 })
    expect(sent.clocks.SILENCE).toMatchObject({ dueAt: end })
    const change = settle(sent, later(end, { days: 2 }))
    expect(change?.events.find(({ row }) => row === 'T15')).toMatchObject({
      type: 'TicketClosed',
      at: end,
      to: 'closed',
    })
  })

  test('R-CLO-07: the customer hears something each day, and each word begins the next', () => {
    const answered = aTicket('in_progress')
    expect(answered.clocks.PROGRESS).toMatchObject({ dueAt: later(answered.changedAt, { hours: 24 }) })
    const reported = act(answered, 'report_progress', 'agent', { message: aMessage() }, at(20))
    expect(reported.clocks.PROGRESS).toMatchObject({ startedAt: at(20), round: 2 })
    expect(aTicket('resolved').clocks.PROGRESS).toHaveProperty('stoppedAt')
  })

  test('R-TKT-11: a department answers by the time that its slip says', () => {
    const asked = aTicket('waiting_department')
    expect(asked.clocks.HANDOVER).toMatchObject({ dueAt: later(monday, { days: 1 }) })
    const answer = { department: aTask.department, note }
    expect(act(asked, 'answer_handover', 'warehouse', answer).clocks.HANDOVER).toHaveProperty('stoppedAt')
  })

  test('G-32: the team lead checks a closed ticket within five working days', () => {
    expect(aTicket('closed').clocks['ARCHIVE-CHECK']).not.toHaveProperty('stoppedAt')
    expect(aTicket('archived').clocks['ARCHIVE-CHECK']).toHaveProperty('stoppedAt')
  })
})

describe('the target of a chat (R-CHN-06), where a shop has switched it on', () => {
  const { off, ...on } = limits.CHAT
  beforeEach(() => void jest.replaceProperty(limits as Record<string, object>, 'CHAT', on))
  afterEach(() => jest.restoreAllMocks())
  const says = (from: 'customer' | 'agent') => ({ message: aMessage({ from }) })

  test('counts from each word that waits, in opening hours, and stops with the answer to it', () => {
    const asked = aTicket('assigned', { channel: 'live_chat' })
    expect(asked.clocks.CHAT).toMatchObject({ startedAt: monday, dueAt: later(monday, { minutes: 1 }) })
    const answered = act(asked, 'respond', 'agent', says('agent'), at(1))
    expect(answered.clocks.CHAT).toMatchObject({ breachedAt: later(monday, { minutes: 1 }), stoppedAt: at(1) })
    const evening = act(answered, 'customer_writes', 'customer', says('customer'), '2026-03-09T10:00:00.000Z')
    expect(evening.clocks.CHAT).toMatchObject({ round: 2, dueAt: '2026-03-10T01:01:00.000Z' })
    const again = act(evening, 'respond', 'agent', says('agent'), '2026-03-10T01:00:30.000Z')
    expect(again.clocks.CHAT).toMatchObject({ stoppedAt: '2026-03-10T01:00:30.000Z' })
    expect(again.clocks.CHAT).not.toHaveProperty('breachedAt')
  })

  test('is none of other channels', () => {
    expect(aTicket('assigned', { channel: 'email' }).clocks).not.toHaveProperty('CHAT')
  })
})

describe('the service times of orders', () => {
  test.each([
    [
      'R-SLA-34',
      'SLA-34',
      anOrder('pending_payment'),
      act(anOrder('pending_payment'), 'cancel', 'customer', { reason: 'changed_mind' }),
    ],
    ['R-SLA-35', 'SLA-35', anOrder('paid'), anOrder('ready_to_ship')],
    ['R-SLA-36', 'SLA-36', anOrder('pending_payment'), anOrder('paid')],
    ['R-SLA-37', 'SLA-37', anOrder('pending_payment'), anOrder('paid')],
    ['R-SLA-43', 'SLA-43', anOrder('pending_review'), anOrder('pending_payment')],
  ])('%s: %s runs until what stops it is recorded', (_, id, before, after) => {
    expect(before.clocks[id]).not.toHaveProperty('stoppedAt')
    expect(after.clocks[id]).toMatchObject({ dueAt: before.clocks[id]?.dueAt, stoppedAt: after.changedAt })
  })
})

describe('the numbers of §1.6 that are measured, not clocked', () => {
  test.each([
    ['R-SLA-04', 'SLA-04', 24],
    ['R-SLA-20', 'SLA-20', 24],
    ['R-SLA-24', 'SLA-24', 48],
    ['R-SLA-25', 'SLA-25', 5 / 60],
  ] as const)('%s: %s is %f hours, to the millisecond', (_, id, hours) => {
    expect(measuredLimits[id].limit).toEqual({ hours })
    expect(keptMeasured(id, monday, at(hours), calendarOf('CN'))).toBe(true)
    expect(keptMeasured(id, monday, later(at(hours), { ms: 1 }), calendarOf('CN'))).toBe(false)
  })
})

describe('the time that a case waits for others (R-SLA-46)', () => {
  test('is measured beside its clocks, which run on', () => {
    const waiting = aTicket('waiting_customer', graded('L1'))
    const replied = act(waiting, 'customer_writes', 'customer', { message: aMessage({ from: 'customer' }) }, at(5))
    const seconds = (Date.parse(at(5)) - Date.parse(waiting.changedAt)) / 1000
    expect(replied.facts).toMatchObject({ waited: { customerSeconds: seconds } })
    expect(replied.clocks['SLA-07']).toMatchObject({ dueAt: at(24) })
    const asked = aTicket('waiting_department')
    const answered = act(asked, 'answer_handover', 'supervisor', { department: aTask.department, note }, at(2))
    expect(answered.facts).toMatchObject({
      waited: { departmentSeconds: (Date.parse(at(2)) - Date.parse(asked.changedAt)) / 1000 },
    })
  })
})
