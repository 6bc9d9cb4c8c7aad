import { complaintTransitions, ticketTransitions } from '../../shared/domain/desk-tables'
import type { Row, Table } from '../../shared/domain/table'

type Names = readonly (readonly [name: string, of: readonly string[]])[]

const ticketOpen = [
  'received',
  'classified',
  'assigned',
  'in_progress',
  'waiting_customer',
  'waiting_department',
  'escalated',
]
const complaintInHand = [
  ...['assigned', 'acknowledged', 'investigating', 'coordinating', 'supervisor_handling', 'awaiting_authorisation'],
  ...['solution_agreed', 'handled'],
]
const ended = ['closed', 'archived', 'destroyed', 'merged']

/** Words for many states, or roles; the first that fits is said. */
const ticketStates: Names = [
  ['all', [...ticketOpen, 'resolved', 'feedback_sent', ...ended]],
  ['living', [...ticketOpen, 'resolved', 'feedback_sent']],
  ['open', ticketOpen],
  ['inHand', ticketOpen.slice(2)],
  ['answering', ticketOpen.slice(3)],
  ['told', ['resolved', 'feedback_sent']],
]
const complaintStates: Names = [
  ['all', ['recorded', ...complaintInHand, 'result_fed_back', 'followed_up', ...ended]],
  ['living', ['recorded', ...complaintInHand, 'result_fed_back', 'followed_up']],
  ['open', ['recorded', ...complaintInHand]],
  ['inHand', complaintInHand],
  ['told', ['result_fed_back', 'followed_up']],
]
const roles: Names = [
  ['desk', ['agent', 'supervisor']],
  ['departments', ['finance', 'warehouse', 'technical', 'process_optimisation', 'emergency', 'senior_management']],
]

/** A row in words: what happens in which states and where it leads, who may, what must hold, what follows, which clocks go on
 *  when an answer is taken back, which ticket it opens. */
const told = (row: Row, states: Names): string => {
  const words = [
    `${row.id} ${row.event}: ${row.from ? said(row.from, states) : 'nothing'} > ${row.to ?? 'same'}${row.becomes ? ` as ${row.becomes}` : ''}`,
    said(row.actors, roles),
    ...[row.guards, row.sets, row.resumes].map(names => (names ?? []).join(' ')),
    row.opens ?? '',
  ]
  const last = words.findLastIndex(word => word !== '')
  return words.slice(0, last + 1).join(' | ')
}

function said(names: readonly string[], groups: Names): string {
  let rest = [...names]
  const words: string[] = []
  for (const [word, of] of groups) {
    if (!of.every(name => rest.includes(name))) continue
    words.push(word)
    rest = rest.filter(name => !of.includes(name))
  }
  return [...words, ...rest].join(' ')
}

/** §4.1 once more, by hand; starts, stops and notices are in effects.test.ts. Who changes a row says so here. */
const tickets = [
  'T1 receive: nothing > received | customer system |  | request',
  'T1 receive: nothing > received | desk |  | request first_responder',
  'T2c classify: received > classified | system | told_by_its_order classified',
  'T2r classify: received > classified | system | from_system classified grave',
  'T2s classify: received > classified | system | from_system classified',
  'T2j classify: received > recorded as complaint | system | classified is_complaint grave | plain_complaint',
  'T2l classify: received > recorded as complaint | system | classified is_complaint pressing | plain_complaint',
  'T2k classify: received > recorded as complaint | system | classified is_complaint | plain_complaint',
  'T2g classify: received > classified | system | classified grave',
  'T2 classify: received > classified | system | classified',
  'T2u send_to_triage: received > classified | system | told_by_its_order classified',
  'T2t send_to_triage: received > classified | system | from_system classified',
  'T2v send_to_triage: received > classified | system | classified',
  'T2y classify: inHand classified resolved > same | system | unread classified grave',
  'T2z classify: inHand classified resolved > same | system | unread classified',
  'T2h classify: assigned > same | system | classified grave',
  'T2a classify: assigned > same | system | classified',
  'T2b classify: answering resolved > same | system | classified',
  'T3 dispatch: classified > assigned | system | assignee_named | assignee_named first_responder_named',
  'T3a dispatch: inHand > same | system | assignee_named | assignee_named first_responder_named',
  'T4 take: received classified > assigned | desk |  | assignee first_responder',
  'T5 respond: assigned > in_progress | desk | by_assignee reply_written | message',
  'T23 respond: answering > same | desk | not_yet_answered reply_written | message',
  'T23a respond: answering told > same | desk | by_assignee reply_written | message',
  'T6 ask_customer: in_progress > waiting_customer | desk | by_assignee reply_written | message',
  'T7 customer_writes: waiting_customer > in_progress | customer agent | customer_wrote | message',
  'T7a customer_writes: received classified assigned in_progress waiting_department escalated > same | customer agent | customer_wrote | message',
  'T16c customer_writes: told > escalated | customer agent | customer_wrote still_broken objected_before | message reopened escalated',
  'T16b customer_writes: told > in_progress | customer agent | customer_wrote still_broken | message reopened',
  'T18a customer_writes: closed > in_progress | customer agent | customer_wrote still_broken within_reopen_time | message reopened',
  'T7b customer_writes: told > same | customer agent | customer_wrote not_said_broken | message asks',
  'T7c customer_writes: closed archived > same | customer agent | customer_wrote only_thanks | said',
  'T7d customer_writes: closed archived > same | customer agent | customer_wrote not_said_broken | said |  | other',
  'T8t hand_over: in_progress > waiting_department | desk | by_assignee department_named to_technical | task',
  'T8f hand_over: in_progress > waiting_department | desk | by_assignee department_named about_feedback | task',
  'T8 hand_over: in_progress > waiting_department | desk | by_assignee department_named | task',
  'T9 answer_handover: waiting_department > in_progress | departments supervisor | asked_of_role note_written | task_answered',
  'T10 escalate: assigned in_progress waiting_customer waiting_department > escalated | desk system | reason | escalated',
  'T10a escalate: escalated > same | supervisor operations_manager | reason | escalated',
  'T11 take_over: escalated > in_progress | supervisor operations_manager senior_management |  | taken_over first_responder',
  'T12f resolve: in_progress > resolved | desk | by_assignee result_written about_feedback | message',
  'T12 resolve: in_progress > resolved | desk | by_assignee result_written | message',
  'T13 pass_verification: resolved > feedback_sent | desk | verified another_verifies | verified',
  'T14 fail_verification: resolved > in_progress | desk | verified another_verifies reason | reopened',
  'T15 confirm_solved: feedback_sent > closed | desk customer |  | said',
  'T15 close_silent: feedback_sent > closed | system | silence_over',
  'T15a rate: feedback_sent closed archived > same | desk customer | rating_given not_yet_rated low_rating | said rated |  | other',
  'T15a rate: feedback_sent closed archived > same | desk customer | rating_given not_yet_rated | said rated',
  'T16 object: told > escalated | desk customer | objected_before | said reopened escalated',
  'T16 object: told > in_progress | desk customer |  | said reopened',
  'T17 archive: closed > archived | team_lead | record_complete archive_number | archived',
  'T18 reopen: closed > in_progress | desk customer | within_reopen_time | said reopened',
  'T18b reopen: closed archived > same | desk customer | customer_wrote | said |  | other',
  'T18c customer_writes: closed archived > same | customer agent | customer_wrote still_broken | said |  | other',
  'T19 destroy: archived > destroyed | team_lead operations_manager senior_management | retention_over no_legal_hold destruction_asked approved_by_other | destroyed',
  'T20 dismiss: received classified > closed | desk | dismissal | duplicate_of',
  'T21 complete_record: told closed > same | desk | no_record_yet record_written record_whole | recorded',
  'T22 reassign: inHand > same | supervisor system | reason assignee_named | assignee_named first_responder_named',
  'T24a record_complaint: inHand > assigned as complaint | desk | assessed classified pressing | complaint_form assignee',
  'T24 record_complaint: inHand > assigned as complaint | desk | assessed classified | complaint_form assignee',
  'T25 merge_into: open > merged | desk system | target | merged_into',
  'T26 request_authorisation: inHand > same | supervisor | no_authorisation_pending authorisation_asked | authorisation_requested',
  'T27 decide_authorisation: inHand > same | senior_management operations_manager | authorisation_pending decider_is_another decided | authorisation_decided',
  'T0a want_call: all > same | system | notice_named | call_wanted',
  'T0b record_call: all > same | desk | call_was_wanted | call_made',
  'T0c note: living closed > same | desk departments team_lead operations_manager | note_written',
  'T0ca keep_mail: living closed archived > same | system | mail_kept | claimed_by',
  'T0d take_back: living > same | desk | own_recent_message | message_taken_back | response',
  'T0x report_progress: inHand > same | desk | by_assignee reply_written date_promised | message',
  'T0e report_progress: inHand > same | desk | by_assignee reply_written no_date_promised | message',
  'T0f promise_call_back: open > same | desk | no_call_back_promised promise_within_limit | call_back_promised',
  'T0g keep_call_back: living > same | desk | call_back_promised note_written | call_back_kept',
  'T0h tag: living > same | desk | tags_named | tags',
  'T0i split_off: living > same | desk | split_named | split_into',
  'T0j absorb: living > same | desk system | sources | merged_from',
  'T0k urge: open > same | supervisor | department_asked',
  'T0w return_to_team: open > same | system | reason | in_nobodys_hands',
  'T4a take: inHand > same | desk | in_nobodys_hands | assignee first_responder',
  'T0l record_plan: open > same | desk emergency senior_management process_optimisation | note_written',
  'T0z regrade: open > same | desk team_lead | reason classified newly_grave | for_its_team',
  'T0m regrade: open > same | desk team_lead | reason classified | for_its_team',
  'T0y see_pattern: open > same | system |  | pattern_spotted',
  'T0n correct_archive: archived > same | desk team_lead | note_written',
  'T0o mark_result: archived > same | desk team_lead operations_manager | result_fault note_written | result_marked',
  'T0p hold: closed archived > same | team_lead operations_manager senior_management | reason | legal_hold',
  'T0q release_hold: closed archived > same | operations_manager senior_management | reason legal_hold | no_legal_hold',
  'T0r request_destruction: archived > same | team_lead operations_manager | retention_over no_legal_hold erasure_method no_destruction_asked | destruction_requested',
  'T0s refuse_destruction: archived > same | team_lead operations_manager senior_management | destruction_asked reason | no_destruction',
  'T0t record_consultation: living > same | desk | consultation_written | consultation',
  'T0u log_issue: living closed > same | desk | note_written no_issue_open | issue_logged',
  'T0v settle_issue: living closed archived > same | supervisor team_lead process_optimisation | note_written issue_open | issue_settled',
  'T30a claim_same_person: living closed > same | desk | note_written other_file_named no_same_person_claimed | same_person_claimed',
  'T30b decide_same_person: living closed archived > same | supervisor | same_person_claimed another_decides decided note_written | same_person_decided',
]

/** §4.2 the same. */
const complaints = [
  'K1 record: nothing > recorded | customer system |  | request plain_complaint',
  'K1 record: nothing > recorded | agent |  | request plain_complaint first_responder',
  'K1b classify: recorded assigned > same | system | classified grave',
  'K1c classify: recorded assigned > same | system | classified pressing',
  'K1a classify: recorded assigned > same | system | classified',
  'K2a dispatch: open > same | system | assignee_named | assignee_named first_responder_named',
  'K2b take: recorded > same | desk |  | assignee first_responder',
  'K2 assess: recorded > assigned | desk | assessed pressing | complaint_form assignee first_responder',
  'K2 assess: recorded > assigned | desk | assessed | complaint_form assignee first_responder',
  'K3 acknowledge: assigned > acknowledged | desk | by_assignee reply_written | message',
  'K4 investigate: acknowledged > investigating | desk | by_assignee',
  'K5 coordinate: investigating supervisor_handling > coordinating | supervisor | department_named | task coordinated',
  'K5a coordinate: coordinating > same | supervisor | department_named | task',
  'K6 answer_handover: coordinating > supervisor_handling | departments supervisor | asked_of_role note_written last_task coordinated_from_supervisor | task_answered coordinated_no_more',
  'K6 answer_handover: coordinating > investigating | departments supervisor | asked_of_role note_written last_task | task_answered coordinated_no_more',
  'K6a answer_handover: coordinating > same | departments supervisor | asked_of_role note_written | task_answered',
  'K7 escalate: assigned acknowledged investigating > supervisor_handling | desk system | reason | escalated',
  'K7a escalate: supervisor_handling > same | supervisor operations_manager | reason | escalated',
  'K8 request_authorisation: supervisor_handling > awaiting_authorisation | supervisor | authorisation_asked | authorisation_requested',
  'K9 decide_authorisation: awaiting_authorisation > supervisor_handling | senior_management operations_manager | authorisation_pending decider_is_another decided | authorisation_decided',
  'K10 agree_solution: investigating supervisor_handling > solution_agreed | desk | by_assignee fault_and_solution | complaint_form',
  'K11 execute: solution_agreed > handled | desk | by_assignee',
  'K12 feed_back: handled > result_fed_back | desk | result_written | message',
  'K13 call_back: result_fed_back > followed_up | supervisor | verified | called_back verified',
  'K13a call_back: followed_up > same | supervisor | verified | called_back verified',
  'K14 close: followed_up > closed | supervisor | satisfied_or_given_up',
  'K15 object: told > supervisor_handling | desk customer |  | said reopened called_back_anew',
  'K15a object: closed > supervisor_handling | desk customer | within_reopen_time | said reopened called_back_anew',
  'K15b customer_writes: told > supervisor_handling | customer agent | customer_wrote still_broken | message reopened called_back_anew',
  'K15e customer_writes: closed > supervisor_handling | customer agent | customer_wrote still_broken within_reopen_time | message reopened called_back_anew',
  'K15c object: closed archived > same | desk customer | customer_wrote | said |  | complaint',
  'K15d customer_writes: closed archived > same | customer agent | customer_wrote still_broken | said |  | complaint',
  'K16 archive: closed > archived | team_lead | record_complete archive_number | archived',
  'K16a destroy: archived > destroyed | team_lead operations_manager senior_management | retention_over no_legal_hold destruction_asked approved_by_other | destroyed',
  'K17 withdraw: recorded assigned acknowledged investigating > closed | customer agent | note_written',
  'K18 complete_record: told closed > same | desk | no_record_yet record_written record_whole | recorded',
  'K19 respond: open > same | desk | not_yet_answered reply_written | message first_responder',
  'K19a respond: living > same | desk | by_assignee reply_written | message',
  'K19b customer_writes: open > same | customer agent | customer_wrote | message',
  'K19c customer_writes: told > same | customer agent | customer_wrote not_said_broken | message asks',
  'K19d customer_writes: closed archived > same | customer agent | customer_wrote only_thanks | said',
  'K19e customer_writes: closed archived > same | customer agent | customer_wrote not_said_broken | said |  | other',
  'K20 rate: told closed archived > same | desk customer | rating_given not_yet_rated | said rated',
  'K22 reassign: open > same | supervisor system | reason assignee_named | assignee_named first_responder_named',
  'K25 merge_into: open > merged | desk system | target | merged_into',
  'K0a want_call: all > same | system | notice_named | call_wanted',
  'K0b record_call: all > same | desk | call_was_wanted | call_made',
  'K0c note: living closed > same | desk departments team_lead operations_manager | note_written',
  'K0ca keep_mail: living closed archived > same | system | mail_kept | claimed_by',
  'K0d take_back: living > same | desk | own_recent_message | message_taken_back | response',
  'K0x report_progress: inHand > same | desk | by_assignee reply_written date_promised | message',
  'K0e report_progress: inHand > same | desk | by_assignee reply_written no_date_promised | message',
  'K0f promise_call_back: open > same | desk | no_call_back_promised promise_within_limit | call_back_promised',
  'K0g keep_call_back: living > same | desk | call_back_promised note_written | call_back_kept',
  'K0h tag: living > same | desk | tags_named | tags',
  'K0i split_off: living > same | desk | split_named | split_into',
  'K0j absorb: living > same | desk system | sources | merged_from',
  'K0k urge: open > same | supervisor | department_asked',
  'K0w return_to_team: open > same | system | reason | in_nobodys_hands',
  'K4a take: inHand > same | desk | in_nobodys_hands | assignee first_responder',
  'K0l record_plan: open > same | desk emergency senior_management process_optimisation | note_written',
  'K0z regrade: open > same | desk team_lead | reason classified newly_grave | for_its_team',
  'K0m regrade: open > same | desk team_lead | reason classified | for_its_team',
  'K0y see_pattern: open > same | system |  | pattern_spotted',
  'K0n correct_archive: archived > same | desk team_lead | note_written',
  'K0o mark_result: archived > same | desk team_lead operations_manager | result_fault note_written | result_marked',
  'K0p hold: closed archived > same | team_lead operations_manager senior_management | reason | legal_hold',
  'K0q release_hold: closed archived > same | operations_manager senior_management | reason legal_hold | no_legal_hold',
  'K0r request_destruction: archived > same | team_lead operations_manager | retention_over no_legal_hold erasure_method no_destruction_asked | destruction_requested',
  'K0s refuse_destruction: archived > same | team_lead operations_manager senior_management | destruction_asked reason | no_destruction',
  'K0t record_consultation: living > same | desk | consultation_written | consultation',
  'K0u log_issue: living closed > same | desk | note_written no_issue_open | issue_logged',
  'K0v settle_issue: living closed archived > same | supervisor team_lead process_optimisation | note_written issue_open | issue_settled',
  'K30a claim_same_person: living closed > same | desk | note_written other_file_named no_same_person_claimed | same_person_claimed',
  'K30b decide_same_person: living closed archived > same | supervisor | same_person_claimed another_decides decided note_written | same_person_decided',
]

const inOrder = (lines: readonly string[], { rows }: Table, states: Names) =>
  lines.map((line, place) => [line, rows[place], states] as const)

describe('the rows of tickets and complaints are what §4.1 and §4.2 say', () => {
  test.each([
    ...inOrder(tickets, ticketTransitions, ticketStates),
    ...inOrder(complaints, complaintTransitions, complaintStates),
  ])('%s', (line, row, states) => {
    expect(row && told(row, states)).toBe(line)
  })

  test('every row is said', () => {
    expect(ticketTransitions.rows.map(row => row.id)).toEqual(tickets.map(line => line.split(' ')[0]))
    expect(complaintTransitions.rows.map(row => row.id)).toEqual(complaints.map(line => line.split(' ')[0]))
  })
})
