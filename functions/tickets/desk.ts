import * as z from 'zod'
import { bringerOf } from '../../shared/domain/attachment'
import type { Message, MessagePurpose, MessageSender } from '../../shared/domain/ticket'
import type { Call } from '../../shared/entry/route'
import { attachmentIds, caseId, words } from '../../shared/entry/shapes'
import type {
  AttachmentStore,
  CaseStore,
  CustomerStore,
  NoticeStore,
  PlaceStore,
  PresenceStore,
  QuestionStore,
} from '../../shared/wiring'

/** What the use cases of this folder need between them. */
export interface Desk {
  readonly cases: CaseStore
  readonly customers: CustomerStore
  readonly notices: NoticeStore
  readonly places: PlaceStore
  readonly attachments: AttachmentStore
  readonly questions: QuestionStore
  readonly presences: PresenceStore
}

export const ticketParams = z.strictObject({ ticketId: caseId })
/** Words for colleagues: nothing comes with them. */
export const noting = z.strictObject({ text: words(10_000) })
export const writing = z.strictObject({ text: words(10_000), attachments: attachmentIds.optional() })

export type TicketCall<Body = Record<string, never>> = Call<z.output<typeof ticketParams>, unknown, Body>

/** A complaint is a ticket that became one: what is done to both goes by one route. */
export const deskKinds = ['ticket', 'complaint'] as const

/** What someone writes: the words are content, the history refers to them (R-CHN-07, R-PRV). */
export function messageFrom(
  { ids, body, principal }: TicketCall<z.output<typeof writing>>,
  purpose: MessagePurpose,
  from: MessageSender = 'agent',
) {
  const contentId = ids('message')
  const { text, attachments } = body
  const message: Message = { contentId, from, purpose, ...(attachments && { attachments }) }
  const attached = attachments && { ids: attachments, ...bringerOf(principal) }
  const writeFor = (customerId: string) => ({ ...wordsFor(contentId, text)(customerId), ...(attached && { attached }) })
  return { message, writeFor }
}

/** An internal note, or words beside an act: content too, that no conversation shows. */
export function noteFrom({ ids }: Pick<TicketCall, 'ids'>, text: string) {
  const note = ids('note')
  return { note, writeFor: wordsFor(note, text) }
}

const wordsFor = (contentId: string, text: string) => (customerId: string) =>
  ({ what: 'content', customerId, contentId, content: { what: 'message', text } }) as const
