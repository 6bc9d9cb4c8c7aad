import * as z from 'zod'
import type { CaseEvent, CaseKind, Role } from '../domain/case'
import { takeBackSeconds } from '../domain/conversation'
import { attachedIn } from '../domain/erasure'
import { isConversation } from '../domain/notice'
import type { NoticeId } from '../domain/table'
import { classifiedBy, secondsToClassify } from '../domain/unread'
import type { Message } from '../gateways/queues'
import { caseId } from './shapes'

const text = <T extends string>() => z.custom<T>(value => typeof value === 'string')

/** What publication sends: a line of history, which never changes and bears ids, codes and amounts only. The case itself may
 *  have gone on: whoever needs it reads the table. */
export const historyMessage = z.object({
  caseId,
  kind: text<CaseKind>(),
  seq: z.int().min(1),
  type: z.string(),
  row: z.string().exactOptional(),
  from: z.string().nullable(),
  to: z.string(),
  at: z.iso.datetime(),
  actor: z.object({ role: text<Role>(), id: z.string() }),
  data: z.record(z.string(), z.unknown()),
  notices: z.array(text<NoticeId>()).exactOptional(),
})

export type HistoryMessage = z.output<typeof historyMessage>

/** What was changed on the head stays in the table: whoever needs it wants it as it is now. What is counted, the stream itself tells. */
export const messageOf = ({ opened, facts, clocks, about, dispatch, ...told }: CaseEvent) => told

/** What is said in a conversation is told when nobody can take it back any more; a request may be under way for some seconds. */
export const noticesTold = (event: CaseEvent): Pick<Message, 'body' | 'delaySeconds'> => {
  const isSaid = event.notices?.some(id => isConversation(id as NoticeId))
  return { body: messageOf(event), ...(isSaid && { delaySeconds: takeBackSeconds + 5 }) }
}

/** What the sweep sends of a notice that has waited long enough. */
export const waitingMessage = z.object({ caseId, seq: z.int().min(1), notice: text<NoticeId>() })

/** What became of a mail of ours, in SES's words: told by SES's events, or by a bounce or a complaint that came as a mail.
 *  `codes` of a bounce begin with its kind: `Permanent` is the address's own fault and marks it, `Transient` is tried again,
 *  `Undetermined` is neither; what stands behind says why. Ids and codes only: the recipient is known by the case. */
export const mailNews = z.object({
  caseId,
  seq: z.coerce.number().pipe(z.int().min(1)),
  notice: z.string(),
  outcome: z.enum(['Send', 'Delivery', 'DeliveryDelay', 'Bounce', 'Complaint', 'Reject']).default('Send'),
  /** SES's own id of the sending, which tells it from the next try; who does not know it leaves it out. */
  messageId: z.string().optional(),
  at: z.iso.datetime(),
  codes: z.array(z.string().max(64)).max(4).readonly().optional(),
})

export type MailNews = z.output<typeof mailNews>

/** What the sweep sends: a case whose clocks are to be looked at as of an instant. */
export const dueMessage = z.object({ caseId, at: z.iso.datetime() })

/** What becomes of files by a line of history: they came with a message, or their ticket was destroyed (F-34). */
export const filesMessage = z.union([
  z.object({ caseId, attached: z.array(caseId) }),
  z.object({ caseId, destroyed: z.array(caseId), mails: z.array(z.string()).exactOptional() }),
])

export const filesTold = ({ caseId, data }: CaseEvent): Pick<Message, 'body'> => {
  const attached = attachedIn(data)
  const destroyed = { destroyed: data.files ?? [], ...(data.mails !== undefined && { mails: data.mails }) }
  return { body: { caseId, ...(attached.length > 0 ? { attached } : destroyed) } }
}

/** A look at a ticket when its classification must be over, so that none waits for it (R-DSP-06). */
export const lookWhetherClassified = ({ caseId, at }: CaseEvent): Pick<Message, 'body' | 'delaySeconds'> => ({
  body: { caseId, at: classifiedBy(at) },
  delaySeconds: secondsToClassify,
})
