import { brand, type Exhibit, exhibits, gallery } from '../../infra/notices/gallery'
import { stages } from '../../infra/stages'
import type { Language } from '../../shared/domain/market'
import { isConversation, languages } from '../../shared/domain/notice'
import type { NoticeId } from '../../shared/domain/table'
import { compose } from '../../shared/gateways/mail'
import { notices } from '../../shared/handbook/notices'
import { monday } from '../support/builders'

const all = exhibits()
const toCustomers = all.filter(({ recipient }) => recipient === 'customer')
const named = (each: Exhibit) => `${each.notice} in ${each.language}, ${each.about}, ${each.extent}`
const offenders = (among: readonly Exhibit[], isWrong: (each: Exhibit) => boolean) => among.filter(isWrong).map(named)

/** What a reader sees, without the white space and the marks that each form sets in its own way. */
const bare = (text: string) => text.replace(/[\s:：-]/g, '')
const entity = (_: string, code: string) => String.fromCharCode(Number(code))
const seenIn = (html: string) =>
  bare(
    html
      .replace(/^[\s\S]*<h1[\s\S]*?<\/h1>/, '')
      .replace(/<a [^>]*href="([^"]+)"[^>]*>([^<]*)<\/a>/g, '$2 $1')
      .replace(/<[^>]+>/g, ' ')
      .replace(/&#(\d+);/g, entity),
  )

describe('the gallery of notices', () => {
  test('shows every notice of the handbook, to customers in every language, with the longest and the emptiest data', () => {
    const shown = new Set(all.map(({ notice, language, extent }) => `${notice} ${language} ${extent}`))
    for (const id of Object.keys(notices) as NoticeId[]) {
      const spoken = notices[id].recipient === 'customer' ? (Object.keys(languages) as Language[]) : ['zh-Hans']
      for (const language of spoken)
        for (const extent of ['longest', 'emptiest']) expect(shown).toContain(`${id} ${language} ${extent}`)
    }
  })

  test('is one page that loads nothing', () => {
    const page = gallery(all)
    expect(page).not.toMatch(/<script src|<link|@import|url\(/)
    expect(page.match(/<\/script>/g)).toHaveLength(1)
  })
})

describe('every mail', () => {
  test('says the same as text and as HTML', () => {
    expect(offenders(all, ({ text, html }) => seenIn(html) !== bare(text))).toEqual([])
  })

  test('loads nothing: no picture, no font, no style, no script', () => {
    expect(
      offenders(all, ({ html }) => /src=|srcset|@import|url\(|<(script|img|link|iframe|form|object)\b/.test(html)),
    ).toEqual([])
  })

  test('leads nowhere but to our own signed links, each for one purpose', () => {
    const addresses = all.flatMap(({ html }) => Array.from(html.matchAll(/href="([^"]+)"/g), match => match[1]))
    expect(addresses.length).toBeGreaterThan(20)
    expect(
      addresses.filter(address => !/^https:\/\/api\.kefu\.example\/v1\/links\/[\w-]{100,}$/.test(address!)),
    ).toEqual([])
  })

  test('has a subject that a list of mails can show, a short text for a lock screen, and its number in both', () => {
    const isLong = ({ subject }: Exhibit) => Array.from(subject).length > 78
    expect(offenders(all, isLong)).toEqual([])
    expect(offenders(all, ({ short }) => Array.from(short).length > 70)).toEqual([])
    expect(offenders(all, ({ short, extent }) => extent === 'emptiest' && short.includes('…'))).toEqual([])
    expect(offenders(all, ({ subject, short }) => [subject, short].some(said => !/\b[OT]-\w{8}/.test(said)))).toEqual(
      [],
    )
  })

  test('is far below the 102 KB at which clients cut, whole as it is sent', async () => {
    const longest = all.reduce((most, each) => (each.html.length > most.html.length ? each : most))
    const { subject, text, html } = longest
    const letter = {
      to: 'li@example.com',
      subject,
      text,
      html,
      at: monday,
      name: 'c.1.N-08',
      tags: {},
      caseId: 'c',
      language: 'en',
      by: 'house' as const,
    }
    const raw = await compose(letter, { address: 'service@kefu.example', name: '示例商店' })
    expect(raw.length).toBeLessThan(100_000)
  })

  test('wraps: nothing in it has a width of its own, and long words may break', () => {
    expect(offenders(all, ({ html }) => /[;"]width:\d+px|nowrap[^"]*">[^<]{20}|<pre/.test(html))).toEqual([])
    expect(offenders(all, ({ html }) => !html.includes('overflow-wrap:anywhere'))).toEqual([])
  })
})

describe('every mail to a customer', () => {
  const blocks = ({ text }: Exhibit) => text.trim().split('\n\n')

  test('says what happens next', () => {
    const says = (each: Exhibit) => each.text.includes(`${languages[each.language].nextHeading}\n- `)
    expect(offenders(toCustomers, each => !says(each))).toEqual([])
  })

  test('greets first, by the house unless an agent does, and ends with how to answer, who writes, and that it is automatic unless somebody wrote it', () => {
    for (const each of toCustomers) {
      const { automatic, greeting } = languages[each.language]
      const [first, ...rest] = blocks(each)
      const greets = isConversation(each.notice) && each.words?.startsWith('您好') ? /^您好，/ : /Maximiliana/
      expect(first).toMatch(each.extent === 'emptiest' ? greeting.unnamed : greets)
      const [answer, , foot] = rest.slice(each.unsubscribe ? -4 : -3)
      const isWritten = each.words !== undefined
      expect([named(each), foot]).toEqual([
        named(each),
        isWritten ? brand.footer[each.language] : `${automatic}\n${brand.footer[each.language]}`,
      ])
      expect([named(each), answer]).toEqual([named(each), expect.stringMatching(/[OT]-\w{8}/)])
    }
  })

  test('reads in a text client: no marks of HTML, no empty labels, no trailing blanks but one newline', () => {
    const odd = /<\/?\w+[ >]|&#?\w+;|[:：]\n(?!https)|[ \t]\n|\n{3}|undefined|null/
    expect(
      offenders(toCustomers, each => odd.test(blocks(each).slice(1).join('\n\n')) || !each.text.endsWith('\n')),
    ).toEqual([])
  })
})

describe('what a customer need not have', () => {
  test('can be ended from the mail itself, in its HTML and in its text; nothing else can', () => {
    const optional = toCustomers.filter(({ notice }) => notices[notice].optional)
    expect([...new Set(optional.map(({ notice }) => notice))]).toEqual(['N-41'])
    for (const { notice, text, html, language } of toCustomers) {
      const words = languages[language].unsubscribe
      const isThere = notices[notice].optional !== undefined
      expect([notice, text.includes(words), html.includes(words)]).toEqual([notice, isThere, isThere])
    }
  })
})

describe('the brand of every stage', () => {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
      const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }

  test.each(Object.values(stages).map(stage => [stage.name, stage.mailBrand] as const))(
    'of %s has a colour on which white letters are read (WCAG 1.4.3), and a footer in each of its languages',
    (_, { colour, footer, languages: spoken }) => {
      expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThan(4.5)
      for (const language of spoken) expect(footer[language]).toMatch(/./)
    },
  )
})

describe('no mail bears what is nobody else’s business (R-PRV-07)', () => {
  test.each([
    ['a phone of the customer', /138[ -]?0000[ -]?0027/],
    ['an account', /account-0027-of-the-shop/],
    ['an e-mail address', /maximiliana@/],
    ['an address', /示例区示例路 27 号/],
    ['a card or an account of a bank', /\d{16}|(\d{4}[ -]){3}\d{4}/],
    ['an identity card', /\d{17}[\dXx]/],
  ])('%s', (_, pattern) => {
    const isShown = ({ subject, short, text, html }: Exhibit) =>
      [subject, short, text.replace(/https:\S+/g, ''), html.replace(/href="[^"]*"/g, '')].some(said =>
        pattern.test(said.replace(/SF\d+/g, '')),
      )
    expect(offenders(all, isShown)).toEqual([])
  })

  test('although an agent had written them', () => {
    const { text } = toCustomers.find(({ notice, extent }) => notice === 'N-05' && extent === 'longest')!
    expect(text).toContain('**** **** **** ***0 128')
    expect(text).toContain('138-****-0027')
    expect(text).toContain('快递员电话 13900000028')
  })
})
