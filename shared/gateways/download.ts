import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Instant } from '../domain/case'

interface Download {
  readonly bucket: string
  readonly key: string
  /** As the browser is told it, so that nothing of it runs there. */
  readonly type: string
  /** What the file is called where it is saved. */
  readonly name: string
  readonly from: Instant
  readonly seconds: number
}

/** An address that gives an object as a download, for a time, and in no other way. */
export const signedDownload = (s3: S3Client, { bucket, key, type, name, from, seconds }: Download): Promise<string> =>
  getSignedUrl(
    s3,
    new GetObjectCommand({
      ...{ Bucket: bucket, Key: key, ResponseContentType: type },
      ResponseContentDisposition: `attachment; filename*=UTF-8''${encoded(name)}`,
    }),
    { expiresIn: seconds, signingDate: new Date(from) },
  )

/** RFC 8187: what `encodeURIComponent` leaves as it is, and a header does not take. */
const encoded = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
