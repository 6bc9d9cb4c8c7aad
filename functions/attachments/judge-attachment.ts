import * as z from 'zod'
import { contentTypeOf, forgottenAt, verdictOf } from '../../shared/domain/attachment'
import type { Delivery } from '../../shared/entry/queue'
import { count } from '../../shared/entry/telemetry'
import type { AttachmentFiles, AttachmentStore } from '../../shared/wiring'

/** What is passed on of GuardDuty's event "Object Scan Result". */
export const scanResult = z.object({ key: z.string(), tag: z.string(), result: z.string() })

interface Needs {
  readonly attachments: AttachmentStore
  readonly files: AttachmentFiles
}

/** The checker has spoken of one version of a file: if that is clean, and of the type that was announced, it is copied to where
 *  it may be had, and the outcome is put on record. The first outcome stays. Whoever dies between does both again. */
export async function judgeAttachment(
  { attachments, files }: Needs,
  { message: { key, tag, result }, now }: Delivery<z.output<typeof scanResult>>,
) {
  const [customerId = '', id = ''] = key.split('/')
  const attachment = id ? await attachments.get(customerId, id) : null
  if (!attachment) return { outcome: 'unknown' }
  if (attachment.state !== 'pending') return { outcome: 'known' }
  const begins = result === 'NO_THREATS_FOUND' && (await files.beginning(attachment, tag))
  if (begins === 'gone') return { outcome: 'gone' }
  const verdict = verdictOf(result, attachment.type, begins ? contentTypeOf(begins) : undefined)
  if (verdict.state === 'clean' && (await files.keep(attachment, tag, attachment.contentId !== undefined)) === 'gone')
    return { outcome: 'gone' }
  if (!(await attachments.judge(attachment, verdict, now, forgottenAt(attachment))))
    throw new Error(`attachment ${id} changed meanwhile`)
  count(verdict.state === 'clean' ? 'AttachmentsKept' : 'AttachmentsRefused')
  return { outcome: verdict.state, ...(verdict.state === 'refused' && { because: verdict.because }) }
}
