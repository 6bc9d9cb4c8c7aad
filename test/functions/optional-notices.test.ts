import { sendNotice } from '../../functions/notifications/send-notice'
import type { Case, CaseEvent } from '../../shared/domain/case'
import { isWanted, type OptionalKind } from '../../shared/domain/optional-notice'
import { optionalNotices } from '../../shared/handbook/optional-notices'
import { type Api, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, noticeDesk, openHouse, postOffice } from '../support/ports'

let house: House
let api: Api
let mail: ReturnType<typeof postOffice>
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
  mail = postOffice()
})

const customer = { accountId: 'one', name: '示例顾客', email: 'one@example.com' }
const opened = async (facts: object = {}): Promise<Case> => {
  const { body } = await api.storefront().post('/v1/tickets', aRequest({ customer }), { headers: newKey() })
  const ticket = (await house.cases.get(body.id))!
  return { ...ticket, state: 'feedback_sent', facts: { ...ticket.facts, ...facts } } as Case
}
const send = (subject: Case, notice: 'N-41' | 'N-01' | 'N-05', now = later(monday, { hours: 1 })) => {
  const event = { caseId: subject.id, kind: 'ticket', seq: 7, type: 'X', from: '', to: '', at: monday, data: {} }
  return sendNotice(noticeDesk(house, mail), subject, event as unknown as CaseEvent, notice, {
    messageId: 'm',
    attempt: 1,
    now,
  })
}
const say = (marketingConsent: 'given' | 'withdrawn', { customerId }: Case) =>
  api.staff('agent').post(`/v1/customers/${customerId}/corrections`, { marketingConsent })

describe('a survey', () => {
  test('bears the headers and the link that end it', async () => {
    expect(await send(await opened(), 'N-41')).toMatchObject({ state: 'sent' })
    expect(mail.sent[0]?.unsubscribe).toMatch(/^https:\/\/api\.test\/v1\/links\//)
    expect(mail.sent[0]?.text).toContain(mail.sent[0]?.unsubscribe)
  })

  test('is not sent to who has said no, which stands on record; what is about their request still comes', async () => {
    const subject = await opened()
    await say('withdrawn', subject)
    expect(await send(subject, 'N-41')).toMatchObject({ state: 'unwanted' })
    expect((await house.notices.ofCase(subject.id)).map(({ state }) => state)).toEqual(['unwanted'])
    expect((await api.staff('agent').get('/v1/calls')).body.items).toEqual([])
    expect(await send({ ...subject, state: 'resolved' }, 'N-05')).toMatchObject({ state: 'sent' })
    expect(mail.sent[0]?.unsubscribe).toBeUndefined()
  })

  test('does not come at night (G-22)', async () => {
    const night = later(monday, { hours: 14 })
    expect(await send(await opened(), 'N-41', night)).toMatchObject({
      state: 'waiting',
      dueAt: later(monday, { days: 1 }),
    })
  })

  test('is one of few a day: the next waits for the next morning, and then goes', async () => {
    for (let i = 0; i < optionalNotices.mostADay; i++)
      expect(await send(await opened(), 'N-41')).toMatchObject({ state: 'sent' })
    const next = await opened()
    const morning = later(monday, { days: 1 })
    expect(await send(next, 'N-41')).toMatchObject({ state: 'waiting', dueAt: morning })
    expect(await send(next, 'N-41', morning)).toMatchObject({ state: 'sent' })
  })

  test('that is sent twice by its queue takes one turn', async () => {
    const subject = await opened()
    mail.next.push('refused')
    await expect(send(subject, 'N-41')).rejects.toThrow('MessageRejected')
    expect(await send(subject, 'N-41')).toMatchObject({ state: 'sent' })
    expect(await send(await opened(), 'N-41')).toMatchObject({ state: 'sent' })
  })
})

test.each<[OptionalKind, string | undefined, boolean]>([
  ['survey', undefined, true],
  ['survey', 'withdrawn', false],
  ['greeting', undefined, false],
  ['greeting', 'given', true],
  ['promotion', undefined, false],
  ['promotion', 'withdrawn', false],
  ['promotion', 'given', true],
])('a %s with consent %s is wanted: %s (R-PRV-09)', (kind, value, wanted) => {
  const known = { value: value ?? '', source: 'site_registration' as const, at: monday }
  expect(isWanted(kind, { fields: value ? { marketingConsent: known } : {} })).toBe(wanted)
})

describe('what we write', () => {
  test('asks for answers at an address that names its case, and answers the customer’s mail', async () => {
    const subject = await opened({ lastMailId: 'the mail' })
    const { contents, content } = house.customers
    const mailed = { what: 'message', text: 'x', mail: { messageId: 'CAF1@mail.example' } } as never
    house.customers.content = async (customerId, id) => (id === 'the mail' ? mailed : content(customerId, id))
    await send({ ...subject, state: 'resolved' }, 'N-05')
    house.customers.contents = contents
    expect(mail.sent[0]).toMatchObject({ by: 'house', inReplyTo: 'CAF1@mail.example', caseId: subject.id })
    expect(mail.sent[0]?.replyTo).toMatch(/^service\+t[0-9a-z]{8}\.1\.[a-z2-7]{26}@shop\.example$/)
  })

  test('on receipt of a mail says that it is an automatic answer, and nothing to who had several', async () => {
    const subject = { ...(await opened({ channel: 'email' })), state: 'assigned' } as Case
    await send(subject, 'N-01')
    expect(mail.sent[0]?.by).toBe('receipt')
    const loud = { ...(await opened({ channel: 'email', noReceipt: true })), state: 'assigned' } as Case
    expect(await send(loud, 'N-01')).toMatchObject({ state: 'obsolete' })
  })

  test('is in a language that the shop writes', async () => {
    house.brand = { ...house.brand, languages: ['en'] }
    await send({ ...(await opened()), state: 'resolved' }, 'N-05')
    expect(mail.sent[0]?.subject).toMatch(/^Your request is settled/)
  })
})
