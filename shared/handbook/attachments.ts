/** Text that stands at a place, each sign a byte; all of them together show a type. */
type Signature = readonly (readonly [place: number, text: string])[]

interface AttachmentType {
  readonly type: string
  readonly zh: string
  /** A name ends as its type does, so that a text that is kept as `.bat` is no way in. */
  readonly endings: readonly string[]
  /** Each of them shows it. Without any: text, which has no sign. */
  readonly signatures: readonly Signature[]
}

/** 附件 †: what a message may bring along. What is not listed is refused, whatever it calls itself; none of these runs anything.
 *  https://www.iana.org/assignments/media-types, https://mp4ra.org/registered-types/brands */
export const attachmentTypes = [
  { type: 'image/jpeg', zh: '图片 JPEG', endings: ['jpg', 'jpeg'], signatures: [[[0, '\xff\xd8\xff']]] },
  { type: 'image/png', zh: '图片 PNG', endings: ['png'], signatures: [[[0, '\x89PNG\r\n\x1a\n']]] },
  { type: 'image/gif', zh: '动图 GIF', endings: ['gif'], signatures: [[[0, 'GIF87a']], [[0, 'GIF89a']]] },
  {
    ...{ type: 'image/webp', zh: '图片 WebP', endings: ['webp'] },
    signatures: [
      [
        [0, 'RIFF'],
        [8, 'WEBP'],
      ],
    ],
  },
  {
    type: 'image/heic',
    zh: '手机照片 HEIC',
    endings: ['heic'],
    signatures: [[[4, 'ftypheic']], [[4, 'ftypheix']], [[4, 'ftypmif1']]],
  },
  {
    ...{ type: 'video/mp4', zh: '视频 MP4', endings: ['mp4', 'm4v'] },
    signatures: [
      [[4, 'ftypisom']],
      [[4, 'ftypiso2']],
      [[4, 'ftypiso4']],
      [[4, 'ftypiso5']],
      [[4, 'ftypiso6']],
      [[4, 'ftypmp41']],
      [[4, 'ftypmp42']],
      [[4, 'ftypavc1']],
      [[4, 'ftypM4V ']],
    ],
  },
  { type: 'video/quicktime', zh: '视频 MOV', endings: ['mov'], signatures: [[[4, 'ftypqt  ']]] },
  { type: 'application/pdf', zh: '文档 PDF', endings: ['pdf'], signatures: [[[0, '%PDF-']]] },
  { type: 'text/plain', zh: '文本 (UTF-8)', endings: ['txt', 'csv', 'log'], signatures: [] },
] as const satisfies readonly AttachmentType[]

export const attachmentLimits = {
  bytes: 10 * 1024 * 1024,
  ofOneMessage: 10,
  /** How long the form for an upload, and the address of a download, may be used. */
  uploadMinutes: 15,
  downloadMinutes: 5,
  /** What was announced and no message took is forgotten; its bytes a little later (infra/aws/attachment-buckets.ts). */
  announcedDays: 7,
} as const
