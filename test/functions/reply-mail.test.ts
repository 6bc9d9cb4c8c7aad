import { classifyTicket } from '../../functions/classification/classify-ticket'
import type { MailRoom } from '../../functions/intake/mail-room'
import { receiveMail } from '../../functions/intake/receive-mail'
import { sendNotices } from '../../functions/notifications/send-notices'
import type { Case, CaseEvent } from '../../shared/domain/case'
import { takeBackSeconds } from '../../shared/domain/conversation'
import { noticesTold } from '../../shared/entry/message'
import { type Api, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { rawMail } from '../support/mails'
import { type House, messageQueue, noticeDesk, openHouse, postOffice } from '../support/ports'

let house: House
let api: Api
let post: ReturnType<typeof postOffice>
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
  post = postOffice()
})

const agent = () => api.staff('agent')
const lastOf = async (id: string) => (await house.cases.history(id)).at(-1)!
const answer = async (id: string, text: string): Promise<CaseEvent> => {
  await agent().post(`/v1/tickets/${id}/take`)
  await agent().post(`/v1/tickets/${id}/replies`, { text })
  return lastOf(id)
}
const byMail = async (): Promise<string> => {
  const mails = { read: async () => rawMail(), keep: async () => {} } as unknown as MailRoom['mails']
  const room = { ...house, mailEvents: messageQueue(), mailDomain: 'shop.example', mails }
  const { ticketId } = (await receiveMail(room, told({ key: 'mail-1', tag: 'x' }))) as { ticketId: string }
  await classifyTicket(house, told({ caseId: ticketId }))
  return ticketId
}
const told = <T>(message: T, seconds = 0) => ({
  ...{ message, now: later(monday, { ms: seconds * 1000 }), messageId: 'm', attempt: 1 },
})
const send = (event: CaseEvent) =>
  sendNotices(
    noticeDesk(house, post),
    told(noticesTold(event).body as CaseEvent & { notices: never[] }, takeBackSeconds + 5),
  )

describe('what an agent answers', () => {
  test('goes by mail to who wrote by mail, as the words of a person, and answers their mail (R-CHN-07)', async () => {
    const id = await byMail()
    const event = await answer(id, '非常抱歉，请发一张照片。')
    expect(event).toMatchObject({ type: 'CustomerAnswered', notices: ['N-03-reply'] })
    await send(event)
    const { number } = (await house.cases.get(id)) as Case
    expect(post.sent).toMatchObject([
      { subject: `回复您的留言（${number}）`, by: 'person', inReplyTo: expect.any(String) },
    ])
    expect(post.sent[0]?.text).toContain('非常抱歉，请发一张照片。')
    expect(post.sent[0]?.text).not.toContain('系统自动')
  })

  test('waits until it can no longer be taken back, and is never sent when it was', async () => {
    const id = await byMail()
    const event = await answer(id, '说错了')
    expect(noticesTold(event).delaySeconds).toBeGreaterThan(takeBackSeconds)
    await agent().post(`/v1/tickets/${id}/replies/take-back`)
    await send(event)
    expect(post.sent).toEqual([])
    expect((await house.notices.ofCase(id)).at(-1)).toMatchObject({ notice: 'N-03-reply', state: 'obsolete' })
  })

  test('is read in the shop by who wrote there: no mail is made of it', async () => {
    const { body } = await api.storefront().post('/v1/tickets', aRequest(), { headers: newKey() })
    await classifyTicket(house, told({ caseId: body.id }))
    const event = await answer(body.id, '正在核实。')
    expect(event.type).toBe('CustomerAnswered')
    expect(event.notices).toBeUndefined()
    expect(noticesTold(event).delaySeconds).toBeUndefined()
  })
})
