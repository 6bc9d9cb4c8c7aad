import * as z from 'zod'
import type { Case, Change, Instant } from '../domain/case'
import { deskKinds, objectionTo } from '../domain/closing'
import { settle } from '../domain/engine'
import type { Message } from '../domain/ticket'
import type { CaseStore } from '../stores/ports'
import { actOnMany, asSeen, type Decision, decideFor, found } from './act'
import { linkedTicketId } from './linked-ticket'
import type { Answer, Call } from './route'
import { caseId, standing, words } from './shapes'

const score = z.coerce.number().int().min(1).max(5)

/** 满意度: as a whole, and by the four dimensions of R-SUR-06 for who likes. */
export const ratings = {
  rating: score,
  ...{ efficiency: score.optional(), quality: score.optional(), experience: score.optional() },
  feedback: score.optional(),
}

export const verdict = z.strictObject({ ...ratings, solved: z.enum(['yes', 'no']), text: words(2_000).optional() })
export const objection = z.strictObject({ text: words(2_000) })

/** Where the case stands, and the ticket that goes on from it, if one does. */
export const closingAnswer = () => standing().extend({ rating: z.int().optional(), ticketId: caseId.optional() })

type Stores = { readonly cases: CaseStore }

/** The customer's word about the result (T15, T16, R-CLO-02): rated, and by whether it is solved closed or taken up again. A
 *  rating of two or less opens its follow-up in the same transaction (R-SUR-08). */
export function giveVerdict(
  { cases }: Stores,
  call: Call,
  id: string,
  said: z.output<typeof verdict>,
): Promise<Answer> {
  const { text, solved, ...scores } = said
  const contentId = text === undefined ? undefined : call.ids('message')
  return actOnMany({ cases }, call, async () => {
    const before = asSeen(call, await found(cases, call, 'ticket.rate', deskKinds, id))
    const now = standingAt(before, call.now)
    const event = solved === 'no' ? objectionTo(now) : now.state === 'feedback_sent' && 'confirm_solved'
    const words = { ...(contentId && { contentId }), ...(event ? {} : spoken(contentId)) }
    const rated = decided(call, before, 'rate', { ...scores, ...via(call), ...words })
    const word = event && decided(call, rated.after, event, { ...via(call), ...spoken(contentId) })
    const change = word ? { before, after: word.after, events: [...rated.events, ...word.events] } : rated
    return decisionOn(change, contentId, text, { rating: scores.rating })
  })
}

/** "It is not solved" (T16, T18, R-CLO-04): taken up again; long after its closing a new ticket goes on from it. */
export function sayUnsolved({ cases }: Stores, call: Call, id: string, text: string): Promise<Answer> {
  const contentId = call.ids('message')
  return actOnMany({ cases }, call, async () => {
    const before = asSeen(call, await found(cases, call, 'ticket.object', deskKinds, id))
    const data = { ...via(call), contentId, ...spoken(contentId) }
    return decisionOn(decided(call, before, objectionTo(standingAt(before, call.now)), data), contentId, text)
  })
}

/** Its silence may be over, though nobody has said so yet. */
const standingAt = (before: Case, at: Instant): Case => settle(before, at)?.after ?? before

const decided = (call: Call, before: Case, event: string, data: object): Change =>
  decideFor<Case>(call, before, event, data)

const via = ({ principal }: Pick<Call, 'principal'>) => ({ via: principal.kind })

function spoken(contentId: string | undefined): { readonly message?: Message } {
  return contentId === undefined ? {} : { message: { contentId, from: 'customer', purpose: 'reply' } }
}

function decisionOn(
  change: Change,
  contentId: string | undefined,
  text: string | undefined,
  said: { readonly rating?: number } = {},
): Decision {
  const { customerId } = change.after
  const opening = change.events.find(({ opens }) => opens !== undefined)
  const content = text !== undefined && ({ what: 'message', text } as const)
  return {
    changes: [change],
    tells: { ...said, ...(opening && { ticketId: linkedTicketId(opening) }) },
    ...(contentId && content && { also: { customers: [{ what: 'content', customerId, contentId, content }] } }),
  }
}
