import type { Case } from './case'
import { numberAsMeant } from './number'

/** Of whom an address speaks: the case, and the customer with whom we write about it. */
export type ReplyTopic = Pick<Case, 'id' | 'number' | 'customerId'>

/** What an address claims; whether it is ours its MAC says (gateways/reply-addresses.ts). */
export interface ReplyClaim {
  readonly number: string
  /** The name of the key that it is signed with: while keys change over there are two. */
  readonly key: string
  readonly mac: string
}

/** What is signed. */
export const signedReply = ({ id, customerId }: ReplyTopic): string => `kefu/reply/v1.${id}.${customerId}`

/** Where answers about a case are to go (R-CHN-07). All of it is small letters, since mail systems change capitals into them. */
export function replyAddress(mailbox: string, { number }: ReplyTopic, key: string, mac: Uint8Array): string {
  const [local, domain] = parts(mailbox)
  const token = [number.replace('-', '').toLowerCase(), key, macText(mac)].join('.')
  const address = `${local}+${token}`
  if (address.length > longestLocalPart) throw new Error(`${address.length} characters are too many before an @`)
  return `${address}@${domain}`
}

/** What an address that was written to claims; null for one that is none of ours. */
export function replyClaimIn(address: string, mailbox: string): ReplyClaim | null {
  const [local, domain] = parts(mailbox)
  const [written, at] = parts(address)
  const [name, token, ...more] = written.split('+')
  if (at !== domain || name !== local || token === undefined || more.length > 0) return null
  const [, number, key, mac] = form.exec(token) ?? []
  return number && key && mac ? { number: numberAsMeant(number), key, mac } : null
}

/** The first 128 bits, in RFC 4648's base 32. */
export function macText(mac: Uint8Array): string {
  const bits = mac.subarray(0, macBytes).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) << 2n
  return Array.from({ length: 26 }, (_, place) => alphabet[Number((bits >> BigInt(5 * (25 - place))) & 31n)]).join('')
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const macBytes = 16
/** RFC 5321 §4.5.3.1.1. */
const longestLocalPart = 64
const form = /^([ot][0-9a-hjkmnp-tv-z]{8})\.([a-z0-9]{1,16})\.([a-z2-7]{26})$/

function parts(address: string): readonly [local: string, domain: string] {
  const plain = address.trim().toLowerCase()
  const at = plain.lastIndexOf('@')
  return [plain.slice(0, at), plain.slice(at + 1)]
}
