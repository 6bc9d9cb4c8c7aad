import type { Answer, RequestOptions } from '../../infra/local/world'
import { png, posted } from './attachments'
import { aTicketRequest, type Made, type Shop } from './journey'
import { type Deed, success, type Thread } from './story'

/** Who has all tickets of these lives: dispatch gives them to no other. */
const agent = { as: 'agent', subject: 'agent-lives' }
const team = '/v1/teams/payment/agents/agent-lives'

/** The agent of the lives comes to work; done again it changes nothing that anyone would see. */
export async function staffed({ world }: Shop): Promise<object> {
  const place = { languages: ['zh', 'en'], capacity: 50 }
  const boss = { as: 'supervisor', settle: false }
  await success(() => world.request('POST', team, { ...boss, body: place }))
  const body = { presence: 'available' }
  return success(() => world.request('POST', '/v1/me/presence', { ...agent, settle: false, body }))
}

type Doing = (shop: Shop, made: Made, options: RequestOptions) => Promise<Answer>
const deed = (name: string, done: Doing): Deed => ({ name, done })

const post = (name: string, path: string, body: (shop: Shop) => object, by: RequestOptions = agent) =>
  deed(name, (shop, { id, customerId }, options) => {
    const customer = by.as === 'storefront' ? { customer: customerId } : {}
    return shop.world.request('POST', `/v1/${path.replace('{}', id)}`, {
      ...{ ...by, ...customer, ...options, body: body(shop) },
    })
  })

/** Nothing: others act meanwhile. */
const pause = deed('pause', async () => ({ status: 200, headers: {}, body: {} }))

/** By the link that a mail bears: whose mail comes late waits for it. */
const byLink = (name: string, notice: string, body: object) =>
  deed(name, async ({ world }, { id }, { settle }) => {
    const mail = () => world.mails().find(({ tags }) => tags.caseId === id && tags.notice === notice)
    for (let waited = 0; !mail() && waited < 18; waited++) await world.advance('PT10M')
    const link = /https?:\/\/[^\s/]+(\/v1\/links\/[\w-]+)/.exec(mail()?.text ?? '')?.[1]
    if (!link) throw new Error(`no link in ${notice} of ${id}`)
    const headers = { accept: 'application/json' }
    return world.request('POST', link, { headers, body, ...(settle !== undefined && { settle }) })
  })

/** Announced, uploaded, and sent along with words. */
const photo = deed('photo', async ({ world }, { id, customerId }, options) => {
  const own = { as: 'storefront', customer: customerId, ...options }
  const body = { name: '截图.png', type: 'image/png', bytes: png.length }
  const file = await world.request('POST', `/v1/customers/${customerId}/attachments`, { ...own, body })
  if (file.status >= 300) return file
  if (file.body.upload) await posted(file.body.upload, png)
  const said = { text: '截图在附件。', attachments: [file.body.id] }
  const idempotencyKey = `${options.idempotencyKey}-words`
  return world.request('POST', `/v1/tickets/${id}/messages`, { ...own, idempotencyKey, body: said })
})

const inHours = (hours: number) => (shop: Shop) => new Date(shop.world.now() + hours * 3_600_000).toISOString()
const said = (text: string) => () => ({ text })
const supervisor = { as: 'supervisor' }
const own = { as: 'storefront' }

const respond = post('respond', 'tickets/{}/replies', said('您好，我们正在核实，今天内给您答复。'))
const ask = post('ask', 'tickets/{}/questions', said('请发一张扣款截图。'))
const write = post('write', 'tickets/{}/messages', said('好的，稍等。'), own)
const resolve = post('resolve', 'tickets/{}/resolution', said('多扣的一笔已退回。'))
const passed = () => ({ result: 'passed', text: '已核对。' })
const verify = post('verify', 'tickets/{}/verification', passed, supervisor)
const slip = (shop: Shop) => ({ department: 'finance', task: '请核对这两笔款项。', dueAt: inHours(8)(shop) })
const handOver = post('hand_over', 'tickets/{}/handovers', slip)
const answered = () => ({ result: '重复扣款，今日退回。' })
const answerHandover = post('answer', 'tickets/{}/handovers/finance/answer', answered, { as: 'finance' })
const written = () => ({ place: '线上商城', review: '支付接口重复扣款。', measures: ['接口加防重校验'] })
const record = post('record', 'tickets/{}/record', written)
const archive = post('archive', 'tickets/{}/archive', () => ({}), { as: 'team_lead' })
const rate = (fields: object) => byLink('rate', 'N-41', fields)

const complained = (path: string, body: object = {}, by: RequestOptions = agent) =>
  post(path, `complaints/{}/${path}`, () => body, by)

/** Complete lives: dispatched, answered, handed to a department, resolved, told, rated by the link of a mail, archived; not solved;
 *  with a photo; a complaint; rated badly; met by silence. What few cases have comes late in them, so that others are under way. */
const lives: readonly (readonly [deeds: readonly Deed[], fields?: object])[] = [
  [[respond, handOver, answerHandover, pause, resolve, verify, rate({ solved: 'yes', rating: 5 }), record, archive]],
  [[respond, ask, write, ask, pause, photo, resolve, byLink('object', 'N-05', { text: '还没有收到退款。' })]],
  [
    [
      complained('assessment', { class: 'ordinary', type: 'product_quality', cause: 'defective' }),
      complained('acknowledgement', { text: '非常抱歉，由我负责您的投诉。' }),
      complained('investigation'),
      complained('solution', { fault: 'ours', text: '退回多扣的款项。' }),
      complained('execution'),
      complained('result', { text: '款项已退回。' }),
      complained('call-backs', { way: 'phone', satisfied: true, text: '客户满意。' }, supervisor),
    ],
    { kind: 'complaint' },
  ],
  [[respond, resolve, verify, pause, pause, pause, rate({ solved: 'yes', rating: 2, text: '太慢了。' })]],
  [[respond, pause, pause, pause, resolve, verify, rate({ solved: 'no', rating: 3 })]],
  [[respond, resolve, verify]],
]

/** Nobody answers before the customer has the receipt: a receipt that comes after the answer is not sent at all (N-01). */
const receipt = [pause, pause]

/** So many tickets, of one life after the other. */
export const ticketLives = (size: number, title = 'life') =>
  Array.from({ length: size }, (_, index): Thread => {
    const [deeds, fields = {}] = lives[index % lives.length] as (typeof lives)[number]
    const acts = [...receipt, ...deeds]
    const name = `${title}-${String(index + 1).padStart(3, '0')}`
    const customer = { accountId: name, name: '示例顾客', email: `${name}@example.com` }
    const request = aTicketRequest('付款失败，钱扣了两次。', { customer, ...fields })
    return { name, kind: 'ticket', acts, request }
  })
