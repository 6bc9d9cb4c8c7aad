import type { Mail } from './ses'

export interface MailEvent {
  /** The name of the event on the bus, and in the event itself. */
  readonly detailType: string
  readonly eventType: string
  /** What of it stands in the template (`MatchingEventTypes`). */
  readonly matching: string
  /** What the event says of its own: `bounce`, `delivery` … */
  readonly says: Readonly<Record<string, unknown>>
}

const simulator = /^(success|bounce|complaint|ooto|suppressionlist)(\+[^@]*)?@simulator\.amazonses\.com$/i

/** Where no mail arrives: a domain of RFC 2606's `.invalid` exists nowhere. */
const isNowhere = (address: string) => /[@.]invalid$/i.test(address)

/** The account's list of addresses that bounced or complained, which SES keeps by itself as the configuration set asks; those
 *  of the simulator never come onto it. */
export interface Suppressed {
  has(address: string): boolean
  add(address: string): void
}

/**
 * What SES tells of a mail to one recipient, in order: the mailbox simulator's addresses act as AWS says, `.invalid` bounces as
 * a domain that is nowhere, everything else is delivered. https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
 */
export function eventsOf(
  mail: Pick<Mail, 'id' | 'to'>,
  at: string,
  suppressed: Suppressed,
  reasons: readonly string[],
) {
  const events: MailEvent[] = [event('Sent', 'Send', 'send', { send: {} })]
  for (const address of mail.to.map(each => each.toLowerCase())) {
    const kind = simulator.exec(address)?.[1]?.toLowerCase()
    if (suppressed.has(address)) events.push(bounce(address, at, mail.id, 'OnAccountSuppressionList'))
    else if (kind === 'suppressionlist') events.push(bounce(address, at, mail.id, 'Suppressed'))
    else if (kind === 'bounce' || isNowhere(address)) {
      events.push(bounce(address, at, mail.id, 'General'))
      if (kind === undefined && reasons.includes('BOUNCE')) suppressed.add(address)
    } else {
      const delivery = { timestamp: at, processingTimeMillis: 0, recipients: [address], smtpResponse: '250 ok' }
      events.push(event('Delivered', 'Delivery', 'delivery', { delivery }))
      if (kind === 'complaint') {
        const complaint = {
          timestamp: at,
          feedbackId: `${mail.id}-c`,
          complainedRecipients: [{ emailAddress: address }],
        }
        events.push(event('Complaint Received', 'Complaint', 'complaint', { complaint }))
      }
    }
  }
  return events
}

/** What the simulator's absent one answers, to the sender of the envelope as RFC 3834 wants it. */
export function awayAnswers({ id, at, from, to, headers }: Mail, region: string) {
  const sender = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from
  const references = headers.find(({ name }) => name.toLowerCase() === 'references')?.value ?? ''
  const own = `<${id}@${region}.amazonses.com>`
  return to
    .filter(address => simulator.exec(address)?.[1]?.toLowerCase() === 'ooto')
    .map(address => {
      const fields = {
        ...{ From: address, To: sender, Subject: 'Out of the office', Date: new Date(at).toUTCString() },
        ...{ 'Message-ID': `<away-${id}@simulator.amazonses.com>`, 'In-Reply-To': own },
        ...{ References: `${references} ${own}`.trim(), 'Auto-Submitted': 'auto-replied' },
        ...{ 'Content-Type': 'text/plain; charset=utf-8' },
      }
      const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
      const raw = Buffer.from(`${head.join('')}\r\nI am out of the office.\r\n`)
      return { raw, envelope: { from: address, to: [sender], authenticatedAs: address } }
    })
}

const event = (name: string, eventType: string, matching: string, says: object): MailEvent => ({
  ...{ detailType: `Email ${name}`, eventType, matching, says: { ...says } },
})

const bounce = (emailAddress: string, timestamp: string, id: string, bounceSubType: string): MailEvent =>
  event('Bounced', 'Bounce', 'bounce', {
    bounce: {
      ...{ bounceType: 'Permanent', bounceSubType, timestamp, feedbackId: `${id}-b` },
      bouncedRecipients: [{ emailAddress, action: 'failed', status: '5.1.1' }],
    },
  })
