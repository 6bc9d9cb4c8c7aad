import * as z from 'zod'
import type { TicketMessage } from '../../shared/domain/ticket'
import type { Call } from '../../shared/entry/route'
import { caseId, words } from '../../shared/entry/shapes'
import type { CaseStore, CustomerStore, NoticeStore } from '../../shared/wiring'

/** What the use cases of this folder need between them. */
export interface Desk {
  readonly cases: CaseStore
  readonly customers: CustomerStore
  readonly notices: NoticeStore
}

export const ticketParams = z.strictObject({ ticketId: caseId })
export const writing = z.strictObject({ text: words(10_000) })

export type TicketCall<Body = Record<string, never>> = Call<z.output<typeof ticketParams>, unknown, Body>

/** What an agent writes: the words are content, the ticket refers to them (R-CHN-07, R-PRV). */
export function messageFrom({ ids, now, body }: TicketCall<z.output<typeof writing>>, purpose: 'reply' | 'result') {
  const contentId = ids('message')
  const message: TicketMessage = { contentId, from: 'agent', at: now, purpose }
  return {
    message,
    writeFor: (customerId: string) =>
      ({ what: 'content', customerId, contentId, content: { what: 'message', text: body.text } }) as const,
  }
}
