import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { accessKeyOf } from '../../infra/local/credentials'
import { type Listening, listen } from '../../infra/local/http'
import { AwsError } from '../../infra/local/kernel'
import type { ServiceEvent } from '../../infra/local/services/events'
import { createGuardduty, eicar, guarddutyTypes } from '../../infra/local/services/guardduty'
import { createS3 } from '../../infra/local/services/s3'
import { s3Types } from '../../infra/local/services/s3-buckets'
import { aResource, type FakeKernel, fakeKernel } from './support/fake-kernel'

const notifying = { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } }
const cors = {
  CorsConfiguration: {
    CorsRules: [
      { AllowedOrigins: ['https://shop.example'], AllowedMethods: ['POST'], AllowedHeaders: ['*'], MaxAge: 60 },
    ],
  },
}
const aBucket = (BucketName: string, more: object = {}) =>
  aResource(s3Types, 'AWS::S3::Bucket', BucketName, { BucketName, ...more })
const plan = aResource(guarddutyTypes, 'AWS::GuardDuty::MalwareProtectionPlan', 'Plan', {
  Role: 'arn:aws:iam::000000000000:role/scanner',
  ProtectedResource: { S3Bucket: { BucketName: 'inbox' } },
  Actions: { Tagging: { Status: 'DISABLED' } },
})
const passing = {
  LifecycleConfiguration: {
    Rules: [
      { Status: 'Enabled', ExpirationInDays: 2, TagFilters: [{ Key: 'message', Value: 'none' }] },
      { Status: 'Enabled', ExpirationInDays: 2, Prefix: 'arrived/' },
    ],
  },
}
const resources = [aBucket('passing', passing), aBucket('failed'), aBucket('inbox', { ...notifying, ...cors }), plan]

interface Cloud {
  readonly kernel: FakeKernel
  readonly s3: ReturnType<typeof createS3>
  readonly told: ServiceEvent[]
}

function aCloud(options: Parameters<typeof fakeKernel>[0] = {}): Cloud {
  const kernel = fakeKernel({ at: new Date().toISOString(), resources, ...options })
  const told: ServiceEvent[] = []
  const events = { put: (event: ServiceEvent) => void told.push(event) }
  const s3 = createS3(kernel, events)
  createGuardduty(kernel, s3, events)
  return { kernel, s3, told }
}

describe('a bucket', () => {
  const { kernel, s3: objects } = aCloud()

  test('keeps an object as a file that a person can read', () => {
    objects.put('failed', 'aws/lambda/2026/batch 1.json', '{}')
    expect(readFileSync(join(kernel.folder, 's3/failed/aws/lambda/2026/batch%201.json'), 'utf8')).toBe('{}')
  })

  test('is found by its ARN', () => {
    objects.put('arn:aws:s3:::failed', 'a', '1')
    expect(readFileSync(join(kernel.folder, 's3/failed/a'), 'utf8')).toBe('1')
  })

  test.each(['../../outside', './a', 'a//b'])('refuses the key %s, which a file system would read otherwise', key => {
    expect(() => objects.put('failed', key, '')).toThrow(`the local cloud does not honour object key ${key}`)
  })

  test('must be in the template', () => {
    expect(() => objects.put('other', 'a', '')).toThrow(expect.objectContaining({ code: 'NoSuchBucket' }))
  })

  test('knows its objects after a kill, save one that was being written over', () => {
    objects.put('failed', 'kept', 'kept')
    objects.put('failed', 'torn', 'before')
    writeFileSync(join(kernel.folder, 's3/failed/torn'), 'after')
    const { kernel: next, s3 } = aCloud({ folder: kernel.folder })
    next.restore(kernel.lines)
    expect(s3.object('failed', 'kept')?.bytes.toString()).toBe('kept')
    expect(s3.object('failed', 'torn')).toBeUndefined()
  })
})

describe('over HTTP', () => {
  let cloud: Cloud
  let origin: Listening
  let client: S3Client
  let deny: string | undefined

  beforeEach(async () => {
    cloud = aCloud()
    deny = undefined
    cloud.kernel.iam.authorize = (_, { action }) => {
      if (action === deny) throw new AwsError('AccessDeniedException', `not authorized to perform ${action}`)
    }
    origin = await listen(0, cloud.s3.handle, 12 * 1024 * 1024)
    client = new S3Client({
      region: 'cn-north-1',
      endpoint: origin.url,
      maxAttempts: 1,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      credentials: {
        accessKeyId: accessKeyOf('arn:aws:iam::000000000000:role/desk'),
        secretAccessKey: 'local',
        sessionToken: 'local',
      },
    })
  })
  afterEach(() => origin.close())

  const policy = {
    Bucket: 'inbox',
    Key: 'a/b',
    Conditions: [['content-length-range', 2, 10]],
    Fields: { 'Content-Type': 'image/png' },
    Expires: 900,
  } satisfies PresignedPostOptions

  const signed = (changes: Partial<PresignedPostOptions> = {}) => createPresignedPost(client, { ...policy, ...changes })

  async function posted(
    { url, fields }: { url: string; fields: Readonly<Record<string, string>> },
    file: string | Buffer = 'hello',
    more: Readonly<Record<string, string>> = {},
  ) {
    const form = new FormData()
    for (const [name, value] of Object.entries({ ...fields, ...more })) form.set(name, value)
    form.set('file', new Blob([file]), 'photo.png')
    form.set('after', 'ignored')
    const answer = await fetch(url, { method: 'POST', body: form })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }

  const error = (text: string) => ({
    code: /<Code>(.*?)<\/Code>/.exec(text)?.[1],
    message: /<Message>(.*?)<\/Message>/s.exec(text)?.[1],
  })

  test('a form with a policy is taken as it was signed', async () => {
    const { status, headers } = await posted(await signed())
    expect([status, headers.get('etag')]).toEqual([204, `"${createHash('md5').update('hello').digest('hex')}"`])
    expect(cloud.s3.object('inbox', 'a/b')).toMatchObject({ object: { type: 'image/png', size: 5 } })
  })

  const nothing = () => expect(cloud.s3.object('inbox', 'a/b')).toBeUndefined()

  test.each<[string, Partial<PresignedPostOptions>, string | Buffer, Record<string, string>, number, string, RegExp]>([
    ['too large', {}, 'x'.repeat(11), {}, 400, 'EntityTooLarge', /exceeds the maximum allowed size/],
    ['too small', {}, 'x', {}, 400, 'EntityTooSmall', /smaller than the minimum allowed size/],
    ['of another type', {}, 'hello', { 'Content-Type': 'text/html' }, 403, 'AccessDenied', /Condition failed: .*image/],
    ['under another key', {}, 'hello', { key: 'x/y' }, 403, 'AccessDenied', /Policy Condition failed: .*\$key/],
    ['with a field more', {}, 'hello', { acl: 'public-read' }, 403, 'AccessDenied', /Extra input fields: acl/],
    ['tampered with', {}, 'hello', { Policy: btoa('{}') }, 403, 'SignatureDoesNotMatch', /does not match/],
    [
      'by a stranger',
      {},
      'hello',
      { 'X-Amz-Credential': 'AKIA/2/e/s3/aws4_request' },
      403,
      'InvalidAccessKeyId',
      /exist/,
    ],
    ['of another session', {}, 'hello', { 'X-Amz-Security-Token': 'x' }, 400, 'InvalidToken', /malformed/],
    ['without a key', {}, 'hello', { key: '' }, 400, 'InvalidArgument', /field named 'key'/],
    ['without a policy', {}, 'hello', { Policy: '' }, 403, 'AccessDenied', /Access Denied/],
    ['into no bucket', { Bucket: 'none' }, 'hello', {}, 404, 'NoSuchBucket', /does not exist/],
  ])(
    'a form %s is refused in the words of S3, and nothing is kept',
    async (_, change, file, more, status, code, why) => {
      const answer = await posted(await signed(change), file, more)
      expect([answer.status, error(answer.text).code]).toEqual([status, code])
      expect(error(answer.text).message).toMatch(why)
      nothing()
    },
  )

  test('a form is refused when its time is over, by the clock of the cloud', async () => {
    const form = await signed()
    await cloud.kernel.advance(901_000)
    const { status, text } = await posted(form)
    expect([status, error(text)]).toEqual([
      403,
      { code: 'AccessDenied', message: 'Invalid according to Policy: Policy expired.' },
    ])
    nothing()
  })

  test('a form is refused whose signer may not write', async () => {
    deny = 's3:PutObject'
    expect(error((await posted(await signed())).text).code).toBe('AccessDenied')
    nothing()
  })

  test.each([
    ['no form', { body: 'x', headers: { 'content-type': 'text/plain' } }, 412, 'PreconditionFailed'],
    [
      'a torn form',
      { body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=b' } },
      400,
      'MalformedPOSTRequest',
    ],
    ['a form without a file', { body: new FormData() }, 400, 'InvalidArgument'],
  ])('%s is refused', async (_, init, status, code) => {
    if (init.body instanceof FormData) init.body.set('key', 'a')
    const answer = await fetch(`${origin.url}/inbox`, { method: 'POST', ...init })
    expect([answer.status, error(await answer.text()).code]).toEqual([status, code])
  })

  const address = (more: object = {}, expiresIn = 300) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket: 'inbox', Key: 'a/b', ...more }), { expiresIn })

  test('an address that was signed gives the object as a download, of the type and name that were signed', async () => {
    await posted(await signed())
    const url = await address({
      ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent('照片 1.png')}`,
      ResponseContentType: 'application/octet-stream',
    })
    const answer = await fetch(url)
    expect([answer.status, await answer.text()]).toEqual([200, 'hello'])
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; .*%E7%85%A7/)
  })

  test('an address that was changed, or whose time is over, or that nobody signed, gives nothing', async () => {
    await posted(await signed())
    const url = await address()
    const codeOf = async (changed: string) => error(await (await fetch(changed)).text()).code
    expect(await codeOf(url.replace('a/b', 'a/c'))).toBe('SignatureDoesNotMatch')
    expect(await codeOf(`${url}&response-content-type=text/html`)).toBe('SignatureDoesNotMatch')
    expect(await codeOf(url.split('?')[0]!)).toBe('AccessDenied')
    expect(await codeOf(url.replace('X-Amz-Algorithm=AWS4-HMAC-SHA256', 'X-Amz-Algorithm=none'))).toBe(
      'AuthorizationQueryParametersError',
    )
    await cloud.kernel.advance(301_000)
    expect(await codeOf(url)).toBe('AccessDenied')
  })

  test('a client reads the beginning of the version that it names, and copies that version with another type', async () => {
    await posted(await signed())
    const [Bucket, Key, CopySource] = ['failed', 'copy', 'inbox/a/b']
    const { ETag } = await client.send(new GetObjectCommand({ Bucket: 'inbox', Key: 'a/b' }))
    const { Body, ContentRange } = await client.send(
      new GetObjectCommand({ Bucket: 'inbox', Key: 'a/b', Range: 'bytes=0-2', IfMatch: ETag }),
    )
    expect([await Body?.transformToString(), ContentRange]).toEqual(['hel', 'bytes 0-2/5'])
    const copy = { Bucket, Key, CopySource, MetadataDirective: 'REPLACE', ContentType: 'image/gif' } as const
    await client.send(new CopyObjectCommand({ ...copy, CopySourceIfMatch: ETag }))
    expect(cloud.s3.object('failed', 'copy')).toMatchObject({ object: { type: 'image/gif', etag: ETag?.slice(1, -1) } })
    const stale = client.send(new CopyObjectCommand({ ...copy, CopySourceIfMatch: '"0"' }))
    await expect(stale).rejects.toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } })
  })

  test('an object is taken away, whether it was there or not', async () => {
    await posted(await signed())
    const to = { Bucket: 'inbox', Key: 'a/b' }
    for (let times = 0; times < 2; times++) await client.send(new DeleteObjectCommand(to))
    expect(cloud.s3.object('inbox', 'a/b')).toBeUndefined()
    deny = 's3:DeleteObject'
    await expect(client.send(new DeleteObjectCommand(to))).rejects.toMatchObject({ name: 'AccessDenied' })
    const { kernel, s3 } = aCloud({ folder: cloud.kernel.folder })
    kernel.restore(cloud.kernel.lines)
    expect(s3.object('inbox', 'a/b')).toBeUndefined()
  })

  test('an object goes at the midnight after its days, unless it is untagged or written anew before', async () => {
    const put = (key: string, tags: object = {}) =>
      cloud.s3.keep({ bucket: 'passing', key, type: 'text/plain', ...tags }, Buffer.from(key))
    const tags = { tags: { message: 'none' } }
    for (const key of ['goes', 'untagged', 'anew']) put(key, tags)
    put('arrived/a')
    put('plain')
    const there = () =>
      ['goes', 'untagged', 'anew', 'arrived/a', 'plain'].filter(key => cloud.s3.object('passing', key))
    await client.send(new DeleteObjectTaggingCommand({ Bucket: 'passing', Key: 'untagged' }))
    const days = (n: number) => n * 86_400_000
    await cloud.kernel.advance(days(1))
    put('anew')
    await cloud.kernel.advance(days(1) - 1)
    expect(there()).toEqual(['goes', 'untagged', 'anew', 'arrived/a', 'plain'])
    await cloud.kernel.advance(days(1) + 1)
    expect(there()).toEqual(['untagged', 'anew', 'plain'])
  })

  test('who may not list is not told that an object is not there', async () => {
    const get = () => client.send(new GetObjectCommand({ Bucket: 'inbox', Key: 'none' }))
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchKey' })
    deny = 's3:ListBucket'
    await expect(get()).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  test('an object is put as it is', async () => {
    const to = { Bucket: 'inbox', Key: 'a/put' }
    const { ETag } = await client.send(new PutObjectCommand({ ...to, Body: 'x', ContentType: 'text/plain' }))
    const got = await client.send(new GetObjectCommand({ ...to, IfMatch: ETag }))
    expect([got.ContentType, await got.Body!.transformToString()]).toEqual(['text/plain', 'x'])
  })

  test('what is not honoured is refused by name', async () => {
    jest.spyOn(console, 'error').mockImplementation()
    const to = { Bucket: 'inbox', Key: 'a/b' }
    const put = client.send(new PutObjectCommand({ ...to, Body: 'x', StorageClass: 'GLACIER' }))
    await expect(put).rejects.toMatchObject({ name: 'NotHonouredLocally', $metadata: { httpStatusCode: 501 } })
    const versioned = client.send(new GetObjectCommand({ ...to, VersionId: '1' }))
    await expect(versioned).rejects.toThrow('parameters of s3.GetObject: versionId')
    const copied = client.send(new CopyObjectCommand({ ...to, CopySource: 'inbox/a/b' }))
    await expect(copied).rejects.toThrow('a copy of metadata')
  })

  test('a page of an origin that the bucket names may upload, and no other', async () => {
    const asks = (from: string) =>
      fetch(`${origin.url}/inbox`, {
        method: 'OPTIONS',
        headers: { origin: from, 'access-control-request-method': 'POST' },
      })
    const answer = await asks('https://shop.example')
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'https://shop.example'])
    expect((await asks('https://other.example')).status).toBe(403)
  })
})

describe('what is put into a bucket that tells of it', () => {
  const putInto = async ({ kernel, s3 }: Cloud, bytes: Buffer) => {
    s3.keep({ bucket: 'inbox', key: 'a/b', type: 'image/png' }, bytes)
    await kernel.advance(0)
  }
  const results = ({ told }: Cloud) =>
    told
      .filter(({ source }) => source === 'aws.guardduty')
      .map(({ detail }) => [detail.scanStatus, detail.scanResultDetails?.scanResultStatus])

  const archive = Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 1, 0, 0, 0])
  test.each<[string, Buffer, string, string]>([
    ['is clean', Buffer.from('hello'), 'COMPLETED', 'NO_THREATS_FOUND'],
    ['is the test file of EICAR', Buffer.from(eicar()), 'COMPLETED', 'THREATS_FOUND'],
    ['bears it within', Buffer.from(`%PDF-1.7 ${eicar()}`), 'COMPLETED', 'THREATS_FOUND'],
    ['is locked by a password', archive, 'SKIPPED', 'UNSUPPORTED'],
  ])('is looked at by the scanner: what %s', async (_, bytes, status, result) => {
    const cloud = aCloud()
    await putInto(cloud, bytes)
    expect(results(cloud)).toEqual([[status, result]])
  })

  test('is told in the form of AWS', async () => {
    const cloud = aCloud()
    await putInto(cloud, Buffer.from(eicar()))
    expect(cloud.told).toMatchObject([
      {
        source: 'aws.s3',
        'detail-type': 'Object Created',
        detail: { bucket: { name: 'inbox' }, object: { size: 68 } },
      },
      {
        'detail-type': 'GuardDuty Malware Protection Object Scan Result',
        resources: [expect.stringMatching(/^arn:aws:guardduty:.*:malware-protection-plan\//)],
        detail: {
          ...{ schemaVersion: '1.0', scanStatus: 'COMPLETED', resourceType: 'S3_OBJECT' },
          s3ObjectDetails: {
            ...{ bucketName: 'inbox', objectKey: 'a/b', versionId: null, s3Throttled: false },
            eTag: '44d88612fea8a8f36de82e1278abb02f',
          },
          scanResultDetails: { threats: [{ name: expect.stringContaining('EICAR') }] },
        },
      },
    ])
  })

  test('cannot be looked at by a plan that lacks a right', async () => {
    const cloud = aCloud()
    cloud.kernel.iam.authorize = (_, { action }) => {
      if (action === 's3:GetObjectVersion') throw new AwsError('AccessDeniedException', 'no')
    }
    await putInto(cloud, Buffer.from('hello'))
    expect(results(cloud)).toEqual([['SKIPPED', 'ACCESS_DENIED']])
  })

  test('is looked at after a kill, if nobody had been told', async () => {
    const killed = aCloud()
    killed.s3.keep({ bucket: 'inbox', key: 'a/b', type: 'image/png' }, Buffer.from('hello'))
    const next = aCloud({ folder: killed.kernel.folder })
    next.kernel.restore(killed.kernel.lines)
    await next.s3.start?.()
    await next.kernel.advance(0)
    expect(results(next)).toHaveLength(1)
    const third = aCloud({ folder: killed.kernel.folder })
    third.kernel.restore(next.kernel.compacted())
    await third.s3.start?.()
    await third.kernel.advance(0)
    expect(third.told).toEqual([])
  })

  test('is looked at only where the template says so: tags and silent buckets are refused by name', () => {
    const withPlan = (properties: object, bucket: object) => () =>
      aCloud({ resources: [aBucket('inbox', bucket), { ...plan, properties: { ...plan.properties, ...properties } }] })
    expect(withPlan({ Actions: { Tagging: { Status: 'ENABLED' } } }, notifying)).toThrow(
      'Plan.Properties.Actions.Tagging.Status',
    )
    expect(withPlan({}, {})).toThrow('a bucket without EventBridge notifications')
  })
})
