import { addressesIn, casesNamedIn, mailOfOurs, numbersIn, standingOf } from '../../shared/domain/mail-thread'
import { headersOf, sesLines } from '../support/mails'

const caseId = '0b000000-0000-4000-8000-0000000000b1'
const domain = 'shop.example'

describe('what a mail names of ours', () => {
  test('are all addresses that it went to, however they are written, each once', () => {
    const mail = {
      headers: [
        ...sesLines({ to: 'bcc@shop.example' }),
        ...headersOf('Delivered-To: <A@shop.example>', 'X-Original-To: d@shop.example'),
      ],
      to: [
        { name: 'Service', address: 'a@Shop.example' },
        { name: 'only a name', address: '' },
      ],
      cc: [{ name: '', address: 'c@shop.example' }],
    }
    expect(addressesIn(mail)).toEqual(['bcc@shop.example', 'a@shop.example', 'c@shop.example', 'd@shop.example'])
  })

  test.each<[string, string, object | null]>([
    ['of one mail', `${caseId}.7.N-05@shop.example`, { caseId, seq: 7, notice: 'N-05' }],
    ['of a whole case, in brackets and capitals', `<${caseId.toUpperCase()}@SHOP.example>`, { caseId }],
    ["another's", `${caseId}.7.N-05@another.example`, null],
    ['a domain that only begins as ours', `${caseId}@shop.example.evil.example`, null],
    ['no case', 'abc.7.N-05@shop.example', null],
    ['empty', '', null],
  ])('a Message-ID: %s', (_, id, named) => {
    expect(mailOfOurs(id, domain)).toEqual(named)
  })

  test('are the cases of its references, what it answers first, then from the newest', () => {
    const other = caseId.replace('b1', 'b2')
    const third = caseId.replace('b1', 'b3')
    const mail = {
      inReplyTo: [`${other}.3.N-05@shop.example`, 'x@y.example'],
      references: [`${third}@shop.example`, `${caseId}@shop.example`, `${other}@shop.example`],
    }
    expect(casesNamedIn(mail, domain)).toEqual([other, caseId, third])
    const hundreds = Array.from(
      { length: 300 },
      (_, i) => `${String(i).padStart(8, '0')}${caseId.slice(8)}@shop.example`,
    )
    expect(casesNamedIn({ inReplyTo: [], references: hundreds }, domain)).toHaveLength(5)
  })

  test.each<[string, readonly string[]]>([
    ['回复: [T-7Q2M4XDK] 您的工单', ['T-7Q2M4XDK']],
    ['Re: t-7q2m4xdk', ['T-7Q2M4XDK']],
    ['工单T—7Q2M4XDK与T－7Q2M4XDJ', ['T-7Q2M4XDK', 'T-7Q2M4XDJ']],
    ['T-7Q2M4XDO', ['T-7Q2M4XD0']],
    ['ART-7Q2M4XDK T-7Q2M4XDK1 T7Q2M4XDK O-7Q2M4XDK Telephone', []],
  ])('are the numbers of tickets in %s', (words, numbers) => {
    expect(numbersIn(words, 'T')).toEqual(numbers)
  })

  test('are the numbers of orders apart from those', () => {
    expect(numbersIn('订单 O-7Q2M4XDK（工单 T-7Q2M4XDJ）', 'O')).toEqual(['O-7Q2M4XDK'])
  })
})

describe('whose words they are', () => {
  test.each([
    ['token', 'authenticated', true, 'theirs'],
    ['token', 'unknown', true, 'theirs'],
    ['token', 'forged', true, 'another'],
    ['token', 'authenticated', false, 'another'],
    ['token', 'unknown', false, 'another'],
    ['token', 'forged', false, 'another'],
    ['reference', 'authenticated', true, 'theirs'],
    ['reference', 'unknown', true, 'claimed'],
    ['reference', 'forged', true, 'claimed'],
    ['reference', 'authenticated', false, 'claimed'],
    ['number', 'authenticated', true, 'theirs'],
    ['number', 'unknown', true, 'claimed'],
    ['number', 'forged', true, 'claimed'],
    ['number', 'authenticated', false, 'claimed'],
  ] as const)('by %s, from a sender who is %s, correspondent %s: %s', (by, sender, isCorrespondent, standing) => {
    expect(standingOf(by, sender, isCorrespondent)).toBe(standing)
  })
})
