import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import type { Instant } from '../domain/case'
import { signedDownload } from './download'
import { s3Client } from './s3-client'

/** A form that a browser posts with the file as its last field. */
export interface UploadForm {
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

/** The object of an attachment, the same in both buckets. */
export interface FileName {
  readonly customerId: string
  readonly id: string
}

/** The files themselves: those that nobody has checked lie in one bucket, those that may be had in another. A version of an
 *  object is told by its tag, since the same form may bring another. */
export interface AttachmentFiles {
  form(file: FileName & { readonly type: string; readonly bytes: number }, seconds: number): Promise<UploadForm>
  /** How a version begins, by which its type is known; `gone`: another one stands there now. */
  beginning(file: FileName, tag: string): Promise<Uint8Array | 'gone'>
  /** Copies a version that was checked to where it may be had; for some days only, unless it stays as part of a message. */
  keep(file: FileName & { readonly type: string }, tag: string, stays: boolean): Promise<'kept' | 'gone'>
  /** What was kept for some days has become part of a message. */
  stay(file: FileName): Promise<void>
  /** An address that gives the file as a download, and in no other way. */
  download(
    file: FileName & { readonly type: string; readonly name: string },
    from: Instant,
    seconds: number,
  ): Promise<string>
  /** Takes it away for good, from both. */
  destroy(file: FileName): Promise<void>
}

/** Where uploads lie until they are checked: for files that come in another way. */
export interface Quarantine {
  bring(file: FileName & { readonly type: string }, bytes: Uint8Array): Promise<void>
}

export function quarantineAt(Bucket: string): Quarantine {
  const s3 = s3Client(10_000)
  return {
    async bring({ type, ...file }, Body) {
      await s3.send(new PutObjectCommand({ Bucket, Key: keyOf(file), ContentType: type, Body }))
    },
  }
}

const keyOf = ({ customerId, id }: FileName) => `${customerId}/${id}`

/** The tag by which the bucket lets go what no message took (infra/aws/attachment-buckets.ts). */
const unattached = 'message=none'
const firstBytes = 'bytes=0-4095'

export function attachmentFiles({
  quarantine,
  attachments,
}: {
  quarantine: string
  attachments: string
}): AttachmentFiles {
  const s3 = s3Client(5_000)

  return {
    form: (file, Expires) =>
      createPresignedPost(s3, {
        ...{ Bucket: quarantine, Key: keyOf(file), Expires },
        Fields: { 'Content-Type': file.type },
        Conditions: [['content-length-range', file.bytes, file.bytes]],
      }),

    async beginning(file, tag) {
      const asked = { Bucket: quarantine, Key: keyOf(file), IfMatch: tag, Range: firstBytes }
      const found = await s3.send(new GetObjectCommand(asked)).catch(unlessGone)
      return found === 'gone' ? 'gone' : (found.Body?.transformToByteArray() ?? new Uint8Array())
    },

    async keep(file, tag, stays) {
      const to = {
        Bucket: attachments,
        Key: keyOf(file),
        ContentType: file.type,
        MetadataDirective: 'REPLACE',
      } as const
      const from = { CopySource: `${quarantine}/${keyOf(file)}`, CopySourceIfMatch: tag }
      const marks = { Tagging: stays ? '' : unattached, TaggingDirective: 'REPLACE' } as const
      const copied = await s3.send(new CopyObjectCommand({ ...to, ...from, ...marks })).catch(unlessGone)
      return copied === 'gone' ? 'gone' : 'kept'
    },

    async stay(file) {
      await s3.send(new DeleteObjectTaggingCommand({ Bucket: attachments, Key: keyOf(file) }))
    },

    download: ({ type, name, ...file }, from, seconds) =>
      signedDownload(s3, { bucket: attachments, key: keyOf(file), type, name, from, seconds }),

    async destroy(file) {
      for (const Bucket of [quarantine, attachments])
        await s3.send(new DeleteObjectCommand({ Bucket, Key: keyOf(file) }))
    },
  }
}

function unlessGone(error: unknown): 'gone' {
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return 'gone'
  throw error
}
