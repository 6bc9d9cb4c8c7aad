import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { attachments, cases, clients, customers, notices, questions } from '../../shared/wiring'
import { acknowledgeComplaintRoute } from './acknowledge-complaint'
import { agreeSolutionRoute } from './agree-solution'
import { correctArchiveRoute, markResultRoute } from './archive-remarks'
import { archiveTicketRoute } from './archive-ticket'
import { assessComplaintRoute } from './assess-complaint'
import { callBackCustomerRoute } from './call-back-customer'
import { closeComplaintRoute } from './close-complaint'
import { completeRecordRoute } from './complete-record'
import { confirmTicketRoute } from './confirm-ticket'
import { coordinateComplaintRoute } from './coordinate-complaint'
import { decideAuthorisationRoute } from './decide-authorisation'
import { decideDestructionRoute } from './decide-destruction'
import type { Desk } from './desk'
import { escalateTicketRoute } from './escalate-ticket'
import { executeSolutionRoute } from './execute-solution'
import { explainClocksRoute } from './explain-clocks'
import { holdArchiveRoute } from './hold-archive'
import { investigateComplaintRoute } from './investigate-complaint'
import { listArchiveRoute } from './list-archive'
import { listCallsRoute } from './list-calls'
import { listQuestionsRoute } from './list-questions'
import { listTicketsRoute } from './list-tickets'
import { logIssueRoute } from './log-issue'
import { objectToTicketRoute } from './object-to-ticket'
import { readRecordRoute } from './read-record'
import { readTicketRoute } from './read-ticket'
import { recordCallRoute } from './record-call'
import { recordComplaintRoute } from './record-complaint'
import { recordConsultationRoute } from './record-consultation'
import { registerQuestionRoute } from './register-question'
import { replyToTicketRoute } from './reply-to-ticket'
import { reportComplaintResultRoute } from './report-complaint-result'
import { reportProgressRoute } from './report-progress'
import { requestAuthorisationRoute } from './request-authorisation'
import { requestDestructionRoute } from './request-destruction'
import { resolveTicketRoute } from './resolve-ticket'
import { settleIssueRoute } from './settle-issue'
import { takeOverTicketRoute } from './take-over-ticket'
import { takeTicketRoute } from './take-ticket'
import { urgeDepartmentRoute } from './urge-department'
import { verifyTicketRoute } from './verify-ticket'
import { withdrawComplaintRoute } from './withdraw-complaint'

export const routes: readonly Route<Desk>[] = [
  listTicketsRoute,
  listCallsRoute,
  readTicketRoute,
  explainClocksRoute,
  takeTicketRoute,
  replyToTicketRoute,
  resolveTicketRoute,
  recordCallRoute,
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
]

export const handler = httpHandler(routes, {
  needs: () => ({
    cases: cases(),
    customers: customers(),
    notices: notices(),
    attachments: attachments(),
    questions: questions(),
  }),
  clients,
})
