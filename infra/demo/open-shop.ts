import MailComposer from 'nodemailer/lib/mail-composer'
import type { World } from '../local/world'
import { type DemoOrder, demoOrders, type OrderRest } from './orders'
import { type DemoTicket, demoTickets } from './tickets'

const hour = 3_600_000

interface Happening {
  readonly at: number
  readonly happen: (world: World) => Promise<void>
}

/** Lets the last two weeks of a small shop happen in virtual time, over HTTP like everything else, so that a visitor meets
 *  tickets and orders in every state with their real clocks, mails and histories. */
export async function openShop(world: World, opensAt: number, progress: (share: number) => void): Promise<void> {
  const happenings = [
    ...demoTickets.flatMap((ticket, index) => ticketHappenings(ticket, `demo-ticket-${index}`, opensAt)),
    ...demoOrders.flatMap((order, index) => orderHappenings(order, `demo-order-${index}`, opensAt)),
  ].sort((a, b) => a.at - b.at)
  for (const agent of await agentsOf(world)) await comesToWork(world, agent)
  for (const [index, { at, happen }] of happenings.entries()) {
    if (at > world.now()) await world.advanceTo(new Date(at).toISOString())
    await happen(world)
    progress((index + 1) / happenings.length)
  }
  await world.advanceTo(new Date(opensAt).toISOString())
}

interface DemoAgent {
  readonly agentId: string
  readonly team: string
}

/** Two teams have somebody; what comes to the others waits in their lists, as at a shop that is still hiring. Who signs in as agent
 *  is one of them, and finds tickets of their own. */
async function agentsOf(world: World): Promise<readonly DemoAgent[]> {
  const [, claims = ''] = (await world.as('agent')).split('.')
  const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  return [
    { agentId: sub, team: 'logistics' },
    { agentId: 'agent-2', team: 'logistics' },
    { agentId: 'agent-3', team: 'after_sales' },
  ]
}

async function comesToWork(world: World, { agentId, team }: DemoAgent): Promise<void> {
  const place = { languages: ['zh', 'en'], capacity: 8 }
  await world.post(`/v1/teams/${team}/agents/${agentId}`, { as: 'supervisor', body: place })
  await world.post('/v1/me/presence', { as: 'agent', subject: agentId, body: { presence: 'available' } })
}

/** When the shop's story begins, in hours before the visitor comes. */
export const storyHours = 1 + Math.max(...[...demoTickets, ...demoOrders].map(({ hoursAgo }) => hoursAgo))

const contactOf = (customer: number) => ({
  accountId: `shop-${1000 + customer}`,
  name: `示例顾客 ${customer}`,
  email: `customer${customer}@example.com`,
})

/** A mail from the customer's own server, and the ticket that it became. */
async function writtenBy(world: World, { name, email }: ReturnType<typeof contactOf>, text: string, key: string) {
  const [shop = ''] = world.services.receiving.recipients
  const written = { from: { name, address: email }, to: shop, subject: text.slice(0, 40), text }
  const once = { messageId: `<${key}@example.com>`, date: new Date(world.now()) }
  const raw = await new MailComposer({ ...written, ...once }).compile().build()
  await world.receive(raw, { from: email, to: [shop], authenticatedAs: email })
  const id = String(world.inbox(email).at(-1)?.tags.caseId)
  return world.get(`/v1/tickets/${id}`, { as: 'supervisor' })
}

function ticketHappenings(ticket: DemoTicket, key: string, opensAt: number): Happening[] {
  const receivedAt = opensAt - ticket.hoursAgo * hour
  const { channel, description, customer } = ticket
  let made = { id: '', customerId: '' }
  const path = () => `/v1/tickets/${made.id}`
  /** Whoever has it does it: dispatch may have given it to somebody. */
  const byAgent = (act: string, body: object) => async (world: World) => {
    const { assigneeId: subject } = await world.get(path(), { as: 'supervisor' })
    if (act === 'take' && subject) return
    await world.post(`${path()}/${act}`, { as: 'agent', body, ...(subject && { subject }) })
  }
  const post = (act: string, body: object, as: string) => (world: World) =>
    world
      .post(`${path()}/${act}`, { as, body, ...(as === 'storefront' && { customer: made.customerId }) })
      .then(() => undefined)
  const happenings: Happening[] = [
    {
      at: receivedAt,
      happen: async world => {
        const body = { channel, description, customer: contactOf(customer) }
        made =
          channel === 'email'
            ? await writtenBy(world, contactOf(customer), description, key)
            : await world.post('/v1/tickets', { as: 'storefront', idempotencyKey: key, body })
      },
    },
  ]
  if (ticket.stage === 'untouched') return happenings
  happenings.push({ at: receivedAt + 0.4 * hour, happen: byAgent('take', {}) })
  if (ticket.reply) happenings.push({ at: receivedAt + 1.5 * hour, happen: byAgent('replies', { text: ticket.reply }) })
  if (!ticket.result) return happenings
  const { rating, text, record } = ticket.verdict ?? {}
  const verified = { result: 'passed', text: '已与客户、承运商核对。' }
  happenings.push(
    { at: receivedAt + 21 * hour, happen: byAgent('resolution', { text: ticket.result }) },
    { at: receivedAt + 24 * hour, happen: post('verification', verified, 'supervisor') },
  )
  if (rating)
    happenings.push({
      at: receivedAt + 30 * hour,
      happen: post('confirmation', { solved: 'yes', rating, ...(text && { text }) }, 'storefront'),
    })
  if (record)
    happenings.push(
      { at: receivedAt + 32 * hour, happen: byAgent('record', record) },
      { at: receivedAt + 47 * hour, happen: post('archive', {}, 'team_lead') },
    )
  return happenings
}

type Act = readonly [hoursAfter: number, act: string, as: string, body: object]

/** The acts that bring an order from review to where it rests. */
function actsTo(rest: OrderRest, order: DemoOrder, total: object): readonly Act[] {
  const approve: Act = [1, 'approval', 'agent', {}]
  const call: Act = [30, 'contact-attempts', 'agent', { by: 'phone', result: 'no_answer' }]
  const confirm: Act = [2, 'payment-confirmation', 'finance', { received: total }]
  const notify: Act = [2.2, 'warehouse-notice', 'finance', {}]
  const pack: Act = [5, 'packing', 'warehouse', {}]
  const ship: Act = [
    8,
    'shipment',
    'warehouse',
    { courier: 'SF Express', trackingNumber: `SF10${order.customer}${order.hoursAgo * 2}` },
  ]
  const scan: Act = [26, 'scans', 'courier', { code: 'departed', place: 'Shanghai hub' }]
  const collected = order.paymentMethod === 'cash_on_delivery' ? { collected: total } : {}
  const receive: Act = [70, 'receipt', 'courier', { slipNumber: `POD-${order.hoursAgo}`, ...collected }]
  const road: Record<OrderRest, readonly Act[]> = {
    pending_review: [],
    cancelled_at_review: [[1, 'rejection', 'agent', { reason: 'out_of_stock' }]],
    refund_pending: [[1, 'rejection', 'agent', { reason: 'incomplete_details' }]],
    pending_payment: [approve],
    payment_overdue: [approve],
    cancelled_unpaid: [approve, call],
    cancelled_by_customer: [approve, [4, 'cancellation', 'agent', { reason: 'changed_mind' }]],
    paid: [approve, confirm],
    ready_to_ship: [approve, confirm, notify],
    packed: [approve, confirm, notify, pack],
    shipped: [approve, confirm, notify, pack, ship],
    in_transit: [approve, confirm, notify, pack, ship, scan],
    completed: [approve, confirm, notify, pack, ship, scan, receive],
  }
  return road[rest]
}

function orderHappenings(order: DemoOrder, key: string, opensAt: number): Happening[] {
  const placedAt = opensAt - order.hoursAgo * hour
  const { customer, paymentMethod, shipping } = order
  const lines = order.lines.map(([productNumber, quantity, unitPrice]) => ({ productNumber, quantity, unitPrice }))
  const amount = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, shipping)
  const total = { amount, currency: 'CNY' }
  const delivery = {
    consignee: `示例顾客 ${customer}`,
    phone: '+86 138 0000 0000',
    address: `杭州市示例路 ${customer} 号`,
  }
  let id = ''
  const place = async (world: World) => {
    const body = { customer: contactOf(customer), delivery, paymentMethod, lines, shipping, total }
    id = String((await world.post('/v1/orders', { as: 'storefront', idempotencyKey: key, body })).id)
  }
  return [
    { at: placedAt, happen: place },
    ...actsTo(order.rest, order, total).map(([hoursAfter, act, as, body]) => ({
      at: placedAt + hoursAfter * hour,
      happen: (world: World) => world.post(`/v1/orders/${id}/${act}`, { as, body }).then(() => undefined),
    })),
  ]
}
