import * as z from 'zod'
import { type Attachment, bringerOf, endsAs, forgottenAt } from '../../shared/domain/attachment'
import { keyUsed } from '../../shared/entry/act'
import { attachmentView, attachmentViewOf } from '../../shared/entry/attachment-view'
import { allowed, customerParams, noSuchCustomer } from '../../shared/entry/customer'
import { type Answer, type Call, route } from '../../shared/entry/route'
import { instant } from '../../shared/entry/shapes'
import { attachmentLimits, attachmentTypes } from '../../shared/handbook/attachments'
import { type Desk, inMinutes } from './desk'

const { bytes, uploadMinutes } = attachmentLimits

/** No paths, no line breaks, and nothing that turns the direction of writing round and so hides how a name ends. */
const fileName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}/\\\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+$/u, 'a file name, without a path')

const body = z
  .strictObject({
    name: fileName,
    type: z.enum(attachmentTypes.map(({ type }) => type)),
    /** Of the file as it is: the upload takes neither more nor less. */
    bytes: z.int().min(1).max(bytes),
  })
  .refine(({ name, type }) => endsAs(name, type), { path: ['name'], message: 'does not end as files of this type do' })

/** Announces a file of a customer, and answers the form by which it is uploaded (F-29). Until the checker has spoken nobody can
 *  have it. The same request again answers another form for the same file. */
export async function bringAttachment(
  { attachments, customers, files }: Desk,
  { params, principal, ...call }: Call<z.output<typeof customerParams>, unknown, z.output<typeof body>>,
): Promise<Answer> {
  const { customerId } = params
  allowed(principal, 'attachment.bring', customerId)
  if (!(await customers.file(customerId))) throw noSuchCustomer()
  const announced: Attachment = {
    ...{ id: call.ids('attachment'), customerId, ...call.body, state: 'pending', version: 1 },
    ...bringerOf(principal),
    ...{ uploaderId: principal.id, requestedAt: call.now, requestHash: call.requestHash },
  }
  const first = await attachments.announce(announced, forgottenAt(announced))
  if (first && first.requestHash !== call.requestHash) throw keyUsed()
  const attachment = first ?? announced
  const upload = attachment.state === 'pending' && {
    ...(await files.form(attachment, uploadMinutes * 60)),
    expiresAt: inMinutes(call.now, uploadMinutes),
  }
  return { status: 201, body: { ...attachmentViewOf(attachment), ...(upload && { upload }) } }
}

export const bringAttachmentRoute = route({
  method: 'POST',
  path: '/v1/customers/{customerId}/attachments',
  operationId: 'bringAttachment',
  summary: { en: 'Announce an attachment and get its upload form', zh: '申请上传附件' },
  audience: ['storefront', 'staff'],
  creates: true,
  throttle: { rate: 20, burst: 40 },
  params: customerParams,
  body,
  answer: () =>
    attachmentView().extend({
      upload: z
        .object({ url: z.string(), fields: z.record(z.string(), z.string()), expiresAt: instant })
        .describe('multipart/form-data: these fields as they are, then `file`')
        .optional(),
    }),
  example: { name: '包裹照片.png', type: 'image/png', bytes: 48_213 },
  run: bringAttachment,
})
