import * as z from 'zod'
import { type Attachment, isShownTo } from '../../shared/domain/attachment'
import type { Principal } from '../../shared/domain/may'
import { caseId, instant } from '../../shared/entry/shapes'
import type { AttachmentFiles, AttachmentStore, CustomerStore } from '../../shared/wiring'

/** What the use cases of this folder need between them. */
export interface Desk {
  readonly attachments: AttachmentStore
  readonly customers: Pick<CustomerStore, 'file' | 'recordAccess'>
  readonly files: AttachmentFiles
}

export const attachmentView = () =>
  z.object({
    id: caseId,
    name: z.string(),
    type: z.string(),
    bytes: z.int(),
    by: z.enum(['customer', 'staff']),
    requestedAt: instant,
    state: z.enum(['pending', 'clean', 'refused']),
    because: z.enum(['threat', 'type', 'not_checked']).optional(),
  })

export function viewOf({ id, name, type, bytes, by, requestedAt, state, because }: Attachment) {
  return { id, name, type, bytes, by, requestedAt, state, ...(because && { because }) }
}

/** As far as this caller may know of it. */
export const seenBy = (principal: Principal, attachment: Attachment | null): Attachment | null =>
  attachment && isShownTo(principal, attachment) ? attachment : null

export const inMinutes = (now: string, minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString()
