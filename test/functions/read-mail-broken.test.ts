import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { cleanHtml } from '../../shared/entry/mail/clean-html'
import { htmlToText } from '../../shared/entry/mail/html-text'
import { readMail } from '../../shared/entry/mail/read-mail'

const folder = join(__dirname, '../fixtures/mails')
const raws = readdirSync(folder)
  .filter(name => name.endsWith('.eml'))
  .map(name => readFileSync(join(folder, name)))
const bytes = (text: string) => new TextEncoder().encode(text)
const head = 'From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n'

type Change = {
  readonly kind: 'cut' | 'doubled' | 'flipped'
  readonly from: number
  readonly size: number
  readonly byte: number
}

function changed(raw: Uint8Array, { kind, from, size, byte }: Change): Uint8Array {
  const [at, to] = [Math.floor(from * raw.length), Math.min(raw.length, Math.floor(from * raw.length) + size)]
  const middle = raw.subarray(at, to)
  if (kind === 'cut') return Buffer.concat([raw.subarray(0, at), raw.subarray(to)])
  if (kind === 'doubled') return Buffer.concat([raw.subarray(0, to), middle, raw.subarray(to)])
  return Buffer.concat([raw.subarray(0, at), middle.map(one => one ^ byte), raw.subarray(to)])
}

const change = fc.record({
  kind: fc.constantFrom<Change['kind']>('cut', 'doubled', 'flipped'),
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  size: fc.integer({ min: 1, max: 200 }),
  byte: fc.integer({ min: 1, max: 255 }),
})

describe('a mail whose bytes are broken (R-CHN-07)', () => {
  test('is read without an exception, into no more than it holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...raws),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        async (raw, changes) => {
          const broken = changes.reduce(changed, raw)
          const mail = await readMail(broken)
          expect(mail.text.length).toBeLessThan(broken.length * 4 + 1_000)
          expect(mail.enclosed.length + mail.files.length).toBeLessThan(100)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('bytes of no mail at all are taken as well', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async raw => {
        expect(typeof (await readMail(raw)).text).toBe('string')
      }),
      { numRuns: 200 },
    )
  })

  test('a whole one is read the same twice, with other line ends and behind blank lines', async () => {
    for (const raw of raws) {
      const mail = await readMail(raw)
      expect(await readMail(raw)).toEqual(mail)
      const lf = Buffer.from(raw.toString('latin1').replace(/\r\n/g, '\n'), 'latin1')
      expect((await readMail(lf)).text).toBe(mail.text)
      const later = Buffer.concat([Buffer.from('\r\n\r\n'), raw])
      expect((await readMail(later)).text.trim()).toBe(mail.text.trim())
    }
  })
})

describe('a mail made to hurt', () => {
  const nested = (depth: number) =>
    Array.from(
      { length: depth },
      (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n`,
    ).join('')
  const digest = (depth: number): string =>
    depth === 0
      ? `${head}\r\nx\r\n`
      : `${head}Content-Type: multipart/digest; boundary=b${depth}\r\n\r\n${`--b${depth}\r\n\r\n${digest(depth - 1)}\r\n`.repeat(8)}`

  test.each<[string, () => string, object]>([
    ['ten thousand multiparts in each other', () => head + nested(10_000), { subject: 'x', isReadable: false }],
    [
      'a hundred thousand parts',
      () => `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(100_000)}`,
      { isReadable: true },
    ],
    [
      'a megabyte of headers',
      () => `${head}${`X-Header: ${'y'.repeat(80)}\r\n`.repeat(11_500)}\r\nbody`,
      { text: 'body' },
    ],
    ['a header without an end', () => `${head}X-A: ${'y'.repeat(3_000_000)}\r\n\r\nbody`, { text: 'body' }],
    ['lists of addresses', () => `${head}To: ${'<('.repeat(50_000)}\r\n\r\nbody`, { text: 'body' }],
    ['encoded words that never end', () => `${head}X-A: ${'=?a?Q?'.repeat(30_000)}\r\n\r\nbody`, { text: 'body' }],
  ])('%s: is read within bounds', async (_, raw, expected) => {
    expect(await readMail(bytes(raw()))).toMatchObject(expected)
  })

  test('of mails within mails within mails a hundred are read, the others stay files', async () => {
    const mail = await readMail(bytes(digest(4)))
    const count = (within: typeof mail): number => within.enclosed.reduce((sum, one) => sum + 1 + count(one), 0)
    expect(count(mail)).toBeLessThanOrEqual(100)
  })

  test('two million lines are one text, cut', async () => {
    const { text } = await readMail(bytes(`${head}\r\n${'a\r\n'.repeat(2_000_000)}`))
    expect(text.length).toBeGreaterThan(1_000_000)
    expect(text.length).toBeLessThanOrEqual(2_000_000)
  })

  test.each(['<div>', '<b></i>', '<a href="https://x.example/">z', '<blockquote>z', '<p>', '<table><tr><td>'])(
    'HTML of %s without end is read and cleaned',
    tag => {
      expect(htmlToText(tag.repeat(100_000)).length).toBeLessThan(1_000_000)
      expect(cleanHtml(tag.repeat(100_000)).length).toBeLessThan(1_000_000)
    },
  )
})
