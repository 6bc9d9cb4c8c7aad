import type { Instant } from './case'

/** Where a field of a file comes from (R-CUS-03): 网站注册, 订单信息, 客户反馈. */
export type FieldSource = 'site_registration' | 'order_information' | 'customer_feedback'

/** A field that the file learned, when and from what. */
export interface Known {
  readonly value: string
  readonly source: FieldSource
  readonly at: Instant
}

/** What is kept word by word (R-CUS-02, F-20); purchases, orders, reviews and complaints are read from their own records. */
export type FileField =
  | 'name'
  | 'sex'
  | 'email'
  | 'phone'
  | 'accountId'
  | 'handle'
  | 'address'
  | 'language'
  | 'region'
  | 'preferences'
  | 'serviceNeeds'
  | 'customerTier'
  | 'serviceTier'
  | 'serviceScore'
  | 'marketingConsent'

export type Fields = Readonly<Partial<Record<FileField, Known>>>

/** The customer file (客户档案, R-CUS-01): what the house knows, field by field, each with its source. */
export interface CustomerFile {
  readonly customerId: string
  readonly openedAt: Instant
  /** One more with each change. */
  readonly version: number
  readonly fields: Fields
  /** Its e-mail address takes no mail: good until the address is corrected, or said to be right. */
  readonly mailStop?: MailStop
  /** It proved to be the same person's as this one (R-CUS-05): all that is new goes there. */
  readonly joinedInto?: string
  /** Those that proved to be this person's too. */
  readonly joinedFrom?: readonly string[]
}

/** Since when nothing is mailed to an address, and why (R-NTF-03). */
export interface MailStop {
  readonly at: Instant
  readonly why: 'bounced' | 'complained'
}

/** The stop that holds now: an address that came to the file later is another one, or was said to be right. */
export const mailStopOf = ({ fields: { email }, mailStop }: Pick<CustomerFile, 'fields' | 'mailStop'>) =>
  mailStop && (!email || email.at <= mailStop.at) ? mailStop : undefined

/** Where a customer is written to; none where there is no address, or one that takes no mail. */
export const mailAddressOf = (file: CustomerFile | null): string | undefined =>
  file && !mailStopOf(file) ? file.fields.email?.value : undefined

/** That a field changed, when and by whom: never its value, so that nothing outlives its correction (R-CUS-04, R-CUS-13). */
export interface FileChange {
  readonly id: string
  readonly at: Instant
  readonly by: string
  readonly fields: readonly FileField[]
  /** Why, where the house must say so (R-CUS-07: tiers). */
  readonly reason?: string
}

/** What a file does not know yet, or knows otherwise. Whoever is known by an account may renew what the file says; whoever
 *  came by an e-mail address or a phone, which others may share, only fills its gaps. */
export function newsFor(file: CustomerFile, told: Fields, by: 'account' | 'shared'): Fields {
  return Object.fromEntries(
    Object.entries(told).filter(([field, { value }]) => {
      const known = file.fields[field as FileField]
      return known === undefined || (by === 'account' && field !== 'accountId' && known.value !== value)
    }),
  )
}

/** Those of them that take the place of what the file said before. */
export const replacedBy = (file: CustomerFile, news: Fields): readonly FileField[] =>
  (Object.keys(news) as FileField[]).filter(field => file.fields[field] !== undefined)
