import * as z from 'zod'
import { route } from '../../shared/entry/route'
import { caseId, contact, language, words } from '../../shared/entry/shapes'
import { receipt, takeIn } from '../../shared/entry/ticket-opening'
import { aboutRequest, accountAt, type Inbound, type SenderCall, senderOf, senderParams } from './inbound'
import { externalId } from './receive-order'

const body = z.strictObject({
  externalId,
  request: z.strictObject({
    customer: contact,
    language: language.optional(),
    orderId: caseId.optional(),
    description: words(10_000),
  }),
})

/** A third party hands in what a customer asks there (R-CHN-01, R-CHN-11); told of again, it is the same ticket (R-CHN-09). */
export async function receiveRequest(
  inbound: Pick<Inbound, 'cases' | 'registry'>,
  call: SenderCall<z.output<typeof body>>,
) {
  const { id: sender, market } = senderOf(call, 'customer')
  const { externalId, request } = call.body
  const { accountId, ...contact } = request.customer
  const opened = await takeIn(inbound, aboutRequest(call, externalId), {
    ...request,
    ...{ action: 'ticket.open', kind: 'ticket', market, origin: { sender, externalId } },
    customer: { ...contact, ...(accountId && { accountId: accountAt(sender, accountId) }) },
    facts: { channel: 'third_party', direction: 'customer_initiated' },
  })
  return { status: 200, body: opened, version: 1 }
}

export const receiveRequestRoute = route({
  method: 'POST',
  path: '/v1/inbound/requests/{sender}',
  operationId: 'receiveRequest',
  summary: { en: 'Hand in a request of a customer', zh: '第三方推送客户请求' },
  audience: ['webhook'],
  signed: 'kefu',
  params: senderParams,
  body,
  answer: receipt,
  example: {
    externalId: 'q-100271',
    request: {
      customer: { accountId: '10027', email: 'customer@example.com' },
      description: '我的订单还没有收到，请帮忙查一下。',
    },
  },
  run: receiveRequest,
})
