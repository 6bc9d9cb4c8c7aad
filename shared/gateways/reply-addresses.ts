import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  macText,
  type ReplyClaim,
  type ReplyTopic,
  replyAddress,
  replyClaimIn,
  signedReply,
} from '../domain/reply-address'
import { keysIn } from './links'
import { derivedSecret } from './look-up-secret'

/** Makes the addresses to which customers answer, and tells ours from others. */
export interface ReplyAddresses {
  make(topic: ReplyTopic): Promise<string>
  /** What an address says of itself; null for one that is none of ours. */
  read(address: string): ReplyClaim | null
  /** Whether it was made for this case and its customer. */
  isFor(claim: ReplyClaim, topic: ReplyTopic): Promise<boolean>
}

/** `keys` as of the links in mails (gateways/links.ts): the first signs, each is accepted. What signs here is made of a key by KMS
 *  once a cold start, and stored nowhere. */
export const replyAddresses = (keys: string, mailbox: string): ReplyAddresses =>
  replyAddressesBy(
    keysIn(keys).map(([name, id]) => [name, derivedSecret(id, 'kefu/reply-address/v1')] as const),
    mailbox,
  )

type Secret = readonly [name: string, secret: () => Promise<Uint8Array>]

export function replyAddressesBy(secrets: readonly Secret[], mailbox: string): ReplyAddresses {
  const macOf = async (secret: Secret[1], topic: ReplyTopic) =>
    createHmac('sha256', await secret())
      .update(signedReply(topic))
      .digest()
  return {
    async make(topic) {
      const [key, secret] = secrets[0]!
      return replyAddress(mailbox, topic, key, await macOf(secret, topic))
    },

    read: address => replyClaimIn(address, mailbox),

    async isFor({ number, key, mac }, topic) {
      const secret = secrets.find(([name]) => name === key)?.[1]
      if (!secret || number !== topic.number) return false
      return timingSafeEqual(Buffer.from(macText(await macOf(secret, topic))), Buffer.from(mac))
    },
  }
}
