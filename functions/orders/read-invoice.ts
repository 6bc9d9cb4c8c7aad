import * as z from 'zod'
import { Refusal } from '../../shared/domain/refusal'
import { recordAccess } from '../../shared/entry/access'
import { found } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { money } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const answer = () =>
  z.object({
    number: z.string(),
    state: z.string(),
    total: money,
    title: z.string(),
    taxNumber: z.string().optional(),
    address: z.string(),
    postNumber: z.string().optional(),
  })

/** What finance writes on the invoice, and where the agent posts it (R-INV-02): to the delivery's address if no other is given. */
export async function readInvoice({ cases, customers }: Pick<Desk, 'cases' | 'customers'>, call: OrderCall) {
  const order = await found(cases, call, 'order.read_invoice', 'order', call.params.orderId)
  const { id, number, customerId, version, facts } = order
  if (!facts.invoice) throw new Refusal('not_found', `order ${number} needs no invoice`)
  const { contentId, state, postNumber } = facts.invoice
  const contents = await customers.contents(customerId, [contentId, facts.deliveryContentId])
  const invoice = contents.get(contentId)
  const delivery = contents.get(facts.deliveryContentId)
  if (invoice?.what !== 'invoice') throw new Refusal('not_found', `the invoice of order ${number} was erased`)
  await recordAccess({ customers }, call, { customerId, what: 'invoice', caseId: id })
  const { title, taxNumber, address = delivery?.what === 'delivery' ? delivery.address : '' } = invoice
  return {
    status: 200,
    version,
    body: { number, state, total: facts.total, title, taxNumber, address, postNumber },
  }
}

export const readInvoiceRoute = route({
  method: 'GET',
  path: '/v1/orders/{orderId}/invoice',
  operationId: 'readInvoice',
  summary: { en: 'Read what stands on the invoice', zh: '查看开票信息' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  answer,
  run: readInvoice,
})
