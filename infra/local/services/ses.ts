import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import type { Access, Account, ApiService, Input, Kernel, Resource, ResourceType, Service } from '../kernel'
import { AwsError, NotHonoured } from '../kernel'
import { addressesIn, checkedAddress, delivered, invalid, type RawMail, readMail } from '../raw-mail'
import type { Events, ServiceEvent } from './events'

const DAY = 86_400_000
const MAX_RECIPIENTS = 50

/** A mail as its recipients got it. */
export interface Mail {
  readonly id: string
  /** Milliseconds since 1970 UTC. */
  readonly at: number
  readonly from: string
  /** Addresses alone, of all recipients. */
  readonly to: readonly string[]
  readonly subject: string
  /** Empty if the mail has no such part. */
  readonly text: string
  readonly html: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly tags: Readonly<Record<string, string>>
  raw(): Buffer
}

export interface Ses extends Service {
  readonly api: ApiService
  /** All mails that were accepted, oldest first. */
  mails(): readonly Mail[]
}

export interface SendingLimits {
  /** Recipients a second. */
  readonly maxSendRate?: number
  /** Recipients in any 24 hours. */
  readonly quota24h?: number
}

/** What the journal keeps of an accepted mail; the mail itself lies in `mails/<id>.eml`. */
interface Accepted {
  readonly id: string
  readonly at: number
  readonly to: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  /** The configuration set, while its event destination is still to be told. */
  readonly untold?: string | undefined
}

/** Simple Email Service with its Query API of 2010: it sends from the identities of the template, at the account's pace,
 *  into a folder that the inbox reads. */
export function createSes(kernel: Kernel, events: Events, limits: SendingLimits = {}): Ses {
  const { clock, random, template } = kernel
  const { id: account, region } = template.account
  const { maxSendRate = 500, quota24h = 1_000_000 } = limits
  const folder = join(kernel.folder, 'mails')
  const identities = new Map(template.all('AWS::SES::EmailIdentity').map(each => [each.ref.toLowerCase(), each]))
  const configurationSets = new Map(template.all('AWS::SES::ConfigurationSet').map(each => [each.ref, each]))
  const destinations = new Set(template.all(DESTINATION).map(configurationSetOf))
  const accepted: Accepted[] = []
  const untold = new Map<string, Accepted>()
  const mails: Mail[] = []
  const rate = bucket(maxSendRate)

  const write = kernel.journal.register<Accepted | { readonly told: string }>('ses', {
    apply(record) {
      if ('told' in record) untold.delete(record.told)
      else accepted.push(record)
      if ('untold' in record) untold.set(record.id, record)
    },
    snapshot: () => accepted.map(({ untold: _, ...mail }) => untold.get(mail.id) ?? mail),
  })

  const sentLastDay = () => {
    let recipients = 0
    for (let index = accepted.length - 1; index >= 0 && accepted[index]!.at > clock.now() - DAY; index--)
      recipients += accepted[index]!.to.length
    return recipients
  }

  /** The identity that stands for an address: itself, or its domain, or a domain above that. */
  const identityOf = (address: string): string | undefined => {
    const [, domain = ''] = address.toLowerCase().split('@')
    const parents = domain.split('.').map((_, index, labels) => labels.slice(index).join('.'))
    return [address.toLowerCase(), ...parents].find(name => identities.has(name))
  }

  const read = (input: Input) => {
    const mail = readMail(required(input.RawMessage?.Data, 'rawMessage.data'))
    const { source, senders } = sendersOf(input, mail)
    const identity = identityOf(source)
    const ownSet = identities.get(identity ?? '')?.properties.ConfigurationSetAttributes?.ConfigurationSetName
    const configurationSet: string | undefined = input.ConfigurationSetName ?? ownSet
    return { mail, source, senders, identity, configurationSet, recipients: recipientsOf(input, mail) }
  }

  const authorize = (input: Input): Access[] => {
    const { source, identity, configurationSet, recipients } = read(input)
    const context = { 'ses:FromAddress': source, 'ses:Recipients': recipients }
    const resources = [`identity/${identity ?? source}`]
    if (configurationSet !== undefined) resources.push(`configuration-set/${configurationSet}`)
    return resources.map(name => ({
      action: 'ses:SendRawEmail',
      resource: `arn:aws:ses:${region}:${account}:${name}`,
      context,
    }))
  }

  const check = (senders: readonly string[], configurationSet: string | undefined) => {
    const set = configurationSets.get(configurationSet ?? '')
    if (configurationSet !== undefined && !set)
      throw new AwsError('ConfigurationSetDoesNotExist', `Configuration set <${configurationSet}> does not exist.`)
    if (String(set?.properties.SendingOptions?.SendingEnabled) === 'false')
      throw new AwsError(
        'ConfigurationSetSendingPausedException',
        `Sending is paused for configuration set <${configurationSet}>.`,
      )
    const unverified = senders.filter(address => identityOf(address) === undefined)
    if (unverified.length > 0)
      throw new AwsError(
        'MessageRejected',
        `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${unverified.join(', ')}`,
      )
  }

  const spend = (recipients: number) => {
    if (sentLastDay() + recipients > quota24h) throw new AwsError('Throttling', 'Daily message quota exceeded.')
    if (!rate.take(recipients, clock.now())) throw new AwsError('Throttling', 'Maximum sending rate exceeded.')
  }

  const send = async (input: Input) => {
    const { mail, senders, configurationSet, recipients } = read(input)
    const tags = tagsOf(input)
    check(senders, configurationSet)
    spend(recipients.length)
    const at = clock.now()
    const id = `${random.hex(16)}-${random.uuid()}-000000`
    const own = {
      'Message-ID': `<${id}@${region}.amazonses.com>`,
      Date: new Date(at).toUTCString().replace('GMT', '+0000'),
    }
    writeFileSync(fileOf(id), delivered(mail, own))
    const isWatched = configurationSet !== undefined && destinations.has(configurationSet)
    const record = { id, at, to: recipients, tags, ...(isWatched && { untold: configurationSet }) }
    const parsed = await parse(record)
    write(record)
    mails.push(parsed)
    if (isWatched) tellSoon(parsed, configurationSet)
    return { MessageId: id }
  }

  /** Written down only when it is done: what a kill cuts off is told again at the next start, perhaps for the second time. */
  const tellSoon = (mail: Mail, configurationSet: string) =>
    clock.soon(`event of mail ${mail.id}`, () => {
      events.put(sentEvent(mail, configurationSet, template.account))
      write({ told: mail.id })
    })

  const fileOf = (id: string) => join(folder, `${id}.eml`)

  const parse = async ({ id, at, to, tags }: Accepted): Promise<Mail> => {
    const raw = () => readFileSync(fileOf(id))
    const { headers, from, subject = '', text = '', html = '' } = await PostalMime.parse(raw())
    return {
      id,
      at,
      from: from?.name ? `${from.name} <${from.address}>` : (from?.address ?? ''),
      to,
      subject,
      text,
      html,
      headers: headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
      tags,
      raw,
    }
  }

  return {
    api: {
      target: 'ses',
      protocol: 'query',
      operations: {
        SendRawEmail: {
          parameters: [
            'Source',
            'Destinations.*',
            'RawMessage.Data',
            'Tags.*.Name',
            'Tags.*.Value',
            'ConfigurationSetName',
          ],
          authorize,
          run: send,
        },
        GetSendQuota: {
          parameters: [],
          authorize: () => [{ action: 'ses:GetSendQuota', resource: '*' }],
          run: () => ({ Max24HourSend: quota24h, MaxSendRate: maxSendRate, SentLast24Hours: sentLastDay() }),
        },
      },
    },
    mails: () => mails,
    async start() {
      mkdirSync(folder, { recursive: true })
      mails.push(...(await Promise.all(accepted.map(parse))))
      for (const mail of mails.filter(({ id }) => untold.has(id))) tellSoon(mail, untold.get(mail.id)!.untold!)
    },
  }
}

const DESTINATION = 'AWS::SES::ConfigurationSetEventDestination'

/** The set whose sendings the default bus hears of. */
function configurationSetOf({ stack, logicalId, properties }: Resource): string {
  const { Enabled, MatchingEventTypes, EventBridgeDestination } = properties.EventDestination
  const refuse = (what: string) => new NotHonoured(`${stack}/${logicalId}.Properties.EventDestination.${what}`)
  if (!/:event-bus\/default$/.test(EventBridgeDestination?.EventBusArn)) throw refuse('EventBridgeDestination')
  if (String(Enabled) === 'false') throw refuse('Enabled false')
  if (String(MatchingEventTypes).toLowerCase() !== 'send') throw refuse(`MatchingEventTypes ${MatchingEventTypes}`)
  return properties.ConfigurationSetName
}

/** The event of a mail that SES took, as event publishing gives it to EventBridge.
 *  https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html */
function sentEvent(mail: Mail, configurationSet: string, { id: account, region }: Account): ServiceEvent {
  const { id: messageId, at, from, to, subject, headers, tags } = mail
  const domain = from.replace(/>?$/, '').split('@').at(-1)
  return {
    source: 'aws.ses',
    'detail-type': 'Email Sent',
    resources: [`arn:aws:ses:${region}:${account}:configuration-set/${configurationSet}`],
    detail: {
      eventType: 'Send',
      mail: {
        ...{ timestamp: new Date(at).toISOString(), source: from, sendingAccountId: account, messageId },
        ...{ destination: to, headersTruncated: false, headers },
        commonHeaders: { from: [from], to, messageId, subject },
        tags: {
          ...{ 'ses:configuration-set': [configurationSet], 'ses:from-domain': [domain] },
          ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
        },
      },
      send: {},
    },
  }
}

const NO_DNS = 'there is no DNS here: the records of a domain are taken as set'
const STAYS = 'a mail stays on this machine'

export const sesTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SES::EmailIdentity': {
    honoured: ['EmailIdentity', 'ConfigurationSetAttributes.ConfigurationSetName'],
    ignored: {
      'DkimAttributes.SigningEnabled': NO_DNS,
      'DkimSigningAttributes.NextSigningKeyLength': NO_DNS,
      'MailFromAttributes.MailFromDomain': NO_DNS,
      'MailFromAttributes.BehaviorOnMxFailure': NO_DNS,
      'FeedbackAttributes.EmailForwardingEnabled': 'nothing bounces here',
    },
    identify({ properties: { EmailIdentity: name } }) {
      const records = [1, 2, 3].flatMap(index => [
        [`DkimDNSTokenName${index}`, `local${index}._domainkey.${name}`],
        [`DkimDNSTokenValue${index}`, `local${index}.dkim.amazonses.com`],
      ])
      return { ref: name, attributes: Object.fromEntries(records) }
    },
  },
  'AWS::SES::ConfigurationSet': {
    honoured: ['Name', 'SendingOptions.SendingEnabled'],
    ignored: {
      'DeliveryOptions.TlsPolicy': STAYS,
      'ReputationOptions.ReputationMetricsEnabled': STAYS,
      'SuppressionOptions.SuppressedReasons.*': 'nothing bounces here',
    },
    identify: ({ stack, logicalId, properties }) => ({ ref: properties.Name ?? `${stack}-${logicalId}` }),
  },
  [DESTINATION]: {
    honoured: [
      'ConfigurationSetName',
      'EventDestination.Enabled',
      'EventDestination.EventBridgeDestination.EventBusArn',
      'EventDestination.MatchingEventTypes.*',
    ],
    ignored: { 'EventDestination.Name': 'a label' },
    identify: ({ stack, logicalId }) => ({ ref: `${stack}-${logicalId}` }),
  },
}

/** Who the mail says it is from: `Source` if it is given, and whoever the header names. */
function sendersOf({ Source }: Input, mail: RawMail): { source: string; senders: string[] } {
  const named = [...addressesIn(mail, 'from'), ...addressesIn(mail, 'sender')]
  const source = Source ? checkedAddress(Source) : named[0]
  if (source === undefined) throw invalid("Missing required header 'From'.")
  return { source, senders: [...new Set([source, ...named])] }
}

function recipientsOf({ Destinations }: Input, mail: RawMail): string[] {
  const recipients: string[] = Destinations?.length
    ? Destinations.map(checkedAddress)
    : ['to', 'cc', 'bcc'].flatMap(name => addressesIn(mail, name))
  if (recipients.length === 0) throw invalid("Missing required header 'To'.")
  if (recipients.length > MAX_RECIPIENTS) throw invalid(`Recipient count exceeds ${MAX_RECIPIENTS}.`)
  return recipients
}

function tagsOf({ Tags = [] }: Input): Record<string, string> {
  const pairs = (Tags as readonly Input[]).map(({ Name, Value }) => [Name, Value] as const)
  for (const part of pairs.flat())
    if (!/^[\w-]{1,256}$/.test(part ?? ''))
      throw invalid(`Invalid message tag <${part}>: only letters, digits, _ and -.`)
  return Object.fromEntries(pairs)
}

function required(value: string | undefined, name: string): string {
  if (value) return value
  const constraint = `Value null at '${name}' failed to satisfy constraint: Member must not be null`
  throw new AwsError('ValidationError', `1 validation error detected: ${constraint}`)
}

/** Fills at `perSecond` and holds one second's worth; a mail to more recipients than that needs it full. */
function bucket(perSecond: number) {
  let held = perSecond
  let filledAt = 0
  return {
    take(count: number, now: number): boolean {
      held = Math.min(perSecond, held + ((now - filledAt) / 1_000) * perSecond)
      filledAt = now
      if (held < Math.min(count, perSecond)) return false
      held -= count
      return true
    },
  }
}
