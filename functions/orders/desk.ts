import * as z from 'zod'
import type { Order } from '../../shared/domain/order'
import type { Call } from '../../shared/entry/route'
import { caseId } from '../../shared/entry/shapes'
import type { CaseStore, CustomerStore, NoticeStore, Registry } from '../../shared/wiring'

/** What the use cases of this folder need between them. */
export interface Desk {
  readonly cases: CaseStore
  readonly customers: CustomerStore
  readonly notices: NoticeStore
  readonly registry: Registry
}

export const orderParams = z.strictObject({ orderId: caseId })

/** How a gate was confirmed: the electronic signature in place of the paper dispatch note (R-ORD-27). */
export const signOff = z.strictObject({ how: z.enum(['system', 'signature', 'verbal']).default('system') })

export type OrderCall<Body = Record<string, never>> = Call<z.output<typeof orderParams>, unknown, Body>

/** What the customer said goes into the customer's room, and into the ticket that the event opens. */
export function withWords(call: OrderCall<unknown>, data: object, text: string | undefined) {
  if (text === undefined) return { data }
  const contentId = call.ids('message')
  const content = { what: 'message', text } as const
  return {
    data: { ...data, contentId },
    also: ({ customerId }: Order) => ({ customers: [{ what: 'content', customerId, contentId, content } as const] }),
  }
}
