import type { CustomerFile, Fields, FileField } from './customer'
import { newsFor } from './customer'

/** More identities than this are not one person but a mistake. */
export const mostIdentities = 10

/** Two files that prove to be one person's (R-CUS-05): the older one goes on, the other leads to it. */
export interface Joined {
  readonly into: CustomerFile
  readonly from: CustomerFile
  /** What the one that goes on learns: it keeps what it knows. */
  readonly fields: Fields
  /** Of the fields: those that it knew otherwise. */
  readonly replaced: readonly FileField[]
  /** By all of these the person is known from now on, the file that goes on first. */
  readonly identities: readonly string[]
}

export function joined(one: CustomerFile, other: CustomerFile): Joined {
  const [into, from] = isOlder(one, other) ? [one, other] : [other, one]
  const tier = from.fields.customerTier
  const raises = tier && tier.value !== 'general' && (into.fields.customerTier?.value ?? 'general') === 'general'
  const { customerTier, ...gaps } = newsFor(into, from.fields, 'shared')
  return {
    ...{ into, from, fields: { ...gaps, ...(raises && { customerTier: tier }) } },
    replaced: raises && into.fields.customerTier ? ['customerTier'] : [],
    identities: [into, from].flatMap(({ customerId, joinedFrom = [] }) => [customerId, ...joinedFrom]),
  }
}

const isOlder = (one: CustomerFile, other: CustomerFile) =>
  one.openedAt === other.openedAt ? one.customerId < other.customerId : one.openedAt < other.openedAt
