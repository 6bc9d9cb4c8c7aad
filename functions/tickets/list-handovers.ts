import * as z from 'zod'
import { maySee, type Principal } from '../../shared/domain/may'
import type { Task } from '../../shared/domain/ticket'
import { recordAccess } from '../../shared/entry/access'
import { found } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { instant } from '../../shared/entry/shapes'
import { departments } from '../../shared/handbook/desk-rows'
import { type Desk, deskKinds, type TicketCall, ticketParams } from './desk'

/** The internal slips of a ticket (F-22): a department sees those that it was asked by, the desk all of them. */
export async function listHandovers({ cases, customers }: Omit<Desk, 'notices' | 'places'>, call: TicketCall) {
  const ticket = await found(cases, call, 'ticket.read_handovers', deskKinds, call.params.ticketId)
  const tasks = (ticket.facts.tasks ?? []).filter(task => mayRead(call.principal, task))
  const answers = (await cases.history(ticket.id)).filter(({ type }) => type === 'DepartmentAnswered')
  const answerTo = ({ department, answeredAt }: Task) =>
    answers.find(({ at, data }) => at === answeredAt && data.department === department)?.data.note
  const ids = tasks.flatMap(task => [task.contentId, answerTo(task)].filter(id => typeof id === 'string'))
  const words = await customers.contents(ticket.customerId, ids)
  const textOf = (id: unknown) => {
    const content = words.get(String(id))
    return content?.what === 'message' ? content.text : undefined
  }
  if (words.size > 0)
    await recordAccess({ customers }, call, { customerId: ticket.customerId, what: 'words', caseId: ticket.id })
  const items = tasks.map(task => {
    const { contentId, ...slip } = task
    return { ...slip, task: textOf(contentId) ?? '', result: textOf(answerTo(task)) }
  })
  return { status: 200, body: { items } }
}

const mayRead = (principal: Principal, { department }: Task) =>
  maySee(principal, 'words') || (principal.kind === 'staff' && principal.roles.includes(department))

const line = () =>
  z.object({
    department: z.enum(departments),
    askedAt: instant,
    dueAt: instant,
    answeredAt: instant.optional(),
    task: z.string(),
    result: z.string().optional(),
  })

export const listHandoversRoute = route({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/handovers',
  operationId: 'listHandovers',
  summary: { en: 'Read the internal slips of a ticket', zh: '查看内部交接单' },
  audience: ['staff'],
  params: ticketParams,
  line,
  run: listHandovers,
})
