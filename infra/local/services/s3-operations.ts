import type { HttpResponse } from '../http'
import { AwsError, type Caller, type Input, type Kernel, type Operation } from '../kernel'
import { xml } from '../xml'
import type { S3, StoredObject } from './s3'

/** Of S3 what is used here, as the REST API names its parameters. What each operation answers is the HTTP response itself. */
export function s3Operations({ iam }: Kernel, s3: Pick<S3, 'bucket' | 'object' | 'keep' | 'remove' | 'untag'>) {
  const arn = (bucket: string, key: string) => `arn:aws:s3:::${s3.bucket(bucket).ref}/${key}`
  const reading = (bucket: string, key: string) => ({ action: 's3:GetObject', resource: arn(bucket, key) })
  const writing = (bucket: string, key: string) => ({ action: 's3:PutObject', resource: arn(bucket, key) })

  /** S3 tells who may not list a bucket nothing of what it lacks. */
  function found(bucket: string, key: string, caller: Caller) {
    const kept = s3.object(bucket, key)
    if (kept) return kept
    try {
      iam.authorize(caller, { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` })
    } catch {
      throw new AwsError('AccessDenied', 'Access Denied', 403)
    }
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key })
  }

  function get(
    { Bucket, Key, Range, IfMatch, ResponseContentType, ResponseContentDisposition }: Input,
    caller: Caller,
  ) {
    const { object, bytes } = found(Bucket, Key, caller)
    if (IfMatch) checkTag(object, IfMatch, 'If-Match')
    const part = Range && partOf(Range, bytes.length)
    const headers = {
      'content-type': ResponseContentType ?? object.type,
      'last-modified': new Date(object.at).toUTCString(),
      'accept-ranges': 'bytes',
      etag: `"${object.etag}"`,
      ...(ResponseContentDisposition && { 'content-disposition': ResponseContentDisposition }),
      ...(part && { 'content-range': `bytes ${part.first}-${part.last}/${bytes.length}` }),
    }
    return part
      ? { status: 206, headers, body: bytes.subarray(part.first, part.last + 1) }
      : { status: 200, headers, body: bytes }
  }

  function copy({ Bucket, Key, CopySource, CopySourceIfMatch, ContentType, Tagging }: Input, caller: Caller) {
    const from = sourceOf(CopySource)
    const { object, bytes } = found(from.bucket, from.key, caller)
    if (CopySourceIfMatch) checkTag(object, CopySourceIfMatch, 'x-amz-copy-source-If-Match')
    const tags = Tagging && { tags: Object.fromEntries(new URLSearchParams(Tagging)) }
    const { etag, at } = s3.keep({ bucket: Bucket, key: Key, type: ContentType ?? object.type, ...tags }, bytes)
    const LastModified = new Date(at).toISOString()
    return xmlAnswer({ CopyObjectResult: { LastModified, ETag: `"${etag}"` } })
  }

  function put({ Bucket, Key, ContentType = 'binary/octet-stream', Body }: Input): HttpResponse {
    const { etag } = s3.keep({ bucket: Bucket, key: Key, type: ContentType }, Body)
    return { status: 200, headers: { etag: `"${etag}"` }, body: '' }
  }

  function post({ Bucket, key, ContentType = 'binary/octet-stream', file }: Input): HttpResponse {
    const { etag } = s3.keep({ bucket: Bucket, key, type: ContentType }, file)
    return { status: 204, headers: { etag: `"${etag}"` }, body: '' }
  }

  function untag({ Bucket, Key }: Input, caller: Caller): HttpResponse {
    found(Bucket, Key, caller)
    s3.untag(Bucket, Key)
    return { status: 204, headers: {}, body: '' }
  }

  /** Whether it was there or not, it is not now. */
  function remove({ Bucket, Key }: Input): HttpResponse {
    s3.remove(s3.bucket(Bucket).ref, Key)
    return { status: 204, headers: {}, body: '' }
  }

  return {
    GetObject: {
      parameters: ['Bucket', 'Key', 'Range', 'IfMatch', 'ResponseContentType', 'ResponseContentDisposition'],
      authorize: ({ Bucket, Key }) => [reading(Bucket, Key)],
      run: get,
    },
    CopyObject: {
      parameters: [
        ...['Bucket', 'Key', 'CopySource', 'CopySourceIfMatch', 'ContentType', 'MetadataDirective'],
        ...['Tagging', 'TaggingDirective'],
      ],
      authorize({ Bucket, Key, CopySource, MetadataDirective, Tagging, TaggingDirective }) {
        if ((MetadataDirective ?? 'COPY') !== 'REPLACE' || (TaggingDirective ?? 'REPLACE') !== 'REPLACE')
          throw new AwsError('NotHonouredLocally', 'the local cloud does not honour a copy of metadata', 501)
        const from = sourceOf(CopySource)
        const tagging = { action: 's3:PutObjectTagging', resource: arn(Bucket, Key) }
        return [reading(from.bucket, from.key), writing(Bucket, Key), ...(Tagging ? [tagging] : [])]
      },
      run: copy,
    },
    DeleteObjectTagging: {
      parameters: ['Bucket', 'Key'],
      authorize: ({ Bucket, Key }) => [{ action: 's3:DeleteObjectTagging', resource: arn(Bucket, Key) }],
      run: untag,
    },
    DeleteObject: {
      parameters: ['Bucket', 'Key'],
      authorize: ({ Bucket, Key }) => [{ action: 's3:DeleteObject', resource: arn(Bucket, Key) }],
      run: remove,
    },
    PutObject: {
      parameters: ['Bucket', 'Key', 'ContentType', 'Body.**'],
      authorize: ({ Bucket, Key }) => [writing(Bucket, Key)],
      run: put,
    },
    PostObject: {
      parameters: [...['Bucket', 'key', 'ContentType', 'Policy', 'file.**', 'bucket'], ...POST_SIGNATURE],
      authorize: ({ Bucket, key }) => [writing(Bucket, key)],
      run: post,
    },
  } satisfies Record<string, Operation>
}

export type S3Operations = ReturnType<typeof s3Operations>

/** The fields of a form by which it is signed. */
export const POST_SIGNATURE = [
  ...['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Amz-Signature'],
]

function sourceOf(source: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(source)) ?? []
  return { bucket, key }
}

function checkTag({ etag }: StoredObject, wanted: string, Condition: string): void {
  const message = 'At least one of the pre-conditions you specified did not hold'
  if (wanted.replaceAll('"', '') !== etag) throw new AwsError('PreconditionFailed', message, 412, { Condition })
}

function partOf(range: string, size: number): { readonly first: number; readonly last: number } {
  const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? []
  if (!from) throw new AwsError('NotHonouredLocally', `the local cloud does not honour the range ${range}`, 501)
  const [first, last] = [Number(from), Math.min(to ? Number(to) : size - 1, size - 1)]
  if (first <= last) return { first, last }
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, { RangeRequested: range })
}

function xmlAnswer(value: object): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: xmlDocument(value) }
}

export const xmlDocument = (value: object) => `<?xml version="1.0" encoding="UTF-8"?>\n${xml(value)}`
