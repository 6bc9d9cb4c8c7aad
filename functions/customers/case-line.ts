import * as z from 'zod'
import type { Case } from '../../shared/domain/case'
import type { Order } from '../../shared/domain/order'
import type { Ticket } from '../../shared/domain/ticket'
import { caseId, instant, money, standing } from '../../shared/entry/shapes'

/** One line of what a customer has with us: enough to choose what to open, nothing personal. */
export const caseLine = () =>
  standing().extend({
    kind: z.string(),
    customerId: caseId,
    createdAt: instant,
    changedAt: instant,
    /** Of a ticket. */
    topic: z.string().optional(),
    /** Of an order. */
    total: money.optional(),
  })

export function lineOf(subject: Case): z.input<ReturnType<typeof caseLine>> {
  const { id, number, state, version, kind, customerId, createdAt, changedAt } = subject
  const topic = kind === 'order' ? undefined : (subject as Ticket).facts.classification?.topic
  return {
    ...{ id, number, state, version, kind, customerId, createdAt, changedAt },
    ...(topic && { topic }),
    ...(kind === 'order' && { total: (subject as Order).facts.total }),
  }
}
