import fc from 'fast-check'
import type { Mail } from '../../shared/domain/mail'
import { filesOf } from '../../shared/domain/mail-files'
import { recordOf } from '../../shared/domain/mail-record'
import { verdictsOf } from '../../shared/domain/mail-verdicts'
import { aMail } from '../support/mails'

const png = Buffer.from('\x89PNG\r\n\x1a\n picture', 'latin1')
const aFile = (name: string, content: Uint8Array, type = 'application/octet-stream') => ({ name, type, content })
const namesOf = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name)

describe('files of a mail (F-29)', () => {
  test('are what they begin as, whatever they call themselves', () => {
    const { taken, notTaken } = filesOf(
      [aFile('photo.png', png), aFile('photo', png), aFile('photo.jpg', png, 'image/jpeg'), aFile('', png)],
      false,
    )
    expect(taken.map(({ name, type }) => `${name} ${type}`)).toEqual([
      ...['photo.png image/png', 'photo.png image/png', 'photo.jpg.png image/png', 'file.png image/png'],
    ])
    expect(notTaken).toEqual([])
  })

  test('that are text are taken where their name says that they are nothing else', () => {
    const text = Buffer.from('<script>alert(1)</script>')
    const { taken, notTaken } = filesOf(
      ['list.csv', 'page.html', 'run.bat', 'x'].map(name => aFile(name, text, 'text/plain')),
      false,
    )
    expect(namesOf(taken)).toEqual(['list.csv'])
    expect(notTaken.map(({ name, because }) => `${name}: ${because}`)).toEqual([
      'page.html: type',
      'run.bat: type',
      'x: type',
    ])
  })

  test.each([
    ['size', Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)])],
    ['type', Buffer.from('MZ\x90\x00', 'latin1')],
    ['empty', Buffer.alloc(0)],
  ])('of another %s stay in the original', (because, content) => {
    expect(filesOf([aFile('photo.png', content)], false)).toEqual({
      ...{ taken: [], notTaken: [{ name: 'photo.png', bytes: content.length, because }] },
    })
  })

  test('are ten a message', () => {
    const { taken, notTaken } = filesOf(
      Array.from({ length: 12 }, (_, i) => aFile(`${i}.png`, png)),
      false,
    )
    expect(taken).toHaveLength(10)
    expect(notTaken.map(({ name, because }) => `${name} ${because}`)).toEqual(['10.png count', '11.png count'])
  })

  test('stay where they are when there is a virus in the mail', () => {
    expect(filesOf([aFile('photo.png', png)], true).notTaken).toMatchObject([{ because: 'virus' }])
  })

  test('have names without paths, line breaks and signs that turn the direction of writing', () => {
    const { taken } = filesOf([aFile('../../etc/\r\nx\u202egpj.png', png), aFile('名'.repeat(500), png)], false)
    expect(taken[0]!.name).toBe('.. .. etc x gpj.png')
    expect(taken[1]!.name.length).toBeLessThanOrEqual(200)
  })
})

describe('what is kept of a mail', () => {
  const kept = (mail: Partial<Mail>, more: Partial<Parameters<typeof recordOf>[1]> = {}) => {
    const whole = aMail(mail)
    const read = { original: 'id', verdicts: verdictsOf(whole), passages: [], newText: whole.text, notTaken: [] }
    return recordOf(whole, { ...read, ...more })
  }

  test('is what is new, and the rest folded beside it', () => {
    const passages = [
      { kind: 'new', text: 'It is still broken.\n' },
      { kind: 'quoted', text: '> We sent you another.\n' },
      { kind: 'signature', text: '\n' },
    ]
    expect(kept({ subject: 'Re: T-7Q2M4XDK' }, { passages, newText: 'It is still broken.\n' })).toMatchObject({
      text: 'It is still broken.',
      record: {
        original: 'id',
        subject: 'Re: T-7Q2M4XDK',
        folded: [passages[1]],
        from: { address: 'li@customer.example' },
      },
    })
  })

  test('is its subject where nothing else is said', () => {
    expect(kept({ text: ' \n', subject: ' 退货 ' }).text).toBe('退货')
  })

  test('is no more than DynamoDB takes, and says when there was more', () => {
    const text = fc
      .oneof(fc.string({ unit: 'grapheme' }), fc.constant('字'), fc.constant('😀'))
      .chain(part => fc.nat({ max: 90_000 }).map(times => part.repeat(times).slice(0, 400_000)))
    fc.assert(
      fc.property(text, text, text, text, (newText, quoted, html, subject) => {
        const passages = [{ kind: 'quoted', text: quoted }]
        const { record, text } = kept({ subject }, { newText, passages, html })
        const bytes = Buffer.byteLength(JSON.stringify({ record, text }))
        expect(bytes).toBeLessThan(390 * 1024)
        expect(`${text}${record.folded?.[0]?.text ?? ''}`).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
        if (text.length < newText.trim().length) expect(record.isCut).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('says of one that could not be read that it could not', () => {
    expect(kept({ isReadable: false, text: '' }).record).toMatchObject({ isUnreadable: true, original: 'id' })
  })
})
