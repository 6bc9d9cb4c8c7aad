import { classifyTicket } from '../../functions/classification/classify-ticket'
import type { Role } from '../../shared/domain/case'
import { type Api, anOrder, apiOf, aRequest, newKey } from '../support/api'
import { monday } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { openHouse } from '../support/ports'

const emergency = { description: '整个网站都打不开，大面积用户无法付款，客户数据也泄露了！' }

let engine: Engine
let api: Api
let orderId: string
let ticketId: string
let incidentId: string
let customerId: string
let attachmentId: string
beforeAll(async () => {
  engine = await startEngine()
  const house = await openHouse(engine)
  api = apiOf(house)
  const order = anOrder({ invoice: { title: '示例公司' } })
  ;({ id: orderId, customerId } = (await api.storefront().post('/v1/orders', order, { headers: newKey() })).body)
  const shop = { kind: 'shop' }
  await api.staff('supervisor').post('/v1/webhook-senders/shop/secrets', shop, { headers: newKey() })
  const photo = { name: 'a.png', type: 'image/png', bytes: 1 }
  const bring = `/v1/customers/${customerId}/attachments`
  attachmentId = (await api.storefront(customerId).post(bring, photo, { headers: newKey() })).body.id
  const grave = await api.storefront().post('/v1/tickets', aRequest(emergency), { headers: newKey() })
  await classifyTicket(house, { message: { caseId: grave.body.id }, now: monday, messageId: 'm', attempt: 1 })
  incidentId = (await api.staff('supervisor').get('/v1/incidents')).body.items[0].id
  ticketId = (await api.storefront().post('/v1/tickets', aRequest(), { headers: newKey() })).body.id
})
afterAll(() => engine.stop())

type Caller = 'owner' | 'another' | Role
const callers: readonly Caller[] = [
  ...(['owner', 'another', 'agent', 'supervisor', 'finance', 'warehouse', 'courier'] as const),
  ...(['team_lead', 'operations_manager', 'senior_management'] as const),
  ...(['technical', 'process_optimisation', 'emergency'] as const),
]

const management: readonly Caller[] = ['operations_manager', 'senior_management']

const managers: readonly Caller[] = ['supervisor', 'team_lead', 'operations_manager', 'senior_management']
const noting: readonly Caller[] = [
  ...(['finance', 'warehouse', 'team_lead', ...management] as const),
  ...(['technical', 'process_optimisation', 'emergency'] as const),
]
/** The table says who of them does what. */
const handling: readonly Caller[] = [
  ...(['agent', 'supervisor', 'finance', 'warehouse', ...management] as const),
  ...(['technical', 'process_optimisation', 'emergency'] as const),
]
const money = { amount: 1, currency: 'CNY' }
/** Method, path, body and who gets past the door (R-CUS-09); the table of transitions decides what happens behind it. */
const doors: readonly (readonly [string, string, object | undefined, readonly Caller[]])[] = [
  ['GET', '/v1/tickets?list=team:logistics', undefined, ['agent', 'supervisor', 'team_lead']],
  ['GET', '/v1/tickets/{ticket}', undefined, ['owner', 'agent', ...managers]],
  ['GET', '/v1/tickets?list=watch', undefined, ['supervisor', ...management]],
  ['POST', '/v1/tickets/{ticket}/progress', { situation: 'x', proposal: 'y' }, ['agent', 'supervisor']],
  [
    ...(['POST', '/v1/tickets/{ticket}/escalation', { reason: 'difficult_case', tried: 'x' }] as const),
    ['agent', 'supervisor', 'operations_manager'],
  ],
  ['POST', '/v1/tickets/{ticket}/takeover', {}, ['supervisor', ...management]],
  ['POST', '/v1/tickets/{ticket}/authorisation', { reason: 'major_interest', measure: 'x' }, ['supervisor']],
  ['POST', '/v1/tickets/{ticket}/authorisation/decision', { decision: 'refused', explanation: 'x' }, management],
  ['POST', '/v1/tickets/{ticket}/urging', { department: 'finance', words: 'x' }, ['supervisor']],
  ['POST', '/v1/tickets/{ticket}/take', {}, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/replies', { text: 'x' }, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/resolution', { text: 'x' }, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/messages', { text: 'x' }, ['owner', 'agent']],
  ['POST', '/v1/tickets/{ticket}/questions', { text: 'x' }, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/replies/take-back', {}, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/notes', { text: 'x' }, ['agent', 'supervisor', ...noting]],
  ['POST', '/v1/tickets/{ticket}/tags', { tags: ['x'] }, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/promised-call', { dueAt: '2026-03-09T02:00:00Z' }, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/promised-call/kept', { text: 'x' }, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/dismissal', { reason: 'spam' }, ['agent', 'supervisor']],
  [
    ...(['POST', '/v1/tickets/{ticket}/grading', { reason: 'wrong_topic', topic: 'payment' }] as const),
    ['agent', 'supervisor', 'team_lead'],
  ],
  ['POST', '/v1/tickets/{ticket}/merge', { ticketIds: ['another'] }, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/split', { messageId: 'x' }, ['agent', 'supervisor']],
  ['GET', '/v1/incidents', undefined, ['agent', 'supervisor', ...management, 'technical', 'emergency']],
  ['GET', '/v1/incidents/{incident}', undefined, ['agent', 'supervisor', ...management, 'technical', 'emergency']],
  ['POST', '/v1/incidents/{incident}/response', { plan: 'system_fault', text: 'x' }, handling],
  ['POST', '/v1/incidents/{incident}/fix', { text: 'x' }, handling],
  ['POST', '/v1/incidents/{incident}/level', { level: 'I', text: 'x' }, handling],
  ['POST', '/v1/incidents/{incident}/verification', { result: 'passed', text: 'x' }, handling],
  ['POST', '/v1/incidents/{incident}/false-alarm', { text: 'x' }, handling],
  ['POST', '/v1/tickets/{ticket}/same-person', { otherCustomerId: 'x', evidence: 'x' }, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/same-person/decision', { decision: 'refused', explanation: 'x' }, ['supervisor']],
  ['GET', '/v1/macros', undefined, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/calls', { notice: 'N-01', result: 'told' }, ['agent', 'supervisor']],
  ['GET', '/v1/cases/{ticket}/clocks', undefined, ['owner', 'agent', 'supervisor', 'team_lead', ...management]],
  ['GET', '/v1/cases/{order}/clocks', undefined, ['owner', 'agent', 'supervisor', 'team_lead', ...management]],
  ['POST', '/v1/tickets/{ticket}/verification', { result: 'passed', text: 'x' }, ['agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/confirmation', { solved: 'yes', rating: 5 }, ['owner', 'agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/objection', { text: 'x' }, ['owner', 'agent', 'supervisor']],
  ['POST', '/v1/tickets/{ticket}/record', { place: 'x' }, ['agent', 'supervisor']],
  ['GET', '/v1/tickets/{ticket}/record', undefined, ['agent', 'supervisor', 'team_lead', 'operations_manager']],
  ['POST', '/v1/tickets/{ticket}/archive', {}, ['team_lead']],
  ['GET', '/v1/archive?month=2026-03', undefined, ['agent', 'supervisor', 'team_lead', 'operations_manager']],
  ['GET', '/v1/archive?list=to-check', undefined, ['agent', 'supervisor', 'team_lead', 'operations_manager']],
  ['GET', '/v1/archive?customerId={customer}', undefined, ['agent', 'supervisor', 'team_lead', 'operations_manager']],
  ['POST', '/v1/tickets/{ticket}/corrections', { text: 'x' }, ['agent', 'supervisor', 'team_lead']],
  [
    ...(['POST', '/v1/tickets/{ticket}/result-marks', { fault: 'wrong', text: 'x' }] as const),
    ['agent', 'supervisor', 'team_lead', 'operations_manager'],
  ],
  ['POST', '/v1/tickets/{ticket}/legal-hold', { held: true, reason: 'audit' }, ['team_lead', ...management]],
  ['POST', '/v1/tickets/{ticket}/destruction-request', { method: 'destroyed' }, ['team_lead', 'operations_manager']],
  ['POST', '/v1/tickets/{ticket}/destruction', { decision: 'approved' }, ['team_lead', ...management]],
  ['GET', '/v1/calls', undefined, ['agent', 'supervisor']],
  ['GET', '/v1/orders?list=review', undefined, ['agent', 'supervisor']],
  ['GET', '/v1/orders?list=finance', undefined, ['agent', 'supervisor', 'finance']],
  ['GET', '/v1/orders?list=warehouse', undefined, ['agent', 'supervisor', 'warehouse']],
  ['GET', '/v1/orders/{order}', undefined, ['owner', 'agent', 'supervisor', 'finance', 'warehouse']],
  ['GET', '/v1/orders?list=refunds', undefined, ['agent', 'supervisor', 'finance']],
  ['POST', '/v1/orders/{order}/stock-warnings', { productNumbers: ['P-1001'] }, ['agent']],
  ['POST', '/v1/orders/{order}/merge', { orderIds: ['another'] }, ['agent']],
  ['POST', '/v1/orders/{order}/approval', {}, ['agent']],
  ['POST', '/v1/orders/{order}/rejection', { reason: 'duplicate' }, ['agent']],
  ['POST', '/v1/orders/{order}/payment-confirmation', { received: money }, ['finance']],
  ['POST', '/v1/orders/{order}/nonarrival', {}, ['finance']],
  ['POST', '/v1/orders/{order}/payment-problem', {}, ['agent', 'finance']],
  ['POST', '/v1/orders/{order}/payment-clarification', { finding: 'paid', received: money }, ['finance']],
  ['POST', '/v1/orders/{order}/nonpayment', { finding: 'failed' }, ['agent']],
  ['POST', '/v1/orders/{order}/unpaid-cancellation', {}, ['agent']],
  ['POST', '/v1/orders/{order}/late-payment', { received: money }, ['finance']],
  ['POST', '/v1/orders/{order}/refund-requests', { kind: 'part', wanted: money }, ['agent', 'supervisor']],
  ['POST', '/v1/orders/{order}/refunds', { refunded: money }, ['finance']],
  ['POST', '/v1/orders/{order}/contact-attempts', { by: 'phone', result: 'no_answer' }, ['agent']],
  ['POST', '/v1/orders/{order}/calls', { notice: 'N-08', result: 'told' }, ['agent']],
  ['POST', '/v1/orders/{order}/warehouse-notice', {}, ['finance']],
  ['POST', '/v1/orders/{order}/packing', {}, ['warehouse']],
  ['POST', '/v1/orders/{order}/shipment', { courier: 'SF', trackingNumber: '1' }, ['warehouse']],
  ['POST', '/v1/orders/{order}/scans', { code: 'departed' }, ['courier']],
  ['GET', '/v1/orders/{order}/dispatch-note', undefined, ['agent', 'supervisor', 'finance', 'warehouse']],
  ['POST', '/v1/orders/{order}/delay', { reason: 'weather' }, ['agent']],
  ['POST', '/v1/orders/{order}/delivery', {}, ['courier']],
  ['POST', '/v1/orders/{order}/exceptions', { kind: 'delay' }, ['owner', 'agent', 'courier']],
  ['POST', '/v1/orders/{order}/receipt-dispute', {}, ['owner', 'agent']],
  ['POST', '/v1/orders/{order}/exception-resolution', { solution: 'found' }, ['agent']],
  ['POST', '/v1/orders/{order}/reshipment', { reason: 'no_trace' }, ['supervisor']],
  ['POST', '/v1/orders/{order}/loss-refund', { reason: 'no_trace' }, ['supervisor']],
  ['POST', '/v1/orders/{order}/receipt', {}, ['owner', 'courier']],
  ['POST', '/v1/orders/{order}/invoice', { title: '示例公司' }, ['owner', 'agent']],
  ['GET', '/v1/orders/{order}/invoice', undefined, ['agent', 'finance']],
  ['POST', '/v1/orders/{order}/invoice-issue', {}, ['finance']],
  ['POST', '/v1/orders/{order}/invoice-posting', { postNumber: 'XA 1' }, ['agent']],
  ['POST', '/v1/orders/{order}/cancellation', { reason: 'too_slow' }, ['owner', 'agent']],
  ['GET', '/v1/customers/{customer}', undefined, ['owner', 'agent', 'supervisor']],
  ['POST', '/v1/customers/{customer}/corrections', { name: 'x' }, ['owner', 'agent', 'supervisor']],
  ['POST', '/v1/customers/{customer}/corrections', { serviceTier: 'x' }, ['supervisor']],
  ['GET', '/v1/customers/{customer}/timeline', undefined, ['owner', 'agent', 'supervisor']],
  ['GET', '/v1/customers/{customer}/accesses', undefined, ['supervisor']],
  ['GET', '/v1/figures?from=2026-03-01&to=2026-03-31&by=agent', undefined, managers],
  ['GET', '/v1/dashboard', undefined, managers],
  ['GET', '/v1/classification/rules', undefined, ['supervisor', 'team_lead', 'process_optimisation']],
  ['POST', '/v1/classification/rules', { rules: [], reason: 'x' }, ['supervisor']],
  ['GET', '/v1/kpis?from=2026-03-01&to=2026-03-31', undefined, managers],
  ['GET', '/v1/webhook-senders/shop', undefined, ['supervisor']],
  ['GET', '/v1/customers/{customer}/attachments/{attachment}', undefined, ['owner', 'agent', 'supervisor']],
  ['GET', '/v1/customers/{customer}/cases', undefined, ['owner', 'agent', 'supervisor']],
]

test.each(doors)('%s %s is open to whom it concerns', async (method, path, body, open) => {
  const url = path
    .replace('{order}', orderId)
    .replace('{ticket}', ticketId)
    .replace('{incident}', incidentId)
    .replace('{customer}', customerId)
    .replace('{attachment}', attachmentId)
  const passed: Caller[] = []
  for (const caller of callers) {
    const desk =
      caller === 'owner' ? api.storefront(customerId) : caller === 'another' ? api.storefront('x') : api.staff(caller)
    // A version that nobody has: whoever may act is told so, and nothing changes.
    const headers = { 'if-match': '"999"' }
    const { status } = method === 'GET' ? await desk.get(url) : await desk.post(url, body, { headers })
    if (![403, 404].includes(status)) passed.push(caller)
    if (method === 'POST') expect([403, 404, 412]).toContain(status)
  }
  expect(passed).toEqual(open)
})

test.each(['/v1/tickets', '/v1/orders'])('POST %s is open to storefronts and agents', async path => {
  for (const role of ['finance', 'warehouse', 'courier'] as const) {
    const body = path === '/v1/orders' ? anOrder() : aRequest()
    expect((await api.staff(role).post(path, body, { headers: newKey() })).status).toBe(403)
  }
})
