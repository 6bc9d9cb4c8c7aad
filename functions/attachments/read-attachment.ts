import * as z from 'zod'
import { Refusal } from '../../shared/domain/refusal'
import { recordAccess } from '../../shared/entry/access'
import { attachmentView, attachmentViewOf } from '../../shared/entry/attachment-view'
import { allowed, customerParams } from '../../shared/entry/customer'
import { type Answer, type Call, route } from '../../shared/entry/route'
import { caseId, instant } from '../../shared/entry/shapes'
import { attachmentLimits } from '../../shared/handbook/attachments'
import { type Desk, inMinutes, seenBy } from './desk'

const { downloadMinutes } = attachmentLimits
const params = customerParams.extend({ attachmentId: caseId })

/** How an attachment stands, and, once it is clean, the address of its download: on another origin than the API, for a few
 *  minutes. That staff had it is recorded (R-CUS-09). */
export async function readAttachment(
  { attachments, customers, files }: Desk,
  call: Call<z.output<typeof params>>,
): Promise<Answer> {
  const { customerId, attachmentId } = call.params
  allowed(call.principal, 'attachment.read', customerId)
  const attachment = seenBy(call.principal, await attachments.get(customerId, attachmentId))
  if (!attachment) throw new Refusal('not_found', 'this customer has no such attachment')
  await recordAccess({ customers }, call, { customerId, what: 'attachment' })
  const download = attachment.state === 'clean' && {
    url: await files.download(attachment, call.now, downloadMinutes * 60),
    expiresAt: inMinutes(call.now, downloadMinutes),
  }
  return { status: 200, body: { ...attachmentViewOf(attachment), ...(download && { download }) } }
}

export const readAttachmentRoute = route({
  method: 'GET',
  path: '/v1/customers/{customerId}/attachments/{attachmentId}',
  operationId: 'readAttachment',
  summary: { en: 'See how an attachment stands and download it', zh: '查看或下载附件' },
  audience: ['storefront', 'staff'],
  params,
  answer: () => attachmentView().extend({ download: z.object({ url: z.string(), expiresAt: instant }).optional() }),
  run: readAttachment,
})
