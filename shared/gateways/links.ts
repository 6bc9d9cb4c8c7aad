import { GenerateMacCommand, KMSClient, KMSInvalidMacException, VerifyMacCommand } from '@aws-sdk/client-kms'
import { type Link, linkIn, signedText, tokenOf } from '../domain/link'
import { sdkClient } from './sdk-client'

/** Makes tokens and tells ours from others: the keys never leave KMS, so that who opens links cannot make one. */
export interface LinkTokens {
  make(link: Omit<Link, 'key'>): Promise<string>
  open(token: string): Promise<Link | null>
}

const MacAlgorithm = 'HMAC_SHA_256'

/** Keys as the template gives them, `name=id` with commas between: the first signs, each is accepted. */
export const keysIn = (keys: string) => keys.split(',').map(pair => pair.split('=') as [name: string, id: string])

export function linkTokens(keys: string): LinkTokens {
  const kms = new KMSClient(sdkClient({ maxAttempts: 3, requestTimeout: 3_000 }))
  const known = keysIn(keys)
  const idOf = new Map(known)
  return {
    async make(unsigned) {
      const [key, KeyId] = known[0]!
      const link = { ...unsigned, key }
      const { Mac } = await kms.send(
        new GenerateMacCommand({ KeyId, MacAlgorithm, Message: Buffer.from(signedText(link)) }),
      )
      if (!Mac) throw new Error('KMS gave no MAC')
      return tokenOf(link, Mac)
    },

    async open(token) {
      const found = linkIn(token)
      const KeyId = found && idOf.get(found.link.key)
      if (!found || !KeyId) return null
      const { link, mac: Mac } = found
      try {
        await kms.send(new VerifyMacCommand({ KeyId, MacAlgorithm, Message: Buffer.from(signedText(link)), Mac }))
        return link
      } catch (error) {
        if (error instanceof KMSInvalidMacException) return null
        throw error
      }
    },
  }
}
