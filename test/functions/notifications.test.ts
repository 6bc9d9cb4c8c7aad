import type * as z from 'zod'
import { classifyTicket } from '../../functions/classification/classify-ticket'
import { hearOfMails } from '../../functions/notifications/hear-of-mail'
import { sendNotices } from '../../functions/notifications/send-notices'
import { stepFor } from '../../functions/notifications/sending-step'
import { sweepDueClocks } from '../../functions/sla/sweep-due-clocks'
import { stages } from '../../infra/stages'
import { type HistoryMessage, mailNews, waitingMessage } from '../../shared/entry/message'
import { compose, type Mail } from '../../shared/gateways/mail'
import type { NoticeRecord } from '../../shared/stores/ports'
import { type Api, anOrder, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, messageQueue, noticeDesk, openHouse, postOffice, shards } from '../support/ports'

let house: House
let api: Api
let mail: ReturnType<typeof postOffice>
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
  mail = postOffice()
})

const place = async (fields: object = {}): Promise<string> =>
  (await api.storefront().post('/v1/orders', anOrder(fields), { headers: newKey() })).body.id
const noticeOf = async (caseId: string, seq: number, notice: string) =>
  (await house.notices.find([{ caseId, seq, notice }]))[0]
const confirmSending = async (news: z.input<typeof mailNews>) => {
  const message = mailNews.parse(news)
  const delivery = { message, messageId: 'm', attempt: 1, now: message.at }
  return (await hearOfMails(house, [delivery]))(delivery)
}
const calls = async () => (await api.staff('agent').get('/v1/calls')).body.items
const call = (id: string, body: object) => api.staff('agent').post(`/v1/orders/${id}/calls`, body)
const approve = (id: string) => api.staff('agent').post(`/v1/orders/${id}/approval`)

/** A message about the newest event of an order, in one of its deliveries. */
async function deliver(
  caseId: string,
  seq: number,
  delivery: { messageId?: string; attempt?: number; now?: string } = {},
) {
  return sendNotices(post(), {
    message: (await house.cases.event(caseId, seq))! as HistoryMessage,
    ...{ messageId: `message-${seq}`, attempt: 1, now: later(monday, { minutes: 5 }), ...delivery },
  })
}

function post(agentDomain?: string) {
  const teams = { ...stages.dev.teamMailboxes, finance: 'finance@shop.example' }
  return noticeDesk(house, mail, { teams, ...(agentDomain && { agentDomain }) })
}

describe('a notice', () => {
  test('reaches the customer in their language and is recorded on the case (R-NTF-01)', async () => {
    const id = await place()
    await deliver(id, 1)
    expect(mail.sent).toMatchObject([{ to: 'customer@example.com', tags: { caseId: id, notice: 'N-08' } }])
    expect(mail.sent[0]?.text).toContain('示例顾客')
    expect(await noticeOf(id, 1, 'N-08')).toMatchObject({ state: 'sent', messageId: 'ses-1' })
  })

  test('goes out once, however often its message comes (R-NTF-02)', async () => {
    const id = await place()
    await deliver(id, 1)
    await deliver(id, 1, { attempt: 2 })
    await deliver(id, 1, { messageId: 'published again', now: later(monday, { days: 2 }) })
    expect(mail.sent).toHaveLength(1)
  })

  test('of two deliveries at the same moment goes out by one', async () => {
    const id = await place()
    const outcomes = await Promise.allSettled([
      deliver(id, 1, { messageId: 'one' }),
      deliver(id, 1, { messageId: 'two' }),
    ])
    expect(outcomes.some(outcome => outcome.status === 'fulfilled')).toBe(true)
    expect(mail.sent).toHaveLength(1)
  })

  test('stops the clock of finance’s notice once it is delivered, and only then (R-SLA-34)', async () => {
    const id = await place()
    await approve(id)
    const clock = async () => (await house.cases.get(id))?.clocks['SLA-34']
    expect((await clock())?.stoppedAt).toBeUndefined()
    await deliver(id, 2)
    expect(mail.sent).toMatchObject([{ to: 'finance@shop.example' }])
    expect((await clock())?.stoppedAt).toBe(later(monday, { minutes: 5 }))
    await deliver(id, 2, { attempt: 2 })
    expect(await house.cases.history(id)).toHaveLength(3)
  })

  test('that SES takes late stops that clock late: at the instant when it was taken', async () => {
    const id = await place()
    await approve(id)
    mail = postOffice(90)
    await deliver(id, 2)
    expect((await house.cases.get(id))?.clocks['SLA-34']?.stoppedAt).toBe(later(monday, { minutes: 95 }))
  })

  test('that comes too late is not sent; finance, which has acted, counts as told', async () => {
    const id = await place()
    await approve(id)
    const received = { received: { amount: 25800, currency: 'CNY' } }
    await api.staff('finance').post(`/v1/orders/${id}/payment-confirmation`, received)
    expect(await deliver(id, 2)).toEqual({ outcomes: { 'N-10': 'obsolete' } })
    expect(mail.sent).toEqual([])
    expect((await house.cases.get(id))?.clocks['SLA-34']?.stoppedAt).toBeDefined()
  })

  test('to a customer without an address becomes a call (R-NTF-04)', async () => {
    const id = await place({ customer: { phone: '13800000027', name: '示例顾客' } })
    expect(await deliver(id, 1)).toEqual({ outcomes: { 'N-08': 'phone_task' } })
    expect(await noticeOf(id, 1, 'N-08')).toMatchObject({ state: 'phone_task' })
    expect(await calls()).toMatchObject([{ id, kind: 'order', say: [{ notice: 'N-08', zh: '已收到订单' }] }])
  })

  test('that becomes a call does so once, also when its message comes again after the call', async () => {
    const id = await place({ customer: { phone: '13800000027', name: '示例顾客' } })
    await deliver(id, 1)
    await deliver(id, 1, { attempt: 2 })
    const called = await call(id, { notice: 'N-08', result: 'told' })
    expect(called).toMatchObject({ status: 200, body: { state: 'pending_review', version: 3 } })
    await deliver(id, 1, { messageId: 'published again', now: later(monday, { days: 2 }) })
    expect(await calls()).toEqual([])
    const types = (await house.cases.history(id)).map(({ type }) => type)
    expect(types).toEqual(['OrderPlaced', 'CallWanted', 'CustomerCalled'])
  })

  test('whose sender dies before the call is on record becomes that call, once', async () => {
    const id = await place({ customer: { phone: '13800000027', name: '示例顾客' } })
    const { put } = house.notices
    let puts = 0
    house.notices.put = async (record, before) => {
      if (++puts === 2) throw new Error('died')
      return put(record, before)
    }
    await expect(deliver(id, 1)).rejects.toThrow('died')
    await expect(deliver(id, 1, { attempt: 2 })).rejects.toThrow('another delivery')
    expect(await deliver(id, 1, { attempt: 3 })).toEqual({ outcomes: { 'N-08': 'phone_task' } })
    expect((await house.cases.history(id)).map(({ type }) => type)).toEqual(['OrderPlaced', 'CallWanted'])
  })

  test('of a ticket becomes a call too', async () => {
    const customer = { phone: '13800000027', name: '示例顾客' }
    const { body } = await api.storefront().post('/v1/tickets', aRequest({ customer }), { headers: newKey() })
    await classifyTicket(house, { message: { caseId: body.id }, now: monday, messageId: 'm', attempt: 1 })
    await deliver(body.id, 2)
    expect(await calls()).toMatchObject([{ id: body.id, kind: 'ticket', say: [{ notice: 'N-01' }] }])
    const told = await api.staff('supervisor').post(`/v1/tickets/${body.id}/calls`, { notice: 'N-01', result: 'told' })
    expect(told.status).toBe(200)
    expect(await calls()).toEqual([])
  })

  test.each([
    ['a notice that nobody waits to hear', { notice: 'N-18', result: 'told' }, 409],
    ['what is no notice', { notice: 'N-99', result: 'told' }, 409],
    ['no notice', { result: 'told' }, 400],
    ['no result', { notice: 'N-08' }, 400],
  ])('is not recorded as called with %s', async (_, body, status) => {
    const id = await place({ customer: { phone: '13800000027', name: '示例顾客' } })
    await deliver(id, 1)
    expect((await call(id, body)).status).toBe(status)
    expect(await calls()).toHaveLength(1)
  })

  test('that SES refuses three times becomes a call (R-NTF-03)', async () => {
    const id = await place()
    mail.next.push('refused', 'refused', 'refused')
    await expect(deliver(id, 1, { attempt: 1 })).rejects.toThrow('MessageRejected')
    await expect(deliver(id, 1, { attempt: 2 })).rejects.toThrow('MessageRejected')
    expect(await calls()).toEqual([])
    expect(await deliver(id, 1, { attempt: 3 })).toEqual({ outcomes: { 'N-08': 'phone_task' } })
    expect(await calls()).toMatchObject([{ id, say: [{ notice: 'N-08' }] }])
  })

  test('waits as long as SES is busy, and is no call for that', async () => {
    const id = await place()
    mail.next.push('busy', 'busy', 'busy', 'busy')
    for (let attempt = 1; attempt <= 4; attempt++) await expect(deliver(id, 1, { attempt })).rejects.toThrow()
    expect(await deliver(id, 1, { attempt: 5 })).toEqual({ outcomes: { 'N-08': 'sent' } })
    expect(mail.sent).toHaveLength(1)
  })

  describe('that is a courtesy and arises at night (G-22)', () => {
    const atNight = later(monday, { hours: 14 })
    const morning = later(monday, { days: 1 })
    const completed = async () => {
      const id = await place()
      await approve(id)
      const finance = api.staff('finance')
      const received = { received: { amount: 25800, currency: 'CNY' } }
      await finance.post(`/v1/orders/${id}/payment-confirmation`, received)
      await finance.post(`/v1/orders/${id}/warehouse-notice`)
      await api.staff('warehouse').post(`/v1/orders/${id}/packing`)
      await api.staff('warehouse').post(`/v1/orders/${id}/shipment`, { courier: 'SF', trackingNumber: 'SF1' })
      const { body } = await api.staff('courier').post(`/v1/orders/${id}/receipt`, { slipNumber: 'S-1' })
      return { id, seq: body.version as number }
    }
    const sweepAt = async (at: string) => {
      const [queue, waiting] = [messageQueue(), messageQueue()]
      await sweepDueClocks({ cases: house.cases, shards, queue, waiting, dispatch: messageQueue() }, at)
      return waiting.messages.map(({ body }) => waitingMessage.parse(body))
    }

    test('waits until nine, is found by the sweep then, and goes once', async () => {
      const { id, seq } = await completed()
      expect(await deliver(id, seq, { now: atNight })).toEqual({ outcomes: { 'N-18': 'waiting' } })
      expect(await deliver(id, seq, { now: atNight, attempt: 2 })).toEqual({ outcomes: { 'N-18': 'waiting' } })
      expect(await noticeOf(id, seq, 'N-18')).toMatchObject({ state: 'waiting', dueAt: morning })
      expect(await sweepAt(later(morning, { ms: -1 }))).toEqual([])

      const [message, ...more] = await sweepAt(morning)
      expect([message, more]).toEqual([{ caseId: id, seq, notice: 'N-18' }, []])
      for (const attempt of [1, 2]) {
        const delivery = { message: message!, now: morning, messageId: 'of the sweep', attempt }
        expect(await sendNotices(post(), delivery)).toEqual({ outcomes: { 'N-18': 'sent' } })
      }
      expect(mail.sent.map(({ tags }) => tags.notice)).toEqual(['N-18'])
      expect(await sweepAt(later(morning, { days: 1 }))).toEqual([])
    })

    test('leaves what the customer waits for as it is: at once', async () => {
      const id = await place()
      expect(await deliver(id, 1, { now: atNight })).toEqual({ outcomes: { 'N-08': 'sent' } })
    })
  })

  describe('whose sender did not live to confirm it', () => {
    const lost = async (id: string, seq: number) => {
      mail.next.push('unknown')
      await expect(deliver(id, seq)).rejects.toThrow('TimeoutError')
    }
    const told = (caseId: string, seq: number, notice: string) =>
      confirmSending({ caseId, seq, notice, messageId: 'ses-7', at: later(monday, { minutes: 6 }) })

    test('is confirmed by SES itself, and then goes out no more', async () => {
      const id = await place()
      await lost(id, 1)
      expect(await told(id, 1, 'N-08')).toEqual({ isNews: true })
      const sent = { state: 'sent', messageId: 'ses-7', sentAt: later(monday, { minutes: 6 }) }
      expect(await noticeOf(id, 1, 'N-08')).toMatchObject(sent)
      expect(await deliver(id, 1, { attempt: 2 })).toEqual({ outcomes: { 'N-08': 'sent' } })
      expect(mail.sent).toHaveLength(1)
    })

    test('goes out again when SES has not told of it by the delivery after the next', async () => {
      const id = await place()
      await lost(id, 1)
      await expect(deliver(id, 1, { attempt: 2 })).rejects.toThrow('another delivery is sending N-08')
      expect(mail.sent).toHaveLength(1)
      expect(await deliver(id, 1, { attempt: 3 })).toEqual({ outcomes: { 'N-08': 'sent' } })
      expect(new Set(mail.sent.map(sent => sent.name)).size).toBe(1)
    })

    test('stops the clock of finance’s notice at the instant when SES took it (R-SLA-34)', async () => {
      const id = await place()
      await approve(id)
      await lost(id, 2)
      await told(id, 2, 'N-10')
      await told(id, 2, 'N-10')
      expect((await house.cases.get(id))?.clocks['SLA-34']?.stoppedAt).toBe(later(monday, { minutes: 6 }))
      expect(await house.cases.history(id)).toHaveLength(3)
    })
  })

  describe('that its sender has confirmed', () => {
    test('is not changed by what SES tells later, however often', async () => {
      const id = await place()
      await deliver(id, 1)
      const record = await noticeOf(id, 1, 'N-08')
      const message = { caseId: id, seq: 1, notice: 'N-08', messageId: 'ses-1', at: later(monday, { hours: 1 }) }
      expect(await confirmSending(message)).toEqual({ isNews: false })
      expect(await noticeOf(id, 1, 'N-08')).toEqual(record)
    })
  })
})

describe('what SES tells', () => {
  const said = { caseId: 'c-1', seq: '12', notice: 'N-11-service', messageId: 'm-1', at: monday }

  test('is read from the tags of the mail, which are texts', () => {
    expect(mailNews.parse(said)).toEqual({ ...said, seq: 12, outcome: 'Send' })
  })

  test.each([
    ['without its case', { caseId: undefined }],
    ['of no line of history', { seq: 'x' }],
    ['at no instant', { at: 'now' }],
  ])('%s is refused', (_, odd) => {
    expect(mailNews.safeParse({ ...said, ...odd }).success).toBe(false)
  })

  test('of a notice that nobody claimed comes again, and dies where a person sees it', async () => {
    const message = { caseId: 'nobody', seq: 1, notice: 'N-08', messageId: 'ses-1', at: monday }
    await expect(confirmSending(message)).rejects.toThrow('nobody claimed N-08 of nobody/1')
  })
})

describe('a claim without a confirmation', () => {
  const claim = (claimedBy: string): NoticeRecord => ({
    ...{ caseId: 'c', seq: 1, notice: 'N-08', state: 'claimed', claimedBy, claimedAt: monday, attempts: 1 },
  })
  const bearer = (messageId: string, attempt: number, minutes = 0) => ({
    ...{ messageId, attempt, now: later(monday, { minutes }) },
  })

  test('may still be confirmed by SES when its message comes again, and is dead when it comes once more', () => {
    expect(stepFor(claim('m/2'), bearer('m', 3))).toBe('in other hands')
    expect(stepFor(claim('m/2'), bearer('m', 4))).toBe('send')
  })

  test('may still be in the hands of another delivery', () => {
    expect(stepFor(claim('other/1'), bearer('m', 5, 59))).toBe('in other hands')
    expect(stepFor(claim('m/2'), bearer('m', 2))).toBe('in other hands')
  })

  test('of another message is dead when it is older than all deliveries last', () => {
    expect(stepFor(claim('other/1'), bearer('m', 1, 61))).toBe('in other hands')
    expect(stepFor(claim('other/1'), bearer('m', 2, 61))).toBe('send')
  })
})

describe('a mail as it is composed', () => {
  const caseId = 'c0ffee00-0000-4000-8000-000000000001'
  const letter: Mail = {
    ...{ to: 'li@example.com', subject: '订单 O-1', text: '您好', html: '<p>您好</p>', language: 'zh-Hans' },
    ...{ at: monday, caseId, name: `${caseId}.1.N-08`, by: 'house', tags: {} },
  }
  const sender = { address: 'service@shop.example', name: '示例商店' }
  const composed = async (more: Partial<Mail> = {}) => {
    const raw = (await compose({ ...letter, ...more }, sender)).toString()
    return raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  }

  test('has the same bytes each time, and names itself', async () => {
    const head = await composed()
    expect(await composed()).toBe(head)
    expect(head).toContain(`Message-ID: <${caseId}.1.N-08@shop.example>`)
    expect(head).toContain('Date: Mon, 09 Mar 2026 01:00:00 +0000')
    expect(head).toContain('Content-Language: zh-Hans')
  })

  test('is of one thread with all of its case, and answers the customer’s newest mail (R-CHN-07)', async () => {
    expect(await composed()).toContain(`References: <${caseId}@shop.example> <${caseId}.1.N-08@shop.example>`)
    expect(await composed()).not.toMatch(/^(In-Reply-To|Reply-To)/im)
    const answer = await composed({ inReplyTo: 'CAF1@mail.example', replyTo: 'service+t1@shop.example' })
    expect(answer).toMatch(/^References: <c0ffee00\S+@shop\.example> <\S+N-08@shop\.example> <CAF1@mail\.example>\r?$/m)
    expect(answer).toContain('In-Reply-To: <CAF1@mail.example>')
    expect(answer).toContain('Reply-To: service+t1@shop.example')
  })

  test.each([
    ['house', 'auto-generated'],
    ['receipt', 'auto-replied'],
    ['person', undefined],
  ] as const)('by the %s tells machines what it is (RFC 3834)', async (by, submitted) => {
    const head = await composed({ by })
    expect(/^Auto-Submitted: (.*?)\r?$/m.exec(head)?.[1]).toBe(submitted)
    expect(/^X-Auto-Response-Suppress: All/m.test(head)).toBe(by !== 'person')
  })

  test('can be unsubscribed from by one click, where it is not about the customer’s own request (RFC 8058)', async () => {
    expect(await composed()).not.toMatch(/^List-Unsubscribe/im)
    const survey = await composed({ unsubscribe: 'https://api.shop.example/v1/links/abc' })
    expect(survey).toContain('List-Unsubscribe: <https://api.shop.example/v1/links/abc>')
    expect(survey).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  })
})
