import { archiveTypeOf } from '../../shared/domain/archive'
import type { Role } from '../../shared/domain/case'
import { classify } from '../../shared/domain/classify'
import { decide } from '../../shared/domain/engine'
import { gradedAs } from '../../shared/domain/grade'
import { listsOf } from '../../shared/domain/lists'
import { corrected } from '../../shared/domain/regrade'
import type { Grade, Severity, Ticket, TicketFacts, Topic } from '../../shared/domain/ticket'
import { channels, chatChannels } from '../../shared/handbook/channels'
import { permissions } from '../../shared/handbook/permissions'
import {
  aClassification,
  aComplaint,
  aMessage,
  aRecord,
  aTask,
  aTicket,
  by,
  later,
  monday,
  receiveTicket,
} from '../support/builders'

const does = (ticket: Ticket, event: string, role: Role, data: object = {}, facts: Partial<TicketFacts> = {}) =>
  decide(ticket, {
    ...{ event: event as 'note', actor: by(role), at: later(ticket.changedAt, { minutes: 1 }), data, facts },
  }).after
const note = 'e0000000-0000-4000-8000-000000000004'
const keys = (subject: Parameters<typeof listsOf>[0]) => listsOf(subject).map(entry => entry.listKey)

describe('intake', () => {
  test('is open at all times: the hours of the house move only what is counted in them (R-CHN-12)', () => {
    const sunday = '2026-03-07T19:00:00.000Z'
    const { clocks } = receiveTicket({ channel: chatChannels[0] ?? '' }, { createdAt: sunday }).after
    expect(clocks['SLA-01']).toMatchObject({ startedAt: sunday, dueAt: later(sunday, { hours: 24 }) })
    expect(clocks['SLA-03']?.dueAt).toBe(later(sunday, { hours: 48 }))
    expect(clocks.CHAT?.dueAt).toBe(later(monday, { minutes: 1 }))
  })

  test.each(['online_form', 'live_chat', 'email', 'app_chat'] as const)('takes feedback by %s (R-FBK-06)', channel => {
    expect(channels).toContain(channel)
    const classification = classify('建议你们增加夜间客服。')
    const received = receiveTicket({ channel }).after
    expect(does(received, 'classify', 'system', {}, { classification }).facts.classification?.grade).toBe('L6')
  })
})

describe('a ticket', () => {
  test('goes through the four stages: received, assigned, processed, fed back (R-TKT-06)', () => {
    const received = receiveTicket().after
    const classified = does(received, 'classify', 'system', {}, { classification: aClassification() })
    const assigned = does(classified, 'dispatch', 'system', { assigneeId: 'agent' })
    const processed = does(assigned, 'respond', 'agent', { message: aMessage() })
    const fedBack = does(processed, 'resolve', 'agent', { message: aMessage({ purpose: 'result' }) })
    const states = [received, classified, assigned, processed, fedBack].map(({ state }) => state)
    expect(states).toEqual(['received', 'classified', 'assigned', 'in_progress', 'resolved'])
  })

  test('knows, at the end of its life, everything that is asked of its record (R-TKT-03)', () => {
    const about = { channel: 'app_chat', direction: 'customer_initiated', orderId: 'o-1' } as const
    const classification = aClassification({ stage: 'in_sale', category: 'general' })
    const objected = does(aTicket('feedback_sent', { ...about, classification }), 'object', 'customer')
    const again = does(objected, 'resolve', 'agent', { message: aMessage({ purpose: 'result' }) })
    const told = does(again, 'pass_verification', 'supervisor', { note })
    const ticket = does(told, 'rate', 'customer', { rating: 4 })
    expect(ticket).toMatchObject({
      ...{ id: expect.any(String), state: 'feedback_sent', language: 'zh-Hans', market: 'CN' },
      facts: {
        ...{ ...about, reopenCount: 1, rating: 4, assigneeId: 'agent', firstResponderId: 'agent' },
        classification: {
          topic: 'logistics',
          stage: 'in_sale',
          category: 'general',
          priority: 'P3',
          team: 'logistics',
        },
      },
    })
    for (const clock of [ticket.clocks['SLA-06'], ticket.clocks['SLA-07'], ticket.clocks['SLA-21']])
      expect(clock).toMatchObject({ startedAt: expect.any(String), stoppedAt: expect.any(String) })
  })

  test('has no first responder before a person has it, whoever or whatever brought it in (R-DSP-09)', () => {
    expect(aTicket('classified').facts.firstResponderId).toBeUndefined()
    const given = does(aTicket('classified'), 'dispatch', 'system', { assigneeId: 'wang' })
    expect(given.facts.firstResponderId).toBe('wang')
    expect(does(aTicket('classified'), 'take', 'agent').facts.firstResponderId).toBe('agent')
  })

  test('is tracked in its progress, in what its customer says of it, and in its effect (R-CLO-01)', () => {
    const working = aTicket('in_progress')
    expect(working.clocks.PROGRESS).toMatchObject({ dueAt: later(working.changedAt, { hours: 24 }) })
    const resolved = aTicket('resolved')
    expect(resolved.clocks['SLA-21']).toBeDefined()
    const asked = does(resolved, 'pass_verification', 'supervisor', { note })
    expect(asked.facts.verifiedBy).toBe('supervisor')
    expect(does(asked, 'rate', 'customer', { rating: 5 }).facts.rating).toBe(5)
  })

  test('that is archived has its record complete, in the room of the lead, read-only and kept (R-ARC-07, R-ARC-09)', () => {
    const closed = aComplaint('closed')
    expect(() => does(closed as never, 'archive', 'team_lead', { archiveNumber: 'CP-20260309-000001' })).toThrow(
      /record/,
    )
    const whole = does(closed as never, 'complete_record', 'agent', aRecord)
    const filed = does(whole, 'archive', 'team_lead', { archiveNumber: 'CP-20260309-000001' })
    expect(filed).toMatchObject({ state: 'archived', clocks: { 'SLA-23': { startedAt: filed.changedAt } } })
    expect(permissions['ticket.archive'].roles).toEqual(['team_lead'])
    expect(permissions['ticket.read_record'].roles).not.toContain('customer')
  })
})

test('a complaint, feedback and any other ticket are filed under types of their own (R-ARC-06)', () => {
  const feedback = aTicket('closed', { classification: aClassification({ topic: 'feedback', grade: 'L6' }) })
  expect([aComplaint('closed'), feedback, aTicket('closed')].map(archiveTypeOf)).toEqual(['CP', 'FB', 'SI'])
})

describe('grade, priority and team follow from what a ticket is about', () => {
  test.each<[Topic, Severity, Grade, string]>([
    ['order', 'general', 'L1', 'order'],
    ['logistics', 'general', 'L1', 'logistics'],
    ['payment', 'general', 'L1', 'payment'],
    ['payment', 'major', 'L2', 'emergency_team'],
    ['payment', 'especially_major', 'L3', 'senior_management'],
    ['technical', 'general', 'L4', 'process_optimisation'],
    ['complaint', 'general', 'L5', 'service_team'],
    ['complaint', 'major', 'L2', 'emergency_team'],
    ['feedback', 'general', 'L6', 'process_optimisation'],
    ['other', 'general', 'L1', 'triage'],
  ])('%s, %s: %s, %s (R-PRI-02, R-DSP-04, R-DSP-06)', (topic, severity, grade, team) => {
    expect(gradedAs({ topic, severity, urgent: severity !== 'general' })).toMatchObject({ grade, team })
    const known = aClassification({ topic: 'invoice', team: 'service_team', priority: 'P4' })
    expect(corrected(known, { topic, severity }, 'wrong_topic')).toMatchObject({ grade, team })
  })
})

describe('feedback', () => {
  const ideas = [
    '建议你们增加夜间客服。',
    '建议客服回复再快一点。',
    'I suggest more training, service quality could improve.',
  ]

  test.each(ideas)(
    '「%s」 is feedback, no complaint: L6, for process optimisation within 24 hours (R-FBK-01, R-FBK-06..08)',
    text => {
      const classification = classify(text)
      expect(classification).toMatchObject({
        topic: 'feedback',
        kind: 'feedback',
        grade: 'L6',
        team: 'process_optimisation',
      })
      const ticket = does(receiveTicket().after, 'classify', 'system', {}, { classification })
      expect(ticket).toMatchObject({ kind: 'ticket', clocks: { 'SLA-19': { dueAt: later(monday, { hours: 24 }) } } })
    },
  )

  test('is collected, analysed, led to measures, and these are carried out and verified (R-CLO-08, R-FBK-04, R-FBK-05)', () => {
    const classification = aClassification({ topic: 'feedback', grade: 'L6', team: 'process_optimisation' })
    const collected = aTicket('in_progress', { classification })
    const task = { ...aTask, department: 'process_optimisation', dueAt: later(monday, { days: 1 }) }
    const passed = decide(collected, {
      ...{ event: 'hand_over', actor: by('agent'), at: later(monday, { hours: 1 }), data: { task } },
    })
    expect(passed.events.at(-1)?.notices).toEqual(['N-33-department', 'N-33'])
    const measures = does(passed.after, 'answer_handover', 'process_optimisation', {
      department: 'process_optimisation',
      note,
    })
    const carriedOut = does(measures, 'resolve', 'agent', { message: aMessage({ purpose: 'result' }) })
    const registered = does(carriedOut, 'complete_record', 'agent', aRecord)
    expect(registered.facts.recordId).toBe(note)
    expect(does(registered, 'pass_verification', 'supervisor', { note }).state).toBe('feedback_sent')
  })
})

describe('a complaint', () => {
  test('stands before the supervisors until its customer has no doubt left (R-CMP-18)', () => {
    const states = ['recorded', 'assigned', 'investigating', 'handled', 'result_fed_back', 'followed_up'] as const
    for (const state of states) expect(keys(aComplaint(state))).toContain('tickets:complaints')
    expect(keys(aComplaint('closed'))).not.toContain('tickets:complaints')
  })

  test('that is urgent is on the watch list of the supervisor with two hours, one that is major has the clocks of L2 (R-CMP-08)', () => {
    const classification = aClassification({
      topic: 'complaint',
      grade: 'L5',
      urgent: true,
      priority: 'P1',
      team: 'service_team',
    })
    const urgent = aComplaint('recorded', { classification })
    expect(urgent.clocks['SLA-02']?.dueAt).toBe(later(monday, { hours: 2 }))
    expect(keys(urgent)).toContain('tickets:watch')
    const grave = { ...classification, grade: 'L2', severity: 'major', team: 'emergency_team' } as const
    expect(Object.keys(aComplaint('recorded', { classification: grave }).clocks)).toEqual(
      expect.arrayContaining(['SLA-09', 'SLA-10', 'SLA-11']),
    )
  })

  test('is with the team that its content names, and with the departments that its supervisor asks (R-DSP-07, R-CMP-13)', () => {
    expect(keys(aComplaint('recorded', { classification: classify('你们的客服态度太差了，我要投诉！') }))).toContain(
      'tickets:team:service_team',
    )
    expect(keys(aComplaint('coordinating'))).toContain('departments:warehouse')
  })
})
