import { addressParser } from 'postal-mime'

/** How a mail was handed over. There is no DNS here, by which SES would know whose a mail is: who signs in as an address is
 *  who may write for its domain. */
export interface Envelope {
  /** Empty for one that wants no answer, such as a bounce. */
  readonly from: string
  readonly to: readonly string[]
  /** The address as which the sender signed in. */
  readonly authenticatedAs?: string | undefined
  readonly hello?: string | undefined
}

interface Receipt {
  readonly id: string
  readonly region: string
  /** Milliseconds since 1970 UTC. */
  readonly at: number
  readonly spam: string
  readonly virus: string
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** The lines that SES writes on top of a mail, in its order and words. */
export function headerOf({ from, to, authenticatedAs, hello = 'localhost' }: Envelope, raw: Buffer, receipt: Receipt) {
  const { id, region, at, spam, virus } = receipt
  const domain = authenticatedAs === undefined ? undefined : domainOf(authenticatedAs)
  const client = `client-ip=127.0.0.1; envelope-from=${from}; helo=${hello};`
  const spf = spfOf(from === '' ? hello : domainOf(from), domain)
  const author = authorDomain(raw)
  const aligned = domain !== undefined && author !== undefined && (author === domain || author.endsWith(`.${domain}`))
  const date = new Date(at).toUTCString().replace('GMT', '+0000 (UTC)')
  const lines = [
    `Return-Path: <${from}>`,
    `Received: from ${hello} (localhost [127.0.0.1])\r\n by inbound-smtp.${region}.amazonaws.com with SMTP id ${id}\r\n for ${to[0]};\r\n ${date}`,
    `X-SES-Spam-Verdict: ${spam}`,
    `X-SES-Virus-Verdict: ${virus}`,
    `Received-SPF: ${spf} ${client}`,
    `Authentication-Results: amazonses.com;\r\n spf=${spf} ${client}\r\n dkim=${domain ? `pass header.i=@${domain}` : 'none'};\r\n dmarc=${aligned ? 'pass' : author ? 'fail' : 'none'} header.from=${author ?? ''};`,
    `X-SES-RECEIPT: ${Buffer.from(id).toString('base64')}`,
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n`)
}

function spfOf(sending: string, domain: string | undefined): string {
  if (domain === undefined) return `none (spfCheck: 127.0.0.1 is neither permitted nor denied by domain of ${sending})`
  if (sending === domain) return `pass (spfCheck: domain of ${sending} designates 127.0.0.1 as permitted sender)`
  return `fail (spfCheck: domain of ${sending} does not designate 127.0.0.1 as permitted sender)`
}

/** The domain of the author; of two authors, none counts. */
function authorDomain(raw: Buffer): string | undefined {
  const [author, another] = authorsOf(raw)
  return author?.includes('@') && another === undefined ? domainOf(author) : undefined
}

/** The addresses of the From field, or of all of them where a mail has several. */
export function authorsOf(raw: Buffer): string[] {
  const end = /\r?\n\r?\n/.exec(raw.toString('latin1', 0, 1_000_000))?.index ?? 1_000_000
  const fields = raw.toString('utf8', 0, end).split(/\r?\n(?![ \t])/)
  return fields
    .filter(line => /^from[ \t]*:/i.test(line))
    .flatMap(field => addressParser(field.slice(field.indexOf(':') + 1), { flatten: true }))
    .map(({ address }) => address ?? '')
}
