import { attachmentLimits, attachmentTypes } from '../handbook/attachments'
import type { Instant } from './case'
import type { Principal } from './may'

export const mostAttachments = attachmentLimits.ofOneMessage

/** `pending`: announced, on its way, or before the checker; `clean`: may be had; `refused`: never. */
export type AttachmentState = 'pending' | 'clean' | 'refused'

/** A threat was found; the content is not of the type that was announced; the checker could not look into it. */
export type RefusedBecause = 'threat' | 'type' | 'not_checked'

/** A file that belongs to a customer's conversation. Its name is personal; all else is codes and ids. */
export interface Attachment {
  readonly id: string
  readonly customerId: string
  readonly name: string
  readonly type: string
  readonly bytes: number
  readonly by: 'customer' | 'staff'
  readonly uploaderId: string
  readonly requestedAt: Instant
  /** Tells the repetition of the request from another one under the same key. */
  readonly requestHash: string
  readonly state: AttachmentState
  readonly because?: RefusedBecause
  readonly judgedAt?: Instant
  /** The message that it is part of. */
  readonly contentId?: string
  readonly version: number
}

/** When a file that no message took is forgotten. */
export const forgottenAt = ({ requestedAt }: Pick<Attachment, 'requestedAt'>): Instant =>
  new Date(Date.parse(requestedAt) + attachmentLimits.announcedDays * 86_400_000).toISOString()

/** Who brings files, and may put them into a message: a customer what is theirs, a member of staff what they brought themselves. */
export type Bringer = { readonly by: 'customer' } | { readonly by: 'staff'; readonly uploaderId: string }

export const bringerOf = ({ kind, id }: Principal): Bringer =>
  kind === 'storefront' ? { by: 'customer' } : { by: 'staff', uploaderId: id }

export type Verdict = { readonly state: 'clean' } | { readonly state: 'refused'; readonly because: RefusedBecause }

/** What the checker's word and the content itself come to; `found` is asked only where the checker found nothing.
 *  https://docs.aws.amazon.com/guardduty/latest/ug/monitoring-malware-protection-s3-scans-gdu.html */
export function verdictOf(checked: string, announced: string, found: string | undefined): Verdict {
  if (checked === 'THREATS_FOUND') return { state: 'refused', because: 'threat' }
  if (checked !== 'NO_THREATS_FOUND') return { state: 'refused', because: 'not_checked' }
  return found === announced ? { state: 'clean' } : { state: 'refused', because: 'type' }
}

/** What content is, by how it begins, whatever its name says; undefined: nothing that a message may bring. */
export function contentTypeOf(beginning: Uint8Array): string | undefined {
  const signs = Buffer.from(beginning).toString('latin1')
  const shows = (signature: readonly (readonly [number, string])[]) =>
    signature.every(([place, text]) => signs.startsWith(text, place))
  const row = attachmentTypes.find(({ signatures }) => signatures.some(shows))
  return row?.type ?? (isText(beginning) ? 'text/plain' : undefined)
}

/** UTF-8 without control characters. */
function isText(beginning: Uint8Array): boolean {
  try {
    // As a stream: the last character may be cut off.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: true })
    return !/[^\P{Cc}\t\n\f\r]/u.test(text)
  } catch {
    return false
  }
}

/** Whether the name ends as files of its type do. */
export function endsAs(name: string, type: string): boolean {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  const row = attachmentTypes.find(each => each.type === type)
  return row?.endings.some(each => each === ending) ?? false
}

/** Customers see what they brought, and what staff sent to them in a message. */
export const isShownTo = ({ kind }: Principal, { by, contentId }: Attachment): boolean =>
  kind === 'staff' || by === 'customer' || contentId !== undefined
