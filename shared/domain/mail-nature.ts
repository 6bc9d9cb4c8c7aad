import { invitationWords, listHeaders } from '../handbook/mail-robots'
import { asks, autoReplyHeadSigns, autoReplyTextSigns, noAnswerSigns } from './auto-reply'
import { type Bounce, bounceOf, isDeliveryReceipt } from './bounce'
import type { Mail, MailAddress } from './mail'
import { complaintOf, type MailComplaint } from './mail-complaint'
import { folded, headerOf, phrasesOf } from './mail-folding'
import { robotSender } from './robot-sender'

/** Whose mail it is; only a person's opens a ticket or goes on in one. `because` names the signs, never what they say. */
export type MailNature = { readonly because: readonly string[] } & (
  | {
      readonly kind: 'person'
      /** False for one that asks for no automatic answer, or whose sender nobody reads: it is taken in, and not acknowledged. */
      readonly mayBeAnswered: boolean
    }
  | { readonly kind: 'auto_reply' | 'mailing_list' | 'own' }
  | { readonly kind: 'bounce'; readonly bounce: Bounce }
  | { readonly kind: 'complaint'; readonly complaint: MailComplaint }
)

export interface House {
  /** Whose mail is ours: the domain that the house writes from. */
  readonly domains: readonly string[]
}

/** The surest signs first: reports by their parts, then our own mail, then lists and automatic answers. */
export function natureOf(whole: Mail, house: House): MailNature {
  const mail = glance(whole)
  const complaint = complaintOf(mail)
  if (complaint?.isObjection) return { kind: 'complaint', because: complaint.because, complaint }
  if (complaint) return { kind: 'auto_reply', because: complaint.because }
  const bounce = bounceOf(mail)
  if (bounce) return { kind: 'bounce', because: bounce.because, bounce }
  const own = ownSigns(mail, house)
  if (own.length > 0) return { kind: 'own', because: own }
  const auto = autoReplySigns(mail)
  if (auto.length > 0) return { kind: 'auto_reply', because: auto }
  const list = listSigns(mail, house)
  if (list.length > 0) return { kind: 'mailing_list', because: list }
  const quiet = [...noAnswerSigns(mail), ...robotSender(mail).because]
  return { kind: 'person', mayBeAnswered: quiet.length === 0, because: quiet }
}

/** As much of it as a machine needs to say what it says: a hostile one is not read to its end. */
const glance = (mail: Mail, depth = 0): Mail => ({
  ...mail,
  headers: mail.headers.slice(0, 400).map(({ name, value }) => ({ name, value: value.slice(0, 2000) })),
  ...(mail.from && { from: short(mail.from) }),
  ...(mail.sender && { sender: short(mail.sender) }),
  to: mail.to.slice(0, 100).map(short),
  cc: mail.cc.slice(0, 100).map(short),
  subject: mail.subject.slice(0, 500),
  ...(mail.messageId !== undefined && { messageId: mail.messageId.slice(0, 998) }),
  inReplyTo: mail.inReplyTo.slice(-100),
  references: mail.references.slice(-100),
  text: mail.text.slice(0, 30_000),
  reports: mail.reports.slice(0, 10).map(({ type, text }) => ({ type, text: text.slice(0, 60_000) })),
  enclosed: depth > 2 ? [] : mail.enclosed.slice(0, 5).map(inner => glance(inner, depth + 1)),
})

const short = ({ address, name }: MailAddress): MailAddress => ({
  address: address.slice(0, 320),
  name: name.slice(0, 200),
})

const isOfHouse = (address: string, { domains }: House) => {
  const domain = address.toLowerCase().replace(/[>\s]/g, '').split('@').at(-1) ?? ''
  return domains.some(own => domain === own.toLowerCase() || domain.endsWith(`.${own.toLowerCase()}`))
}

const ownSigns = ({ messageId, from }: Mail, house: House): readonly string[] => [
  ...(messageId?.includes('@') && isOfHouse(messageId, house) ? ['message id of ours'] : []),
  ...(from?.address.includes('@') && isOfHouse(from.address, house) ? ['sender of ours'] : []),
]

/** Signs of the head suffice; of the words three, a promise or a warning among them, or two that the head bears out. */
function autoReplySigns(mail: Mail): readonly string[] {
  if (isDeliveryReceipt(mail)) return ['delivery receipt']
  const head = [
    ...autoReplyHeadSigns(mail),
    ...(mail.returnPath === '' ? ['empty return path'] : []),
    ...(isInvitationAnswer(mail) ? ['answer to an invitation'] : []),
    ...(/^\s*report domain:/i.test(mail.subject) ? ['subject: report'] : []),
  ]
  if (head.length > 0) return head
  const text = autoReplyTextSigns(mail)
  const hints = [...noAnswerSigns(mail), ...robotSender(mail).because]
  const has = (kinds: RegExp) => text.some(sign => kinds.test(sign))
  const isOne =
    has(/opening|challenge/) ||
    (text.length >= 3 && has(/later|unwatched/) && !asks(mail)) ||
    (text.length >= 2 && has(/later|unwatched|absent/) && hints.length > 0)
  return isOne ? [...text, ...hints] : []
}

const invitation = phrasesOf([{ words: invitationWords }])

/** Answered by a press of a button; whoever writes a line with it writes to us. */
function isInvitationAnswer({ files, headers, text }: Mail): boolean {
  const calendar = files.filter(({ type, name }) => /calendar/.test(type) || /\.ics$/i.test(name))
  const parts = calendar.map(({ content }) => new TextDecoder().decode(content.slice(0, 20_000)))
  const isReply =
    parts.some(part => /^METHOD:\s*REPLY/im.test(part)) || /method="?reply/i.test(headerOf(headers, 'content-type'))
  if (!isReply || parts.some(part => /^COMMENT[^:]*:\s*\S/im.test(part))) return false
  return !/\S/.test(text) || invitation.some(words => folded(text).includes(words))
}

/** A list that the house itself is the address of brings customers' mail; an identifier alone proves no list, nor does what a desk
 *  of another house writes on an answer to ours. */
function listSigns({ headers, inReplyTo, references }: Mail, house: House): readonly string[] {
  const named = headers.map(({ name }) => name)
  const isOurs = ['list-post', 'list-id', 'mailing-list'].some(name =>
    Array.from(
      headerOf(headers, name).matchAll(/[\w.+-]+@([\w.-]+)|<([\w.-]+)>/g),
      ([, domain, id]) => domain ?? id ?? '',
    ).some(domain => isOfHouse(`x@${domain}`, house)),
  )
  if (isOurs) return []
  const isAnswer = [...inReplyTo, ...references].some(id => isOfHouse(id, house))
  const sure = listHeaders.sure.filter(name => named.includes(name))
  const id = listHeaders.id.filter(name => named.includes(name))
  const beside = listHeaders.with.filter(name => named.includes(name))
  const precedence = /^(bulk|list|junk)/i.exec(headerOf(headers, 'precedence').trim())?.[0].toLowerCase()
  const signs = [...sure, ...id, ...beside, ...(precedence ? ['precedence'] : [])]
  const isList =
    [sure.length > 0, id.length > 0 && beside.length > 0, precedence === 'list'].some(Boolean) ||
    (!isAnswer && (beside.length > 0 || precedence !== undefined))
  return isList ? signs.map(name => `header: ${name}`) : []
}
