import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { attachments, cases, clients, customers, notices, places, presences, questions } from '../../shared/wiring'
import { acknowledgeComplaintRoute } from './acknowledge-complaint'
import { agreeSolutionRoute } from './agree-solution'
import { answerHandoverRoute } from './answer-handover'
import { correctArchiveRoute, markResultRoute } from './archive-remarks'
import { archiveTicketRoute } from './archive-ticket'
import { askCustomerRoute } from './ask-customer'
import { assessComplaintRoute } from './assess-complaint'
import { bePresentRoute } from './be-present'
import { callBackCustomerRoute } from './call-back-customer'
import { claimSamePersonRoute } from './claim-same-person'
import { closeComplaintRoute } from './close-complaint'
import { completeRecordRoute } from './complete-record'
import { confirmTicketRoute } from './confirm-ticket'
import { coordinateComplaintRoute } from './coordinate-complaint'
import { decideAuthorisationRoute } from './decide-authorisation'
import { decideDestructionRoute } from './decide-destruction'
import { decideSamePersonRoute } from './decide-same-person'
import type { Desk } from './desk'
import { dismissIncidentRoute } from './dismiss-incident'
import { dismissTicketRoute } from './dismiss-ticket'
import { escalateTicketRoute } from './escalate-ticket'
import { executeSolutionRoute } from './execute-solution'
import { explainClocksRoute } from './explain-clocks'
import { fixIncidentRoute } from './fix-incident'
import { handOverTicketRoute } from './hand-over-ticket'
import { holdArchiveRoute } from './hold-archive'
import { investigateComplaintRoute } from './investigate-complaint'
import { keepCallBackRoute } from './keep-call-back'
import { listArchiveRoute } from './list-archive'
import { listCallsRoute } from './list-calls'
import { listHandoversRoute } from './list-handovers'
import { listIncidentsRoute } from './list-incidents'
import { listMacrosRoute } from './list-macros'
import { listQuestionsRoute } from './list-questions'
import { listTicketsRoute } from './list-tickets'
import { logIssueRoute } from './log-issue'
import { mergeTicketsRoute } from './merge-tickets'
import { objectToTicketRoute } from './object-to-ticket'
import { promiseCallBackRoute } from './promise-call-back'
import { readIncidentRoute } from './read-incident'
import { readRecordRoute } from './read-record'
import { readTicketRoute } from './read-ticket'
import { reassignTicketRoute } from './reassign-ticket'
import { recordCallRoute } from './record-call'
import { recordComplaintRoute } from './record-complaint'
import { recordConsultationRoute } from './record-consultation'
import { registerQuestionRoute } from './register-question'
import { regradeIncidentRoute } from './regrade-incident'
import { regradeTicketRoute } from './regrade-ticket'
import { replyToTicketRoute } from './reply-to-ticket'
import { reportComplaintResultRoute } from './report-complaint-result'
import { reportProgressRoute } from './report-progress'
import { requestAuthorisationRoute } from './request-authorisation'
import { requestDestructionRoute } from './request-destruction'
import { resolveTicketRoute } from './resolve-ticket'
import { respondToIncidentRoute } from './respond-to-incident'
import { settleIssueRoute } from './settle-issue'
import { splitTicketRoute } from './split-ticket'
import { tagTicketRoute } from './tag-ticket'
import { takeBackMessageRoute } from './take-back-message'
import { takeOverTicketRoute } from './take-over-ticket'
import { takeTicketRoute } from './take-ticket'
import { urgeDepartmentRoute } from './urge-department'
import { verifyIncidentRoute } from './verify-incident'
import { verifyTicketRoute } from './verify-ticket'
import { withdrawComplaintRoute } from './withdraw-complaint'
import { writeMessageRoute } from './write-message'
import { writeNoteRoute } from './write-note'

export const routes: readonly Route<Desk>[] = [
  listTicketsRoute,
  listCallsRoute,
  readTicketRoute,
  explainClocksRoute,
  takeTicketRoute,
  reassignTicketRoute,
  handOverTicketRoute,
  listHandoversRoute,
  answerHandoverRoute,
  replyToTicketRoute,
  resolveTicketRoute,
  recordCallRoute,
  writeMessageRoute,
  askCustomerRoute,
  takeBackMessageRoute,
  writeNoteRoute,
  tagTicketRoute,
  promiseCallBackRoute,
  keepCallBackRoute,
  dismissTicketRoute,
  regradeTicketRoute,
  mergeTicketsRoute,
  splitTicketRoute,
  bePresentRoute,
  listMacrosRoute,
  verifyTicketRoute,
  confirmTicketRoute,
  objectToTicketRoute,
  completeRecordRoute,
  readRecordRoute,
  archiveTicketRoute,
  listArchiveRoute,
  correctArchiveRoute,
  markResultRoute,
  holdArchiveRoute,
  requestDestructionRoute,
  decideDestructionRoute,
  reportProgressRoute,
  escalateTicketRoute,
  takeOverTicketRoute,
  requestAuthorisationRoute,
  decideAuthorisationRoute,
  urgeDepartmentRoute,
  recordComplaintRoute,
  recordConsultationRoute,
  registerQuestionRoute,
  listQuestionsRoute,
  logIssueRoute,
  settleIssueRoute,
  assessComplaintRoute,
  acknowledgeComplaintRoute,
  investigateComplaintRoute,
  coordinateComplaintRoute,
  agreeSolutionRoute,
  executeSolutionRoute,
  reportComplaintResultRoute,
  callBackCustomerRoute,
  closeComplaintRoute,
  withdrawComplaintRoute,
  claimSamePersonRoute,
  decideSamePersonRoute,
  listIncidentsRoute,
  readIncidentRoute,
  respondToIncidentRoute,
  regradeIncidentRoute,
  fixIncidentRoute,
  dismissIncidentRoute,
  verifyIncidentRoute,
]

export const handler = httpHandler(routes, {
  needs: () => ({
    cases: cases(),
    customers: customers(),
    notices: notices(),
    attachments: attachments(),
    questions: questions(),
    presences: presences(),
    places: places(),
  }),
  clients,
})
