import { classifyTicket } from '../../functions/classification/classify-ticket'
import type { Role } from '../../shared/domain/case'
import type { Ticket } from '../../shared/domain/ticket'
import type { HistoryMessage } from '../../shared/entry/message'
import { type Api, aRequest, newKey } from './api'
import { later, monday } from './builders'
import type { House } from './ports'

type Stage = 'classified' | 'in_progress' | 'resolved' | 'feedback_sent' | 'closed' | 'recorded' | 'archived'

/** A post of staff that must succeed, at a minute that the story gives it. */
export const posts = async (api: Api, role: Role, path: string, body: object, at: string) => {
  const answer = await api.staff(role).post(path, body, { at })
  if (answer.status >= 400) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

export const aWrittenRecord = {
  place: '线上商城',
  review: '承运商网点漏扫，导致轨迹三天未更新。',
  measures: ['提醒承运商核查网点扫描'],
}

type Step = readonly [stage: Stage, role: Role, path: string, body: object]
const steps: readonly Step[] = [
  ['in_progress', 'agent', 'take', {}],
  ['in_progress', 'agent', 'replies', { text: '我们正在核实。' }],
  ['resolved', 'agent', 'resolution', { text: '包裹已重新派送。' }],
  ['feedback_sent', 'supervisor', 'verification', { result: 'passed', text: '已核对物流轨迹。' }],
  ['closed', 'agent', 'confirmation', { solved: 'yes', rating: 5 }],
  ['recorded', 'agent', 'record', aWrittenRecord],
  ['archived', 'team_lead', 'archive', {}],
]
const order: readonly Stage[] = [
  'classified',
  'in_progress',
  'resolved',
  'feedback_sent',
  'closed',
  'recorded',
  'archived',
]

export interface Closing {
  readonly id: string
  readonly number: string
  readonly customerId: string
}

/** A ticket brought to a stage over the API, a minute a step from `at`. */
export async function aTicketAt(
  stage: Stage,
  { house, api }: { readonly house: House; readonly api: Api },
  { at = monday, request = {} }: { readonly at?: string; readonly request?: object } = {},
): Promise<Closing> {
  const made = await api.storefront().post('/v1/tickets', aRequest(request), { headers: newKey(), at })
  const { id } = made.body
  const message = (await house.cases.event(id, 1)) as HistoryMessage
  await classifyTicket(house, { message, messageId: 'm', attempt: 1, now: at })
  const way = steps.filter(([reached]) => order.indexOf(reached) <= order.indexOf(stage))
  for (const [index, [, role, path, body]] of way.entries())
    await posts(api, role, `/v1/tickets/${id}/${path}`, body, later(at, { minutes: index + 1 }))
  return made.body
}

export const headOf = async (house: House, { id }: Closing): Promise<Ticket> => (await house.cases.get(id)) as Ticket
