import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { natureOf } from '../../shared/domain/mail-nature'
import { newTextOf, passagesOf } from '../../shared/domain/mail-words'
import { readMail } from '../../shared/entry/mail/read-mail'
import { expectedMails } from '../fixtures/mails/expected'

const folder = join(__dirname, '../fixtures/mails')
const read = (file: string) => readMail(readFileSync(join(folder, `${file}.eml`)))

describe('mails as clients write them (R-CHN-07)', () => {
  test('every one of the folder is expected', () => {
    const files = readdirSync(folder).filter(name => name.endsWith('.eml'))
    expect(files.length).toBeGreaterThanOrEqual(60)
    expect(expectedMails.map(({ file }) => `${file}.eml`).sort()).toEqual(files.sort())
  })

  test.each(expectedMails)('$file is read as it was meant', async expected => {
    const mail = await read(expected.file)
    const nature = natureOf(mail, { domains: ['kefu.example'] })
    const found = {
      ...{ file: expected.file, subject: mail.subject, charset: mail.charset, nature: nature.kind },
      newText: newTextOf(passagesOf(mail.text, mail)),
      recipients: nature.kind === 'bounce' ? nature.bounce.recipients.map(({ address }) => address) : [],
      from: mail.from?.name,
      files: mail.files.map(({ name }) => name),
      enclosed: mail.enclosed.map(({ subject }) => subject),
      reports: mail.reports.map(({ type }) => type),
      ...{ inReplyTo: mail.inReplyTo[0], isReadable: mail.isReadable },
    }
    expect(found).toMatchObject({ isReadable: true, ...expected })
    expect(mail.text).not.toContain('\ufffd')
  })
})
