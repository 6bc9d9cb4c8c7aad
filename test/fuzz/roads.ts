/** A step that a person would take: the operation, in which role, and what its body says beside its example, or without a body
 *  its query; or `advance`, and by how much time. */
export type Step = readonly [operation: string, role: string, body?: object]

const review: readonly Step[] = [
  ['placeOrder', 'storefront'],
  ['approveOrder', 'agent', { customerWaits: true }],
]
const paid: readonly Step[] = [...review, ['confirmPayment', 'finance']]
const shipped: readonly Step[] = [
  ...paid,
  ['notifyWarehouse', 'finance'],
  ['packOrder', 'warehouse'],
  ['shipOrder', 'warehouse'],
]
const completed: readonly Step[] = [...shipped, ['confirmReceipt', 'courier']]
const lost: readonly Step[] = [...shipped, ['recordScan', 'courier'], ['reportException', 'courier', { kind: 'lost' }]]

const recorded: readonly Step[] = [['openTicket', 'storefront', { kind: 'complaint' }]]
const inHand: readonly Step[] = [
  ['openTicket', 'storefront'],
  ['takeTicket', 'agent'],
  ['replyToTicket', 'agent'],
]

/** Ways that orders and tickets go in this house: followed now and then, so that no state is too far for the fuzzer. */
export const roads: readonly (readonly Step[])[] = [
  [...completed, ['disputeReceipt', 'storefront']],
  [
    ...completed,
    ['wantInvoice', 'storefront'],
    ['readInvoice', 'finance'],
    ['issueInvoice', 'finance'],
    ['postInvoice', 'agent'],
  ],
  [...shipped, ['recordScan', 'courier'], ['recordDelivery', 'courier'], ['confirmReceipt', 'courier']],
  [...lost, ['resolveException', 'agent'], ['confirmReceipt', 'courier']],
  [...lost, ['reshipOrder', 'supervisor'], ['packOrder', 'warehouse'], ['shipOrder', 'warehouse']],
  [...lost, ['refundLostOrder', 'supervisor'], ['recordRefund', 'finance']],
  [...paid, ['cancelOrder', 'agent'], ['recordRefund', 'finance']],
  [...paid, ['wantRefund', 'agent', { kind: 'part' }], ['recordRefund', 'finance']],
  [...paid, ['delayOrder', 'agent']],
  [...review, ['reportPaymentProblem', 'agent'], ['clarifyPaid', 'finance'], ['notifyWarehouse', 'finance']],
  [...review, ['reportPaymentProblem', 'agent'], ['clarifyUnpaid', 'agent'], ['confirmPayment', 'finance']],
  [...review, ['reportNonarrival', 'finance'], ['recordContactAttempt', 'agent']],
  [...review, ['cancelOrder', 'storefront'], ['recordLatePayment', 'finance']],
  [
    ['placeOrder', 'storefront'],
    ['warnOfStock', 'agent'],
    ['rejectOrder', 'agent'],
  ],
  [
    ['placeOrder', 'storefront', { customer: { accountId: 'fuzz-merger' } }],
    ['placeOrder', 'storefront', { customer: { accountId: 'fuzz-merger' } }],
    ['mergeOrders', 'agent'],
  ],
  [...review, ['advance', 'P12D'], ['recordContactAttempt', 'agent'], ['cancelUnpaidOrder', 'agent']],
  [
    ['placeOrder', 'storefront', { customer: { accountId: 'fuzz-without-mail' } }],
    ['recordCallOfOrder', 'agent'],
  ],
  [
    ['openTicket', 'storefront', { customer: { accountId: 'fuzz-without-mail' } }],
    ['recordCallOfTicket', 'agent'],
  ],
  [
    ['openTicket', 'storefront'],
    ['bringAttachment', 'storefront'],
    ['readAttachment', 'storefront'],
  ],
  [
    ['openTicket', 'storefront'],
    ['takeTicket', 'agent'],
    ['replyToTicket', 'agent'],
    ['resolveTicket', 'agent'],
    ['verifyTicket', 'supervisor'],
    ['confirmTicket', 'storefront'],
    ['completeRecord', 'agent'],
    ['archiveTicket', 'team_lead'],
    ['markResult', 'agent'],
    ['correctArchive', 'agent'],
    ['holdArchive', 'team_lead'],
  ],
  [
    ['openTicket', 'storefront'],
    ['takeTicket', 'agent'],
    ['replyToTicket', 'agent'],
    ['resolveTicket', 'agent'],
    ['objectToTicket', 'storefront'],
  ],
  [
    ['openTicket', 'storefront'],
    ['takeTicket', 'agent'],
    ['replyToTicket', 'agent'],
    ['reportProgress', 'agent'],
    ['escalateTicket', 'agent'],
    ['takeOverTicket', 'supervisor'],
    ['requestAuthorisation', 'supervisor'],
    ['decideAuthorisation', 'senior_management'],
  ],
  [
    ['openTicket', 'storefront'],
    ['takeTicket', 'agent'],
    ['replyToTicket', 'agent'],
    ['handOverTicket', 'agent', { department: 'warehouse' }],
    ['urgeDepartment', 'supervisor', { department: 'warehouse' }],
  ],
  [
    ...recorded,
    ['assessComplaint', 'agent'],
    ['acknowledgeComplaint', 'agent'],
    ['investigateComplaint', 'agent'],
    ['coordinateComplaint', 'supervisor', { department: 'warehouse' }],
    ['answerHandover', 'warehouse'],
    ['agreeSolution', 'agent'],
    ['executeSolution', 'agent'],
    ['reportComplaintResult', 'agent'],
    ['callBackCustomer', 'supervisor'],
    ['closeComplaint', 'supervisor'],
  ],
  [...recorded, ['withdrawComplaint', 'storefront']],
  [
    ...inHand,
    ['takeBackMessage', 'agent'],
    ['promiseCallBack', 'agent'],
    ['keepCallBack', 'agent'],
    ['regradeTicket', 'agent'],
    ['splitTicket', 'agent'],
    ['explainClocks', 'agent'],
  ],
  [
    ...inHand,
    ['recordConsultation', 'agent'],
    ['registerQuestion', 'agent'],
    ['logIssue', 'agent'],
    ['settleIssue', 'supervisor'],
    ['recordComplaint', 'agent'],
  ],
  [
    ['openTicket', 'storefront'],
    ['takeTicket', 'agent'],
    ['furnishPlace', 'supervisor'],
    ['reassignTicket', 'supervisor'],
    ['replyToTicket', 'agent'],
    ['handOverTicket', 'agent', { department: 'warehouse' }],
    ['answerHandover', 'warehouse'],
  ],
  [
    ['openTicket', 'storefront'],
    ['dismissTicket', 'agent'],
  ],
  [
    ['openTicket', 'storefront', { customer: { accountId: 'fuzz-twice' } }],
    ['openTicket', 'storefront', { customer: { accountId: 'fuzz-twice' } }],
    ['mergeTickets', 'agent'],
  ],
  [
    ...inHand,
    ['writeMessage', 'storefront', { attachments: undefined }],
    ['askCustomer', 'agent'],
    ['writeMessage', 'storefront', { attachments: undefined }],
    ['listMacros', 'agent', { language: 'zh-Hant' }],
    ['tagTicket', 'agent'],
    ['writeNote', 'agent'],
    ['correctCustomerFile', 'agent'],
  ],
  [
    ...inHand,
    ['furnishPlace', 'supervisor'],
    ['setPresence', 'agent'],
    ['grantLeave', 'supervisor'],
    ['listAgents', 'supervisor'],
    ['retireAgent', 'supervisor'],
  ],
  [
    ...inHand,
    ['listTickets', 'agent', { list: 'mine' }],
    ['listFigures', 'supervisor', { from: '2026-03-09', to: '2026-03-10', by: 'team' }],
    ['listKpis', 'supervisor', { from: '2026-03-09', to: '2026-03-10' }],
    ['rotateWebhookSecret', 'supervisor'],
    ['readWebhookSender', 'supervisor'],
  ],
  [...shipped, ['recordParcelEvents', 'courier']],
  [
    ['openTicket', 'storefront', { market: 'BR' }],
    ['takeTicket', 'agent'],
    ['regradeTicket', 'agent', { reason: 'more_pressing', topic: 'technical', severity: 'major' }],
    ['respondToIncident', 'agent'],
    ['regradeIncident', 'supervisor'],
    ['fixIncident', 'supervisor'],
    ['verifyIncident', 'supervisor', { result: 'failed' }],
  ],
  [
    ['openTicket', 'storefront', { market: 'BR' }],
    ['takeTicket', 'agent'],
    ['regradeTicket', 'agent', { reason: 'more_pressing', topic: 'account', severity: 'major' }],
    ['readIncident', 'supervisor'],
    ['dismissIncident', 'supervisor'],
  ],
  [
    ['openTicket', 'storefront', { customer: { accountId: 'fuzz-another-name' } }],
    ['claimSamePerson', 'agent'],
    ['decideSamePerson', 'supervisor', { decision: 'refused' }],
  ],
  [
    ['openTicket', 'storefront'],
    ['tryRules', 'supervisor'],
    ['adoptRules', 'supervisor'],
    ['listRules', 'team_lead'],
  ],
]
