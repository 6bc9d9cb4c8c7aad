import type { Case, CaseEvent } from './case'
import { masked } from './masked'
import type { Mailbox, NoticeRule } from './notice'
import type { Message, Task, TicketFacts } from './ticket'

/** Whom a notice is for. A person of the house is named by their id: what their address is, the stage knows. */
export type Addressee = { readonly customerId: string } | { readonly mailbox: Mailbox } | { readonly agentId: string }

/** Of an event: the role that it tells, the department that it asks. */
interface Names {
  readonly tell?: Mailbox
  readonly department?: Mailbox
  readonly task?: Task
}

/** Who is told now: a case that nobody has is before its supervisor (R-DSP-06). */
export function addresseeOf(rule: NoticeRule, subject: Case, event: Pick<CaseEvent, 'data'>): Addressee {
  const { tell, department, task } = event.data as Names
  const { assigneeId, firstResponderId, tasks = [] } = subject.facts as Partial<TicketFacts>
  const open = (each: Task) => !each.answeredAt
  const agent = (id: string | undefined): Addressee => (id ? { agentId: id } : { mailbox: 'supervisor' })
  switch (rule.recipient) {
    case 'customer':
      return { customerId: subject.customerId }
    case 'team':
      return { mailbox: rule.team }
    case 'assignee':
      return agent(assigneeId)
    case 'first_responder':
      return agent(firstResponderId)
    case 'told':
      return tell ? { mailbox: tell } : agent(rule.otherwise === 'assignee' ? assigneeId : undefined)
    case 'department':
      return { mailbox: department ?? task?.department ?? tasks.find(open)?.department ?? 'supervisor' }
  }
}

/** The content item whose words a notice repeats. Customers are shown messages alone, never a note or a task. */
export function wordsFor({ recipient }: NoticeRule, { data }: Pick<CaseEvent, 'data'>): string | undefined {
  const { message, task, note } = data as Words
  return recipient === 'customer' ? message?.contentId : (note ?? task?.contentId ?? message?.contentId)
}

/** Those words as the mail bears them (R-PRV-07); `own` is what the customer is known by. */
export const wordsSaid = ({ recipient }: Pick<NoticeRule, 'recipient'>, text: string, own: readonly string[]): string =>
  masked(text, own, recipient !== 'customer')

interface Words {
  readonly message?: Message
  readonly task?: Task
  readonly note?: string
}
