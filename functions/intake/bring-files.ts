import { type Attachment, forgottenAt } from '../../shared/domain/attachment'
import type { Call } from '../../shared/entry/route'
import type { Letter } from './letter'
import type { MailRoom } from './mail-room'

/** Files of a mail go the way of uploads (F-29): announced, into quarantine, checked there. Those that were refused before the mail
 *  came again stay away. */
export async function bringFiles(
  { attachments, files }: Pick<MailRoom, 'attachments' | 'files'>,
  { ids, now, requestHash }: Pick<Call, 'ids' | 'now' | 'requestHash'>,
  customerId: string,
  brought: Letter['files'],
): Promise<readonly string[] | undefined> {
  const coming: string[] = []
  for (const [place, { name, type, content }] of brought.entries()) {
    const announced: Attachment = {
      ...{ id: ids(`attachment ${place}`), customerId, name, type, bytes: content.length, state: 'pending' },
      ...{ by: 'customer', uploaderId: 'mail', requestedAt: now, requestHash, version: 1 },
    }
    const { state } = (await attachments.announce(announced, forgottenAt(announced))) ?? announced
    if (state === 'pending') await files.bring(announced, content)
    if (state !== 'refused') coming.push(announced.id)
  }
  return coming.length > 0 ? coming : undefined
}
