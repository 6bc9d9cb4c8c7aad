import { type Access, AwsError, type Caller } from '../../infra/local/kernel'
import type { World } from '../../infra/local/world'
import { filesIn, png } from '../support/attachments'
import {
  aCustomer,
  aKey,
  anOrderRequest,
  aTicketRequest,
  aWorld,
  type Made,
  type Shop,
  shopIn,
} from '../support/journey'
import { destroyed, loseMessages, loseTokens, reconciled } from '../support/losses'
import { aBounce, aMail, anAnswer, type MailParts, shopAddress } from '../support/smtp'
import { aSender, aShopifyOrder, shopifyShop } from '../support/webhooks'

type Grant = ReturnType<World['iam']['grants']>[number]

const staff = { as: 'agent' }
const told = (shop: Shop, made: Made, notice: string) =>
  expect(shop.noticesOf(made).map(each => each.notice)).toContain(notice)

/** The next access that `when` picks is denied, whatever the policies say: the part that asked dies there. */
function denyOnce({ kernel: { iam } }: World, when: (caller: Caller, access: Access) => boolean) {
  const { authorize } = iam
  iam.authorize = (caller, access) => {
    if (when(caller, access)) {
      iam.authorize = authorize
      throw new AwsError('AccessDeniedException', 'denied once by a test')
    }
    authorize(caller, access)
  }
}

/** A ticket whose customer was asked by mail whether it is solved. */
async function askedByLink(shop: Shop) {
  const ticket = await shop.opened()
  const agent = { as: 'agent', subject: aKey() }
  for (const act of ['take', 'respond', 'resolve'] as const) await shop.tried(ticket, act, agent)
  const verified = { result: 'passed', text: 'looked at by another' }
  await shop.world.post(`/v1/tickets/${ticket.id}/verification`, { as: 'supervisor', body: verified })
  const survey = () => shop.noticesOf(ticket).find(({ notice }) => notice === 'N-41')
  // It does not come at night.
  if (!survey()) await shop.world.advance('PT12H')
  const asked = survey()?.text ?? ''
  const [, link = ''] = /https:\/\/[^\s/]+(\/v1\/links\/[\w-]+)/.exec(asked) ?? []
  const answer = { headers: { accept: 'application/json' }, body: { solved: 'yes', rating: 4, text: 'thanks' } }
  return { ticket, agent, link, answer }
}

const inBase64 = (bytes: Buffer) => `Content-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}`

/** By mail, from a person whose domain vouches for them; what came to them last. */
async function mailed(world: World, from: string, mail: Partial<MailParts> = {}, to = shopAddress) {
  const raw = aMail({ from, headers: { 'Message-ID': `<${aKey()}@example.com>` }, ...mail })
  const key = await world.receive(raw, { from, to: [to], authenticatedAs: from })
  const latest = world.inbox(from).at(-1)!
  return { raw, key, latest, id: String(latest.tags.caseId) }
}

/** From the shortest to the longest. */
const journeys: Readonly<Record<string, (shop: Shop) => Promise<unknown>>> = {
  'the contract is read': ({ world }) => world.get('/openapi.json'),

  'a ticket is opened, classified and acknowledged': async shop => {
    const ticket = await shop.opened()
    told(shop, ticket, 'N-01')
    expect(await shop.stateOf(ticket)).toBe('classified')
  },

  'a customer complains, and is special from then on': async shop => {
    const { customerId } = await shop.opened(aTicketRequest('等了半个月还没发货，我要投诉你们！'))
    const { fields } = await shop.world.get(`/v1/customers/${customerId}`, { as: 'supervisor' })
    expect(fields.customerTier).toMatchObject({ value: 'special' })
  },

  'a grave ticket makes an emergency known, and the archive is asked for its customer': async ({ world, ...shop }) => {
    const { id, customerId } = await shop.opened(aTicketRequest('整个网站都打不开，大面积用户无法付款！'))
    expect((await world.get('/v1/incidents', { as: 'supervisor' })).items).toHaveLength(1)
    expect(await world.get(`/v1/tickets/${id}`, staff)).toHaveProperty('incidentId')
    expect((await world.get(`/v1/archive?customerId=${customerId}`, staff)).items).toEqual([])
  },

  'a ticket is opened by a request that comes twice': async shop => {
    const [request, idempotencyKey] = [aTicketRequest(), aKey()]
    expect(await shop.opened(request, { idempotencyKey })).toEqual(await shop.opened(request, { idempotencyKey }))
  },

  'a ticket is opened by a customer known by e-mail who now has an account': async shop => {
    const { email, accountId } = aCustomer()
    const first = await shop.opened(aTicketRequest('?', { customer: { email } }))
    const second = await shop.opened(aTicketRequest('?', { customer: { email, accountId } }))
    expect(second.customerId).toBe(first.customerId)
  },

  'a customer writes by mail, and the mail stays': async ({ world }) => {
    const { id, key } = await mailed(world, aCustomer().email)
    expect((await world.get(`/v1/tickets/${id}`, staff)).channel).toBe('email')
    expect(world.services.s3.object('kefu-simulation-incoming-mail-000000000000', `taken/${key}`)).toBeDefined()
  },

  'a mail comes twice and is one ticket': async ({ world }) => {
    const { email } = aCustomer()
    const { raw, id } = await mailed(world, email)
    await world.receive(raw, { from: email, to: [shopAddress], authenticatedAs: email })
    expect(world.inbox(email)).toHaveLength(1)
    expect((await world.get(`/v1/tickets/${id}`, staff)).messages).toHaveLength(1)
  },

  'a customer answers our mail by mail': async ({ world }) => {
    const { email } = aCustomer()
    const { id, latest } = await mailed(world, email)
    const { raw, to } = anAnswer(latest, { from: email, text: '运单号是 1040289377130。' })
    await world.receive(raw, { from: email, to: [to], authenticatedAs: email })
    expect((await world.get(`/v1/tickets/${id}`, staff)).messages).toHaveLength(2)
  },

  'a customer writes two mails, the second about something else': async ({ world }) => {
    const { email } = aCustomer()
    const first = await mailed(world, email)
    const second = await mailed(world, email, { text: '另外想问发票怎么开。' })
    expect(second.id).not.toBe(first.id)
  },
  'a customer says by mail that it is still broken, and an agent has it in hand again': async ({ world }) => {
    const { email } = aCustomer()
    const { id, latest } = await mailed(world, email)
    const agent = { as: 'agent', subject: aKey() }
    const act = (path: string, body: object) => world.post(`/v1/tickets/${id}/${path}`, { ...agent, body })
    await act('take', {})
    await act('replies', { text: '正在核实。' })
    await act('resolution', { text: '已重新派送。' })
    const { raw, to } = anAnswer(latest, { from: email, text: '还是没有解决，包裹仍然没有收到。' })
    await world.receive(raw, { from: email, to: [to], authenticatedAs: email })
    expect((await world.get('/v1/tickets?list=mine', agent)).items).toMatchObject([{ id, state: 'in_progress' }])
  },
  'a mail is downloaded as it came, and goes with its destroyed ticket': async ({ world }) => {
    const { id, key } = await mailed(world, aCustomer().email)
    const ticket = await world.get(`/v1/tickets/${id}`, staff)
    const { url } = await world.get(`/v1/tickets/${id}/messages/${ticket.messages[0].id}/original`, staff)
    expect((await fetch(url)).status).toBe(200)
    await destroyed(world, ticket, [], [key])
    expect(world.services.s3.object('kefu-simulation-incoming-mail-000000000000', `taken/${key}`)).toBeUndefined()
  },
  'a customer brings a photo by mail': async ({ world }) => {
    const parts = ['Content-Type: text/plain\r\n\r\nhello', `Content-Type: image/png; name=a.png\r\n${inBase64(png)}`]
    const text = `${parts.map(part => `--b\r\n${part}\r\n`).join('')}--b--`
    const headers = { 'Content-Type': 'multipart/mixed; boundary=b' }
    const { id } = await mailed(world, aCustomer().email, { text, headers })
    const [message] = (await world.get(`/v1/tickets/${id}`, staff)).messages
    expect(message.attachments).toMatchObject([{ state: 'clean' }])
  },

  'a mail of ours comes back by mail, and somebody is to call': async ({ world }) => {
    const { email } = aCustomer()
    const { id, latest } = await mailed(world, email)
    await world.receive(aBounce(latest, email), { from: '', to: [shopAddress] })
    await world.advance('PT1M')
    const { notices } = await world.get(`/v1/tickets/${id}`, staff)
    expect(notices[0]).toMatchObject({ notice: 'N-01', state: 'phone_task' })
  },

  'an order’s customer has no address and is called': async shop => {
    const order = await shop.placed(anOrderRequest({ customer: aCustomer({ email: undefined }) }))
    const { items } = await shop.world.get('/v1/calls', staff)
    expect(items.map(({ id }: { id: string }) => id)).toContain(order.id)
    const said = { ...staff, body: { notice: 'N-08', result: 'told' } }
    expect((await shop.world.post(`/v1/orders/${order.id}/calls`, said)).version).toBe(3)
  },

  'a ticket is taken, answered and resolved': async shop => {
    const ticket = await shop.opened()
    const agent = { as: 'agent', subject: aKey() }
    await shop.tried(ticket, 'take', agent)
    expect((await shop.world.get('/v1/tickets?list=mine', agent)).items).toHaveLength(1)
    for (const act of ['respond', 'resolve'] as const) await shop.tried(ticket, act, agent)
    told(shop, ticket, 'N-05')
  },

  'an agent is given a place, gets what waited, and goes on leave while nobody says so': async shop => {
    const { world } = shop
    const [first, agent] = [await shop.opened(), { as: 'agent', subject: aKey() }]
    const place = `/v1/teams/logistics/agents/${agent.subject}`
    const boss = { as: 'supervisor' }
    await world.post(place, { ...boss, body: { languages: ['zh'], capacity: 1 } })
    await world.post('/v1/me/presence', { ...agent, body: { presence: 'available' } })
    const { items } = await world.get('/v1/teams/logistics/agents', boss)
    const { open } = items.find(({ agentId }: { agentId: string }) => agentId === agent.subject)
    expect(open).toHaveLength(1)
    const from = new Date(world.now() + 60_000).toISOString()
    const until = new Date(world.now() + 7_200_000).toISOString()
    await world.post(`${place}/leave`, { ...boss, body: { leave: [{ from, until }] } })
    await world.advance('PT1H1M')
    const now = await world.get('/v1/teams/logistics/agents', boss)
    expect(now.items.find(({ agentId }: { agentId: string }) => agentId === agent.subject).open).toEqual([])
    await world.post(`${place}/retirement`, { ...boss, body: {} })
    expect(await shop.stateOf(first)).not.toBe('received')
  },

  'a question is registered twice, and read': async shop => {
    const { id: ticketId } = await shop.opened()
    const body = { ticketId, topic: 'product', question: '面霜敏感肌能用吗？' }
    await shop.world.post('/v1/questions', { ...staff, body })
    expect((await shop.world.post('/v1/questions', { ...staff, body })).count).toBeGreaterThan(0)
    expect((await shop.world.get('/v1/questions?topic=product', staff)).items.length).toBeGreaterThan(0)
  },

  'a day is counted, and read': async ({ world, ...shop }) => {
    const received = async () => {
      const { items } = await world.get('/v1/figures?from=2026-01-01&to=2026-12-31&by=day', { as: 'supervisor' })
      return items.reduce((sum: number, line: { received: number }) => sum + line.received, 0)
    }
    await world.advance('PT10M')
    const before = await received()
    await shop.opened()
    await world.advance('PT10M')
    expect(await received()).toBe(before + 1)
  },

  'a photo is brought, looked at, sent along and downloaded': async shop => {
    const customer = aCustomer()
    const { customerId } = await shop.opened(aTicketRequest('?', { customer }))
    const { bring, read } = filesIn(shop.world, customerId)
    const id = await bring()
    const { download } = await read(id, staff)
    expect((await fetch(download.url)).status).toBe(200)
    await shop.opened(aTicketRequest('?', { customer, attachments: [id] }), { customer: customerId })
    const kept = shop.world.services.s3.object('kefu-simulation-attachments-000000000000', `${customerId}/${id}`)
    expect(kept?.object.tags).toBeUndefined()
  },

  'the photo of a destroyed ticket is destroyed': async shop => {
    const customer = aCustomer()
    const { customerId } = await shop.opened(aTicketRequest('?', { customer }))
    const id = await filesIn(shop.world, customerId).bring()
    const as = { customer: customerId }
    const ticket = await shop.opened(aTicketRequest('?', { customer, attachments: [id] }), as)
    await destroyed(shop.world, ticket, [id])
    for (const bucket of ['quarantine', 'attachments'])
      expect(
        shop.world.services.s3.object(`kefu-simulation-${bucket}-000000000000`, `${customerId}/${id}`),
      ).toBeUndefined()
  },

  'an answer with a file': async shop => {
    const ticket = await shop.opened()
    const agent = { as: 'agent', subject: aKey() }
    const id = await filesIn(shop.world, ticket.customerId).bring(png, {}, agent)
    await shop.tried(ticket, 'take', agent)
    const { status } = await shop.tried(ticket, 'respond', { ...agent, body: { text: '?', attachments: [id] } })
    expect(status).toBe(200)
  },

  'a customer answers by the link of a mail': async shop => {
    const { link, answer } = await askedByLink(shop)
    expect(await shop.world.post(link, answer)).toMatchObject({ answered: true, rating: 4, state: 'closed' })
  },

  'a customer unsubscribes by the link of a mail': async shop => {
    const { ticket } = await askedByLink(shop)
    const { text = '' } = shop.noticesOf(ticket).find(({ notice }) => notice === 'N-41') ?? {}
    const link = Array.from(text.matchAll(/https:\/\/[^\s/]+(\/v1\/links\/[\w-]+)/g)).at(-1)?.[1] ?? ''
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    await shop.world.post(link, { headers, body: 'List-Unsubscribe=One-Click' })
    const { fields } = await shop.world.get(`/v1/customers/${ticket.customerId}`, staff)
    expect(fields.marketingConsent).toMatchObject({ value: 'withdrawn' })
  },

  'a mail comes back, and its customer is called': async shop => {
    const email = `bounce+${aKey()}@simulator.amazonses.com`
    const order = await shop.placed(anOrderRequest({ customer: aCustomer({ email }) }))
    await shop.world.advance('PT1M')
    expect((await shop.seen(order)).notices).toMatchObject([
      { notice: 'N-08', state: 'phone_task', outcome: 'bounced' },
    ])
  },

  'a customer calls our mail spam, and gets no more': async shop => {
    const email = `complaint+${aKey()}@simulator.amazonses.com`
    const { customerId } = await shop.placed(anOrderRequest({ customer: aCustomer({ email }) }))
    await shop.world.advance('PT1M')
    const { mailStop, fields } = await shop.world.get(`/v1/customers/${customerId}`, staff)
    expect([mailStop?.why, fields.marketingConsent?.value]).toEqual(['complained', 'withdrawn'])
  },

  'a customer says by the link of a mail that it is not solved, and an agent has it in hand again': async shop => {
    const { link, answer, ticket, agent } = await askedByLink(shop)
    const { solved, rating, text } = answer.body
    await shop.world.post(link, { ...answer, body: { rating, text, solved: solved.replace('yes', 'no') } })
    expect(await shop.stateOf(ticket)).toBe('in_progress')
    expect((await shop.world.get('/v1/tickets?list=mine', agent)).items).toHaveLength(1)
  },

  'the file of a customer and their cases are read': async shop => {
    const { customerId } = await shop.opened()
    await shop.world.get(`/v1/customers/${customerId}`, staff)
    expect((await shop.world.get(`/v1/customers/${customerId}/cases`, staff)).items).toHaveLength(1)
  },

  'a customer is looked up by e-mail, the file corrected, and the timeline opened': async ({ world, ...shop }) => {
    const email = `${aKey()}@example.com`
    const { id, customerId, number } = await shop.opened(aTicketRequest('?', { customer: { email } }))
    const sought = async (by: string, value: string) => world.post('/v1/look-up', { ...staff, body: { by, value } })
    expect((await sought('email', email)).customers).toEqual([{ customerId }])
    expect((await sought('ticket_number', number)).cases).toMatchObject([{ id }])
    const body = { email: `new-${email}` }
    await world.post(`/v1/customers/${customerId}/corrections`, { ...staff, body })
    expect((await sought('email', email)).customers).toEqual([])
    const { opened } = await world.get(`/v1/customers/${customerId}/timeline?open=${id}`, staff)
    expect(opened.history.length).toBeGreaterThan(0)
    const { items } = await world.get(`/v1/customers/${customerId}/accesses`, { as: 'supervisor' })
    expect(items.map(({ operation }: { operation: string }) => operation)).toEqual(['readTimeline', 'lookUp'])
  },

  'an order is placed and stands before the reviewers': async shop => {
    const order = await shop.placed()
    told(shop, order, 'N-08')
    expect(shop.gateOf(order)).toBe('Review')
    expect(await shop.stateOf(order)).toBe('pending_review')
  },

  'an order is placed by a request that comes twice': async shop => {
    const [request, idempotencyKey] = [anOrderRequest(), aKey()]
    expect(await shop.placed(request, { idempotencyKey })).toEqual(await shop.placed(request, { idempotencyKey }))
  },

  'an order is placed by a customer known by e-mail who now has an account': async shop => {
    const { email, accountId } = aCustomer()
    const first = await shop.placed(anOrderRequest({ customer: { email } }))
    const second = await shop.placed(anOrderRequest({ customer: { email, accountId } }))
    expect(second.customerId).toBe(first.customerId)
  },

  'a shop tells of an order by webhook': async shop => {
    const { sends } = await aSender(shop.world, 'partner', { kind: 'shop' })
    const order = { externalId: aKey(), order: anOrderRequest() }
    expect((await sends('/v1/inbound/orders/partner', order)).status).toBe(200)
  },

  'a shop tells of an order by webhook, of a customer known by e-mail': async shop => {
    const { sends } = await aSender(shop.world, 'partner', { kind: 'shop' })
    const { email, accountId } = aCustomer()
    for (const customer of [{ email }, { email, accountId }]) {
      const order = { externalId: aKey(), order: anOrderRequest({ customer }) }
      expect((await sends('/v1/inbound/orders/partner', order)).status).toBe(200)
    }
  },

  'a shop tells of an order that is none of ours, and people look at it': async shop => {
    const { tells } = await aSender(shop.world, 'my-shop', shopifyShop)
    expect((await tells('create', aShopifyOrder({ currency: 'USD' }))).body.outcome).toBe('refused')
    const { refused } = await shop.world.get('/v1/webhook-senders/my-shop', { as: 'supervisor' })
    expect(refused).toHaveLength(1)
  },

  'a carrier tells of a parcel by webhook': async shop => {
    const { sends } = await aSender(shop.world, 'sf-express', { kind: 'carrier' })
    const order = await shop.placed()
    await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack')
    const trackingNumber = aKey()
    await shop.tried(order, 'ship', { body: { courier: 'SF Express', trackingNumber } })
    const events = [{ code: 'delayed', at: new Date(shop.world.now()).toISOString() }]
    expect((await sends('/v1/inbound/parcels/sf-express', { trackingNumber, events })).status).toBe(200)
    expect(await shop.stateOf(order)).toBe('logistics_exception')
  },

  'an order is approved and goes to finance': async shop => {
    const order = await shop.placed()
    await shop.did(order, 'approve')
    told(shop, order, 'N-10')
    expect(shop.gateOf(order)).toBe('Finance')
  },

  'an order is decided before its workflow stands at the gate': async shop => {
    const order = await shop.placed(anOrderRequest(), { settle: false })
    await shop.tried(order, 'approve', { settle: false })
    await shop.world.settle()
    expect(shop.gateOf(order)).toBe('Finance')
  },

  'a mail is confirmed by SES, since its sender died': async shop => {
    const order = await shop.placed()
    let sent = false
    denyOnce(shop.world, ({ principal }, { action }) => {
      const confirms = sent && action === 'dynamodb:PutItem' && principal.includes('notifications')
      sent ||= action === 'ses:SendRawEmail'
      return confirms
    })
    await shop.did(order, 'approve')
    await shop.world.advance('PT20S')
    const { notices, clocks } = await shop.seen(order)
    expect(notices).toMatchObject([{ notice: 'N-08' }, { notice: 'N-10', state: 'sent' }])
    expect(clocks.find(({ id }: { id: string }) => id === 'SLA-34').stoppedAt).toBeDefined()
  },

  'an order is delivered and stands in its customer’s file': async shop => {
    const order = await shop.placed()
    await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship')
    expect(await shop.list('order', 'transit')).toContain(order.number)
    await shop.did(order, 'confirm_receipt')
    expect(shop.gateOf(order)).toBe('SUCCEEDED')
  },

  'a history that nobody can publish is laid aside': async shop => {
    const { world } = shop
    world.faults(name => (name.endsWith('publication') ? 'throw' : undefined))
    await shop.placed()
    await world.advance('PT10M')
    world.faults(undefined)
  },

  'a ticket that is not classified goes to triage': async shop => {
    shop.world.faults(name => (name.endsWith('-classification') ? 'throw' : undefined))
    const ticket = await shop.opened()
    await shop.world.advance('PT150S')
    shop.world.faults(undefined)
    expect(await shop.seen(ticket)).toMatchObject({ team: 'triage' })
  },

  'rules of the shop are tried and come into force': async ({ world, ...shop }) => {
    await shop.opened()
    const [as, path] = ['supervisor', '/v1/classification/rules']
    const rules = [{ id: 'S-1', phrases: [aKey()], topic: 'order' }]
    const { tried } = await world.post(`${path}/trials`, { as, body: { rules, over: { team: 'logistics' } } })
    expect(tried).toBeGreaterThan(0)
    await world.post(path, { as, body: { rules, reason: 'a trial went before' } })
    expect((await world.get(path, { as })).items[0].rules).toEqual(rules)
  },

  'a promise is broken, and stands on the dashboard': async ({ world, ...shop }) => {
    await shop.opened()
    await world.advance('P3D')
    const { items } = await world.get('/v1/dashboard', { as: 'supervisor' })
    expect(items.find(({ key }: { key: string }) => key === 'breaches').count).toBeGreaterThan(0)
  },

  'a history that nobody can count is laid aside': async ({ world, ...shop }) => {
    world.faults(name => (name.endsWith('figure-counter') ? 'throw' : undefined))
    await shop.opened()
    await world.advance('PT20M')
    world.faults(undefined)
  },

  'a ticket that nobody answers is warned of': async shop => {
    const ticket = await shop.opened()
    await shop.world.advance('PT19H')
    expect(await shop.historyOf(ticket)).toContain('ClockWarned')
  },

  'an order whose workflow waits with a token that nobody holds gets another': async shop => {
    const order = await shop.placed()
    const found = loseTokens(shop.world)
    await shop.did(order, 'approve')
    found()
    await reconciled(shop.world, 2)
    expect(shop.world.executions().at(-1)).toMatchObject({ name: `${order.id}.2`, state: 'Finance' })
  },

  'an order whose workflow was never started gets one within a day': async shop => {
    const found = loseMessages(shop.world, 'workflow-starts')
    const order = await shop.placed()
    found()
    await shop.world.advance('P1DT1H')
    expect(shop.gateOf(order)).toBe('Review')
  },

  'an order that is delivered is received when the days for it are over, and stands in its customer’s file':
    async shop => {
      const order = await shop.placed()
      await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship')
      await shop.world.post(`/v1/orders/${order.id}/delivery`, { as: 'courier', body: {} })
      await shop.world.advance('P11D')
      expect(await shop.stateOf(order)).toBe('completed')
    },

  'an order that nobody pays goes before an agent': async shop => {
    const order = await shop.placed()
    await shop.did(order, 'approve')
    await shop.world.advance('P12D')
    expect(await shop.historyOf(order)).toContain('ContactWanted')
  },

  'an order is received at night, and thanked for in the morning': async shop => {
    const order = await shop.placed()
    await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship')
    const day = new Date(shop.world.now()).toISOString().slice(0, 10)
    await shop.world.advanceTo(`${day}T22:00:00.000Z`)
    await shop.did(order, 'confirm_receipt')
    await shop.world.advance('PT4H')
    told(shop, order, 'N-18')
  },
}

/** Grants that one machine cannot exercise. */
const beyondOneMachine: readonly { readonly action: RegExp; readonly source?: RegExp; readonly why: string }[] = [
  { action: /^logs:(CreateLogStream|PutLogEvents)$/, why: 'Lambda’s own agent writes the logs; here they are files' },
  { action: /^logs:/, source: /OrderMachine/, why: 'Step Functions delivers its logs by itself; here it has none' },
  { action: /^events:(DeleteRule|RemoveTargets)$/, why: 'GuardDuty takes its rule away when the plan is taken away' },
  { action: /^xray:/, why: 'there is no X-Ray here' },
  { action: /^kms:/, source: /AlarmsKey/, why: 'CloudWatch speaks to SNS; there are no alarms here' },
  { action: /^sts:AssumeRole$/, why: 'services take on their roles inside AWS; a test of the template reads who may' },
]
const isBeyond = ({ action, source }: Grant) =>
  beyondOneMachine.some(each => each.action.test(action) && (each.source ?? /./).test(source))

const nameOf = ({ source, principal, action, resource }: Grant) => {
  const who = principal.includes(':role/') ? source.replace(/^.*\/(\w+)Role\w+$/, '$1') : principal
  return `${who} · ${action} · ${resource === '*' ? `* (${source})` : resource.replace(/^(?:[^:]*:){5}/, '')}`
}

/** Whether a grant may have to do with an access; of the policies of keys, which leave it to IAM, it cannot say. */
function concerns({ principal, action, resource }: Grant, caller: Caller, access: Access): boolean {
  const like = (pattern: string, text: string) =>
    pattern.split('*').reduce((at, part) => (at < 0 ? at : text.indexOf(part, at)), 0) >= 0
  const role = principal.split(':role/')[1]
  const isTheirs = role ? caller.principal.includes(`/${role}`) : caller.principal === principal
  return isTheirs && like(action, access.action) && like(resource, access.resource)
}

describe('the grants of the template', () => {
  let world: World
  let shop: Shop
  /** The journeys that meet a grant, from the shortest to the longest. */
  const meeting = new Map<Grant, string[]>()

  beforeAll(async () => {
    world = await aWorld()
    shop = shopIn(world)
    await world.settle()
    const { iam } = world.kernel
    const { authorize } = iam
    for (const [name, journey] of Object.entries(journeys)) {
      const met = new Set<Grant>()
      iam.authorize = (caller, access) => {
        for (const grant of world.iam.grants()) if (concerns(grant, caller, access)) met.add(grant)
        authorize(caller, access)
      }
      await journey(shop)
      for (const grant of met) meeting.set(grant, [...(meeting.get(grant) ?? []), name])
    }
    iam.authorize = authorize
  }, 180_000)
  afterAll(() => world.stop())

  test('are each there for a journey, save those that one machine cannot exercise', () => {
    const used = world.iam.used()
    const idle = world.iam.grants().filter(grant => !used.includes(grant))
    expect(idle.filter(grant => !isBeyond(grant)).map(nameOf)).toEqual([])
    expect(used.filter(isBeyond).map(nameOf)).toEqual([])
    for (const { action, source = /./ } of beyondOneMachine)
      expect(idle.some(grant => action.test(grant.action) && source.test(grant.source))).toBe(true)
  })

  const fails = (journey: Promise<unknown> | undefined) =>
    Promise.resolve(journey).then(
      () => false,
      () => true,
    )

  /** The first of its journeys that fails without a grant. */
  async function missedBy(grant: Grant): Promise<string | undefined> {
    for (const name of meeting.get(grant) ?? []) {
      world.iam.without(grant)
      const failed = await fails(journeys[name]?.(shop))
      world.iam.restore()
      world.faults(undefined)
      await world.advance('PT15M')
      if (failed) return name
    }
    return missedAtTheStart(grant)
  }

  /** What a function asks for only once, when it has just started, is missed by the first journey of a new world. */
  async function missedAtTheStart(grant: Grant): Promise<string | undefined> {
    const fresh = await aWorld()
    fresh.iam.without(...fresh.iam.grants().filter(each => nameOf(each) === nameOf(grant)))
    const names = [
      'a ticket is opened, classified and acknowledged',
      'an order is placed and stands before the reviewers',
      'a shop tells of an order by webhook',
      'a customer is looked up by e-mail, the file corrected, and the timeline opened',
    ]
    const missed = []
    for (const name of names) if (await fails(journeys[name]?.(shopIn(fresh)))) missed.push(`${name}, at a start`)
    await fresh.stop()
    return missed[0]
  }

  test('are each needed: some access of a journey is allowed by nothing else', () => {
    const needed = world.iam.needed()
    const idle = world.iam.used().filter(grant => !needed.includes(grant))
    expect(idle.map(nameOf)).toEqual([])
  })

  test('are missed by the journey that needs them: one in twelve is taken away to see it', async () => {
    const order = Object.keys(journeys)
    const first = (grant: Grant) => order.indexOf(meeting.get(grant)?.[0] ?? '')
    const sample = world.iam.used().filter((_, place) => place % 12 === 0)
    const rows: [string, string | undefined][] = []
    for (const grant of [...sample].sort((a, b) => first(b) - first(a)))
      rows.push([nameOf(grant), await missedBy(grant)])
    const table = rows.map(([grant, name]) => `${grant} → ${name ?? 'NOBODY MISSES IT'}`)
    process.stdout.write(`${rows.length} grants, each with a journey that fails without it:\n${table.join('\n')}\n`)
    expect(rows.length).toBeGreaterThan(9)
    expect(rows.filter(([, name]) => name === undefined)).toEqual([])
  }, 120_000)

  test('suffice again when they are given back', async () => {
    for (const journey of Object.values(journeys)) await journey(shop)
  }, 60_000)
})
