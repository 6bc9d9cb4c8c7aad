import type { Case } from './case'
import type { Attempt } from './guards'
import type { Money } from './money'
import type { OrderFacts } from './order'
import type { TicketFacts } from './ticket'

/** Facts that follow from a row itself, so that no use case can forget them. */
type Effect = (before: Case, attempt: Attempt) => object

const order = (before: Case) => before.facts as OrderFacts
const ticket = (before: Case) => before.facts as TicketFacts
const callsWanted = (before: Case) => (before.facts as { callsWanted?: readonly string[] }).callsWanted ?? []

const effectsByName = {
  assignee: (_, { actor }) => ({ assigneeId: actor.id }),
  /** Once, and never again (R-DSP-02). */
  first_responder: (before, { actor }) => ({ firstResponderId: ticket(before).firstResponderId ?? actor.id }),
  shipment: (_, { data }) => ({ courier: data.courier, trackingNumber: data.trackingNumber, delayed: undefined }),
  contact_attempt: before => ({ contactAttempts: order(before).contactAttempts + 1, contactWanted: undefined }),
  contact_wanted: () => ({ contactWanted: true }),
  out_of_stock: (_, { data }) => ({ outOfStock: data.productNumbers }),
  merged_into: (_, { data }) => ({ mergedInto: data.targetId }),
  ships_from: (_, { data }) => ({ shipsFrom: data.shipsFrom ?? 'warehouse' }),
  delayed: () => ({ delayed: true }),
  delivered: (_, { data, at }) => ({ deliveredAt: data.happenedAt ?? at }),
  exception: (_, { data }) => ({ exception: data.kind, deliveredAt: undefined }),
  no_exception: () => ({ exception: undefined }),
  sent_again: before => ({
    ...{ courier: undefined, trackingNumber: undefined, exception: undefined, deliveredAt: undefined },
    reshipments: (order(before).reshipments ?? 0) + 1,
  }),
  disputed: (_, { at }) => ({ disputedAt: at }),
  /** What has gone back already does not go back again. */
  whole_refund: before => ({
    refund: { kind: 'whole', amount: order(before).total.amount - (order(before).refunded ?? 0) },
  }),
  refund_wanted: (_, { data }) => ({ refund: { kind: data.kind, amount: (data.wanted as Money).amount } }),
  refunded: before => ({
    refund: undefined,
    refunded: (order(before).refunded ?? 0) + (order(before).refund?.amount ?? 0),
  }),
  invoice_issued: before => ({ invoice: { ...order(before).invoice, state: 'issued' } }),
  invoice_posted: (before, { data, at }) => ({
    invoice: {
      ...order(before).invoice,
      ...{ state: 'posted', postNumber: data.postNumber, postedAt: data.postedAt ?? at },
    },
  }),
  call_wanted: (before, { data }) => ({ callsWanted: [...new Set([...callsWanted(before), data.notice])] }),
  call_made: (before, { data }) => {
    const left = callsWanted(before).filter(notice => notice !== data.notice)
    return { callsWanted: left.length > 0 ? left : undefined }
  },
} satisfies Record<string, Effect>

export type EffectName = keyof typeof effectsByName

export const effects: Readonly<Record<EffectName, Effect>> = effectsByName
