import type { Role } from '../../shared/domain/case'
import { isRunning } from '../../shared/domain/clocks'
import { type Act, decide } from '../../shared/domain/engine'
import { rebuild } from '../../shared/domain/rebuild'
import { Refusal } from '../../shared/domain/refusal'
import type { Complaint, ComplaintEvent, ComplaintState, TicketFacts } from '../../shared/domain/ticket'
import {
  aClassification,
  aComplaint,
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

const inHand: readonly ComplaintState[] = [
  ...['assigned', 'acknowledged', 'investigating', 'coordinating', 'supervisor_handling', 'awaiting_authorisation'],
  ...['solution_agreed', 'handled'],
] as ComplaintState[]
const open: readonly ComplaintState[] = ['recorded', ...inHand]
const told: readonly ComplaintState[] = ['result_fed_back', 'followed_up']
const states: readonly ComplaintState[] = [...open, ...told, 'closed', 'archived', 'destroyed', 'merged']
const roles: readonly Role[] = [
  ...['customer', 'agent', 'supervisor', 'team_lead', 'operations_manager', 'senior_management', 'finance'],
  ...['warehouse', 'technical', 'process_optimisation', 'emergency', 'courier', 'system'],
] as Role[]
const soon = later(monday, { minutes: 45 })

const staff: readonly Role[] = ['agent', 'supervisor']
const theirs: readonly Role[] = ['customer', 'agent']
const otherDepartments = ['finance', 'technical', 'process_optimisation', 'emergency', 'senior_management']
type Ways = Partial<Record<ComplaintState, readonly [to: ComplaintState, by: readonly Role[]]>>
const stays = (from: readonly ComplaintState[], by: readonly Role[]): Ways =>
  Object.fromEntries(from.map(state => [state, [state, by] as const]))
const leads = (from: readonly ComplaintState[], to: ComplaintState, by: readonly Role[]): Ways =>
  Object.fromEntries(from.map(state => [state, [to, by] as const]))

/** §4.2 once more, by hand. */
const listed: Readonly<Partial<Record<ComplaintEvent, Ways>>> = {
  classify: stays(['recorded', 'assigned'], ['system']),
  dispatch: stays(open, ['system']),
  take: stays(open, staff),
  return_to_team: stays(open, ['system']),
  assess: leads(['recorded'], 'assigned', staff),
  acknowledge: leads(['assigned'], 'acknowledged', staff),
  investigate: leads(['acknowledged'], 'investigating', staff),
  coordinate: {
    ...leads(['investigating', 'supervisor_handling'], 'coordinating', ['supervisor']),
    coordinating: ['coordinating', ['supervisor']],
  },
  answer_handover: leads(['coordinating'], 'investigating', ['warehouse', 'supervisor']),
  escalate: {
    ...leads(['assigned', 'acknowledged', 'investigating'], 'supervisor_handling', [...staff, 'system']),
    supervisor_handling: ['supervisor_handling', ['supervisor', 'operations_manager']],
  },
  request_authorisation: leads(['supervisor_handling'], 'awaiting_authorisation', ['supervisor']),
  decide_authorisation: leads(['awaiting_authorisation'], 'supervisor_handling', [
    'senior_management',
    'operations_manager',
  ]),
  agree_solution: leads(['investigating', 'supervisor_handling'], 'solution_agreed', staff),
  execute: leads(['solution_agreed'], 'handled', staff),
  feed_back: leads(['handled'], 'result_fed_back', staff),
  call_back: { result_fed_back: ['followed_up', ['supervisor']], followed_up: ['followed_up', ['supervisor']] },
  close: leads(['followed_up'], 'closed', ['supervisor']),
  object: {
    ...leads(told, 'supervisor_handling', ['customer', ...staff]),
    archived: ['archived', ['customer', ...staff]],
    closed: ['supervisor_handling', ['supervisor', 'customer', 'agent']],
  },
  archive: leads(['closed'], 'archived', ['team_lead']),
  withdraw: leads(['recorded', 'assigned', 'acknowledged', 'investigating'], 'closed', theirs),
  complete_record: stays([...told, 'closed'], staff),
  respond: stays([...open, ...told], staff),
  customer_writes: stays([...open, ...told, 'closed', 'archived'], theirs),
  rate: stays([...told, 'closed', 'archived'], ['customer', ...staff]),
  reassign: stays(open, ['supervisor', 'system']),
  merge_into: leads(open, 'merged', [...staff, 'system']),
}

const complete = (event: ComplaintEvent, state: ComplaintState): Pick<Act<Complaint>, 'data' | 'facts'> => {
  const from = ['customer_writes', 'reopen', 'object'].includes(event) ? 'customer' : 'agent'
  return {
    facts: { classification: aClassification({ topic: 'complaint', grade: 'L5' }) },
    data: {
      ...{ given: aRecord.given, alone: true, fault: 'wrong', stillBroken: state === 'archived' },
      ...{ note: 'a note', reason: 'a reason', assigneeId: 'another', targetId: 'a', rating: 4, decision: 'granted' },
      ...{ message: aMessage({ from, purpose: event === 'feed_back' ? 'result' : 'reply' }), department: 'warehouse' },
      ...{ task: { ...aTask, dueAt: later(monday, { days: 2 }) }, archiveNumber: 'CP-20260309-000001' },
      complaint: event === 'agree_solution' ? { fault: 'ours', solutionId: 'a note' } : aForm,
    },
  }
}
/** Some of them presuppose a fact that no state gives. */
const presupposed = (event: ComplaintEvent, { facts }: Complaint): Partial<TicketFacts> => ({
  ...(event === 'archive' && { recordedAt: soon }),
  ...(event === 'take' && { assigneeId: '' }),
  ...(event === 'decide_authorisation' && { authorisation: { contentId: 'a', requestedBy: 'someone' } }),
  ...(['respond', 'agree_solution'].includes(event) && { assigneeId: facts.assigneeId ?? 'agent' }),
})

const refused = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('the complaint table (§4.2)', () => {
  for (const state of states) {
    for (const event of Object.keys(listed) as ComplaintEvent[]) {
      const [to, actors = []] = listed[event]?.[state] ?? []
      test(`${event} in ${state} ${to ? `leads to ${to} for ${actors.join(', ')}` : 'is refused to everyone'}`, () => {
        const complaint = aComplaint(state)
        const before: Complaint = { ...complaint, facts: { ...complaint.facts, ...presupposed(event, complaint) } }
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

const act = (complaint: Complaint, event: ComplaintEvent, role: Role, data: object = {}, at = soon) =>
  decide(complaint, { event, actor: by(role), at, data })
const running = ({ clocks }: Complaint) =>
  Object.values(clocks)
    .filter(isRunning)
    .map(({ id }) => id)

describe('a complaint', () => {
  test('that was not called one becomes one by its words, with its number and its clocks from receipt (K1, R-CMP-01)', () => {
    const received = receiveTicket()
    const facts = { classification: aClassification({ topic: 'complaint', grade: 'L5' }) }
    const change = decide(received.after, { event: 'classify', actor: by('system'), at: soon, facts })
    expect(change.after).toMatchObject({ kind: 'complaint', state: 'recorded', number: received.after.number })
    expect(change.events.at(-1)).toMatchObject({ row: 'T2k', kind: 'complaint', notices: ['N-01'] })
    expect(change.after.clocks['SLA-17']).toMatchObject({ startedAt: monday, dueAt: later(monday, { hours: 24 }) })
    expect(change.after.clocks['SLA-18']).toMatchObject({ startedAt: monday, dueAt: later(monday, { hours: 48 }) })
    expect(rebuild([...received.events, ...change.events])).toEqual(change.after)
  })

  test('that a ticket turns into while it is handled keeps what was said (T24)', () => {
    const facts = { classification: aClassification({ topic: 'complaint', grade: 'L5' }) }
    const data = { complaint: aForm }
    const change = decide(aTicket('in_progress'), {
      event: 'record_complaint',
      actor: by('agent'),
      at: soon,
      facts,
      data,
    })
    expect(change.after).toMatchObject({
      kind: 'complaint',
      state: 'assigned',
      facts: { messageCount: 2, complaint: aForm },
    })
  })

  test('of the class urgent is answered within two hours of receipt, of the class major within one (K2, C-15)', () => {
    const assessed = (kind: string) =>
      act(aComplaint(), 'assess', 'agent', { complaint: { ...aForm, class: kind } }).after
    expect(assessed('urgent').clocks['SLA-02']?.dueAt).toBe(later(monday, { hours: 2 }))
    expect(assessed('major').clocks['SLA-09']?.dueAt).toBe(later(monday, { hours: 1 }))
    expect(running(assessed('ordinary'))).toContain('SLA-17')
  })

  test('is acknowledged by the first words of a person (K3, K19)', () => {
    const message = aMessage({ purpose: 'apology' })
    expect(running(act(aComplaint('assigned'), 'acknowledge', 'agent', { message }).after)).not.toContain('SLA-17')
    const first = act(aComplaint(), 'respond', 'agent', { message })
    expect(first.events.at(-1)?.row).toBe('K19')
    expect(running(first.after)).not.toContain('SLA-17')
  })

  test('goes back to whoever coordinated it when the last department has answered (K5, K6)', () => {
    const task = (department: string) => ({ task: { ...aTask, department, dueAt: later(monday, { days: 2 }) } })
    const answer = (department: string) => ({ department, note: 'an answer' })
    const alone = act(aComplaint('investigating'), 'coordinate', 'supervisor', task('warehouse')).after
    expect(act(alone, 'answer_handover', 'warehouse', answer('warehouse')).after.state).toBe('investigating')
    const both = act(
      act(aComplaint('supervisor_handling'), 'coordinate', 'supervisor', task('warehouse')).after,
      ...(['coordinate', 'supervisor', task('finance')] as const),
    ).after
    const one = act(both, 'answer_handover', 'finance', answer('finance'))
    expect([one.events.at(-1)?.row, one.after.state]).toEqual(['K6a', 'coordinating'])
    const other = act(one.after, 'answer_handover', 'warehouse', answer('warehouse'))
    expect([other.events.at(-1)?.row, other.after.state]).toEqual(['K6', 'supervisor_handling'])
  })

  test('has its authorisation decided by someone other than who asked (K8, K9)', () => {
    const waiting = aComplaint('awaiting_authorisation')
    const asker = waiting.facts.authorisation?.requestedBy
    const decision = { event: 'decide_authorisation', at: soon, data: { decision: 'granted', limit: 20_000 } } as const
    const self = () => decide(waiting, { ...decision, actor: by('senior_management', asker) })
    expect(refused(self).message).toMatch('someone other')
    const granted = decide(waiting, { ...decision, actor: by('senior_management') }).after
    expect(granted.facts.authorisation).toMatchObject({
      decision: 'granted',
      limit: 20_000,
      decidedBy: 'senior_management',
    })
  })

  test('is closed when its customer is satisfied, or after three calls that reached nobody (K14, G-23)', () => {
    const note = 'nobody answered'
    const called = (times: number) =>
      Array.from({ length: times }).reduce<Complaint>(
        complaint => act(complaint, 'call_back', 'supervisor', { note }).after,
        aComplaint('result_fed_back'),
      )
    expect(refused(() => act(called(2), 'close', 'supervisor')).message).toMatch('three attempts')
    expect(act(called(3), 'close', 'supervisor').after.state).toBe('closed')
    const content = act(aComplaint('result_fed_back'), 'call_back', 'supervisor', { note, satisfied: true }).after
    expect(running(content)).not.toContain('SLA-21')
    expect(act(content, 'close', 'supervisor').after.state).toBe('closed')
  })

  test('that its customer is not content with is handled once more, from now (K15, R-SLA-48)', () => {
    const again = act(aComplaint('followed_up'), 'object', 'customer').after
    expect(again.facts).toMatchObject({ reopenCount: 1 })
    expect(again.clocks['SLA-18']).toMatchObject({ startedAt: soon, round: 2 })
  })

  test('has no promise running once it is closed (convention 8)', () => {
    expect(running(aComplaint('closed'))).toEqual(['SLA-22', 'ARCHIVE-CHECK'])
    expect(running(act(aComplaint('acknowledged'), 'withdraw', 'customer', { note: 'withdrawn' }).after)).toEqual([])
    for (const state of ['merged', 'destroyed'] as const) expect(running(aComplaint(state))).toEqual([])
  })
})
