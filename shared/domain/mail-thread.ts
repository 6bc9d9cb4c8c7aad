import type { Mail } from './mail'
import { broughtTo, type MailVerdicts } from './mail-verdicts'
import { numberAsMeant } from './number'

/** By what a mail names a case, the surest first: an address that only we can make, the Message-IDs of our own mails, a number. */
export type NamedBy = 'token' | 'reference' | 'number'

/** More of a kind nobody means; whoever writes hundreds of them would have us look up each. */
const most = 5

/** Every address to which it was written or brought. Who knows one with a token has it, wherever they wrote it. */
export const addressesIn = (mail: Pick<Mail, 'headers' | 'to' | 'cc'>): readonly string[] => {
  const delivered = mail.headers.filter(({ name }) => /^(delivered-to|x-original-to|envelope-to)$/.test(name))
  const all = [broughtTo(mail), ...mail.to.map(plain), ...mail.cc.map(plain), ...delivered.map(({ value }) => value)]
  return [...new Set(all.flatMap(address => address?.replace(/[<>\s]/g, '').toLowerCase() || []))]
}

const plain = ({ address }: { readonly address: string }) => address

/** The cases that the Message-IDs of our mails name, the nearest first: `caseId@` of the case, `caseId.seq.notice@` of one mail. */
export function casesNamedIn({ inReplyTo, references }: Pick<Mail, 'inReplyTo' | 'references'>, mailDomain: string) {
  const ours = [...inReplyTo, ...[...references].reverse()].flatMap(id => mailOfOurs(id, mailDomain)?.caseId ?? [])
  return [...new Set(ours)].slice(0, most)
}

/** Which of our mails a Message-ID is of; null for another's. */
export function mailOfOurs(
  messageId: string,
  mailDomain: string,
): { readonly caseId: string; readonly seq?: number; readonly notice?: string } | null {
  const [, caseId, seq, notice, domain] = ourId.exec(messageId.trim().replace(/^<|>$/g, '')) ?? []
  if (!caseId || domain!.toLowerCase() !== mailDomain.toLowerCase()) return null
  return { caseId: caseId.toLowerCase(), ...(seq && notice && { seq: Number(seq), notice }) }
}

const ourId = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.(\d{1,9})\.([\w-]{1,64}))?@([^\s@]+)$/i

/** The numbers of tickets, or of orders, that words name as we write them: with their dash, which some keyboards make a longer one. */
export const numbersIn = (words: string, letter: 'T' | 'O'): readonly string[] => {
  const found = words
    .normalize('NFKC')
    .matchAll(/(?<![A-Za-z0-9])([TO])\s?[-\u2010-\u2015\u2212]\s?([0-9A-Z]{8})(?![A-Za-z0-9])/gi)
  const numbers = [...found].map(([, kind, number]) => numberAsMeant(`${kind}-${number}`))
  return [...new Set(numbers.filter(number => number.startsWith(letter)))].slice(0, most)
}

/** Whose words they are on a case that a mail names. A token proves that its holder has our mail, so with it only who is disowned by
 *  their own domain is turned away; a Message-ID or a number proves nothing, so that the domain of From must vouch. `another`: who
 *  holds our mail though we did not send it to them; `claimed`: anyone else. */
export function standingOf(by: NamedBy, sender: MailVerdicts['sender'], isCorrespondent: boolean): Standing {
  if (by === 'token') return isCorrespondent && sender !== 'forged' ? 'theirs' : 'another'
  return isCorrespondent && sender === 'authenticated' ? 'theirs' : 'claimed'
}

export type Standing = 'theirs' | 'another' | 'claimed'
