import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MailNature, natureOf } from '../../shared/domain/mail-nature'
import { readMail } from '../../shared/entry/mail/read-mail'

const folder = join(__dirname, '../../../shared/data/emails')
const isThere = existsSync(folder)
const filesOf = (...path: readonly string[]) =>
  isThere
    ? readdirSync(join(folder, ...path), { recursive: true, encoding: 'utf8' })
        .filter(name => /\.(eml|txt)$/.test(name))
        .map(name => [...path, name].join('/'))
    : []

const rawOf = (file: string) => readFileSync(join(folder, file))
const nature = async (file: string): Promise<MailNature> =>
  natureOf(await readMail(rawOf(file)), { domains: ['kefu.example'] })

/** Who did not get it, by the fields below the head alone: another way than the reading's, as a check upon it. */
const statedIn = (raw: string) =>
  Array.from(
    raw
      .replace(/^[\s\S]*?\r?\n\r?\n/, '')
      .replace(/=\r?\n/g, '')
      .matchAll(/^(?:final|original)-recipient:(?:[^;\r\n]*;)?\s*<?([^\s<>;]+@[^\s<>;]+?)>?\s*$/gim),
    ([, address = '']) => address.toLowerCase(),
  )

/** Within the folder of bounces: what is none. */
const others: Readonly<Record<string, MailNature['kind']>> = {
  'sisimai/arf-01.eml': 'complaint',
  'sisimai/rfc3834-01.eml': 'auto_reply',
}

/** Elsewhere: every other mail is a person's. A person's mail by a list, or by a sender that nobody reads, is one too. */
const machines: Readonly<Record<string, MailNature['kind']>> = {
  'mikel/error_emails/bad_date_header.eml': 'mailing_list', // Precedence: junk, and no one's answer
  'mikel/mime_emails/raw_email_with_mimepart_without_content_type.eml': 'bounce',
  'mikel/multipart_report_emails/multi_address_bounce1.eml': 'bounce',
  'mikel/multipart_report_emails/multi_address_bounce2.eml': 'bounce',
  'mikel/multipart_report_emails/multipart_report_multiple_status.eml': 'bounce',
  'mikel/multipart_report_emails/report_422.eml': 'bounce',
  'mikel/multipart_report_emails/report_530.eml': 'bounce',
  'nodemailer/delivery-status.eml': 'bounce',
  'webklex/1366671050@github.com.eml': 'mailing_list',
  'webklex/example_bounce.eml': 'bounce',
  'webklex/issue-382.eml': 'bounce', // from a mailer-daemon, which writes nothing else
  'webklex/issue-462.eml': 'bounce',
  'webklex/mail_that_is_attachment.eml': 'auto_reply', // a report of DMARC
}

const when = isThere ? describe : describe.skip
const bounces = filesOf('sisimai').filter(file => !(file in others))
const ordinary = ['trimmer', 'ghreply', 'willdurand', 'mikel', 'webklex', 'nodemailer'].flatMap(name => filesOf(name))

when('the mails of mail libraries (../shared/data/emails; skipped where they are not)', () => {
  test('every bounce is one, with who did not get the mail', async () => {
    expect(bounces.length).toBeGreaterThan(70)
    for (const file of bounces) {
      const found = await nature(file)
      const named = found.kind === 'bounce' ? found.bounce.recipients : []
      expect([file, found.kind, named.length > 0]).toEqual([file, 'bounce', true])
      const raw = rawOf(file).toString('latin1')
      const addresses = named.flatMap(({ address, finalAddress = [] }) => [address, finalAddress].flat())
      for (const address of addresses)
        expect([file, raw.replace(/=\r?\n/g, '').includes(address)]).toEqual([file, true])
      const stated = [...new Set(statedIn(raw))].sort()
      if (stated.length > 0)
        expect([file, ...addresses.map(address => address.toLowerCase()).sort()]).toEqual([file, ...stated])
    }
  })

  test.each(Object.entries({ ...others, ...machines }))('%s is %s', async (file, kind) => {
    expect(await nature(file)).toMatchObject({ kind })
  })

  test('nobody else is taken for a machine', async () => {
    expect(ordinary.length).toBeGreaterThan(350)
    const taken: unknown[] = []
    for (const file of ordinary.filter(name => !(name in machines))) {
      const found = await nature(file)
      if (found.kind !== 'person') taken.push([file, found.kind, found.because])
    }
    expect(taken).toEqual([])
  })
})
