import { createHmac, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AwsError, type Input, type Kernel, type Resource, type ResourceType, type Service } from '../kernel'
import { policyPaths } from '../policies'
import { stableUuid } from '../stable-id'

/** AWS: a message for a MAC has at most 4,096 bytes. */
const MAX_MESSAGE = 4_096

export const kmsTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::KMS::Key': {
    honoured: ['KeySpec', 'KeyUsage', ...policyPaths('KeyPolicy', 'Resource.**', 'Principal.*')],
    ignored: {
      Description: 'a label',
      EnableKeyRotation: 'nothing is encrypted here, and AWS does not rotate MAC keys',
    },
    identify: (resource, { id, region }) => {
      const keyId = stableUuid(resource)
      return { ref: keyId, attributes: { Arn: `arn:aws:kms:${region}:${id}:key/${keyId}` } }
    },
  },
}

/** Makes MACs with keys that never leave this file: each is derived from one secret of the folder, so that a look-up key
 *  written yesterday is found today. */
export function createKms({ template, random, folder }: Kernel): Service {
  let secret: string | undefined

  function keyMaterial(key: Resource): Buffer {
    secret ??= keptSecret()
    return createHmac('sha256', secret).update(key.attributes.Arn!).digest()
  }

  function keptSecret(): string {
    const path = join(folder, 'kms.secret')
    if (!existsSync(path)) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(path, random.hex(64), { mode: 0o600 })
    }
    return readFileSync(path, 'utf8')
  }

  function keyOf(idOrArn: string): Resource {
    const key = template.find('AWS::KMS::Key', idOrArn)
    if (!key) throw new AwsError('NotFoundException', `Key '${idOrArn}' does not exist`)
    return key
  }

  /** The MAC that a request means, once its key, algorithm and message are what AWS takes. */
  function macOf(operation: string, { KeyId, Message, MacAlgorithm }: Input) {
    const key = keyOf(KeyId)
    const { KeySpec, KeyUsage } = key.properties
    const { Arn } = key.attributes
    if (KeyUsage !== 'GENERATE_VERIFY_MAC' || KeySpec !== 'HMAC_256')
      throw new AwsError(
        'InvalidKeyUsageException',
        `${Arn} key usage is ${KeyUsage ?? 'ENCRYPT_DECRYPT'} which is not valid for ${operation}.`,
      )
    if (MacAlgorithm !== 'HMAC_SHA_256')
      throw new AwsError(
        'InvalidKeyUsageException',
        `Algorithm ${MacAlgorithm} is incompatible with key spec ${KeySpec}.`,
      )
    const message = Buffer.from(Message ?? '', 'base64')
    if (message.length < 1 || message.length > MAX_MESSAGE)
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length between 1 and ${MAX_MESSAGE}`,
      )
    return { KeyId: Arn, MacAlgorithm, mac: createHmac('sha256', keyMaterial(key)).update(message).digest() }
  }

  function generateMac(input: Input) {
    const { mac, ...named } = macOf('GenerateMac', input)
    return { ...named, Mac: mac.toString('base64') }
  }

  function verifyMac(input: Input) {
    const { mac, ...named } = macOf('VerifyMac', input)
    const given = Buffer.from(input.Mac ?? '', 'base64')
    if (given.length !== mac.length || !timingSafeEqual(given, mac))
      throw new AwsError('KMSInvalidMacException', 'MAC verification failed.')
    return { ...named, MacValid: true }
  }

  return {
    api: {
      target: 'TrentService',
      protocol: 'json',
      operations: {
        GenerateMac: {
          parameters: ['KeyId', 'Message', 'MacAlgorithm'],
          authorize: ({ KeyId }) => [{ action: 'kms:GenerateMac', resource: keyOf(KeyId).attributes.Arn! }],
          run: generateMac,
        },
        VerifyMac: {
          parameters: ['KeyId', 'Message', 'MacAlgorithm', 'Mac'],
          authorize: ({ KeyId }) => [{ action: 'kms:VerifyMac', resource: keyOf(KeyId).attributes.Arn! }],
          run: verifyMac,
        },
      },
    },
  }
}
