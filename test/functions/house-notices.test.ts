import { sendNotices } from '../../functions/notifications/send-notices'
import { stages } from '../../infra/stages'
import type { Mailbox } from '../../shared/domain/notice'
import type { TicketNoticeId } from '../../shared/domain/table'
import type { HistoryMessage } from '../../shared/entry/message'
import { type Api, anOrder, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, noticeDesk, openHouse, postOffice } from '../support/ports'

let house: House
let api: Api
let mail: ReturnType<typeof postOffice>
let ticketId: string
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
  mail = postOffice()
  ticketId = (await api.storefront().post('/v1/tickets', aRequest(), { headers: newKey() })).body.id
})

const teams = stages.prod.teamMailboxes
const notice = (messageId: string, data: object, ...notices: TicketNoticeId[]) => ({
  message: {
    caseId: ticketId,
    kind: 'ticket',
    seq: 1,
    type: 'TicketEscalated',
    from: 'assigned',
    to: 'escalated',
    ...{
      at: monday,
      actor: { role: 'agent', id: 'agent-1' },
      data,
      notices,
    },
  } as HistoryMessage,
  ...{ messageId, attempt: 1, now: later(monday, { minutes: 5 }) },
})
const post = (agentDomain?: string) => ({
  ...noticeDesk(house, mail, { teams, ...(agentDomain && { agentDomain }) }),
  ...{ apiUrl: 'https://api.shop.example', links: { make: async () => 'token' } },
})

describe('a notice of the house', () => {
  test.each(Object.keys(teams) as Mailbox[])('to %s goes to the mailbox that the stage names', async mailbox => {
    await sendNotices(post(), notice('m', { tell: mailbox, reason: 'difficult_case' }, 'N-31'))
    expect(mail.sent).toMatchObject([{ to: teams[mailbox], tags: { caseId: ticketId, notice: 'N-31' } }])
    expect(mail.sent[0]?.text).toContain('个人难以处理')
  })

  test('goes out once, however often its event comes (R-NTF-02)', async () => {
    for (const messageId of ['one', 'two', 'three']) {
      const outcome = await sendNotices(post(), notice(messageId, { tell: 'supervisor' }, 'N-31'))
      expect(outcome).toEqual({ outcomes: { 'N-31': 'sent' } })
    }
    expect(mail.sent).toHaveLength(1)
  })

  test('to a department names the department and repeats its task, which is content (R-ESC-03)', async () => {
    const { customerId } = (await house.cases.get(ticketId))!
    const request = (await house.cases.history(ticketId))[0]!.data
    const contentId = JSON.stringify(request).match(/"contentId":"([^"]+)"/)?.[1] ?? 'none'
    expect(await house.customers.content(customerId, contentId)).toMatchObject({ what: 'message' })
    const task = { department: 'warehouse', contentId, dueAt: later(monday, { hours: 4 }) }
    await sendNotices(post(), notice('m', { task }, 'N-31-department'))
    expect(mail.sent).toMatchObject([{ to: teams.warehouse }])
    expect(mail.sent[0]?.text).toContain(`任务：${aRequest().description}`)
  })

  test('to the technical department names the products of the order (R-ABN-01)', async () => {
    const order = await api.storefront().post('/v1/orders', anOrder(), { headers: newKey() })
    const request = aRequest({ orderId: order.body.id })
    ticketId = (await api.storefront().post('/v1/tickets', request, { headers: newKey() })).body.id
    await sendNotices(post(), notice('m', {}, 'N-36'))
    expect(mail.sent).toMatchObject([{ to: teams.technical, text: expect.stringContaining('涉及商品：P-1001') }])
  })

  test('to whoever has the ticket is their work list: no mail, and nothing to record', async () => {
    await api.staff('agent').post(`/v1/tickets/${ticketId}/take`)
    expect(await sendNotices(post(), notice('m', {}, 'N-02'))).toEqual({ outcomes: { 'N-02': 'listed' } })
    expect(mail.sent).toEqual([])
    expect(await house.notices.ofCase(ticketId)).toEqual([])
  })

  test('is mailed to agents too where the stage says so, under their id', async () => {
    await api.staff('agent').post(`/v1/tickets/${ticketId}/take`)
    await sendNotices(post('agents.shop.example'), notice('m', {}, 'N-02', 'N-02-first-responder'))
    expect(mail.sent.map(({ to }) => to)).toEqual(['agent-1@agents.shop.example', 'agent-1@agents.shop.example'])
  })

  test('about a ticket that nobody has goes to the supervisor (R-DSP-06)', async () => {
    const dueAt = later(monday, { hours: 24 })
    await sendNotices(post(), notice('m', { clock: 'SLA-01', dueAt }, 'N-32'))
    expect(mail.sent).toMatchObject([{ to: teams.supervisor }])
  })

  test('bears nothing personal of the customer', async () => {
    await sendNotices(post(), notice('m', { tell: 'senior_management' }, 'N-31', 'N-46', 'N-46-decision', 'N-35-lead'))
    expect(mail.sent).toHaveLength(4)
    expect(JSON.stringify(mail.sent)).not.toMatch(/示例顾客|customer@example/)
  })
})
