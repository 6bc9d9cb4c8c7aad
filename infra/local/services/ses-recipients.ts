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
