import { attachmentLimits, attachmentTypes } from '../handbook/attachments'
import { mailLimits } from '../handbook/mails'
import { contentTypeOf, endsAs } from './attachment'
import type { MailFile } from './mail'

/** A file of a mail that a message may bring along (附件). */
export interface TakenFile {
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
}

/** One that stays in the original alone, and why. */
export interface NotTaken {
  readonly name: string
  readonly bytes: number
  readonly because: 'type' | 'size' | 'count' | 'empty' | 'virus'
}

/** By the rules of uploads (F-29): of a type that is taken, by its first bytes and not by what it says; of a size; ten a message. */
export function filesOf(
  files: readonly MailFile[],
  hasVirus: boolean,
): { readonly taken: readonly TakenFile[]; readonly notTaken: readonly NotTaken[] } {
  const taken: TakenFile[] = []
  const notTaken: NotTaken[] = []
  for (const { name: said, content } of files) {
    const type = typeOf(said, content)
    const because = hasVirus ? 'virus' : objection(content.length, type, taken.length)
    const name = nameOf(said, type)
    if (because) notTaken.push({ name, bytes: content.length, because })
    else taken.push({ name, type: type!, content })
  }
  return { taken, notTaken: notTaken.slice(0, mostNamed) }
}

const mostNamed = 50

function objection(bytes: number, type: string | undefined, before: number): NotTaken['because'] | undefined {
  if (bytes === 0) return 'empty'
  if (bytes > attachmentLimits.bytes) return 'size'
  if (!type) return 'type'
  return before < attachmentLimits.ofOneMessage ? undefined : 'count'
}

/** Text shows no type of its own: a page or a script is text as well, so its name must say that it is nothing else. */
function typeOf(name: string, content: Uint8Array): string | undefined {
  const type = contentTypeOf(content.subarray(0, 4096))
  return type === 'text/plain' && !endsAs(name, type) ? undefined : type
}

/** No paths, no line breaks, and nothing that turns the direction of writing round; ends as its type does. */
function nameOf(said: string, type: string | undefined): string {
  const plain = said
    .replace(/[\p{Cc}/\\\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(-mailLimits.nameCharacters + 10)
    .trim()
  const name = plain || 'file'
  const ending = attachmentTypes.find(row => row.type === type)?.endings[0]
  return !type || !ending || endsAs(name, type) ? name : `${name}.${ending}`
}
