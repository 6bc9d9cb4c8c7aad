import { CopyObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3'
import { s3Client } from './s3-client'

/** The mails that came in, each by the id that SES gave it. */
export interface IncomingMails {
  /** As it came, with the lines of SES on top. Throws when it is not there. */
  read(id: string): Promise<Uint8Array>
  /** From now on it stays as long as its ticket: until then it goes after thirty days. */
  keep(id: string): Promise<void>
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
  }
}
