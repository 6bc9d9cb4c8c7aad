import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readMail } from '../../shared/entry/mail/read-mail'

const folder = join(__dirname, '../../../shared/data/emails')
const isThere = existsSync(folder)
const files = isThere
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => statSync(join(folder, name)).isFile())
      .map(name => name.replaceAll('\\', '/'))
      .sort()
  : []

/** What nobody could read, and why. */
const unreadable: Readonly<Record<string, string>> = {
  'mikel/attachments/test.gif': 'a picture, no mail',
  'mikel/attachments/test.tiff': 'a picture, no mail',
  'mikel/attachments/test.zip': 'an archive, no mail',
  'mikel/sample_output_multipart': 'one empty line',
}
const isEmpty = (file: string) => readFileSync(join(folder, file), 'utf8').trim() === ''

const when = isThere ? describe : describe.skip

when('the mails of mail libraries (../shared/data/emails; skipped where they are not)', () => {
  test('every file is taken in, and only what is no text at all is unreadable', async () => {
    expect(files.length).toBeGreaterThan(500)
    const failed: string[] = []
    for (const file of files) {
      const mail = await readMail(readFileSync(join(folder, file)))
      if (!mail.isReadable && !isEmpty(file)) failed.push(file)
    }
    expect(failed).toEqual(Object.keys(unreadable).filter(file => !isEmpty(file)))
  })

  test.each([
    [
      'mikel/attachment_emails/attachment_pdf.eml',
      { subject: 'Another PDF with 🎉 Unicode chars in it 🍿', files: ['broken.pdf'] },
    ],
    [
      'mikel/attachment_emails/attachment_with_quoted_filename.eml',
      { subject: 'Eelanalüüsi päring', files: ['Eelanalüüsi päring.jpg'] },
    ],
    [
      'mikel/multi_charset/japanese_iso_2022.eml',
      { subject: 'まみむめも', text: 'すみません。', charset: 'iso-2022-jp' },
    ],
    ['mikel/multi_charset/japanese_attachment_long_name.eml', { files: [`${'かきくけこ'.repeat(5)}.txt`] }],
    ['mikel/rfc2822/example14.eml', { text: 'Hello', inReplyTo: ['rid_5582199198@msgid.example.com'] }],
    ['mikel/rfc6532/utf8_headers.eml', { subject: 'Säying Hello', from: 'jdöe@mächine.example' }],
    ['mikel/plain_emails/raw_email_with_partially_quoted_subject.eml', { subject: 'Re: Test: "漢字" mid "漢字" tail' }],
    ['mikel/error_emails/empty_group_lists.eml', { to: [] }],
    ['nodemailer/nodemailer.eml', { text: 'Hello to myself!', files: ['image.png', 'nyan cat ✔.gif', 'notes.txt'] }],
    ['nodemailer/base64encodedroot.eml', { files: ['screenshot.png'], text: '' }],
    ['webklex/ks_c_5601-1987_headers.eml', { subject: 'RE: 회원님께 Ersi님이 메시지를 보냈습니다.' }],
    ['webklex/issue-410symbols.eml', { files: ['Checkliste 10.,DAVIDGASSE 76-80;2;2.pdf'] }],
    ['webklex/mixed_filename.eml', { subject: 'Свежий прайс-лист', files: ['Price4VladDaKar.xlsx'] }],
    ['webklex/four_nested_emails.eml', { text: '3-third-content', enclosed: ['2-second-subject'] }],
    ['webklex/nestes_embedded_with_attachment.eml', { text: 'Dear Sarah', enclosed: ['FIRST', 'SECOND'] }],
    ['webklex/issue-544.eml', { files: ['file.pdf'] }],
    ['webklex/undisclosed_recipients.eml', { to: [] }],
    ['webklex/plain_text_attachment.eml', { text: 'Test', files: ['a.txt'] }],
  ])('%s says %j', async (file, expected) => {
    const mail = await readMail(readFileSync(join(folder, file)))
    expect({
      ...mail,
      from: mail.from?.address,
      to: mail.to.map(({ address }) => address).filter(Boolean),
      files: mail.files.map(({ name }) => name),
      enclosed: mail.enclosed.map(({ subject }) => subject),
    }).toMatchObject(expected)
  })
})
