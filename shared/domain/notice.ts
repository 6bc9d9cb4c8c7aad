import { notices } from '../handbook/notices'
import { en } from '../handbook/notices/en'
import { zhHans } from '../handbook/notices/zh-hans'
import { zhHant } from '../handbook/notices/zh-hant'
import type { Case } from './case'
import type { Language } from './market'
import { htmlOf } from './notice-html'
import type { OptionalKind } from './optional-notice'
import type { ExceptionKind } from './order'
import type { Duty, NoticeId, TicketNoticeId } from './table'
import type { Classification, Topic } from './ticket'

/** Who reads mail in the house: a department or a role, never a person (R-NTF-01). The stage names their addresses. */
export type Mailbox =
  | 'finance'
  | 'warehouse'
  | 'customer_service'
  | 'supervisor'
  | 'team_lead'
  | 'operations_manager'
  | 'senior_management'
  | 'technical'
  | 'process_optimisation'
  | 'emergency'

/** What the handbook says of a notice, beside its words (R-NTF-01). */
export type NoticeRule = {
  readonly zh: string
  /** The states in which it still makes sense: one that comes too late is not sent. */
  readonly onlyWhile?: readonly Case['state'][]
  /** Nothing that its recipient waits for: it does not come at night (G-22). The text says why. */
  readonly courtesy?: string
  /** Nothing that its recipient needs: who wants none is sent none, and nobody many. */
  readonly optional?: OptionalKind
  /** Of a conversation: only who writes by mail is sent it, others read it where they wrote. It waits until nobody can take it back. */
  readonly conversation?: true
  /** It answers what the customer wrote, at once and by itself. */
  readonly isReceipt?: true
  readonly requirement: string
} & (
  | { readonly recipient: 'customer' }
  | { readonly recipient: 'team'; readonly team: Mailbox }
  /** Whoever has the case, or had it first: their work list is the notice, and a mail only where the stage sends them mail. */
  | { readonly recipient: 'assignee' | 'first_responder' }
  /** The role that the event names; without one, whoever has the case, or the supervisor. */
  | { readonly recipient: 'told'; readonly otherwise: 'assignee' | 'supervisor' }
  /** The department that the event names. */
  | { readonly recipient: 'department' }
)

/** One text, or several of which the first is said that the facts allow. */
export type Line = string | readonly string[]

/** The words of one notice. {name} is filled in; a paragraph or row is left out when a fact in it is empty, one that begins
 *  with {?name} when that fact is empty, with {!name} when it is not. */
export interface NoticeText {
  readonly subject: Line
  /** At most 70 characters, for an SMS or a lock screen. */
  readonly short: Line
  readonly heading: Line
  readonly opening: readonly string[]
  readonly rows: readonly (readonly [label: string, value: string])[]
  /** What the reader may open, as {name}s of addresses. */
  readonly links?: readonly (readonly [label: string, address: string])[]
  readonly next: readonly string[]
  readonly answer: string
}

export type TicketTexts = Readonly<Record<TicketNoticeId, NoticeText>>

/** What N-16 may tell: the state that the order came to, or that the courier says it was delivered. */
export type ParcelNews = 'ready_to_ship' | 'in_transit' | 'delivered'

/** One language of the house: handbook/notices/<language>.ts. */
export interface NoticeLanguage {
  readonly texts: Readonly<Record<NoticeId, NoticeText>>
  readonly greeting: {
    readonly named: string
    readonly unnamed: string
    readonly team: Readonly<Record<Mailbox, string>>
    /** How a person begins a letter in it. */
    readonly written: RegExp
  }
  readonly departments: Readonly<Record<Mailbox, string>>
  readonly signOff: string
  readonly colon: string
  readonly comma: string
  readonly nextHeading: string
  readonly automatic: string
  readonly unsubscribe: string
  readonly topics: Readonly<Record<Topic, string>>
  readonly severities: Readonly<Record<Classification['severity'], string>>
  readonly paymentMethods: Readonly<Record<'prepaid' | 'transfer' | 'cash_on_delivery', string>>
  readonly reasons: Readonly<Record<string, string>>
  /** What a clock is a promise of. */
  readonly duties: Readonly<Record<Duty, string>>
  /** What the record of a problem must hold (R-TKT-02). */
  readonly recordFields: Readonly<Record<string, string>>
  /** Of an order, as customers say it. */
  readonly states: Readonly<Record<ParcelNews, string>>
  readonly problems: Readonly<Record<ExceptionKind | 'not_shipped', string>>
}

export interface RenderedNotice {
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly short: string
}

/** What is shown, in order; both forms are made of it. */
export interface NoticeParts {
  readonly language: Language
  readonly heading: string
  /** The greeting first. */
  readonly opening: readonly string[]
  readonly rows: readonly (readonly [label: string, value: string])[]
  readonly links: readonly (readonly [label: string, address: string])[]
  readonly nextHeading: string
  readonly next: readonly string[]
  readonly answer: string
  readonly signOff: string
  /** Under the rule: that it is automatic, unless somebody wrote it, and what the shop ends its mails with. */
  readonly foot: readonly string[]
  readonly unsubscribe?: readonly [label: string, address: string]
  readonly colour: string
}

/** How the mails of a shop look and end. */
export interface Brand {
  /** Of buttons; white letters stand on it. */
  readonly colour: string
  readonly footer: Readonly<Record<Language, string>>
  /** Those that it writes in: the first for whoever speaks another. */
  readonly languages: readonly [Language, ...Language[]]
}

export const plainBrand: Brand = {
  ...{ colour: '#1f5fbf', footer: { 'zh-Hans': '', 'zh-Hant': '', en: '' } },
  languages: ['zh-Hans', 'zh-Hant', 'en'],
}

export const languages: Readonly<Record<Language, NoticeLanguage>> = {
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
  en,
}

const SHORT = 70

/** A notice that carries what an agent wrote. */
export const isConversation = (id: NoticeId): boolean => notices[id].conversation === true

/** Throws an Error for a placeholder without a fact: a notice with a hole is a defect, not a mail. */
export function renderNotice(
  id: NoticeId,
  language: Language,
  facts: Readonly<Record<string, string>>,
  brand: Brand = plainBrand,
): RenderedNotice {
  const house = languages[language]
  const words = house.texts[id]
  const rule = notices[id]
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = facts[name]
      if (value === undefined) throw new Error(`notice ${id} in ${language} has no fact for {${name}}`)
      return value
    })
  const paragraph = (text: string): string[] => {
    const [, sign, name = '', rest = text] = /^\{([?!])(\w+)\}(.*)$/s.exec(text) ?? []
    if (sign && (fill(`{${name}}`) === '') === (sign === '?')) return []
    const filled = fill(rest)
    return Array.from(rest.matchAll(/\{(\w+)\}/g)).some(([whole]) => fill(whole) === '') ? [] : [filled]
  }
  const line = (text: Line) => {
    const said = typeof text === 'string' ? fill(text) : (text.flatMap(paragraph)[0] ?? '')
    return said.replace(/\s+/g, ' ').trim()
  }
  const pairs = (given: readonly (readonly [string, string])[]) =>
    given.flatMap(([label, value]) => paragraph(value).map(filled => [label, filled] as const))
  const { named, unnamed, team } = house.greeting
  const opening = words.opening.flatMap(paragraph)
  const isGreeted =
    isConversation(id) && Object.values(languages).some(each => each.greeting.written.test(opening[0] ?? ''))
  const isWritten = rule.recipient === 'customer' && Boolean(facts.words)
  const greeting =
    rule.recipient === 'customer'
      ? paragraph(named)[0]
      : team[(rule.recipient === 'team' ? rule.team : facts.mailbox) as Mailbox]

  const parts: NoticeParts = {
    language,
    heading: line(words.heading),
    opening: isGreeted ? opening : [greeting ?? unnamed, ...opening],
    rows: pairs(words.rows),
    links: pairs(words.links ?? []),
    nextHeading: house.nextHeading,
    next: words.next.flatMap(paragraph),
    answer: line(words.answer),
    signOff: line(house.signOff),
    foot: [isWritten ? '' : house.automatic, brand.footer[language]].filter(Boolean),
    ...(facts.unsubscribeUrl && { unsubscribe: [house.unsubscribe, facts.unsubscribeUrl] as const }),
    colour: brand.colour,
  }
  return {
    subject: line(words.subject),
    short: cut(line(words.short)),
    text: textOf(parts, house.colon),
    html: htmlOf(parts),
  }
}

const cut = (text: string): string => {
  const characters = Array.from(text)
  return characters.length <= SHORT ? text : `${characters.slice(0, SHORT - 1).join('')}…`
}

const textOf = (parts: NoticeParts, colon: string): string =>
  [
    ...parts.opening,
    parts.rows.map(([label, value]) => `${label}${colon}${value.replaceAll('\n', '\n    ')}`).join('\n'),
    parts.links.map(([label, address]) => `${label}${colon.trimEnd()}\n${address}`).join('\n\n'),
    ...(parts.next.length > 0 ? [[parts.nextHeading, ...parts.next.map(step => `- ${step}`)].join('\n')] : []),
    parts.answer,
    parts.signOff,
    parts.foot.join('\n'),
    parts.unsubscribe ? `${parts.unsubscribe[0]}${colon.trimEnd()}\n${parts.unsubscribe[1]}` : '',
  ]
    .filter(block => block !== '')
    .join('\n\n')
    .concat('\n')
