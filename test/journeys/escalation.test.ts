import type { World } from '../../infra/local/world'
import { stages } from '../../infra/stages'
import { aTicketRequest, aWorld, type Made, type Shop, shopIn } from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

const HOUR = 3_600_000
const { supervisor, operations_manager, senior_management } = stages.simulation.teamMailboxes

const at = (start: number, hours: number) => new Date(start + hours * HOUR).toISOString()
/** Who in the house was written to about a clock of a ticket, and how late after `start`, in whole hours. */
const toldOf = (ticket: Made, clock: string, start: number) =>
  shop
    .noticesOf(ticket)
    .filter(({ notice, text }) => notice === 'N-32' && text.includes(clock))
    .map(({ to, at }) => [to, Math.floor((Date.parse(at) - start) / HOUR)])
const toCustomer = (ticket: Made) => shop.noticesOf(ticket).filter(({ to }) => to === ticket.email)
const post = async (ticket: Made, as: string, path: string, body: object = {}) => {
  const { status, body: answer } = await world.request('POST', `/v1/tickets/${ticket.id}/${path}`, { as, body })
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(answer)}`)
  return answer
}

describe('a broken promise climbs the line (R-ESC-06, N-32)', () => {
  test('supervisor at the breach, operations manager half a limit later, senior management a whole one later', async () => {
    await world.advance('PT7M13S')
    const start = world.now()
    const ticket = await shop.opened()
    await world.advance('P4D')
    const times = await shop.timesOf(ticket)
    for (const [hours, type] of [
      [24, 'ClockBreached'],
      [36, 'ClockEscalated'],
      [48, 'ClockEscalated'],
    ] as const)
      expect(times).toContain(`${at(start, hours)} ${type}`)
    expect(toldOf(ticket, 'SLA-06', start)).toEqual([
      [supervisor, 18],
      [supervisor, 24],
      [operations_manager, 36],
      [senior_management, 48],
    ])
    expect(toCustomer(ticket).map(({ notice }) => notice)).toEqual(['N-01'])
    expect(await shop.list('ticket', 'watch', 'supervisor')).toContain(ticket.number)
  })

  test('and stops where it is answered: nobody above hears of it', async () => {
    const start = world.now()
    const ticket = await shop.opened()
    await shop.did(ticket, 'take')
    await world.advance('PT30H')
    await shop.did(ticket, 'respond', 'resolve')
    await world.advance('P4D')
    expect(toldOf(ticket, 'SLA-06', start)).toEqual([[supervisor, 24]])
    expect(await shop.list('ticket', 'watch', 'supervisor')).not.toContain(ticket.number)
  })
})

describe('while it is not solved (R-CLO-07)', () => {
  test('the assignee is reminded each day, and the customer hears only what a person writes', async () => {
    const ticket = await shop.opened()
    await shop.did(ticket, 'take', 'respond')
    await world.advance('PT20H')
    const seen = await shop.seen(ticket)
    expect(seen.clocks.find(({ id }: { id: string }) => id === 'PROGRESS')).toMatchObject({
      warnedAt: expect.any(String),
    })
    expect(toCustomer(ticket).map(({ notice }) => notice)).toEqual(['N-01'])

    const start = world.now()
    await post(ticket, 'agent', 'progress', { situation: '快递正在查找。', proposal: '如明天仍无消息，我们补发。' })
    await world.advance('PT1H')
    const news = toCustomer(ticket).at(-1)
    expect(news).toMatchObject({ notice: 'N-03', subject: `您的问题 ${ticket.number} 的处理进展` })
    expect(news?.text).toContain('快递正在查找。')
    expect(news?.text).toContain('如明天仍无消息，我们补发。')
    const { clocks } = await shop.seen(ticket)
    const progress = clocks.find(({ id }: { id: string }) => id === 'PROGRESS')
    expect(progress).toMatchObject({ dueAt: at(start, 24) })
    expect(news?.text).toMatch(/下次告知：2026年/)
  })
})

describe('what is too hard for an agent', () => {
  test('is escalated, authorised by another and settled, and each is written to once', async () => {
    const ticket = await shop.opened()
    await shop.did(ticket, 'take', 'respond')
    await post(ticket, 'agent', 'escalation', { reason: 'top_management_demanded', tried: '已道歉并提出换货。' })
    await post(ticket, 'supervisor', 'takeover')
    const asked = { reason: 'top_management_demanded', measure: '全额退款。', amount: 25_800 }
    await post(ticket, 'supervisor', 'authorisation', asked)
    const decided = { decision: 'granted', limit: 20_000, explanation: '可退货款。' }
    await post(ticket, 'senior_management', 'authorisation/decision', decided)
    await world.advance('PT1H')
    const told = shop.noticesOf(ticket).filter(({ to }) => to !== ticket.email)
    expect(told.map(({ notice, to }) => [notice, to])).toEqual([
      ['N-31', supervisor],
      ['N-46', senior_management],
      ['N-46-decision', supervisor],
    ])
    expect(told[0]?.text).toContain('已道歉并提出换货。')
    expect(told[1]?.text).toMatch(/¥258\.00[\s\S]*全额退款。/)
    expect(told[2]?.text).toContain('授权上限：¥200.00')
    expect(await shop.seen(ticket)).toMatchObject({ state: 'in_progress' })
    expect(JSON.stringify((await shop.readBy(ticket, ticket.customerId)).body)).not.toMatch(/已道歉|全额退款|可退货款/)
  })

  test('that is graded especially major is made known to senior management as soon as it is classified (R-ESC-04)', async () => {
    const ticket = await shop.opened(aTicketRequest('付款后银行卡被盗刷'))
    const { grade } = await shop.seen(ticket)
    const [told] = shop.noticesOf(ticket).filter(({ notice }) => notice === 'N-31')
    expect([grade, told?.to]).toEqual(['L3', senior_management])
    expect(told?.text).toContain('特别重大问题')
  })
})

describe('ten tickets of one category within an hour (R-ESC-07)', () => {
  test('are one matter for the supervisor, told once', async () => {
    const tickets: Made[] = []
    for (let i = 0; i < 12; i++) tickets.push(await shop.opened(aTicketRequest('发票抬头开错了，请帮我重开。')))
    await world.advance('PT1H')
    const told = tickets.flatMap(shop.noticesOf).filter(({ notice }) => notice === 'N-31')
    expect(told).toMatchObject([{ to: supervisor, subject: expect.stringContaining('短时间内同类问题大量出现') }])
    expect(await shop.list('ticket', 'watch', 'supervisor')).toContain(tickets[9]?.number)
  })
})

test('no message of these journeys died', () => expect(world.deadLetters()).toEqual([]))
