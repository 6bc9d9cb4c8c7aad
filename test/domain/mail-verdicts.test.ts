import fc from 'fast-check'
import { broughtTo, verdictsOf } from '../../shared/domain/mail-verdicts'
import { headersOf, sesLines } from '../support/mails'

const li = 'li@customer.example'

/** What SES says of a mail of this From, with these lines of the sender below its own. */
const judged = (results: string, from: string | readonly string[] = `Li <${li}>`, ...below: string[]) => {
  const froms = typeof from === 'string' ? [from] : from
  const headers = [...sesLines({ results }), ...headersOf(...below, ...froms.map(value => `From: ${value}`))]
  const address =
    froms
      .at(-1)!
      .match(/[^\s<>,:;]+@[^\s<>,:;]+/g)
      ?.at(-1) ?? ''
  return verdictsOf({ headers, from: { name: '', address } })
}

const envelope =
  'spf=pass (spfCheck: domain of customer.example designates 192.0.2.7 as permitted sender) client-ip=192.0.2.7; envelope-from=li@customer.example; helo=mx.customer.example'

describe('whose a mail is', () => {
  test.each<[string, string, string]>([
    [
      'DMARC passed for the domain of From',
      `${envelope}; dkim=pass header.i=@customer.example; dmarc=pass header.from=customer.example`,
      'authenticated',
    ],
    ['DMARC passed for another domain', `${envelope}; dmarc=pass header.from=another.example`, 'unknown'],
    [
      'DMARC failed, whatever passed for itself',
      `${envelope}; dkim=pass header.i=@another.example; dmarc=fail header.from=customer.example`,
      'forged',
    ],
    ['no policy, and SPF of the same domain', envelope, 'authenticated'],
    [
      'no policy, and a signature of the same domain',
      'spf=none; dkim=pass header.i=@customer.example; dmarc=none header.from=customer.example',
      'authenticated',
    ],
    [
      'no policy, and the second signature is of the same domain',
      'spf=none; dkim=pass header.i=@relay.example; dkim=pass header.i=@customer.example',
      'authenticated',
    ],
    ["no policy, and another's signature", 'spf=none; dkim=pass header.i=@another.example', 'unknown'],
    ['no policy, and a signature that is not good', 'spf=none; dkim=fail header.i=@customer.example', 'unknown'],
    ['no policy, and a name below the domain', 'spf=none; dkim=pass header.i=@evil.customer.example', 'unknown'],
    ['no policy, and a name that only ends the same', 'spf=none; dkim=pass header.i=@notcustomer.example', 'unknown'],
    ['no policy, and a whole top-level domain', 'spf=none; dkim=pass header.i=@example', 'unknown'],
    [
      'SPF passed for the envelope of another',
      'spf=pass client-ip=192.0.2.7; envelope-from=x@another.example; helo=h',
      'unknown',
    ],
    ['nothing was found', 'spf=none; dkim=none; dmarc=none', 'unknown'],
  ])('%s', (_, results, sender) => {
    expect(judged(results).sender).toBe(sender)
  })

  test('a domain above that of From vouches for it', () => {
    expect(judged('spf=none; dkim=pass header.i=@customer.example', 'li@mail.customer.example').sender).toBe(
      'authenticated',
    )
  })

  test('a domain in its own script is compared as SES writes it', () => {
    expect(judged('spf=none; dkim=pass header.i=@xn--fsq.example', '<li@例.example>').sender).toBe('authenticated')
  })

  test.each<[string, string | readonly string[]]>([
    ['two From lines', ['evil@another.example', li]],
    ['two addresses in one', `evil@another.example, ${li}`],
    ['two addresses in angles', `Evil <evil@another.example>, Li <${li}>`],
    ['an address and one in angles', `evil@another.example, <${li}>`],
    ['a group', `Friends: ${li};`],
    ['angles within the name', `"Li" <evil@another.example> <${li}>`],
    ['nothing', ''],
  ])('%s: nobody can say who wrote it', (_, from) => {
    expect(judged(`${envelope}; dmarc=pass header.from=customer.example`, from).sender).toBe('forged')
  })

  test.each([
    ['the address again as its name', `"li@customer.example" <${li}>`],
    ['the address again without quotes', `li@customer.example <${li}>`],
    ['a name with a comma', `"Wei, Li" <${li}>`],
    ['a name with a comma that was encoded', `Müller, Lí <${li}>`],
    ['no angles', li],
    ['capitals', `<${li.toUpperCase()}>`],
  ])('%s is one author', (_, from) => {
    expect(judged(`${envelope}; dmarc=pass header.from=customer.example`, from).sender).toBe('authenticated')
  })
})

describe('what the sender wrote about themselves counts for nothing', () => {
  const forged = 'Authentication-Results: amazonses.com; dmarc=pass header.from=customer.example'

  test('below what SES wrote', () => {
    expect(
      judged('spf=none; dmarc=fail header.from=customer.example', undefined, forged, 'X-SES-RECEIPT: again').sender,
    ).toBe('forged')
    expect(judged('spf=none', undefined, 'X-SES-Spam-Verdict: PASS', forged).sender).toBe('unknown')
  })

  test('where SES wrote nothing, not even with lines like its own', () => {
    const lines = headersOf(forged, 'X-SES-Spam-Verdict: PASS', 'X-SES-RECEIPT: x', `From: ${li}`)
    expect(verdictsOf({ headers: lines, from: { name: '', address: li } })).toEqual({
      ...{ spf: 'none', dkim: 'none', dmarc: 'none', spam: 'not_looked', virus: 'not_looked', sender: 'unknown' },
    })
  })

  test.each([
    [
      'in the envelope',
      'spf=pass client-ip=192.0.2.7; envelope-from="x; dkim=pass header.i=@customer.example"@another.example; helo=h',
    ],
    [
      'in the greeting',
      'spf=none client-ip=192.0.2.7; envelope-from=x@another.example; helo=h; dmarc=pass header.from=customer.example; dmarc=none',
    ],
    ['by a bracket that stays open', 'spf=none (spfCheck: x; dkim=pass header.i=@customer.example'],
    ['in the name of another authority', 'x'],
  ])('%s', (_, results) => {
    expect(judged(results).sender).toBe('unknown')
  })

  test("another server's results are not SES's", () => {
    const headers = [
      ...sesLines({ authority: 'mx.another.example', results: `${envelope}; dmarc=pass header.from=customer.example` }),
      ...headersOf(`From: ${li}`),
    ]
    expect(verdictsOf({ headers, from: { name: '', address: li } }).sender).toBe('unknown')
  })

  test('whatever they put there, and wherever they can, a mail that SES says is forged stays so', () => {
    const name = fc.constantFrom(
      'Authentication-Results',
      'Received',
      'Received-SPF',
      'X-SES-RECEIPT',
      'X-SES-Spam-Verdict',
      'Return-Path',
    )
    const value = fc.constantFrom(
      'amazonses.com; dmarc=pass header.from=customer.example',
      'by inbound-smtp.eu-west-1.amazonaws.com with',
      'PASS',
      'x',
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), lines => {
        const below = lines.map(pair => pair.join(': '))
        expect(judged('spf=fail; dmarc=fail header.from=customer.example', undefined, ...below).sender).toBe('forged')
      }),
    )
  })
})

describe('what was found in it', () => {
  test('SES says by its own lines', () => {
    const headers = [...sesLines({ spam: 'FAIL', virus: 'PASS' }), ...headersOf('X-SES-Spam-Verdict: PASS')]
    expect(verdictsOf({ headers })).toMatchObject({ spam: 'fail', virus: 'pass' })
  })

  test.each(['GRAY', 'PROCESSING_FAILED', 'DISABLED'])('%s says nothing', spam => {
    expect(verdictsOf({ headers: sesLines({ spam }) }).spam).toBe('not_looked')
  })

  test('to whom it was brought stands in its line of receipt', () => {
    expect(broughtTo({ headers: sesLines({ to: 'service+x@shop.example' }) })).toBe('service+x@shop.example')
    expect(broughtTo({ headers: headersOf('Received: from x by y for z@shop.example;') })).toBeUndefined()
  })
})
