import type { Input } from '../../infra/local/kernel'
import type { World } from '../../infra/local/world'
import { aCustomer, aKey, aWorld } from '../support/journey'
import { aBounce, aMail, anAnswer, bySmtp, type MailParts, shopAddress } from '../support/smtp'

let world: World
beforeAll(async () => {
  world = await aWorld({ smtpPort: 0 })
})
afterAll(() => world?.stop())

const staff = { as: 'agent', subject: 'agent-mail' }
const ticketOf = (id: string): Promise<Input> => world.get(`/v1/tickets/${id}`, staff)
const act = (id: string, path: string, body: object = {}, by: object = staff) =>
  world.post(`/v1/tickets/${id}/${path}`, { ...by, body })
const latest = (email: string) => world.inbox(email).at(-1)!

/** From a person's own server; who is not signed in is nobody's. */
async function writes(from: string, mail: Partial<MailParts> = {}, authenticatedAs: string | undefined = from) {
  const raw = aMail({ from, headers: { 'Message-ID': `<${aKey()}@example.com>` }, ...mail })
  await bySmtp(world, raw, { from, ...(authenticatedAs && { authenticatedAs }) })
  await world.settle()
  return String(latest(from).tags.caseId)
}
async function answers(
  from: string,
  to: string,
  text: string,
  more: Partial<MailParts> = {},
  as: string | null = from,
) {
  const { raw, to: address } = anAnswer(latest(to), { from, text, ...more })
  await bySmtp(world, raw, { from, to: address, ...(as && { authenticatedAs: as }) })
  await world.settle()
}
const saidBy = async (id: string) => (await ticketOf(id)).messages.map(({ text }: Input) => text)

describe('a customer writes by mail, over SMTP', () => {
  test('with a photo, which is checked like an upload; staff have that, and the mail as it came, as downloads', async () => {
    const { email } = aCustomer()
    const png = Buffer.from('\x89PNG\r\n\x1a\n photo', 'latin1')
    const parts = [
      ...['--part', 'Content-Type: text/plain; charset=utf-8', '', '包装破了，见照片。'],
      ...['--part', 'Content-Type: image/png; name="photo.png"', 'Content-Transfer-Encoding: base64', ''],
      ...[png.toString('base64'), '--part--'],
    ]
    const headers = { 'Content-Type': 'multipart/mixed; boundary=part' }
    const id = await writes(email, { headers, text: parts.join('\r\n') })
    const { customerId, messages } = await ticketOf(id)
    const [{ id: contentId, text, attachments }] = messages
    expect([text, attachments]).toMatchObject(['包装破了，见照片。', [{ name: 'photo.png', state: 'clean' }]])
    const photo = await world.get(`/v1/customers/${customerId}/attachments/${attachments[0].id}`, staff)
    expect(Buffer.from(await (await fetch(photo.download.url)).arrayBuffer())).toEqual(png)
    const original = await world.get(`/v1/tickets/${id}/messages/${contentId}/original`, staff)
    const answer = await fetch(original.url)
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''T-\w{8}\.eml$/)
    expect(await answer.text()).toContain(`From: ${email}`)
    expect(world.deadLetters()).toEqual([])
  })

  test('has a ticket, is answered, answers, and rates by the link of the last mail', async () => {
    const { email } = aCustomer()
    const id = await writes(email, { text: '等了半个月还没发货，太差劲了，到底什么时候发？' })
    expect(latest(email).tags.notice).toBe('N-01')
    await act(id, 'take')
    await act(id, 'replies', { text: '非常抱歉，仓库今天发出。' })
    await world.advance('PT20S')
    expect(latest(email)).toMatchObject({
      tags: { notice: 'N-03-reply' },
      text: expect.stringContaining('仓库今天发出'),
    })
    await act(id, 'questions', { text: '请确认一下收货地址。' })
    await world.advance('PT20S')
    expect(latest(email).text).toContain('请确认一下收货地址')
    expect((await ticketOf(id)).state).toBe('waiting_customer')

    await answers(email, email, '地址没有变，谢谢。')
    const ticket = await ticketOf(id)
    expect(ticket.state).toBe('in_progress')
    expect(ticket.messages.at(-1)).toMatchObject({ from: 'customer', text: '地址没有变，谢谢。' })
    expect(ticket.messages.at(-1).mail.folded).toEqual([{ kind: 'quoted', text: expect.stringContaining('写道：') }])

    await act(id, 'resolution', { text: '已发货。' })
    await act(id, 'verification', { result: 'passed', text: '已核实' }, { as: 'supervisor' })
    const [, link = ''] = /https:\/\/[^\s/]+(\/v1\/links\/[\w-]+)/.exec(latest(email).text) ?? []
    await world.post(link, { headers: { accept: 'application/json' }, body: { solved: 'yes', rating: 5 } })
    expect((await ticketOf(id)).state).toBe('closed')
    expect(world.deadLetters()).toEqual([])
  })

  test('whose name is forged moves nothing, sees nothing, and stands beside the case that it names', async () => {
    const { email } = aCustomer()
    const id = await writes(email)
    await act(id, 'take')
    await act(id, 'replies', { text: '正在核实，收货地址稍后请您确认。' })
    const [before, mails] = [await ticketOf(id), world.mails().length]
    const forged = aMail({ from: email, subject: `Re: ${latest(email).subject}`, text: '请寄到别的地址。' })
    await bySmtp(world, forged, { from: email })
    await bySmtp(world, forged, { from: 'thief@evil.example', authenticatedAs: 'thief@evil.example' })
    await world.settle()
    const after = await ticketOf(id)
    expect([after.state, after.messages]).toEqual([before.state, before.messages])
    for (const { tags, text } of world.mails().slice(mails)) {
      expect(tags.caseId).not.toBe(id)
      expect(text).not.toContain('收货地址')
    }
  })
})

describe('machines', () => {
  test.each([
    ['an absence that says so', { subject: 'Automatic reply: away', headers: { 'Auto-Submitted': 'auto-replied' } }],
    ['an absence that does not', { subject: '自动回复：我正在休假' }],
    ['a desk of others', { subject: '[Ticket #4711] We received your request', headers: { Precedence: 'bulk' } }],
  ])('that answer each other end after one round: %s', async (_, robot) => {
    const { email } = aCustomer()
    const id = await writes(email)
    const text = '您好，我正在休假，回来后尽快回复您。This is an automatic reply.'
    for (let round = 0; round < 5; round++) {
      const before = world.inbox(email).length
      await answers(email, email, text, robot)
      if (world.inbox(email).length === before) break
    }
    expect(world.inbox(email)).toHaveLength(1)
    expect(await saidBy(id)).toHaveLength(1)
  })

  test('that tell that a mail came back: the address takes none any more, and somebody calls', async () => {
    const { email } = aCustomer()
    const id = await writes(email)
    const receipt = latest(email)
    await bySmtp(world, aBounce(receipt, email), { from: '', to: shopAddress })
    await world.advance('PT1M')
    const { notices } = await ticketOf(id)
    expect(notices).toMatchObject([{ notice: 'N-01', state: 'phone_task' }])
    expect(world.deadLetters()).toEqual([])
  })
})
