import type { Case } from './case'
import type { Attempt } from './guards'
import type { OrderFacts } from './order'
import type { TicketFacts } from './ticket'

/** Facts that follow from a row itself, so that no use case can forget them. */
type Effect = (before: Case, attempt: Attempt) => object

const order = (before: Case) => before.facts as OrderFacts
const ticket = (before: Case) => before.facts as TicketFacts

const effectsByName = {
  assignee: (_, { actor }) => ({ assigneeId: actor.id }),
  /** Once, and never again (R-DSP-02). */
  first_responder: (before, { actor }) => ({ firstResponderId: ticket(before).firstResponderId ?? actor.id }),
  shipment: (_, { data }) => ({ courier: data.courier, trackingNumber: data.trackingNumber }),
  contact_attempt: before => ({ contactAttempts: order(before).contactAttempts + 1, contactWanted: undefined }),
  contact_wanted: () => ({ contactWanted: true }),
} satisfies Record<string, Effect>

export type EffectName = keyof typeof effectsByName

export const effects: Readonly<Record<EffectName, Effect>> = effectsByName
