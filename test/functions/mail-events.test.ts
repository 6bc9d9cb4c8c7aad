import type * as z from 'zod'
import { hearOfMails } from '../../functions/notifications/hear-of-mail'
import { sendNotices } from '../../functions/notifications/send-notices'
import { sweepDueClocks } from '../../functions/sla/sweep-due-clocks'
import type { Case } from '../../shared/domain/case'
import { type HistoryMessage, mailNews, waitingMessage } from '../../shared/entry/message'
import { type Api, anOrder, apiOf, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, messageQueue, noticeDesk, openHouse, postOffice, shards } from '../support/ports'

let house: House
let api: Api
let mail: ReturnType<typeof postOffice>
let order: Case
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
  mail = postOffice()
  const { body } = await api.storefront().post('/v1/orders', anOrder(), { headers: newKey() })
  order = (await house.cases.get(body.id))!
  await deliver(1)
})

const at = (minutes: number) => later(monday, { minutes })
const post = () => noticeDesk(house, mail)

async function deliver(seq: number, now = at(5)) {
  const message = (await house.cases.event(order.id, seq))! as HistoryMessage
  return sendNotices(post(), { message, messageId: `message-${seq}`, attempt: 1, now })
}

/** What waited long enough by then is sent. */
async function sweep(now: string) {
  const waiting = messageQueue()
  await sweepDueClocks({ cases: house.cases, shards, queue: messageQueue(), waiting, dispatch: messageQueue() }, now)
  for (const { body } of waiting.messages) {
    const delivery = { message: waitingMessage.parse(body), messageId: `sweep ${now}`, attempt: 1, now }
    await sendNotices(post(), delivery)
  }
}

const hear = async (...news: readonly Partial<z.input<typeof mailNews>>[]) => {
  const deliveries = news.map((each, i) => {
    const message = mailNews.parse({ caseId: order.id, seq: 1, notice: 'N-08', at: at(6), ...each })
    return { message, messageId: `m${i}`, attempt: 1, now: message.at }
  })
  const heard = await hearOfMails(house, deliveries)
  const answers = []
  for (const delivery of deliveries) answers.push((await heard(delivery)).isNews)
  return answers
}
const hard = { outcome: 'Bounce', codes: ['Permanent', 'General'] } as const
const soft = { outcome: 'Bounce', codes: ['Transient', 'MailboxFull'] } as const

const seen = async () => (await api.staff('agent').get(`/v1/orders/${order.id}`)).body.notices
const file = async () => (await api.staff('agent').get(`/v1/customers/${order.customerId}`)).body
const calls = async () => (await api.staff('agent').get('/v1/calls')).body.items
const correct = (fields: object, minutes = 0) =>
  api.staff('agent').post(`/v1/customers/${order.customerId}/corrections`, fields, { at: at(minutes) })

describe('what became of a mail', () => {
  test.each([
    ['Delivery', 'delivered'],
    ['DeliveryDelay', 'delayed'],
  ] as const)('%s stands on the case for agents to see, and asks nothing of anyone', async (told, outcome) => {
    expect(await hear({ outcome: told }, { outcome: told })).toEqual([true, false])
    expect(await seen()).toMatchObject([{ notice: 'N-08', state: 'sent', outcome, outcomeAt: at(6) }])
    expect([await calls(), (await file()).mailStop]).toEqual([[], undefined])
  })

  test('is the gravest that was heard, in whatever order it comes', async () => {
    await hear(hard, { outcome: 'Delivery' }, { outcome: 'DeliveryDelay' }, { outcome: 'Send', messageId: 'ses-1' })
    expect(await seen()).toMatchObject([{ state: 'phone_task', outcome: 'bounced', codes: ['Permanent', 'General'] }])
  })

  test('of a mail whose sender died says that it was sent, too', async () => {
    mail.next.push('unknown')
    await api.staff('agent').post(`/v1/orders/${order.id}/approval`)
    await expect(deliver(2)).rejects.toThrow('TimeoutError')
    await hear({ seq: 2, notice: 'N-10', outcome: 'Delivery', messageId: 'ses-9' })
    expect((await seen())[1]).toMatchObject({ notice: 'N-10', state: 'sent', sentAt: at(6), outcome: 'delivered' })
    expect((await house.cases.get(order.id))?.clocks['SLA-34']?.stoppedAt).toBe(at(6))
  })

  test('is not changed by what is heard of an earlier try', async () => {
    expect(await hear({ ...hard, messageId: 'of another try' })).toEqual([false])
    expect(await calls()).toEqual([])
  })

  test('is nobody’s where nobody claimed the notice: it comes again, and dies where a person sees it', async () => {
    await expect(hear({ ...hard, seq: 7 })).rejects.toThrow('nobody claimed N-08')
  })
})

describe('a hard bounce (R-NTF-03)', () => {
  test('stops mail to the address and wants a call, once however often it is told', async () => {
    expect(await hear(hard, hard)).toEqual([true, false])
    expect((await file()).mailStop).toEqual({ at: at(6), why: 'bounced' })
    expect(await calls()).toMatchObject([{ id: order.id, say: [{ notice: 'N-08' }] }])
  })

  test('lets the next notice be said by phone at once', async () => {
    await hear(hard)
    await api.staff('agent').post(`/v1/orders/${order.id}/rejection`, { reason: 'incomplete_details' })
    const { version } = (await house.cases.get(order.id))!
    expect(await deliver(version)).toEqual({ outcomes: { 'N-13': 'phone_task' } })
    expect(mail.sent).toHaveLength(1)
  })

  test.each([
    ['another address', 'right@example.com'],
    ['the same one, said to be right', 'customer@example.com'],
  ])('is over when the file is corrected: %s', async (_, email) => {
    await hear(hard)
    await correct({ email }, 30)
    expect((await file()).mailStop).toBeUndefined()
    await api.staff('agent').post(`/v1/orders/${order.id}/rejection`, { reason: 'incomplete_details' })
    const { version } = (await house.cases.get(order.id))!
    expect(await deliver(version)).toEqual({ outcomes: { 'N-13': 'sent' } })
    expect(mail.sent.at(-1)?.to).toBe(email)
  })

  test('that is heard after the correction says nothing of the new address', async () => {
    await correct({ email: 'right@example.com' }, 30)
    await hear({ ...hard, at: at(60) })
    expect((await file()).mailStop).toBeUndefined()
    expect(await calls()).toHaveLength(1)
  })

  test('of a mail to a department is on record, and calls no customer', async () => {
    await api.staff('agent').post(`/v1/orders/${order.id}/approval`)
    await deliver(2)
    await hear({ ...hard, seq: 2, notice: 'N-10' })
    expect((await seen())[1]).toMatchObject({ notice: 'N-10', state: 'sent', outcome: 'bounced' })
    expect([await calls(), (await file()).mailStop]).toEqual([[], undefined])
  })

  test('whose fault is not the address’s wants the call alone', async () => {
    await hear({ outcome: 'Bounce', codes: ['Undetermined', 'too_large'] })
    expect([(await calls()).length, (await file()).mailStop]).toEqual([1, undefined])
  })
})

describe('a complaint', () => {
  test('stops mail, wants a call and withdraws the consent, with time and source (R-PRV-09)', async () => {
    await correct({ marketingConsent: 'given' })
    expect(await hear({ outcome: 'Complaint' }, { outcome: 'Complaint' })).toEqual([true, false])
    const { mailStop, fields, changes } = await file()
    expect(mailStop).toEqual({ at: at(6), why: 'complained' })
    expect(fields.marketingConsent).toEqual({ value: 'withdrawn', source: 'customer_feedback', at: at(6) })
    expect(changes.filter((change: { by: string }) => change.by === 'mail-events')).toHaveLength(1)
    expect(await calls()).toHaveLength(1)
  })
})

describe('a soft bounce', () => {
  test('is sent again after one, six and twenty-four hours; then someone calls', async () => {
    let now = at(6)
    for (const hours of [1, 6, 24]) {
      await hear({ ...soft, at: now })
      expect(await seen()).toMatchObject([{ state: 'waiting', outcome: 'bounced' }])
      const sent = mail.sent.length
      await sweep(later(now, { hours, minutes: -1 }))
      expect(mail.sent).toHaveLength(sent)
      now = later(now, { hours })
      await sweep(now)
      expect(mail.sent).toHaveLength(sent + 1)
      expect((await seen())[0].outcome).toBeUndefined()
    }
    expect(await calls()).toEqual([])
    await hear({ ...soft, at: now })
    expect(await seen()).toMatchObject([{ state: 'phone_task', codes: ['Transient', 'MailboxFull'] }])
    expect([(await calls()).length, (await file()).mailStop, mail.sent.length]).toEqual([1, undefined, 4])
  })

  test('of a notice whose time is over meanwhile is not sent again', async () => {
    await api.staff('agent').post(`/v1/orders/${order.id}/approval`)
    await deliver(2)
    await hear({ ...soft, seq: 2, notice: 'N-10' })
    await api.staff('agent').post(`/v1/orders/${order.id}/cancellation`, { reason: 'changed_mind' })
    await sweep(at(70))
    expect(mail.sent).toHaveLength(2)
    expect((await house.notices.find([{ caseId: order.id, seq: 2, notice: 'N-10' }]))[0]?.state).toBe('obsolete')
  })
})
