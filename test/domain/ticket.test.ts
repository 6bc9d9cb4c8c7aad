import type { Role } from '../../shared/domain/case'
import { decide } from '../../shared/domain/engine'
import { Refusal } from '../../shared/domain/refusal'
import type { Ticket, TicketEvent, TicketFacts, TicketState } from '../../shared/domain/ticket'
import { aClassification, aMessage, aTicket, by, later, monday, receiveTicket } from '../support/builders'

const states: readonly TicketState[] = ['received', 'classified', 'assigned', 'in_progress', 'resolved']
const roles: readonly Role[] = ['customer', 'agent', 'supervisor', 'finance', 'warehouse', 'courier', 'system']
const soon = later(monday, { minutes: 30 })

const staff: readonly Role[] = ['agent', 'supervisor']
const inAnyState = (by: readonly Role[]) => Object.fromEntries(states.map(state => [state, [state, by] as const]))
/** §4.1 once more, by hand. */
const listed: Readonly<Record<string, Partial<Record<TicketState, readonly [to: TicketState, by: readonly Role[]]>>>> =
  {
    classify: {
      received: ['classified', ['system']],
      assigned: ['assigned', ['system']],
      in_progress: ['in_progress', ['system']],
      resolved: ['resolved', ['system']],
    },
    take: { received: ['assigned', staff], classified: ['assigned', staff] },
    respond: { assigned: ['in_progress', staff], in_progress: ['in_progress', staff] },
    resolve: { in_progress: ['resolved', staff] },
    want_call: inAnyState(['system']),
    record_call: inAnyState(staff),
  }

const answering = (ticket: Ticket, purpose: 'reply' | 'result' = 'reply'): Partial<TicketFacts> => ({
  messages: [...ticket.facts.messages, aMessage({ purpose })],
})

const act = (ticket: Ticket, event: TicketEvent, role: Role, facts: Partial<TicketFacts> = {}, id?: string) =>
  decide(ticket, { event, actor: by(role, id), at: soon, facts, data: { notice: 'N-01' } })

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
        for (const role of roles) {
          const ticket = aTicket(state, event === 'record_call' ? { callsWanted: ['N-01'] } : {})
          const facts = { ...answering(ticket, 'result'), classification: aClassification() }
          const run = () => act(ticket, event, role, facts)
          if (actors.includes(role)) expect(run().after.state).toBe(to)
          else expect(refused(run)).toMatchObject({ kind: to ? 'forbidden' : 'conflict', details: { state, event } })
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
    for (const role of ['customer', 'agent', 'system'] as const)
      expect(receiveTicket({}, {}, by(role)).after.state).toBe('received')
    for (const role of ['supervisor', 'finance', 'warehouse', 'courier'] as const) {
      expect(() => receiveTicket({}, {}, by(role))).toThrow('not for the role')
    }
  })

  test('what staff enter has no clock of first answer, and its first responder (R-CHN-05, convention 6)', () => {
    const { after: ticket } = receiveTicket({}, {}, by('agent', 'a-7'))
    expect(Object.keys(ticket.clocks)).toEqual(['SLA-03'])
    expect(ticket.facts.firstResponderId).toBe('a-7')
    const urgent = act(ticket, 'classify', 'system', { classification: aClassification({ urgent: true }) }).after
    expect(Object.keys(urgent.clocks)).toEqual(['SLA-03'])
  })

  test('the classification tells the customer what we understood (N-01)', () => {
    const change = act(aTicket(), 'classify', 'system', { classification: aClassification() })
    expect(change.events.at(-1)).toMatchObject({ row: 'T2', type: 'TicketClassified', notices: ['N-01'] })
    expect(change.after.facts.classification?.team).toBe('logistics')
  })

  test('without a classification there is nothing to register', () => {
    for (const state of ['received', 'assigned', 'in_progress', 'resolved'] as const) {
      expect(refused(() => act(aTicket(state), 'classify', 'system')).message).toMatch('needs a classification')
    }
  })

  test('what is urgent is answered within two hours of receipt: SLA-02 takes the place of SLA-01', () => {
    const urgent = act(aTicket(), 'classify', 'system', { classification: aClassification({ urgent: true }) }).after
    expect(urgent.clocks['SLA-01']).toMatchObject({ stoppedAt: soon, supersededBy: 'SLA-02' })
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
    const late = act(taken, 'classify', 'system', { classification })
    expect(late.events.at(-1)).toMatchObject({ row: 'T2a', to: 'assigned', notices: ['N-01'] })
    expect(late.after.clocks['SLA-02']).toBeDefined()
    const calm = act(taken, 'classify', 'system', { classification: aClassification() })
    expect(calm.events.at(-1)).toMatchObject({ row: 'T2a', notices: ['N-01'] })
    expect(Object.keys(calm.after.clocks)).toEqual(['SLA-01', 'SLA-03'])
    const answered = act(taken, 'respond', 'agent', answering(taken)).after
    const later = act(answered, 'classify', 'system', { classification })
    expect(later.events.at(-1)).toMatchObject({ row: 'T2b', to: 'in_progress' })
    expect(later.events.at(-1)).not.toHaveProperty('notices')
    expect(later.after.clocks['SLA-02']).toBeUndefined()
  })
})

describe('answering and resolving (T4, T5, T23, T12)', () => {
  test('whoever takes it is its assignee, and its first responder for ever (R-DSP-02)', () => {
    const ticket = act(aTicket('classified'), 'take', 'agent', {}, 'a-1').after
    expect(ticket.facts).toMatchObject({ assigneeId: 'a-1', firstResponderId: 'a-1' })
    const entered = receiveTicket({}, {}, by('agent', 'a-9')).after
    expect(act(entered, 'take', 'agent', {}, 'a-1').after.facts).toMatchObject({
      assigneeId: 'a-1',
      firstResponderId: 'a-9',
    })
    expect(act(entered, 'take', 'agent', { firstResponderId: 'a-2' }, 'a-1').after.facts.firstResponderId).toBe('a-9')
  })

  test('the first answer stops the clock of first response', () => {
    const ticket = aTicket('assigned')
    expect(act(ticket, 'respond', 'agent', answering(ticket)).after.clocks['SLA-01']?.stoppedAt).toBe(soon)
  })

  test('an answer needs words', () => {
    expect(refused(() => act(aTicket('assigned'), 'respond', 'agent')).message).toMatch('needs the words')
    expect(refused(() => act(aTicket('in_progress'), 'respond', 'agent')).message).toMatch('needs the words')
  })

  test('only the assignee answers, or a supervisor in their place', () => {
    const ticket = aTicket('assigned')
    expect(refused(() => act(ticket, 'respond', 'agent', answering(ticket), 'another')).message).toMatch(
      'another agent',
    )
    expect(act(ticket, 'respond', 'supervisor', answering(ticket), 's-1').after.state).toBe('in_progress')
    const going = aTicket('in_progress')
    expect(refused(() => act(going, 'respond', 'agent', answering(going), 'another')).message).toMatch('another agent')
    expect(refused(() => act(going, 'resolve', 'agent', answering(going, 'result'), 'another')).message).toMatch(
      'another agent',
    )
    expect(act(going, 'resolve', 'supervisor', answering(going, 'result'), 's-1').after.state).toBe('resolved')
  })

  test('the first answer within handling stops the clock too, and anyone at the desk may give it (T23)', () => {
    const urgent = act(aTicket('received'), 'classify', 'system', {
      classification: aClassification({ urgent: true }),
    }).after
    const silent: Ticket = { ...urgent, state: 'in_progress', facts: { ...urgent.facts, assigneeId: 'agent' } }
    expect(refused(() => act(silent, 'respond', 'agent')).message).toMatch('needs the words')
    const change = act(silent, 'respond', 'agent', answering(silent), 'another')
    expect(change.events.at(-1)).toMatchObject({ row: 'T23' })
    expect(change.after.clocks['SLA-02']?.stoppedAt).toBe(soon)
    expect(act(silent, 'resolve', 'agent', answering(silent, 'result')).after.clocks['SLA-02']?.stoppedAt).toBe(soon)
  })

  test('further answers leave the ticket where it is', () => {
    const ticket = aTicket('in_progress')
    const change = act(ticket, 'respond', 'agent', answering(ticket))
    expect(change.events.at(-1)).toMatchObject({ row: 'T23a', from: 'in_progress', to: 'in_progress' })
  })

  test('resolving needs the result in words, stops the clocks and tells the customer (N-05)', () => {
    const ticket = aTicket('in_progress')
    expect(refused(() => act(ticket, 'resolve', 'agent', answering(ticket))).message).toMatch('needs the result')
    const change = act(ticket, 'resolve', 'agent', answering(ticket, 'result'))
    expect(change.events.at(-1)).toMatchObject({ row: 'T12', to: 'resolved', notices: ['N-05'] })
    expect(Object.values(change.after.clocks).every(clock => clock.stoppedAt !== undefined)).toBe(true)
  })
})
