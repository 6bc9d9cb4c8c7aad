import { mailLimits } from '../handbook/mails'
import type { Mail, MailAddress } from './mail'
import type { NotTaken } from './mail-files'
import type { MailVerdicts } from './mail-verdicts'

/** A stretch of the text, and what it is (mail-words.ts). */
export interface Passage {
  readonly kind: string
  readonly text: string
}

/** What staff see of a mail beside what is new in it (R-CHN-07): kept with the message, as personal as that. */
export interface MailRecord {
  /** The id under which the mail itself is kept. */
  readonly original: string
  readonly from: MailAddress
  readonly subject: string
  readonly messageId?: string
  readonly verdicts: MailVerdicts
  /** Quoted history, signature, disclaimer, what was forwarded: in the order of the mail. */
  readonly folded?: readonly Passage[]
  /** Cleaned: nothing in it runs, and nothing is fetched. */
  readonly html?: string
  readonly notTaken?: readonly NotTaken[]
  /** It was longer than what is kept here. */
  readonly isCut?: true
  /** Nothing could be made of it. */
  readonly isUnreadable?: true
}

/** What is new in a mail, and the rest of it, as long as they may be. */
export function recordOf(
  mail: Mail,
  read: {
    readonly original: string
    readonly verdicts: MailVerdicts
    readonly passages: readonly Passage[]
    readonly newText: string
    readonly html?: string | undefined
    readonly notTaken: readonly NotTaken[]
  },
): { readonly text: string; readonly record: MailRecord } {
  const { textCharacters, foldedCharacters, htmlCharacters, subjectCharacters, nameCharacters } = mailLimits
  const { original, verdicts, newText, notTaken } = read
  const { address = '', name = '' } = mail.from ?? {}
  const said = newText.trim() || mail.subject.trim()
  const text = cut(said, textCharacters)
  const folded = within(
    read.passages.filter(({ kind, text }) => kind !== 'new' && text.trim() !== ''),
    foldedCharacters,
  )
  // Half of a tag is worse than none: what is too long is read in the original.
  const html = read.html && read.html.length <= htmlCharacters ? read.html : undefined
  const isCut = text.length < said.length || folded.isCut || html !== read.html
  return {
    text,
    record: {
      ...{ original, verdicts, subject: cut(mail.subject, subjectCharacters) },
      from: { address: cut(address, nameCharacters), name: cut(name, nameCharacters) },
      ...(mail.messageId && { messageId: cut(mail.messageId, nameCharacters) }),
      ...(folded.passages.length > 0 && { folded: folded.passages }),
      ...(html && { html }),
      ...(notTaken.length > 0 && { notTaken }),
      ...(isCut && { isCut }),
      ...(!mail.isReadable && { isUnreadable: true as const }),
    },
  }
}

/** No half of a character. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '')

function within(passages: readonly Passage[], most: number) {
  let left = most
  const kept = passages.flatMap(({ kind, text }) => {
    const part = cut(text, left)
    left -= part.length
    return part === '' ? [] : [{ kind, text: part }]
  })
  const length = (all: readonly Passage[]) => all.reduce((sum, { text }) => sum + text.length, 0)
  return { passages: kept, isCut: length(kept) < length(passages) }
}
