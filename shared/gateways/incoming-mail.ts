import { CopyObjectCommand, DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3'
import type { Instant } from '../domain/case'
import { signedDownload } from './download'
import { s3Client } from './s3-client'

/** The mails that came in, each by the id that SES gave it. */
export interface IncomingMails {
  /** As it came, with the lines of SES on top. Throws when it is not there. */
  read(id: string): Promise<Uint8Array>
  /** From now on it stays as long as its ticket: until then it goes after thirty days. */
  keep(id: string): Promise<void>
  /** Takes one that was kept away for good. */
  destroy(id: string): Promise<void>
  /** An address that gives one that was kept, as a download and in no other way. */
  download(mail: { readonly id: string; readonly name: string }, from: Instant, seconds: number): Promise<string>
}

/** Where SES puts them, and where they stay (infra/aws/incoming-mail-bucket.ts). */
const [arrived, taken] = ['arrived/', 'taken/']

export function incomingMails(Bucket: string): IncomingMails {
  const s3 = s3Client(10_000)
  return {
    async read(id) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: `${arrived}${id}` }))
      return (await Body?.transformToByteArray()) ?? new Uint8Array()
    },
    async keep(id) {
      const CopySource = `${Bucket}/${arrived}${id}`
      const ContentType = 'message/rfc822'
      await s3.send(
        new CopyObjectCommand({ Bucket, Key: `${taken}${id}`, CopySource, ContentType, MetadataDirective: 'REPLACE' }),
      )
    },
    async destroy(id) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key: `${taken}${id}` }))
    },
    download: ({ id, name }, from, seconds) => {
      const type = 'application/octet-stream'
      return signedDownload(s3, { bucket: Bucket, key: `${taken}${id}`, type, name, from, seconds })
    },
  }
}
