import type * as z from 'zod'
import type { filesMessage } from '../../shared/entry/message'
import type { Delivery } from '../../shared/entry/queue'
import { count } from '../../shared/entry/telemetry'
import type { AttachmentFiles, AttachmentStore, CaseStore } from '../../shared/wiring'
import type { IncomingMails } from '../../shared/wiring-files'

interface Needs {
  readonly cases: Pick<CaseStore, 'get'>
  readonly attachments: Pick<AttachmentStore, 'several'>
  readonly files: Pick<AttachmentFiles, 'stay' | 'destroy'>
  readonly mails: Pick<IncomingMails, 'destroy'>
}

/** What came with a message stays as long as its ticket; of those that are not judged yet their judge sees it. The files of a
 *  destroyed ticket, and the mails that it came by, go with its words, from wherever they lie (T19, F-34): what is gone already stays gone. */
export async function settleFiles(
  { cases, attachments, files, mails }: Needs,
  { message }: Delivery<z.output<typeof filesMessage>>,
) {
  const { customerId } = (await cases.get(message.caseId))!
  if ('destroyed' in message) {
    for (const id of message.destroyed) await files.destroy({ customerId, id })
    for (const id of message.mails ?? []) await mails.destroy(id)
    if (message.destroyed.length > 0) count('AttachmentsDestroyed')
    return { destroyed: message.destroyed.length }
  }
  const known = [...(await attachments.several(customerId, message.attached)).values()]
  const kept = known.filter(({ state }) => state === 'clean')
  for (const file of kept) await files.stay(file)
  return { staying: kept.length }
}
