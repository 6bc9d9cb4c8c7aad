import { settleFiles } from '../../functions/attachments/settle-files'
import { classifyTicket } from '../../functions/classification/classify-ticket'
import type { MailRoom } from '../../functions/intake/mail-room'
import { receiveMail } from '../../functions/intake/receive-mail'
import type { Ticket } from '../../shared/domain/ticket'
import { replyAddressesBy } from '../../shared/gateways/reply-addresses'
import { type Api, anOrder, apiOf, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { disowned, rawMail, vouched } from '../support/mails'
import { type House, messageQueue, openHouse } from '../support/ports'

type Span = Parameters<typeof later>[1]

const png = Buffer.from('\x89PNG\r\n\x1a\n picture', 'latin1')
const replies = replyAddressesBy([['a', async () => Buffer.from('secret of replies')]], 'service@shop.example')

let house: House
let room: MailRoom & { readonly mailEvents: ReturnType<typeof messageQueue> }
let api: Api
let bucket: Map<string, Buffer>
let kept: Set<string>
let arrivals: number

beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
  bucket = house.mails.arrived
  kept = house.mails.kept
  arrivals = 0
  room = {
    ...house,
    ...{ replies, mailEvents: messageQueue(), mailDomain: 'shop.example' },
  }
})

/** It lies in the bucket, and the function is told of it. */
async function arrives(raw: Buffer, { after = {}, id = `mail-${++arrivals}` }: { after?: Span; id?: string } = {}) {
  bucket.set(id, raw)
  const delivery = { message: { key: id, tag: 'x' }, now: later(monday, after), messageId: 'm', attempt: 1 }
  // biome-ignore lint/suspicious/noExplicitAny: each nature has an outcome of its own
  return (await receiveMail(room, delivery)) as any
}
const writes = (said: Parameters<typeof rawMail>[0] = {}, where: Parameters<typeof arrives>[1] = {}) =>
  arrives(rawMail(said), where)

const ticketOf = async (id: string) => (await house.cases.get(id)) as Ticket
const agent = () => api.staff('agent')
const shown = async (id: string) => (await agent().get(`/v1/tickets/${id}`)).body
const addressOf = async (id: string) => replies.make(await ticketOf(id))
const tickets = async () =>
  (await house.everything()).filter(item => item.kind === 'ticket' && 'number' in item && item.SK === 'HEAD')

/** A ticket by mail that waits for its customer's answer. */
async function asked(after: Span = {}): Promise<string> {
  const { ticketId } = await writes({}, { after })
  await classifyTicket(house, { message: { caseId: ticketId }, now: later(monday, after), messageId: 'm', attempt: 1 })
  await agent().post(`/v1/tickets/${ticketId}/take`)
  await agent().post(`/v1/tickets/${ticketId}/replies`, { text: '正在核实。' })
  await agent().post(`/v1/tickets/${ticketId}/questions`, { text: '请告诉我们收货地址。' })
  expect((await ticketOf(ticketId)).state).toBe('waiting_customer')
  return ticketId
}
async function closed(): Promise<string> {
  const id = await asked()
  await writes({ to: await addressOf(id), text: '上海。' })
  await agent().post(`/v1/tickets/${id}/resolution`, { text: '已重新派送。' })
  await api.staff('supervisor').post(`/v1/tickets/${id}/verification`, { result: 'passed', text: '已核实' })
  const { customerId } = await ticketOf(id)
  await api.storefront(customerId).post(`/v1/tickets/${id}/confirmation`, { solved: 'yes', rating: 5 })
  expect((await ticketOf(id)).state).toBe('closed')
  return id
}
/** The case as it stands, for saying that nothing touched it. */
const untouched = async (id: string, act: () => Promise<unknown>) => {
  const before = await house.cases.get(id)
  await act()
  expect(await house.cases.get(id)).toEqual(before)
}

describe('a mail of someone new (R-CHN-02, R-CHN-07)', () => {
  test('becomes a ticket with a file of the name and address of From, in the language of its words', async () => {
    const { outcome, ticketId } = await writes({ from: '李雷 <Li@customer.example>' })
    expect(outcome).toBe('ticket')
    const { facts, customerId, language } = await ticketOf(ticketId)
    expect([facts.channel, facts.direction, language]).toEqual(['email', 'customer_initiated', 'zh-Hans'])
    const file = await house.customers.file(customerId)
    expect([file?.fields.name?.value, file?.fields.email?.value]).toEqual(['李雷', 'Li@customer.example'])
    expect(kept.has('mail-1')).toBe(true)
  })

  test('keeps what is new as its words, and the rest folded, for staff alone', async () => {
    const text = '包裹还没到。\n\n> 您好，包裹已发出。\n> 客服'
    const { ticketId } = await writes({ subject: '回复: 包裹', text })
    const { customerId } = await ticketOf(ticketId)
    const [message] = (await shown(ticketId)).messages
    expect(message.text).toBe('包裹还没到。')
    expect(message.mail).toMatchObject({
      ...{ subject: '回复: 包裹', from: { name: 'Li', address: 'li@customer.example' } },
      verdicts: { sender: 'authenticated', spam: 'pass' },
      folded: [{ kind: 'quoted', text: expect.stringContaining('包裹已发出') }],
    })
    const theirs = (await api.storefront(customerId).get(`/v1/tickets/${ticketId}`)).body
    expect(theirs.messages).toEqual([expect.not.objectContaining({ mail: expect.anything() })])
    expect(theirs.messages[0].text).toBe('包裹还没到。')
  })

  test('nothing of it stands in heads, history or lists', async () => {
    await writes({ from: 'Anna Secret <anna.secret@customer.example>', subject: 'my subject', text: 'my words' })
    const { cases } = house.tables
    const all = JSON.stringify((await house.everything()).filter(item => !('fields' in item) && !('text' in item)))
    for (const personal of ['anna', 'Secret', 'my subject', 'my words', '@customer.example'])
      expect(all.includes(personal)).toBe(false)
    expect(cases).toBeDefined()
  })

  test('is classified by its subject and its words', async () => {
    const { ticketId } = await writes({ subject: '发票', text: '请尽快，谢谢。' })
    await classifyTicket(house, { message: { caseId: ticketId }, now: monday, messageId: 'm', attempt: 1 })
    expect((await ticketOf(ticketId)).facts.classification?.topic).toBe('invoice')
  })

  test('that nothing can be made of is a ticket too, which has the mail itself', async () => {
    const { outcome, ticketId } = await arrives(Buffer.from([0, 255, 1, 254, 2, 0, 0, 200, 3, 4, 5]))
    expect(outcome).toBe('ticket')
    const [message] = (await shown(ticketId)).messages
    expect(message.mail).toMatchObject({ isUnreadable: true })
    expect(kept.size).toBe(1)
  })

  test('to whom no mail can be sent is a ticket without an address on file', async () => {
    const { ticketId } = await writes({ from: 'Jörg <jörg@例.example>', results: 'spf=none' })
    const { customerId } = await ticketOf(ticketId)
    expect((await house.customers.file(customerId))?.fields.email).toBeUndefined()
  })

  test('twice, under the same name or another, is one; another mail under its Message-ID is another', async () => {
    const raw = rawMail({ messageId: 'same@customer.example' })
    const first = await arrives(raw, { id: 'one' })
    expect(await arrives(raw, { id: 'one' })).toMatchObject({ outcome: 'known', caseId: first.ticketId })
    expect(await arrives(raw, { id: 'two' })).toMatchObject({ outcome: 'known', caseId: first.ticketId })
    const other = rawMail({ messageId: 'same@customer.example', text: '发票还没有收到。' })
    const second = await arrives(other, { id: 'three' })
    expect(second.outcome).toBe('ticket')
    expect(await arrives(other, { id: 'three' })).toMatchObject({ outcome: 'known', caseId: second.ticketId })
    expect(await tickets()).toHaveLength(2)
  })
})

describe('a customer who answers', () => {
  test('by the address of our mail is in the conversation, and what waited goes on (T7)', async () => {
    const id = await asked()
    const to = (await addressOf(id)).toUpperCase()
    expect(await writes({ to, text: '上海市。' })).toEqual({ outcome: 'message', caseId: id })
    const { state, facts } = await ticketOf(id)
    expect([state, facts.lastMessage?.from]).toEqual(['in_progress', 'customer'])
    expect((await shown(id)).messages.at(-1)).toMatchObject({
      from: 'customer',
      text: '上海市。',
      mail: { subject: '我的包裹' },
    })
  })

  test('twice is in it once', async () => {
    const id = await asked()
    const raw = rawMail({ to: await addressOf(id) })
    await arrives(raw, { id: 'one' })
    expect(await arrives(raw, { id: 'two' })).toMatchObject({ outcome: 'known', caseId: id })
    expect((await ticketOf(id)).facts.messageCount).toBe(4)
  })

  test('in blind copy is recognised by the envelope', async () => {
    const id = await asked()
    const raw = rawMail({ to: await addressOf(id) })
      .toString()
      .replace(/\r\nTo: .*\r\n/, '\r\nTo: friends@customer.example\r\n')
    expect((await arrives(Buffer.from(raw))).caseId).toBe(id)
  })

  test.each([
    ['References', (id: string) => ({ lines: [`References: <${id}@shop.example> <x@customer.example>`] })],
    ['In-Reply-To', (id: string) => ({ lines: [`In-Reply-To: <${id}.3.N-01@shop.example>`] })],
    ['the number in the subject', (_: string, number: string) => ({ subject: `Re: [${number}] hello` })],
  ])('by %s goes on where their domain vouches for them, and nowhere else', async (_, named) => {
    const id = await asked()
    const { number } = await ticketOf(id)
    for (const results of [disowned, 'spf=none; dkim=none']) {
      const forger = `Li <li@customer.example>`
      await untouched(id, async () => {
        const { ticketId } = await writes({ ...named(id, number), from: forger, results, text: `还没收到 ${results}` })
        expect((await ticketOf(ticketId)).facts.claimsToBelongTo).toBe(id)
      })
    }
    await untouched(id, async () => {
      const stranger = {
        from: 'wang@another.example',
        results: 'dkim=pass header.i=@another.example; dmarc=pass header.from=another.example',
      }
      const { ticketId } = await writes({ ...named(id, number), ...stranger })
      expect((await shown(ticketId)).claimsToBelongTo).toBe(id)
      const { customerId } = await ticketOf(ticketId)
      expect((await api.storefront(customerId).get(`/v1/tickets/${ticketId}`)).body.claimsToBelongTo).toBeUndefined()
    })
    expect(await writes({ ...named(id, number), results: vouched })).toEqual({ outcome: 'message', caseId: id })
    expect((await ticketOf(id)).state).toBe('in_progress')
  })

  test('is answered at the address on file, wherever Reply-To leads', async () => {
    const id = await asked()
    await writes({ to: await addressOf(id), lines: ['Reply-To: evil@another.example'] })
    const { customerId } = await ticketOf(id)
    expect(JSON.stringify(await house.everything())).not.toContain('evil@another.example')
    expect((await house.customers.file(customerId))?.fields.email?.value).toBe('li@customer.example')
  })

  test('on a ticket that went into another is heard there', async () => {
    const [into, from] = [await asked(), (await writes({ text: '另外一件事，缺一件。' })).ticketId]
    await agent().post(`/v1/tickets/${into}/merge`, { ticketIds: [from] })
    expect((await ticketOf(from)).state).toBe('merged')
    expect((await writes({ to: await addressOf(from), text: '上海市。' })).caseId).toBe(into)
  })

  test('with thanks does not open a closed one again, with "still broken" does, and with another question opens the next (T7c, T18)', async () => {
    const id = await closed()
    await writes({ to: await addressOf(id), text: '谢谢！' })
    expect((await ticketOf(id)).state).toBe('closed')
    const { ticketId } = await writes({ to: await addressOf(id), text: '请问另一个订单什么时候发货？' })
    expect((await ticketOf(ticketId)).facts.followsUp).toBe(id)
    await writes({ to: await addressOf(id), text: '问题还是没有解决！' })
    expect((await ticketOf(id)).state).toBe('in_progress')
  })

  test('long after its closing opens a ticket that goes on from it', async () => {
    const id = await closed()
    const { ticketId } = await writes({ to: await addressOf(id), text: '问题还是没有解决！' }, { after: { days: 60 } })
    expect((await ticketOf(ticketId)).facts.followsUp).toBe(id)
    expect((await ticketOf(id)).state).toBe('closed')
  })
})

describe('another who holds our mail', () => {
  test.each([
    ['a colleague', { from: 'wang@another.example', results: 'dkim=pass header.i=@another.example' }],
    ['who writes in the name of the customer, and whose domain disowns it', { results: disowned }],
  ])('%s opens a ticket of their own, which stands beside the case and moves nothing of it', async (_, sender) => {
    const id = await asked()
    const before = await ticketOf(id)
    const { outcome, ticketId } = await writes({ to: await addressOf(id), text: '我来回答。', ...sender })
    expect(outcome).toBe('ticket')
    const after = await ticketOf(id)
    expect([after.state, after.clocks, after.facts.lastMessage]).toEqual([
      before.state,
      before.clocks,
      before.facts.lastMessage,
    ])
    expect((await shown(id)).claimedBy).toEqual([ticketId])
    expect((await shown(ticketId)).claimsToBelongTo).toBe(id)
    const { customerId } = await ticketOf(id)
    expect((await api.storefront(customerId).get(`/v1/tickets/${id}`)).body.claimedBy).toBeUndefined()
  })

  test('a token of another mailbox, or that was changed, is none', async () => {
    const id = await asked()
    const token = await addressOf(id)
    await untouched(id, () => writes({ to: token.replace(/.@/, '0@'), from: 'wang@another.example' }))
  })
})

describe('what no person wrote', () => {
  const away = { subject: '自动回复: 您的工单', lines: ['Auto-Submitted: auto-replied'], text: '我正在休假。' }

  test('is kept beside the case that it answers: no clock, no state, no notice', async () => {
    const id = await asked()
    const before = await ticketOf(id)
    expect(await writes({ ...away, to: await addressOf(id) })).toMatchObject({ outcome: 'kept', caseId: id })
    const after = await ticketOf(id)
    expect([after.state, after.clocks, after.facts]).toEqual([before.state, before.clocks, before.facts])
    const [event] = (await house.cases.history(id)).slice(-1)
    expect([event?.type, event?.notices]).toEqual(['MailKept', undefined])
    expect((await shown(id)).notes.at(-1)).toMatchObject({ type: 'MailKept', text: '我正在休假。' })
    await writes({ ...away, to: await addressOf(id) }, { id: 'mail-2' })
  })

  test('opens no ticket, whoever sends it', async () => {
    expect(await writes(away)).toMatchObject({ outcome: 'left', kind: 'auto_reply' })
    expect(
      await writes({ lines: ['List-Id: <news.another.example>', 'Precedence: list'], from: 'news@another.example' }),
    ).toMatchObject({ outcome: 'left' })
    expect(await writes({ from: 'service@shop.example', results: disowned })).toMatchObject({
      outcome: 'left',
      kind: 'own',
    })
    expect(await tickets()).toHaveLength(0)
    expect(kept.size).toBe(0)
  })

  test('what SES says of its bucket is no mail', async () => {
    expect(await arrives(Buffer.from('x'), { id: 'AMAZON_SES_SETUP_NOTIFICATION' })).toEqual({ outcome: 'set up' })
  })

  const bounce = (to: string, returned: string) =>
    Buffer.from(
      [
        ...[
          'Return-Path: <>',
          'From: Mail Delivery System <MAILER-DAEMON@mx.customer.example>',
          'To: service@shop.example',
        ],
        ...['Subject: Undelivered Mail Returned to Sender', 'Auto-Submitted: auto-replied', 'MIME-Version: 1.0'],
        ...[
          'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
          '',
          '--b',
          'Content-Type: text/plain',
          '',
        ],
        ...[
          'I am sorry.',
          '--b',
          'Content-Type: message/delivery-status',
          '',
          'Reporting-MTA: dns; mx.customer.example',
          '',
        ],
        ...[
          `Final-Recipient: rfc822; ${to}`,
          'Action: failed',
          'Status: 5.1.1',
          'Diagnostic-Code: smtp; 550 5.1.1 no such user',
        ],
        ...[
          '',
          '--b',
          'Content-Type: message/rfc822',
          '',
          returned,
          'From: service@shop.example',
          `To: ${to}`,
          '',
          'hello',
          '--b--',
          '',
        ],
      ].join('\r\n'),
    )

  test('a mail of ours that came back is handed to those who hear of mails', async () => {
    const id = await asked()
    const raw = bounce('li@customer.example', `Message-ID: <${id}.5.N-01@shop.example>`)
    expect(await arrives(raw)).toMatchObject({ outcome: 'bounce', caseId: id })
    expect(room.mailEvents.messages).toMatchObject([
      { body: { caseId: id, seq: 5, notice: 'N-01', outcome: 'Bounce', codes: ['Permanent', '5.1.1'] } },
    ])
    expect(JSON.stringify(room.mailEvents.messages)).not.toContain('@')
  })

  test('of someone with two files that proved to be one, the address of the one that goes on counts', async () => {
    const older = await api
      .storefront()
      .post('/v1/orders', anOrder({ customer: { accountId: 'shop-1', email: 'work@customer.example' } }), {
        headers: newKey(),
      })
    const id = await asked({ minutes: 1 })
    const raw = bounce('work@customer.example', `Message-ID: <${id}.5.N-01@shop.example>`)
    expect(await arrives(raw)).toMatchObject({ outcome: 'to another' })
    const otherCustomerId = older.body.customerId
    await agent().post(`/v1/tickets/${id}/same-person`, { otherCustomerId, evidence: '电话核对了尾号。' })
    const decision = { decision: 'granted', explanation: '已核实。' }
    const decided = await api.staff('supervisor').post(`/v1/tickets/${id}/same-person/decision`, decision)
    expect(decided.status).toBe(200)
    expect(await arrives(raw)).toMatchObject({ outcome: 'bounce', caseId: id })
    expect(room.mailEvents.messages).toHaveLength(1)
  })

  test('one that names none of ours, or another address than that on file, is heard by nobody', async () => {
    const id = await asked()
    await arrives(bounce('li@customer.example', 'Message-ID: <x@another.example>'))
    await arrives(bounce('wang@another.example', `Message-ID: <${id}.5.N-01@shop.example>`))
    expect(room.mailEvents.messages).toEqual([])
    expect(await tickets()).toHaveLength(1)
  })
})

describe('two machines come to an end', () => {
  test('the same words within a day join their first ticket, later they open the next', async () => {
    const first = await writes()
    expect(await writes({}, { after: { hours: 3 } })).toEqual({ outcome: 'repeated', caseId: first.ticketId })
    expect((await writes({}, { after: { hours: 25 } })).outcome).toBe('ticket')
    expect((await ticketOf(first.ticketId)).facts.messageCount).toBe(2)
  })

  test('of a sender whom nobody vouches for they are kept beside it and move nothing', async () => {
    const first = await writes({ results: 'spf=none' })
    const before = await ticketOf(first.ticketId)
    expect(await writes({ results: 'spf=none' }, { after: { hours: 3 } })).toMatchObject({ outcome: 'repeated' })
    expect((await ticketOf(first.ticketId)).facts).toEqual(before.facts)
  })

  test('more than three receipts an hour go to nobody', async () => {
    const quiet: unknown[] = []
    for (const minutes of [0, 5, 10, 15, 20, 75]) {
      const { ticketId } = await writes({ text: `消息 ${minutes}` }, { after: { minutes } })
      quiet.push((await ticketOf(ticketId)).facts.noReceipt ?? false)
    }
    expect(quiet).toEqual([false, false, false, true, true, false])
  })

  test('nobody is thanked for a mail that asks for no answer, or whose From its domain disowns', async () => {
    const bulk = await writes({ lines: ['X-Auto-Response-Suppress: All'] })
    const forged = await writes({ results: disowned, text: '另一件事。' })
    for (const { ticketId } of [bulk, forged]) expect((await ticketOf(ticketId)).facts.noReceipt).toBe(true)
  })
})

describe('what comes with a mail', () => {
  const files = [
    { name: '破损.png', content: png },
    { name: 'run.exe', content: Buffer.from('MZ\x90\x00', 'latin1') },
  ]

  test('goes into quarantine and is part of the message; what is not taken is named', async () => {
    const { ticketId } = await writes({ files })
    const { customerId } = await ticketOf(ticketId)
    const [message] = (await shown(ticketId)).messages
    expect(message.attachments).toMatchObject([
      { name: '破损.png', type: 'image/png', by: 'customer', state: 'pending' },
    ])
    expect(message.mail.notTaken).toEqual([{ name: 'run.exe', bytes: 4, because: 'type' }])
    expect(house.files.quarantine.get(`${customerId}/${message.attachments[0].id}`)?.bytes).toEqual(png)
  })

  test('comes with an answer too, once', async () => {
    const id = await asked()
    const raw = rawMail({ to: await addressOf(id), files })
    await arrives(raw, { id: 'one' })
    await arrives(raw, { id: 'one' })
    expect((await shown(id)).messages.at(-1).attachments).toHaveLength(1)
    expect(house.files.quarantine.size).toBe(1)
  })

  test('stays where it is when there is a virus, and the words are heard', async () => {
    const { ticketId } = await writes({ files, virus: 'FAIL' })
    const [message] = (await shown(ticketId)).messages
    expect([message.attachments, message.mail.notTaken.map(({ because }: { because: string }) => because)]).toEqual([
      undefined,
      ['virus', 'virus'],
    ])
    expect(house.files.quarantine.size).toBe(0)
  })

  test('what is probably spam is a ticket that says so, and nobody is thanked for it', async () => {
    const { ticketId } = await writes({ spam: 'FAIL', text: '恭喜中奖！' })
    expect((await ticketOf(ticketId)).facts).toMatchObject({ suspectedSpam: true, noReceipt: true })
    expect((await shown(ticketId)).suspectedSpam).toBe(true)
    const id = await asked({ minutes: 5 })
    expect(await writes({ spam: 'FAIL', to: await addressOf(id), text: '上海市。' })).toMatchObject({
      outcome: 'message',
    })
  })
})

describe('a mail as it came', () => {
  const original = (ticketId: string, contentId: string, role: 'agent' | 'finance' = 'agent') =>
    api.staff(role).get(`/v1/tickets/${ticketId}/messages/${contentId}/original`)

  test('is downloaded by staff for five minutes, and that they had it is on record (R-CUS-09)', async () => {
    const { ticketId } = await writes()
    const [{ id }] = (await shown(ticketId)).messages
    const { number, customerId } = await ticketOf(ticketId)
    const { status, body } = await original(ticketId, id)
    expect([status, body.url]).toEqual([200, `https://mails.test/mail-1?as=${number}.eml`])
    const { body: seen } = await api.staff('supervisor').get(`/v1/customers/${customerId}/accesses`)
    expect(seen.items).toContainEqual(
      expect.objectContaining({ operation: 'readOriginal', what: 'mail', caseId: ticketId }),
    )
  })

  test('of an automatic reply too', async () => {
    const id = await asked()
    await writes({ lines: ['Auto-Submitted: auto-replied'], to: await addressOf(id), text: '我正在休假。' })
    const { notes } = await shown(id)
    expect((await original(id, notes.at(-1).id)).status).toBe(200)
  })

  test('goes with the ticket that is destroyed (T19, F-34)', async () => {
    const { ticketId } = await writes()
    const tidings = {
      message: { caseId: ticketId, destroyed: [], mails: ['mail-1'] },
      now: monday,
      messageId: 'm',
      attempt: 1,
    }
    expect(kept.has('mail-1')).toBe(true)
    await settleFiles(house, tidings)
    expect(kept.has('mail-1')).toBe(false)
  })

  test('is not shown to others, nor by another ticket, nor where a virus was found', async () => {
    const { ticketId } = await writes()
    const other = await writes({ text: '另一件事。', virus: 'FAIL' })
    const [{ id }] = (await shown(ticketId)).messages
    const [{ id: infected }] = (await shown(other.ticketId)).messages
    const { customerId } = await ticketOf(ticketId)
    const path = `/v1/tickets/${ticketId}/messages/${id}/original`
    expect((await api.storefront(customerId).get(path)).status).toBe(403)
    expect((await original(ticketId, id, 'finance')).status).toBe(403)
    expect((await original(other.ticketId, id)).status).toBe(404)
    expect((await original(ticketId, 'nothing')).status).toBe(404)
    expect((await original(other.ticketId, infected)).status).toBe(409)
  })
})

describe('the order that a mail names', () => {
  const ordered = async (email: string) => {
    const { body } = await api
      .staff('agent')
      .post('/v1/orders', anOrder({ customer: { name: 'Li', phone: '13800000000', email } }), { headers: newKey() })
    return body as { id: string; number: string; customerId: string }
  }

  test('is what its ticket is about, when it is theirs and the mail is', async () => {
    const { id, number } = await ordered('li@customer.example')
    const { ticketId } = await writes({ text: `订单 ${number} 还没有收到。` })
    expect((await ticketOf(ticketId)).facts.orderId).toBe(id)
    const { ticketId: unsure } = await writes({ text: `请问订单 ${number} 到哪里了？`, results: 'spf=none' })
    expect((await ticketOf(unsure)).facts.orderId).toBeUndefined()
  })

  test("is not when it is another's", async () => {
    const { number } = await ordered('wang@another.example')
    const { ticketId } = await writes({ text: `订单 ${number} 还没有收到。` })
    expect((await ticketOf(ticketId)).facts.orderId).toBeUndefined()
  })

  test('is the one whose mail they answer', async () => {
    const order = await ordered('li@customer.example')
    const { ticketId } = await writes({ to: await replies.make(order), text: '请问什么时候发货？' })
    expect((await ticketOf(ticketId)).facts.orderId).toBe(order.id)
  })
})
