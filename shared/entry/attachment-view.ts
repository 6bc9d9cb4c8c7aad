import * as z from 'zod'
import type { Attachment } from '../domain/attachment'
import { caseId, instant } from './shapes'

/** How an attachment stands; its name is personal, and shown to whom the words beside it are. */
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

export function attachmentViewOf({ id, name, type, bytes, by, requestedAt, state, because }: Attachment) {
  return { id, name, type, bytes, by, requestedAt, state, ...(because && { because }) }
}
