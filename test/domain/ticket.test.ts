import type { Role } from '../../shared/domain/case'
import { isRunning } from '../../shared/domain/clocks'
import { type Act, decide } from '../../shared/domain/engine'
import { Refusal } from '../../shared/domain/refusal'
import type { ClockId } from '../../shared/domain/table'
import type { Message, Ticket, TicketEvent, TicketFacts, TicketState } from '../../shared/domain/ticket'
import { limits } from '../../shared/handbook/limits'
import {
  aClassification,
  aForm,
  aMessage,
  aRecord,
  aTask,
  aTicket,
  by,
  later,
  monday,
  receiveTicket,
} from '../support/builders'

const waiting: readonly TicketState[] = ['received', 'classified']
const inHand: readonly TicketState[] = [
  'assigned',
  'in_progress',
  'waiting_customer',
  'waiting_department',
  'escalated',
]
const open = [...waiting, ...inHand]
const told: readonly TicketState[] = ['resolved', 'feedback_sent']
const states: readonly TicketState[] = [...open, ...told, 'closed', 'archived', 'destroyed', 'merged']
const roles: readonly Role[] = [
  ...['customer', 'agent', 'supervisor', 'team_lead', 'operations_manager', 'senior_management', 'finance'],
  ...['warehouse', 'technical', 'process_optimisation', 'emergency', 'courier', 'system'],
] as Role[]
const soon = later(monday, { minutes: 30 })

const staff: readonly Role[] = ['agent', 'supervisor']
const theirs: readonly Role[] = ['customer', 'agent']
const asked: readonly Role[] = ['warehouse', 'supervisor']
/** Of the departments only the one that was asked may answer. */
const otherDepartments: readonly Role[] = [
  ...['finance', 'technical', 'process_optimisation', 'emergency', 'senior_management'],
] as Role[]
const noted: readonly Role[] = [
  ...['agent', 'supervisor', 'finance', 'warehouse', 'technical', 'process_optimisation', 'emergency'],
  ...['senior_management', 'team_lead', 'operations_manager'],
] as Role[]
type Ways = Partial<Record<TicketState, readonly [to: TicketState, by: readonly Role[]]>>
const stays = (from: readonly TicketState[], by: readonly Role[]): Ways =>
  Object.fromEntries(from.map(state => [state, [state, by] as const]))
const leads = (from: readonly TicketState[], to: TicketState, by: readonly Role[]): Ways =>
  Object.fromEntries(from.map(state => [state, [to, by] as const]))

/** §4.1 once more, by hand. */
const listed: Readonly<Partial<Record<TicketEvent, Ways>>> = {
  classify: {
    received: ['classified', ['system']],
    ...stays(['classified', ...inHand, 'resolved'], ['system']),
  },
  send_to_triage: leads(['received'], 'classified', ['system']),
  dispatch: { classified: ['assigned', ['system']], ...stays(inHand, ['system']) },
  take: { ...leads(waiting, 'assigned', staff), ...stays(inHand, staff) },
  return_to_team: stays(open, ['system']),
  respond: {
    assigned: ['in_progress', staff],
    ...stays(['in_progress', 'waiting_customer', 'waiting_department', 'escalated', ...told], staff),
  },
  ask_customer: leads(['in_progress'], 'waiting_customer', staff),
  customer_writes: {
    waiting_customer: ['in_progress', theirs],
    ...stays(
      [...waiting, 'assigned', 'in_progress', 'waiting_department', 'escalated', ...told, 'closed', 'archived'],
      theirs,
    ),
  },
  hand_over: leads(['in_progress'], 'waiting_department', staff),
  answer_handover: leads(['waiting_department'], 'in_progress', asked),
  escalate: {
    ...leads(['assigned', 'in_progress', 'waiting_customer', 'waiting_department'], 'escalated', [...staff, 'system']),
    escalated: ['escalated', ['supervisor', 'operations_manager']],
  },
  see_pattern: stays(open, ['system']),
  take_over: leads(['escalated'], 'in_progress', ['supervisor', 'operations_manager', 'senior_management']),
  resolve: leads(['in_progress'], 'resolved', staff),
  pass_verification: leads(['resolved'], 'feedback_sent', staff),
  fail_verification: leads(['resolved'], 'in_progress', staff),
  confirm_solved: leads(['feedback_sent'], 'closed', ['customer', ...staff]),
  rate: stays(['feedback_sent', 'closed', 'archived'], ['customer', ...staff]),
  object: leads(told, 'in_progress', ['customer', ...staff]),
  archive: leads(['closed'], 'archived', ['team_lead']),
  reopen: { closed: ['in_progress', ['customer', ...staff]], archived: ['archived', ['customer', ...staff]] },
  dismiss: leads(waiting, 'closed', staff),
  complete_record: stays([...told, 'closed'], staff),
  reassign: stays(inHand, ['supervisor', 'system']),
  record_complaint: leads(inHand, 'assigned', staff),
  merge_into: leads(open, 'merged', [...staff, 'system']),
  absorb: stays([...open, ...told], [...staff, 'system']),
  request_authorisation: stays(inHand, ['supervisor']),
  note: {
    ...stays([...open, ...told, 'closed'], noted),
  },
  correct_archive: stays(['archived'], ['agent', 'supervisor', 'team_lead']),
  mark_result: stays(['archived'], [...staff, 'team_lead', 'operations_manager']),
  hold: stays(['closed', 'archived'], ['team_lead', 'operations_manager', 'senior_management']),
  report_progress: stays(inHand, staff),
  promise_call_back: stays(open, staff),
  tag: stays([...open, ...told], staff),
  split_off: stays([...open, ...told], staff),
  record_plan: stays(open, [...staff, 'emergency', 'senior_management', 'process_optimisation']),
  regrade: stays(open, [...staff, 'team_lead']),
  want_call: stays(states, ['system']),
  record_call: stays(states, staff),
}

/** What each event needs to be complete: only state and role are asked about here. */
const complete = (event: TicketEvent, state: TicketState): Pick<Act<Ticket>, 'data' | 'facts'> => {
  const from = ['customer_writes', 'reopen', 'object'].includes(event) ? 'customer' : 'agent'
  return {
    facts: { classification: aClassification() },
    data: {
      ...{ given: aRecord.given, alone: true, fault: 'wrong', stillBroken: state === 'archived' },
      ...{ notice: 'N-01', note: 'a note', reason: event === 'dismiss' ? 'spam' : 'a reason', assigneeId: 'another' },
      ...{ message: aMessage({ from, purpose: event === 'resolve' ? 'result' : 'reply' }), department: 'warehouse' },
      ...{ task: { ...aTask, dueAt: later(monday, { days: 2 }) }, dueAt: later(soon, { hours: 2 }), tags: ['vip'] },
      ...{ archiveNumber: 'SI-20260309-000001', rating: 5, targetId: 'a', sourceIds: ['b'], splitInto: 'c' },
      complaint: aForm,
    },
  }
}
/** Some of them presuppose a fact that no state gives. */
const presupposed = (event: TicketEvent): Partial<TicketFacts> => ({
  ...(event === 'classify' && { classification: { ...aClassification(), unread: true } }),
  ...(event === 'record_call' && { callsWanted: ['N-01'] }),
  ...(event === 'archive' && { recordedAt: soon }),
  ...(event === 'take' && { assigneeId: '' }),
})

const answering = (purpose: 'reply' | 'result' = 'reply') => ({ message: aMessage({ purpose }) })

const act = (
  ticket: Ticket,
  event: TicketEvent,
  role: Role,
  { facts = {}, id, ...data }: { facts?: Partial<TicketFacts>; id?: string; message?: Message } = {},
) => decide(ticket, { event, actor: by(role, id), at: soon, facts, data: { notice: 'N-01', ...data } })

const dutiesOf = ({ clocks }: Ticket) =>
  Object.values(clocks)
    .filter(isRunning)
    .map(({ id }) => limits[id as ClockId].duty)

const refused = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('the ticket table (§4.1)', () => {
  for (const state of states) {
    for (const event of Object.keys(listed) as TicketEvent[]) {
      const [to, actors = []] = listed[event]?.[state] ?? []
      test(`${event} in ${state} ${to ? `leads to ${to} for ${actors.join(', ')}` : 'is refused to everyone'}`, () => {
        const ticket = aTicket(state)
        const before: Ticket = { ...ticket, facts: { ...ticket.facts, ...presupposed(event) } }
        for (const role of roles) {
          const run = () => decide(before, { event, actor: by(role), at: soon, ...complete(event, state) })
          if (actors.includes(role)) expect([role, run().after.state]).toEqual([role, to])
          else {
            const anothers = event === 'answer_handover' && otherDepartments.includes(role)
            const kind = to && !anothers ? 'forbidden' : 'conflict'
            expect(refused(run)).toMatchObject({ kind, details: { state, event } })
          }
        }
      })
    }
  }
})

describe('receiving and classifying (T1, T2)', () => {
  test('what a customer sends starts the clocks of answer and settlement', () => {
    const { after: ticket, events } = receiveTicket()
    expect(Object.keys(ticket.clocks)).toEqual(['SLA-01', 'SLA-03'])
    expect(ticket.clocks['SLA-01']?.dueAt).toBe(later(monday, { hours: 24 }))
    expect(ticket.clocks['SLA-03']?.dueAt).toBe(later(monday, { hours: 48 }))
    expect(events[0]).not.toHaveProperty('notices')
  })

  test('customers, agents and the house itself bring in tickets, no one else does', () => {
    for (const role of ['customer', 'agent', 'supervisor', 'system'] as const)
      expect(receiveTicket({}, {}, by(role)).after.state).toBe('received')
    for (const role of ['finance', 'warehouse', 'courier'] as const) {
      expect(() => receiveTicket({}, {}, by(role))).toThrow('not for the role')
    }
  })

  test('what staff enter has no clock of first answer, and its first responder (R-CHN-05, convention 6)', () => {
    const { after: ticket } = receiveTicket({}, {}, by('agent', 'a-7'))
    expect(Object.keys(ticket.clocks)).toEqual(['SLA-03'])
    expect(ticket.facts.firstResponderId).toBe('a-7')
    const urgent = act(ticket, 'classify', 'system', {
      facts: { classification: aClassification({ urgent: true }) },
    }).after
    expect(dutiesOf(urgent)).not.toContain('response')
  })

  test('the classification tells the customer what we understood (N-01)', () => {
    const change = act(aTicket(), 'classify', 'system', { facts: { classification: aClassification() } })
    expect(change.events.at(-1)).toMatchObject({ row: 'T2', type: 'TicketClassified', notices: ['N-01'] })
    expect(change.after.facts.classification?.team).toBe('logistics')
  })

  test('without a classification there is nothing to register', () => {
    for (const state of ['received', 'assigned', 'in_progress', 'resolved'] as const) {
      expect(refused(() => act(aTicket(state), 'classify', 'system')).message).toMatch('needs a classification')
    }
  })

  test('what is urgent is answered within two hours of receipt: SLA-02 takes the place of SLA-01 (R-PRI-03, R-CSL-11)', () => {
    const { after: urgent, events } = act(aTicket(), 'classify', 'system', {
      facts: { classification: aClassification({ urgent: true }) },
    })
    expect(events.at(-1)?.clocks?.['SLA-01']).toMatchObject({ stoppedAt: soon, supersededBy: 'SLA-02' })
    expect(urgent.clocks['SLA-02']).toMatchObject({ startedAt: monday, dueAt: later(monday, { hours: 2 }) })
  })

  test('found urgent only after those two hours, it is breached at once, at the second hour', () => {
    const at = later(monday, { hours: 3 })
    const facts = { classification: aClassification({ urgent: true }) }
    const change = decide(aTicket(), { event: 'classify', actor: by('system'), at, facts })
    expect(change.events.map(({ type, at }) => [type, at])).toEqual([
      ['TicketClassified', at],
      ['ClockWarned', later(monday, { minutes: 90 })],
      ['ClockBreached', later(monday, { hours: 2 })],
    ])
    expect(change.after.changedAt).toBe(at)
  })

  test('a ticket taken before its classification is still told of; one already answered is not', () => {
    const taken = act(aTicket(), 'take', 'agent').after
    const classification = aClassification({ urgent: true })
    const late = act(taken, 'classify', 'system', { facts: { classification } })
    expect(late.events.at(-1)).toMatchObject({ row: 'T2a', to: 'assigned', notices: ['N-01'] })
    expect(late.after.clocks['SLA-02']).toBeDefined()
    const calm = act(taken, 'classify', 'system', { facts: { classification: aClassification() } })
    expect(calm.events.at(-1)).toMatchObject({ row: 'T2a', notices: ['N-01'] })
    expect(
      Object.values(calm.after.clocks)
        .filter(isRunning)
        .map(({ id }) => id),
    ).not.toContain('SLA-02')
    const answered = act(taken, 'respond', 'agent', answering()).after
    const later = act(answered, 'classify', 'system', { facts: { classification } })
    expect(later.events.at(-1)).toMatchObject({ row: 'T2b', to: 'in_progress' })
    expect(later.events.at(-1)).not.toHaveProperty('notices')
    expect(later.after.clocks['SLA-02']).toBeUndefined()
  })
})

describe('answering and resolving (T4, T5, T23, T12)', () => {
  test('whoever takes it is its assignee, and its first responder for ever (R-DSP-02)', () => {
    const ticket = act(aTicket('classified'), 'take', 'agent', { id: 'a-1' }).after
    expect(ticket.facts).toMatchObject({ assigneeId: 'a-1', firstResponderId: 'a-1' })
    const entered = receiveTicket({}, {}, by('agent', 'a-9')).after
    expect(act(entered, 'take', 'agent', { id: 'a-1' }).after.facts).toMatchObject({
      assigneeId: 'a-1',
      firstResponderId: 'a-9',
    })
    expect(
      act(entered, 'take', 'agent', { facts: { firstResponderId: 'a-2' }, id: 'a-1' }).after.facts.firstResponderId,
    ).toBe('a-9')
  })

  test('the first answer stops the clock of first response', () => {
    const ticket = aTicket('assigned')
    expect(act(ticket, 'respond', 'agent', answering()).after.clocks['SLA-06']?.stoppedAt).toBe(soon)
  })

  test('an answer needs words', () => {
    expect(refused(() => act(aTicket('assigned'), 'respond', 'agent')).message).toMatch('needs the words')
    expect(refused(() => act(aTicket('in_progress'), 'respond', 'agent')).message).toMatch('needs the words')
  })

  test('only the assignee answers, or a supervisor in their place', () => {
    const ticket = aTicket('assigned')
    expect(refused(() => act(ticket, 'respond', 'agent', { ...answering(), id: 'another' })).message).toMatch(
      'another agent',
    )
    expect(act(ticket, 'respond', 'supervisor', { ...answering(), id: 's-1' }).after.state).toBe('in_progress')
    const going = aTicket('in_progress')
    expect(refused(() => act(going, 'respond', 'agent', { ...answering(), id: 'another' })).message).toMatch(
      'another agent',
    )
    expect(refused(() => act(going, 'resolve', 'agent', { ...answering('result'), id: 'another' })).message).toMatch(
      'another agent',
    )
    expect(act(going, 'resolve', 'supervisor', { ...answering('result'), id: 's-1' }).after.state).toBe('resolved')
  })

  test('the first answer within handling stops the clock too, and anyone at the desk may give it (T23)', () => {
    const urgent = act(aTicket('received'), 'classify', 'system', {
      facts: { classification: aClassification({ urgent: true }) },
    }).after
    const silent: Ticket = { ...urgent, state: 'in_progress', facts: { ...urgent.facts, assigneeId: 'agent' } }
    expect(refused(() => act(silent, 'respond', 'agent')).message).toMatch('needs the words')
    const change = act(silent, 'respond', 'agent', { ...answering(), id: 'another' })
    expect(change.events.at(-1)).toMatchObject({ row: 'T23' })
    expect(change.after.clocks['SLA-02']?.stoppedAt).toBe(soon)
    expect(act(silent, 'resolve', 'agent', answering('result')).after.clocks['SLA-02']?.stoppedAt).toBe(soon)
  })

  test('further answers leave the ticket where it is', () => {
    const ticket = aTicket('in_progress')
    const change = act(ticket, 'respond', 'agent', answering())
    expect(change.events.at(-1)).toMatchObject({ row: 'T23a', from: 'in_progress', to: 'in_progress' })
  })

  test('resolving needs the result in words, stops the clocks and tells the customer (N-05)', () => {
    const ticket = aTicket('in_progress')
    expect(refused(() => act(ticket, 'resolve', 'agent', answering())).message).toMatch('needs the result')
    const change = act(ticket, 'resolve', 'agent', answering('result'))
    expect(change.events.at(-1)).toMatchObject({ row: 'T12', to: 'resolved', notices: ['N-05'] })
    const running = Object.values(change.after.clocks).filter(isRunning)
    expect(running.map(({ id }) => id).sort()).toEqual(['SLA-08', 'SLA-21', 'SLA-22'])
  })
})
