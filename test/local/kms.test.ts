import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  GenerateMacCommand,
  type GenerateMacCommandInput,
  type GenerateMacCommandOutput,
  KMSClient,
  VerifyMacCommand,
} from '@aws-sdk/client-kms'
import type { Endpoint } from '../../infra/local/endpoint'
import type { Access } from '../../infra/local/kernel'
import { createKms, kmsTypes } from '../../infra/local/services/kms'
import { clientOf, serving } from './support/endpoint-world'
import { aResource, fakeKernel } from './support/fake-kernel'

const mac = (name: string) =>
  aResource(kmsTypes, 'AWS::KMS::Key', name, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
const [lookup, other, plain] = [mac('Lookup'), mac('Other'), aResource(kmsTypes, 'AWS::KMS::Key', 'Plain', {})]

describe('a MAC', () => {
  const asked: Access[] = []
  const open: Endpoint[] = []
  const clients: KMSClient[] = []
  async function clientOn(folder = mkdtempSync(join(tmpdir(), 'kefu-')), seed = 1) {
    const kernel = fakeKernel({ folder, seed, resources: [lookup, other, plain] })
    const endpoint = await serving({ authorize: (_caller, access) => asked.push(access) }, createKms(kernel).api)
    open.push(endpoint)
    const client = new KMSClient(clientOf(endpoint))
    clients.push(client)
    return (KeyId = lookup.ref, text = 'kefu', more: Partial<GenerateMacCommandInput> = {}) =>
      client.send(new GenerateMacCommand({ KeyId, Message: Buffer.from(text), MacAlgorithm: 'HMAC_SHA_256', ...more }))
  }
  const hex = async (answer: Promise<GenerateMacCommandOutput>) => Buffer.from((await answer).Mac!).toString('hex')
  afterAll(() => Promise.all(open.map(endpoint => endpoint.close())))

  test('has 32 bytes and is the same for the same key and message alone', async () => {
    const generate = await clientOn()
    const first = await hex(generate())
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(await hex(generate())).toBe(first)
    expect(await hex(generate(other.ref))).not.toBe(first)
    expect(await hex(generate(lookup.ref, 'kefu '))).not.toBe(first)
  })

  test('is the same tomorrow in the same folder, and another in another cloud', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kefu-'))
    const first = await hex((await clientOn(folder))())
    expect(await hex((await clientOn(folder, 2))())).toBe(first)
    expect(await hex((await clientOn(undefined, 2))())).not.toBe(first)
  })

  test('is made with the key that an id or an ARN means, and needs the right to that key', async () => {
    const generate = await clientOn()
    asked.length = 0
    for (const name of [lookup.ref, lookup.attributes.Arn])
      expect((await generate(name)).KeyId).toBe(lookup.attributes.Arn)
    expect(asked).toEqual(Array(2).fill({ action: 'kms:GenerateMac', resource: lookup.attributes.Arn }))
  })

  test('is verified with its own key, message and bytes alone, by whoever has the right to verify', async () => {
    const generate = await clientOn()
    const Mac = (await generate()).Mac!
    const verify = (KeyId = lookup.ref, text = 'kefu', mac = Mac) =>
      clients
        .at(-1)!
        .send(new VerifyMacCommand({ KeyId, Message: Buffer.from(text), Mac: mac, MacAlgorithm: 'HMAC_SHA_256' }))
    asked.length = 0
    expect(await verify()).toMatchObject({ KeyId: lookup.attributes.Arn, MacValid: true, MacAlgorithm: 'HMAC_SHA_256' })
    expect(asked).toEqual([{ action: 'kms:VerifyMac', resource: lookup.attributes.Arn }])
    for (const wrong of [verify(other.ref), verify(lookup.ref, 'kefu '), verify(lookup.ref, 'kefu', Mac.slice(0, 31))])
      await expect(wrong).rejects.toMatchObject({ name: 'KMSInvalidMacException' })
    await expect(verify(plain.ref)).rejects.toThrow('is not valid for VerifyMac')
  })

  test.each([
    ['a key that is not there', ['nowhere'], 'NotFoundException'],
    ['an alias', ['alias/kefu'], 'NotFoundException'],
    ['a key for encryption', [plain.ref], 'InvalidKeyUsageException'],
    [
      'an algorithm of another key spec',
      [lookup.ref, 'a', { MacAlgorithm: 'HMAC_SHA_512' }],
      'InvalidKeyUsageException',
    ],
    ['an empty message', [lookup.ref, ''], 'ValidationException'],
    ['a message above 4,096 bytes', [lookup.ref, 'x'.repeat(4_097)], 'ValidationException'],
  ] as const)('is refused for %s', async (_what, [key, text, more], name) => {
    await expect((await clientOn())(key, text, more)).rejects.toMatchObject({ name })
  })
})
