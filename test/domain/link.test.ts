import fc from 'fast-check'
import { type Link, linkExpiry, linkIn, signedText, tokenOf } from '../../shared/domain/link'
import { languages } from '../../shared/domain/notice'
import { links } from '../../shared/handbook/links'
import { notices as rules } from '../../shared/handbook/notices'
import { monday } from '../support/builders'

const link: Link = {
  purpose: 'rate',
  caseId: '0b000000-0000-4000-8000-0000000000b1',
  expiresAt: '2026-03-23T01:00:00.000Z',
  key: '1',
}
const mac = Buffer.alloc(32, 7)

describe('the token of a link', () => {
  test('says its purpose, case, expiry and key, and the MAC of these', () => {
    const token = tokenOf(link, mac)
    expect(token).toMatch(/^[\w-]{100,200}$/)
    expect(linkIn(token)).toEqual({ link, mac })
    expect(signedText(link)).toBe('kefu/link/v1.rate.0b000000-0000-4000-8000-0000000000b1.1774227600.1')
  })

  test('has one spelling: whatever else reads alike is none', () => {
    const token = tokenOf(link, mac)
    for (const other of [`${token}=`, `${token}A`, ` ${token}`, token.slice(0, -1), token.toUpperCase(), ''])
      expect(linkIn(other)).toBeNull()
  })

  test('of a purpose that there is not, or of anything else, is none', () => {
    fc.assert(fc.property(fc.string(), text => linkIn(Buffer.from(text).toString('base64url')) === null))
    const said = (purpose: string) => Buffer.from(`${purpose}.a.1774227600.1.${mac.toString('base64url')}`)
    expect(linkIn(said('rate').toString('base64url'))).not.toBeNull()
    for (const purpose of ['destroy', 'constructor', '']) expect(linkIn(said(purpose).toString('base64url'))).toBeNull()
  })

  test('that is changed in any place is none, or another one', () => {
    const token = tokenOf(link, mac)
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'ABab01-_'), (at, other) => {
        fc.pre(token[at] !== other)
        const found = linkIn(token.slice(0, at) + other + token.slice(at + 1))
        const same = found && signedText(found.link) === signedText(link) && Buffer.from(found.mac).equals(mac)
        return !same
      }),
    )
  })
})

test('a link is good for the days of its purpose, the same however often it is made', () => {
  expect(linkExpiry('rate', '2026-03-09T01:00:00.500Z')).toBe('2026-03-23T01:00:01.000Z')
  expect(linkExpiry('object', monday)).toBe('2026-03-23T01:00:00.000Z')
})

test('each purpose cites its requirement, is good for as long as its acts are (G-06, T18), and has notices that say it', () => {
  for (const { days, requirement, actions, notices, fact } of Object.values(links)) {
    expect(days).toBeGreaterThanOrEqual(7)
    expect(requirement).toMatch(/N-\d\d/)
    expect(actions.length).toBeGreaterThan(0)
    for (const { texts } of Object.values(languages))
      for (const notice of notices.filter(id => id in texts && fact !== links.unsubscribe.fact))
        expect([fact, JSON.stringify(texts[notice as keyof typeof texts]).includes(`{${fact}}`)]).toEqual([fact, true])
  }
})

test('the link that unsubscribes stands at the foot of every notice that is optional, and of no other (R-PRV-09)', () => {
  const optional = Object.entries(rules).filter(([, { optional }]) => optional !== undefined)
  expect(optional.map(([id]) => id)).toEqual(links.unsubscribe.notices)
})
