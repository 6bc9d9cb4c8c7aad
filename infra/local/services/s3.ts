import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { HttpRequest, HttpResponse } from '../http'
import {
  type ApiService,
  AwsError,
  type Input,
  type Kernel,
  NotHonoured,
  type Objects,
  type Resource,
  type Service,
} from '../kernel'
import type { Events } from './events'
import { s3Operations } from './s3-operations'
import { s3Requests } from './s3-requests'

const DAY = 86_400_000

/** What a bucket knows of an object; its bytes lie in a file. */
export interface StoredObject {
  readonly bucket: string
  readonly key: string
  /** MD5 of the bytes, as S3 has it for what is uploaded in one part. */
  readonly etag: string
  readonly size: number
  readonly type: string
  readonly tags?: Readonly<Record<string, string>>
  /** Milliseconds since 1970 UTC. */
  readonly at: number
}

export interface S3 extends Service, Objects {
  readonly api: ApiService
  /** Answers a request to the origin of the objects, as browsers and SDK clients make it. */
  handle(request: HttpRequest): Promise<HttpResponse>
  /** Throws NoSuchBucket. */
  bucket(name: string): Resource
  object(bucket: string, key: string): { readonly object: StoredObject; readonly bytes: Buffer } | undefined
  keep(object: Pick<StoredObject, 'bucket' | 'key' | 'type' | 'tags'>, bytes: Buffer): StoredObject
  untag(bucket: string, key: string): void
  remove(bucket: string, key: string): void
  /** `created` is called for each object that is put into a bucket with EventBridge notifications; again after a kill. */
  watch(bucket: string, created: (object: StoredObject) => void): void
}

type Untold = StoredObject & { readonly untold?: true }
type Told = { readonly told: Pick<StoredObject, 'bucket' | 'key' | 'etag'> }
type Removed = { readonly removed: Pick<StoredObject, 'bucket' | 'key'> }

/** Keeps each object as a file below `s3/<bucket>/`, where a person can read it. */
export function createS3(kernel: Kernel, events: Events): S3 {
  const { clock, template, folder, journal } = kernel
  const objects = new Map<string, Untold>()
  const watchers = new Map<string, (object: StoredObject) => void>()
  const nameOf = ({ bucket, key }: Pick<StoredObject, 'bucket' | 'key'>) => `${bucket}/${key}`

  const write = journal.register<Untold | Told | Removed>('s3', {
    apply(record) {
      if ('removed' in record) return void objects.delete(nameOf(record.removed))
      if (!('told' in record)) return void objects.set(nameOf(record), record)
      const known = objects.get(nameOf(record.told))
      if (!known) return
      const { untold, ...object } = known
      if (object.etag === record.told.etag) objects.set(nameOf(object), object)
    },
    snapshot: () => objects.values(),
  })

  function bucket(name: string): Resource {
    const found = template.find('AWS::S3::Bucket', name)
    if (!found) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name })
    return found
  }

  function fileOf({ bucket, key }: Pick<StoredObject, 'bucket' | 'key'>): string {
    const parts = key.split('/')
    if (parts.some(part => ['', '.', '..'].includes(part))) throw new NotHonoured(`object key ${key}`)
    return join(folder, 's3', bucket, ...parts.map(encodeURIComponent))
  }

  const etagOf = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')
  const tells = ({ properties }: Resource) =>
    String(properties.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled) === 'true'

  function keep(to: Pick<StoredObject, 'bucket' | 'key' | 'type' | 'tags'>, bytes: Buffer): StoredObject {
    const path = fileOf(to)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.new`, bytes)
    renameSync(`${path}.new`, path)
    const object = { ...to, etag: etagOf(bytes), size: bytes.length, at: clock.now() }
    const untold = tells(bucket(to.bucket))
    write(untold ? { ...object, untold } : object)
    if (untold) tellSoon(object)
    expireLater(object)
    return object
  }

  /** Written down only when it is done: what a kill cuts off is told again at the next start, perhaps for the second time. */
  function tellSoon(object: StoredObject) {
    clock.soon(`event of object ${nameOf(object)}`, () => {
      events.put(objectCreated(object))
      watchers.get(object.bucket)?.(object)
      write({ told: { bucket: object.bucket, key: object.key, etag: object.etag } })
    })
  }

  /** At the midnight (UTC) after so many days: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
  function expireLater(object: StoredObject) {
    const rules: readonly Input[] = bucket(object.bucket).properties.LifecycleConfiguration?.Rules ?? []
    for (const { Status, Prefix = '', ExpirationInDays, TagFilters = [] } of rules) {
      if (Status !== 'Enabled' || !object.key.startsWith(Prefix)) continue
      const isMeant = ({ tags }: StoredObject) =>
        TagFilters.every(({ Key, Value }: Input) => tags?.[String(Key)] === Value)
      const over = Math.ceil((object.at + Number(ExpirationInDays) * DAY) / DAY) * DAY
      clock.at(over, `expiry of object ${nameOf(object)}`, () => {
        const now = objects.get(nameOf(object))
        if (now?.at === object.at && now.etag === object.etag && isMeant(now)) s3.remove(object.bucket, object.key)
      })
    }
  }

  const s3: Omit<S3, 'api' | 'handle'> = {
    bucket,
    keep,
    untag(bucket, key) {
      const { tags, ...object } = objects.get(nameOf({ bucket, key }))!
      if (tags) write(object)
    },
    put: (name, key, body) =>
      void keep({ bucket: bucket(name).ref, key, type: 'application/octet-stream' }, Buffer.from(body)),
    /** What a kill left half written, before anybody was told of it, is not there. */
    object(bucket, key) {
      const object = objects.get(nameOf({ bucket, key }))
      if (!object || !existsSync(fileOf(object))) return undefined
      const bytes = readFileSync(fileOf(object))
      return etagOf(bytes) === object.etag ? { object, bytes } : undefined
    },
    remove(bucket, key) {
      const object = objects.get(nameOf({ bucket, key }))
      if (!object) return
      write({ removed: { bucket, key } })
      rmSync(fileOf(object), { force: true })
    },
    watch: (bucket, created) => void watchers.set(bucket, created),
    start() {
      for (const object of objects.values()) {
        if (object.untold) tellSoon(object)
        expireLater(object)
      }
    },
  }
  const operations = s3Operations(kernel, s3)
  return {
    ...s3,
    api: { target: 's3', protocol: 'rest', operations },
    handle: s3Requests(kernel, operations),
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const objectCreated = ({ bucket, key, size, etag }: StoredObject) => ({
  source: 'aws.s3',
  'detail-type': 'Object Created',
  resources: [`arn:aws:s3:::${bucket}`],
  detail: { version: '0', bucket: { name: bucket }, object: { key, size, etag }, reason: 'PutObject' },
})
