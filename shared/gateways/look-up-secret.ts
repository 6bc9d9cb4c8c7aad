import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms'
import { sdkClient } from './sdk-client'

/** The HMAC key of customer look-ups. */
export const lookUpSecret = (KeyId: string) => derivedSecret(KeyId, 'kefu/customer-lookup/v1')

/** A secret for one purpose: made by KMS once a cold start, never stored, the same every time. */
export function derivedSecret(KeyId: string, purpose: string): () => Promise<Uint8Array> {
  const kms = new KMSClient(sdkClient({ maxAttempts: 3, requestTimeout: 3_000 }))
  let secret: Promise<Uint8Array> | undefined
  const make = async () => {
    const { Mac } = await kms.send(
      new GenerateMacCommand({ KeyId, Message: Buffer.from(purpose), MacAlgorithm: 'HMAC_SHA_256' }),
    )
    if (!Mac) throw new Error('KMS gave no MAC')
    return Mac
  }
  return () => {
    secret ??= make().catch(error => {
      secret = undefined
      throw error
    })
    return secret
  }
}
