import type { Attachment, Bringer, Verdict } from '../domain/attachment'
import type { Case, CaseEvent, Change, Instant } from '../domain/case'
import type { CustomerFile, FieldSource, Fields, FileChange, FileField, MailStop } from '../domain/customer'
import type { WorkPlace } from '../domain/dispatch'
import type { Dimension, FigureItem } from '../domain/figures'
import type { MailRecord } from '../domain/mail-record'
import type { Language, Market } from '../domain/market'
import type { Money } from '../domain/money'
import type { Joined } from '../domain/person'
import type { Sender } from '../domain/sender'
import type { ShopRules } from '../domain/shop-rules'
import type { CustomerTier } from '../domain/ticket'
import type { Assignment } from './place-items'

/** A page of something, and where the next one begins: opaque, good for the same question only. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly cursor?: string
}

/** What a commit met: nothing in its way, or who was there first. */
export type Outcome =
  | 'committed'
  /** Another change of the same case: read it again and decide anew. */
  | 'version'
  /** The same Idempotency-Key: the claim holds the first answer. */
  | 'key'
  /** Another case has the number. */
  | 'number'
  /** Another case took the place in the sequence: the next one is free. */
  | 'sequence'
  /** Another request opened the file of the same customer. */
  | 'customer'
  /** An attachment that is not the caller's, was refused, or belongs to another message. */
  | 'attachment'
  /** The agent whom dispatch chose got or closed another case, or went: choose anew. */
  | 'agent'

export type Claim =
  | { readonly what: 'number'; readonly number: string }
  /** Finds the case again by its parcel. Couriers use their numbers again, so that this one is shared, not owned. */
  | { readonly what: 'tracking'; readonly trackingNumber: string }
  /** The next place in a sequence without gaps, such as the archive numbers of a day. */
  /** That these are one customer: ids alone. */
  | { readonly what: 'person'; readonly identities: readonly string[] }
  | { readonly what: 'sequence'; readonly sequence: string; readonly place: number }
  | {
      readonly what: 'key'
      readonly caller: string
      readonly key: string
      readonly requestHash: string
      readonly answer: KeptAnswer
      readonly expiresAt: Instant
    }

/** What the first request with a key was answered: ids, codes and numbers. */
export type KeptAnswer = Readonly<Record<string, string | number>>

export interface Also {
  readonly claims?: readonly Claim[]
  readonly customers?: readonly CustomerWrite[]
  /** The place that dispatch chose, as it saw it; what agents hold is kept without being asked. */
  readonly assigned?: Assignment
  /** Of the request that opens a case: tells its repetition from another request under the same key. */
  readonly requestHash?: string
}

/** Cases with their histories; the stream of this store carries every commit to everyone else. */
export interface CaseStore {
  /** Read consistently. */
  get(id: string): Promise<Case | null>
  /** The case, and the digest of the request that opened it. */
  opened(id: string): Promise<{ readonly opened: Case; readonly requestHash: string | undefined } | null>
  event(id: string, seq: number): Promise<CaseEvent | null>
  history(id: string): Promise<readonly CaseEvent[]>
  /** One transaction over cases and customers (at most 100 items): all of it, or none. */
  commit(changes: readonly Change[], also?: Also): Promise<Outcome>
  keptAnswer(caller: string, key: string): Promise<{ readonly requestHash: string; readonly answer: KeptAnswer } | null>
  /** The last place that was taken in a sequence; 0 before the first. */
  lastPlace(sequence: string): Promise<number>
  /** All ids by which the customer of this one is known (R-CUS-05), itself among them. */
  identities(customerId: string): Promise<readonly string[]>
  /** In order of rank. The index only says where to look: cases that have left the list are not shown. */
  list(listKey: string, cursor?: string, most?: number): Promise<Page<Case>>
  byNumber(number: string): Promise<Case | null>
  /** Newest first: a courier's number may have been used before. */
  byTrackingNumber(trackingNumber: string): Promise<readonly Case[]>
  /** Ids alone, of one shard of a list, as the index has them: some may have left it. */
  listed(listKey: string, shard: number, cursor?: string): Promise<Page<string>>
  /** Newest first, a page of at most 50; of a customer who had several files, all of them (R-CUS-05). */
  ofCustomer(customerId: string, cursor?: string, most?: number): Promise<Page<Case>>
  /** Cases with a clock to look at, and notices that waited long enough, soonest first. */
  due(shard: number, until: Instant, cursor?: string): Promise<Page<Due>>
}

export interface Due {
  readonly caseId: string
  /** What is due there; neither: a clock of the case. */
  readonly notice?: NoticeName
  readonly agentId?: string
}

/** Words that are personal: cases refer to them by id, and history survives their erasure. */
export type Content =
  /** `mail`: it came by one. */
  | { readonly what: 'message'; readonly text: string; readonly mail?: MailRecord }
  | { readonly what: 'delivery'; readonly consignee: string; readonly phone: string; readonly address: string }
  | {
      readonly what: 'invoice'
      readonly title: string
      readonly taxNumber?: string | undefined
      readonly address?: string | undefined
    }
  /** What a problem record says beside what the history knows (R-TKT-02). */
  | {
      readonly what: 'record'
      readonly place: string
      readonly review: string
      readonly measures: readonly string[]
      /** Why there are none (C-43). */
      readonly noMeasures?: string | undefined
      readonly description?: string | undefined
    }
  /** It said something, and its time is over (T19). */
  | { readonly what: 'erased'; readonly at: Instant }

/** A completed purchase in the customer's file (R-ORD-25). */
export interface TransactionRecord {
  readonly orderId: string
  readonly number: string
  readonly completedAt: Instant
  readonly total: Money
  readonly lines: readonly { readonly productNumber: string; readonly quantity: number; readonly unitPrice: number }[]
}

/** A name by which a customer is found, as its HMAC. */
export interface LookUp {
  readonly kind: LookUpKind
  readonly hmac: string
}
export type LookUpKind = 'account' | 'handle' | 'email' | 'phone'

export type CustomerWrite =
  | { readonly what: 'open'; readonly file: CustomerFile; readonly names: Names }
  | {
      readonly what: 'extend'
      readonly customerId: string
      readonly fields: Fields
      /** Of the fields: those that the file knew otherwise. */
      readonly replaced: readonly FileField[]
      readonly names: Names
      readonly change: { readonly id: string; readonly at: Instant; readonly by: string }
    }
  | {
      readonly what: 'content'
      readonly customerId: string
      readonly contentId: string
      readonly content: Content
      /** Files that were brought before and become part of this message. */
      readonly attached?: { readonly ids: readonly string[] } & Bringer
    }
  /** A file whose time is over: its name goes, and nobody gets it any more. */
  | { readonly what: 'forget_attachment'; readonly customerId: string; readonly id: string; readonly at: Instant }
  | { readonly what: 'transaction'; readonly customerId: string; readonly record: TransactionRecord }
  | ({
      readonly what: 'join'
      readonly change: { readonly id: string; readonly at: Instant; readonly by: string; readonly reason: string }
    } & Omit<Joined, 'identities'>)

/** New look-ups of a file: those that nobody had, and those that it shares with whoever had them first. `lost` were a mistake. */
export interface Names {
  readonly own: readonly LookUp[]
  readonly shared: readonly LookUp[]
  readonly lost?: readonly LookUp[]
}

/** That a member of staff was shown something personal (R-CUS-09): who, when, what of whom; nothing of what it said. */
export interface Access {
  readonly at: Instant
  readonly by: string
  readonly roles: readonly string[]
  readonly operation: string
  readonly what: string
  readonly caseId?: string
}

/** How staff, or customers themselves, complete or correct a file. */
export interface Correction {
  readonly customerId: string
  readonly change: FileChange & { readonly requestHash: string }
  /** As read: the correction is for this version. */
  readonly version: number
  readonly fields: Fields
  readonly names: Names
}

export interface CustomerStore {
  file(customerId: string): Promise<CustomerFile | null>
  content(customerId: string, contentId: string): Promise<Content | null>
  contents(customerId: string, contentIds: readonly string[]): Promise<ReadonlyMap<string, Content>>
  transactions(customerId: string): Promise<readonly TransactionRecord[]>
  /** Oldest first. */
  changes(customerId: string): Promise<readonly FileChange[]>
  /** `key`: the same request has come before. `customer`: someone else changed the file, or took a name, in the meantime. */
  correct(correction: Correction): Promise<'committed' | 'key' | 'customer'>
  /** What an earlier request of this id did. */
  correction(
    customerId: string,
    changeId: string,
  ): Promise<{ readonly requestHash: string; readonly version: number } | null>
  /** Nothing is mailed to the file's address any more, until it is corrected. Once for all that was heard before. */
  stopMail(customerId: string, stop: MailStop): Promise<void>
  /** The same person, the same thing, within the same hour: one record, with the last instant. */
  recordAccess(customerId: string, access: Access): Promise<void>
  /** Newest hour first. */
  accesses(customerId: string, cursor?: string): Promise<Page<Access>>
}

/** How a customer made themselves known; at least one of account, e-mail, phone or handle (R-CHN-10). */
export interface Contact {
  readonly accountId?: string | undefined
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
  /** `channel:name` on a social network. */
  readonly handle?: string | undefined
}

/** Finds the one file of a contact, or says how to open it (R-CUS-15). Writes nothing itself: the writes go with the case. */
export interface Registry {
  identify(
    contact: Contact,
    seed: {
      readonly newId: string
      readonly at: Instant
      readonly source: FieldSource
      readonly market: Market
      readonly language: Language
    },
  ): Promise<{
    readonly customerId: string
    readonly writes: readonly CustomerWrite[]
    /** 客户等级, where the file knows of one. */
    readonly tier?: CustomerTier
  }>
  /** Everyone who uses this e-mail address or phone, the first one first. */
  customersBy(kind: 'email' | 'phone', name: string, market: Market): Promise<readonly string[]>
  /** The look-ups that a file gains and loses by a corrected e-mail address or phone. */
  renamed(file: CustomerFile, to: Pick<Contact, 'email' | 'phone'>): Promise<Names>
}

/** What a supervisor says of a work place. */
export type Settings = Pick<WorkPlace, 'agentId' | 'team' | 'topics' | 'languages' | 'capacity' | 'dedicated'>

/** Work places (坐席). Whatever changes one asks for a look at its team: by a message, and should that be lost by the sweep. */
export interface PlaceStore {
  get(agentId: string): Promise<WorkPlace | null>
  /** Of a team, read consistently; an index says who is in it, so that who came just now is named beside it. */
  roster(team: string, agentId?: string): Promise<readonly WorkPlace[]>
  /** Gives a place, or changes the one that was read; null: another was quicker. */
  furnish(settings: Settings, before: WorkPlace | null, at: Instant): Promise<WorkPlace | null>
  /** Null: the agent has no place, or has left it. */
  change(
    agentId: string,
    what: Partial<Pick<WorkPlace, 'presence' | 'leave' | 'leftAt'>>,
    at: Instant,
  ): Promise<WorkPlace | null>
  /** Dispatch has looked: the sweep comes again when a leave begins or ends. */
  looked(place: WorkPlace, now: Instant): Promise<void>
}

/** A gate's bearer secret: never in history, stream, log or answer. */
export interface GateToken {
  readonly gate: string
  readonly token: string
  /** The name of the execution that waits with it. */
  readonly execution: string
  readonly enteredAt: Instant
}

export interface TokenStore {
  /** Keeps the newest token of an order; an older one that comes late changes nothing. */
  keep(orderId: string, token: GateToken): Promise<void>
  /** The token of an order and its head, read in one request. */
  parked(orderId: string): Promise<{ readonly token: GateToken | null; readonly head: Case | null }>
  /** Of up to 100 orders, those that have one; perhaps not the newest. */
  ofOrders(orderIds: readonly string[]): Promise<ReadonlyMap<string, GateToken>>
}

/** One notice of one event: what goes out once (R-NTF-02). */
export interface NoticeName {
  readonly caseId: string
  readonly seq: number
  readonly notice: string
}

/** Where it stands (R-NTF-01). */
export interface NoticeRecord extends NoticeName {
  readonly state: 'waiting' | 'claimed' | 'failed' | 'sent' | 'obsolete' | 'phone_task' | 'unwanted'
  /** The delivery of the message which claimed it: who died with it, and when. */
  readonly claimedBy: string
  readonly claimedAt: Instant
  readonly attempts: number
  /** Until when it waits (G-22). */
  readonly dueAt?: Instant
  readonly messageId?: string
  readonly sentAt?: Instant
  /** What was heard of it since: the gravest that is known of this sending. */
  readonly outcome?: MailOutcome
  readonly outcomeAt?: Instant
  readonly codes?: readonly string[]
  /** How often it came back for a while only. */
  readonly bounces?: number
}

export type MailOutcome = 'delayed' | 'delivered' | 'rejected' | 'bounced' | 'complained'

/** Of a customer, on a day of their market, of so many. */
export interface Turn {
  readonly customerId: string
  readonly day: string
  readonly most: number
  readonly at: Instant
}

export interface NoticeStore {
  /** All of a case, oldest first. */
  ofCase(caseId: string): Promise<readonly NoticeRecord[]>
  /** Those of at most 100 notices that are on record, read in one request. */
  find(notices: readonly NoticeName[]): Promise<readonly NoticeRecord[]>
  /** One of the day's turns of a customer for what is not about their own request; false when all are taken. A notice keeps its own. */
  takeTurn(turn: Turn, name: NoticeName): Promise<boolean>
  /** Puts the record over `before` (null: none yet) and answers null; or, when another was quicker, with what stands there. */
  put(record: NoticeRecord, before: NoticeRecord | null): Promise<NoticeRecord | null>
}

/** What came lately, by category: for seeing that many have the same trouble (R-ESC-07). */
export interface PatternStore {
  /** Whether this ticket makes a pattern full; the same ticket again is answered the same. */
  see(category: string, ticket: { readonly id: string; readonly at: Instant }): Promise<boolean>
}

/** A member of staff who has a case open, until then unless they say so again. */
export interface Presence {
  readonly caseId: string
  readonly by: string
  readonly doing: string
  readonly until: Instant
}

export interface PresenceStore {
  put(presence: Presence): Promise<void>
  /** Those who are there now; perhaps not who came this second. */
  at(caseId: string, now: Instant): Promise<readonly Presence[]>
}

/** A delivery that was signed well, and that the house could not take: kept for thirty days, for the people who run the shop.
 *  It names the sender's own order; nothing personal. */
export interface RefusedDelivery {
  readonly sender: string
  readonly subject: string
  readonly at: Instant
  readonly operation: string
  readonly reason: string
}

/** Who may write by webhook (R-INT-01, R-INT-02). */
export interface SenderStore {
  get(sender: string): Promise<Sender | null>
  /** Puts the sender over `before` (null: none yet); false when another was quicker. */
  put(sender: Sender, before: Sender | null): Promise<boolean>
  refuse(refusal: RefusedDelivery): Promise<void>
  refused(sender: string, subject: string): Promise<RefusedDelivery | null>
  refusals(sender: string): Promise<readonly RefusedDelivery[]>
}

/** 服务统计 (R-TKT-09), kept by day and key. */
export interface FigureStore {
  /** Adds what these lines contribute, each line once, however often and in whatever company it comes. */
  add(lines: readonly CaseEvent[], now: Instant): Promise<{ readonly added: number; readonly known: number }>
  /** Days from `from` to `to`, both with them, at most a few months: one query a month. */
  read(by: Dimension, from: string, to: string): Promise<readonly FigureItem[]>
  /** Adds what a recount found to be lacking: for operators, no function does. */
  correct(lacking: readonly FigureItem[]): Promise<void>
}

/** What is known of the files of customers; the files themselves lie elsewhere (gateways/attachment-files.ts). */
export interface AttachmentStore {
  /** Null: announced. Else what the first request of this id announced. Forgotten then, unless something comes of it. */
  announce(attachment: Attachment, forgottenAt: Instant): Promise<Attachment | null>
  get(customerId: string, id: string): Promise<Attachment | null>
  several(customerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Attachment>>
  /** False: it has changed since it was read. Still forgotten then, unless it is part of a message. */
  judge(attachment: Attachment, verdict: Verdict, judgedAt: Instant, forgottenAt: Instant): Promise<boolean>
}

/** A main question of customers, as it stands in the register (F-01, R-CSL-07). */
export interface RegisteredQuestion {
  readonly question: string
  /** How many tickets asked it. */
  readonly count: number
  readonly firstAt: Instant
  readonly lastAt: Instant
}

export interface QuestionStore {
  /** `key` is the question without what makes no difference; a ticket counts once. */
  register(asked: {
    readonly topic: string
    readonly key: string
    readonly question: string
    readonly ticketId: string
    readonly at: Instant
  }): Promise<RegisteredQuestion>
  /** The most asked first. */
  ofTopic(topic: string): Promise<readonly RegisteredQuestion[]>
}

/** That rules were run in shadow: of so many past tickets so many would change. */
export interface RuleTrial {
  readonly id: string
  readonly at: Instant
  readonly by: string
  readonly tried: number
  readonly changed: number
}

export interface RuleStore {
  /** As it was at most a minute ago: for whoever classifies. */
  inForce(now: Instant): Promise<Pick<ShopRules, 'version' | 'rules'>>
  /** As it is; null before the first. */
  current(): Promise<ShopRules | null>
  /** False: another put a version into force meanwhile. */
  adopt(rules: ShopRules): Promise<boolean>
  /** Newest first. */
  versions(): Promise<readonly ShopRules[]>
  /** Rules that are the same have the same trial, whoever sends them. */
  trialOf(rules: ShopRules['rules']): string
  tried(trial: RuleTrial): Promise<void>
  trial(id: string): Promise<RuleTrial | null>
}
