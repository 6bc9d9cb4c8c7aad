import { type Attachment, isShownTo } from '../../shared/domain/attachment'
import type { Principal } from '../../shared/domain/may'
import type { AttachmentFiles, AttachmentStore, CaseStore, CustomerStore } from '../../shared/wiring'
import type { IncomingMails } from '../../shared/wiring-files'

/** What the use cases of this folder need between them. */
export interface Desk {
  readonly cases: CaseStore
  readonly attachments: AttachmentStore
  readonly customers: Pick<CustomerStore, 'file' | 'content' | 'recordAccess'>
  readonly files: AttachmentFiles
  readonly mails: Pick<IncomingMails, 'download'>
}

/** As far as this caller may know of it. */
export const seenBy = (principal: Principal, attachment: Attachment | null): Attachment | null =>
  attachment && isShownTo(principal, attachment) ? attachment : null

export const inMinutes = (now: string, minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString()
