import type { Case, CaseEvent, Change, Instant } from '../domain/case'
import type { Language, Market } from '../domain/market'
import type { Money } from '../domain/money'

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
  /** Another request opened the file of the same customer. */
  | 'customer'

export type Claim =
  | { readonly what: 'number'; readonly number: string }
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
  /** In order of rank. The index only says where to look: cases that have left the list are not shown. */
  list(listKey: string, cursor?: string): Promise<Page<Case>>
  /** Newest first. */
  ofCustomer(customerId: string, cursor?: string): Promise<Page<Case>>
  /** Ids of cases with a clock to look at, soonest first. */
  due(shard: number, until: Instant, cursor?: string): Promise<Page<string>>
}

/** Words that are personal: cases refer to them by id, and history survives their erasure. */
export type Content =
  | { readonly what: 'message'; readonly text: string }
  | { readonly what: 'delivery'; readonly consignee: string; readonly phone: string; readonly address: string }

/** Where a field of a file comes from (R-CUS-03). */
export type FieldSource = 'site_registration' | 'order_information' | 'customer_feedback'

/** A field that the file learned, when and from what. */
export interface Known {
  readonly value: string
  readonly source: FieldSource
  readonly at: Instant
}

export type FileField = 'name' | 'email' | 'phone' | 'accountId' | 'handle'

/** The customer file (客户档案, R-CUS-01): what the house knows, field by field. */
export interface CustomerFile {
  readonly customerId: string
  readonly openedAt: Instant
  readonly market: Market
  readonly language: Language
  readonly fields: Readonly<Partial<Record<FileField, Known>>>
}

/** A completed purchase in the customer's file (R-ORD-25). */
export interface TransactionRecord {
  readonly orderId: string
  readonly number: string
  readonly completedAt: Instant
  readonly total: Money
  readonly lines: readonly { readonly productNumber: string; readonly quantity: number; readonly unitPrice: number }[]
}

export type LookUp = { readonly kind: 'account' | 'email' | 'phone'; readonly hmac: string }

export type CustomerWrite =
  | { readonly what: 'open'; readonly file: CustomerFile; readonly lookUps: readonly LookUp[] }
  | {
      readonly what: 'extend'
      readonly customerId: string
      readonly fields: CustomerFile['fields']
      readonly lookUps: readonly LookUp[]
    }
  | { readonly what: 'content'; readonly customerId: string; readonly contentId: string; readonly content: Content }
  | { readonly what: 'transaction'; readonly customerId: string; readonly record: TransactionRecord }

export interface CustomerStore {
  file(customerId: string): Promise<CustomerFile | null>
  content(customerId: string, contentId: string): Promise<Content | null>
  contents(customerId: string, contentIds: readonly string[]): Promise<ReadonlyMap<string, Content>>
  transactions(customerId: string): Promise<readonly TransactionRecord[]>
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
  ): Promise<{ readonly customerId: string; readonly writes: readonly CustomerWrite[] }>
}

/** A gate's bearer secret: never in history, stream, log or answer. */
export interface GateToken {
  readonly gate: string
  readonly token: string
  readonly enteredAt: Instant
}

export interface TokenStore {
  /** Keeps the newest token of an order; an older one that comes late changes nothing. */
  keep(orderId: string, token: GateToken): Promise<void>
  get(orderId: string): Promise<GateToken | null>
}

/** Where one notice of one event stands (R-NTF-01, R-NTF-02). */
export interface NoticeRecord {
  readonly caseId: string
  readonly seq: number
  readonly notice: string
  readonly state: 'claimed' | 'failed' | 'sent' | 'obsolete' | 'phone_task'
  /** The delivery of the message which claimed it: who died with it, and when. */
  readonly claimedBy: string
  readonly claimedAt: Instant
  readonly attempts: number
  readonly messageId?: string
  readonly sentAt?: Instant
}

export interface NoticeStore {
  /** All of a case, oldest first. */
  ofCase(caseId: string): Promise<readonly NoticeRecord[]>
  get(caseId: string, seq: number, notice: string): Promise<NoticeRecord | null>
  /** Puts the record over `before` (null: none yet); false when another was quicker. */
  put(record: NoticeRecord, before: NoticeRecord | null): Promise<boolean>
}
