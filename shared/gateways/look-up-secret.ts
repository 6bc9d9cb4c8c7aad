import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms'

/** The HMAC key of customer look-ups: made by KMS once a cold start, never stored, the same every time. */
export function lookUpSecret(KeyId: string): () => Promise<Uint8Array> {
  const kms = new KMSClient({ maxAttempts: 3, requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 } })
  let secret: Promise<Uint8Array> | undefined
  const make = async () => {
    const Message = Buffer.from('kefu/customer-lookup/v1')
    const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' }))
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
