import type { Mail } from './mail'

/** What SES found, as far as it says so. `not_looked`: it could not, or did not say. */
export interface MailVerdicts {
  readonly spf: AuthResult
  /** `pass` where one signature at least is good. */
  readonly dkim: AuthResult
  readonly dmarc: AuthResult
  readonly spam: ScanResult
  readonly virus: ScanResult
  /** `authenticated`: the domain of From vouches for this mail; `forged`: it disowns it, or nobody can say who From is;
   *  `unknown`: it says nothing either way. */
  readonly sender: 'authenticated' | 'forged' | 'unknown'
}

export type AuthResult = 'pass' | 'fail' | 'none'
export type ScanResult = 'pass' | 'fail' | 'not_looked'

type Headers = Mail['headers']

/** Whose a mail is, by the lines that SES wrote on it when it came in; the same names further down are the sender's, and count
 *  for nothing (RFC 8601 §5). https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html */
export function verdictsOf({ headers, from }: Pick<Mail, 'headers' | 'from'>): MailVerdicts {
  const written = writtenBySes(headers)
  const found = resultsIn(written.get('authentication-results'))
  const scanned = (name: string): ScanResult =>
    (({ PASS: 'pass', FAIL: 'fail' }) as const)[written.get(name)?.trim() ?? ''] ?? 'not_looked'
  return {
    spf: found?.spf ?? 'none',
    dkim: found?.dkim ?? 'none',
    dmarc: found?.dmarc ?? 'none',
    ...{ spam: scanned('x-ses-spam-verdict'), virus: scanned('x-ses-virus-verdict') },
    sender: senderOf(headers, from?.address, found),
  }
}

/** To whom SES was told to bring it: who is only in Bcc stands nowhere else. */
export const broughtTo = ({ headers }: Pick<Mail, 'headers'>): string | undefined =>
  /\bfor\s+<?([^\s<>;]+@[^\s<>;]+)>?;/.exec(writtenBySes(headers).get('received') ?? '')?.[1]

/** In this order, each once, above all that the sender wrote; its receipt ends them. */
const ownLines: readonly string[] = [
  'return-path',
  'received',
  'x-ses-spam-verdict',
  'x-ses-virus-verdict',
  'received-spf',
  'authentication-results',
  'x-ses-receipt',
]

/** Without its receipt nothing shows where SES's lines end, and none of them is believed. */
function writtenBySes(headers: Headers): ReadonlyMap<string, string> {
  const end = headers.findIndex(({ name }) => name === 'x-ses-receipt')
  const top = headers.slice(0, end + 1)
  const places = top.map(({ name }) => ownLines.indexOf(name))
  const inOrder = places.every((place, i) => place > (places[i - 1] ?? -1))
  const lines = new Map(top.map(({ name, value }) => [name, value]))
  return inOrder && bySes.test(lines.get('received') ?? '') ? lines : new Map()
}

const bySes = /\sby\s+inbound-smtp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\s/

interface Results {
  readonly spf: AuthResult
  readonly dkim: AuthResult
  readonly dmarc: AuthResult
  /** The domains that vouch: of the envelope where SPF passed, of each good signature. */
  readonly vouching: readonly string[]
  /** Whose policy DMARC looked up. */
  readonly policyOf?: string | undefined
}

/** RFC 8601 as SES writes it. A sender chooses parts of it (the envelope, the greeting): what could be more than one word there
 *  makes the whole unreadable, and a second word about DMARC too. */
function resultsIn(value = ''): Results | undefined {
  const plain = withoutComments(value)
  if (/["\\()]|[^\t\n\r\x20-\x7e]/.test(plain)) return undefined
  const [authority, ...clauses] = plain.split(';').map(clause => clause.trim().toLowerCase())
  if (authority !== 'amazonses.com') return undefined
  const of = (method: string) => clauses.filter(clause => clause.startsWith(`${method}=`))
  const [spf, dkims, dmarcs] = [of('spf'), of('dkim'), of('dmarc')]
  if (spf.length > 1 || dmarcs.length > 1) return undefined
  const passes = (clause: string) => /^\w+=pass(\s|$)/.test(clause)
  const good = dkims.filter(passes)
  return {
    ...{ spf: said(spf[0]), dmarc: said(dmarcs[0]) },
    dkim: good.length > 0 ? 'pass' : said(dkims[0]),
    vouching: [
      ...(said(spf[0]) === 'pass'
        ? of('envelope-from').map(clause => domainOf(clause.slice(clause.indexOf('=') + 1)))
        : []),
      ...good.flatMap(clause => /\sheader\.(?:i|d)=(\S+)/.exec(clause)?.[1] ?? []).map(domainOf),
    ].filter(domain => domain !== ''),
    policyOf: /\sheader\.from=(\S+)/.exec(dmarcs[0] ?? '')?.[1],
  }
}

function withoutComments(value: string): string {
  const shorter = value.replace(/\([^()]*\)/g, ' ')
  return shorter === value ? value : withoutComments(shorter)
}

function said(clause: string | undefined): AuthResult {
  const result = /^\w+=(\w+)/.exec(clause ?? '')?.[1]
  if (result === 'pass') return 'pass'
  return result === 'fail' || result === 'permerror' ? 'fail' : 'none'
}

function senderOf(headers: Headers, address: string | undefined, found: Results | undefined): MailVerdicts['sender'] {
  if (!address || !isOneAuthor(headers, address)) return 'forged'
  if (!found) return 'unknown'
  const domain = domainOf(address)
  if (found.dmarc === 'fail') return 'forged'
  if (found.dmarc === 'pass') return found.policyOf === domain ? 'authenticated' : 'unknown'
  return found.vouching.some(voucher => vouchesFor(voucher, domain)) ? 'authenticated' : 'unknown'
}

/** Where the domain of From has no policy, so that SES gives no verdict. RFC 7489 would let every name under the same
 *  organisational domain vouch for every other; which that is only the list of public suffixes knows. So we take the domain itself
 *  and those above it: nobody can have `co.uk` vouch, and nobody's `evil.co.uk` vouches for another. */
const vouchesFor = (voucher: string, domain: string): boolean =>
  voucher.includes('.') && (domain === voucher || domain.endsWith(`.${voucher}`))

/** One From with one address in it (RFC 7489 §6.6.1): `Name <address>` or the address alone, no list and no group. */
function isOneAuthor(headers: Headers, address: string): boolean {
  const [value, ...more] = headers.filter(({ name }) => name === 'from').map(header => header.value.trim())
  if (value === undefined || more.length > 0) return false
  if (same(value, address)) return true
  const [, name, within] = /^(.*)<([^<>]*)>$/s.exec(value) ?? []
  if (name === undefined || !same(within!, address)) return false
  const outside = name.replace(/"(?:[^"\\]|\\.)*"/g, '')
  return !/[<>]/.test(outside) && !(/[,;:]/.test(outside) && outside.includes('@'))
}

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

/** In ASCII, as SES writes them. */
function domainOf(address: string): string {
  const domain = address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()
  if (!/^[^\s/?#\\:@[\]]+$/.test(domain)) return ''
  return /^[\x20-\x7e]*$/.test(domain) ? domain : asciiOf(domain)
}

function asciiOf(domain: string): string {
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return ''
  }
}
