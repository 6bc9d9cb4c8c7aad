import type { Instant } from './case'

export interface MailAddress {
  /** As it is written; empty where only a name stands. */
  readonly address: string
  readonly name: string
}

/** A part that is neither the text nor the HTML: an attachment, a picture within the text, an invitation. */
export interface MailFile {
  /** As the mail names it, decoded; empty where it has none. */
  readonly name: string
  /** As the mail says; what it is is seen by its content. */
  readonly type: string
  readonly content: Uint8Array
  /** Shown within the HTML, by `cid:`. */
  readonly contentId?: string
}

/** A mail as it was read, and not yet judged: decoded, nothing left out, nothing believed. Ids stand without their brackets. */
export interface Mail {
  /** From the top down; names in lower case, values unfolded and decoded. */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly from?: MailAddress
  readonly sender?: MailAddress
  readonly replyTo: readonly MailAddress[]
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  /** Of the envelope, as the receiving server wrote it down: empty for one that wants no answer. */
  readonly returnPath?: string
  readonly subject: string
  readonly date?: Instant
  readonly messageId?: string
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
  /** What people read: the plain text, or the HTML made plain; empty where there is neither. */
  readonly text: string
  /** As it came: to be cleaned before anyone sees it. */
  readonly html?: string
  /** In which the text came, by its WHATWG name: the one that fits, where the mail says another. */
  readonly charset?: string
  readonly files: readonly MailFile[]
  /** The parts of a report, such as message/delivery-status and message/feedback-report, as they stand. */
  readonly reports: readonly { readonly type: string; readonly text: string }[]
  /** Mails within this one, forwarded or sent back: whole, or their headers alone. */
  readonly enclosed: readonly Mail[]
  /** False for what could be made nothing of: its bytes are all that there is. */
  readonly isReadable: boolean
}
