import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import {
  type ApiService,
  AwsError,
  type Input,
  type Kernel,
  NotHonoured,
  type ResourceType,
  type Service,
} from '../kernel'
import { addressesIn, checkedAddress, delivered, invalid, readMail } from '../raw-mail'
import type { Events } from './events'
import { mailEvent, sesEventTypes, toldOf } from './ses-events'
import { type Receiving, sesReceivingTypes } from './ses-receiving'
import { awayAnswers, eventsOf } from './ses-recipients'

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
}

/** What the journal keeps of an accepted mail; the mail itself lies in `mails/<id>.eml`. */
interface Accepted extends Pick<Mail, 'id' | 'at' | 'to' | 'tags'> {
  /** The configuration set, while its event destination is still to be told. */
  untold?: string | undefined
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

/** Simple Email Service with its Query API of 2010: it sends from the identities of the template, at the account's pace,
 *  into a folder that the inbox reads; what is for an address of the template's receipt rules comes in as well. */
export function createSes(
  kernel: Kernel,
  events: Events,
  receiving: Pick<Receiving, 'takes' | 'receive'>,
  limits: SendingLimits = {},
): Ses {
  const { clock, random, template } = kernel
  const { maxSendRate = 500, quota24h = 1_000_000 } = limits
  const { id: account, region } = template.account
  const folder = join(kernel.folder, 'mails')
  const identities = new Set(template.all('AWS::SES::EmailIdentity').map(({ ref }) => ref.toLowerCase()))
  const configurationSets = new Map(
    template
      .all('AWS::SES::ConfigurationSet')
      .map(({ ref, properties }): [string, readonly string[]] => [
        ref,
        properties.SuppressionOptions?.SuppressedReasons ?? [],
      ]),
  )
  const told = toldOf(template.all)
  const suppressed = new Set<string>()
  const accepted = new Map<string, Accepted>()
  const mails: Mail[] = []
  const rate = bucket(maxSendRate)

  const write = kernel.journal.register<Accepted | { readonly told: string }>('ses', {
    apply(record) {
      if ('told' in record) accepted.get(record.told)!.untold = undefined
      else accepted.set(record.id, record)
    },
    snapshot: () => accepted.values(),
  })

  /** The identity that stands for an address: itself, or its domain, or a domain above that. */
  const identityOf = (address: string): string | undefined => {
    const [, domain = ''] = address.toLowerCase().split('@')
    const parents = domain.split('.').map((_, index, labels) => labels.slice(index).join('.'))
    return [address.toLowerCase(), ...parents].find(name => identities.has(name))
  }

  const authorize = ({ Source, Destinations, ConfigurationSetName }: Input) => {
    if (!Source || !Destinations?.length || !ConfigurationSetName)
      throw new NotHonoured('SendRawEmail without Source, Destinations or ConfigurationSetName')
    const source = checkedAddress(Source)
    const context = { 'ses:FromAddress': source, 'ses:Recipients': Destinations.map(checkedAddress) }
    return [`identity/${identityOf(source) ?? source}`, `configuration-set/${ConfigurationSetName}`].map(name => ({
      action: 'ses:SendRawEmail',
      resource: `arn:aws:ses:${region}:${account}:${name}`,
      context,
    }))
  }

  const checkSenders = (senders: readonly string[]) => {
    const unverified = new Set(senders.filter(address => identityOf(address) === undefined))
    if (unverified.size === 0) return
    const failed = `The following identities failed the check in region ${region.toUpperCase()}: ${[...unverified].join(', ')}`
    throw new AwsError('MessageRejected', `Email address is not verified. ${failed}`)
  }

  const spend = (recipients: number) => {
    const lastDay = mails.slice(mails.findLastIndex(({ at }) => at <= clock.now() - DAY) + 1)
    const sent = lastDay.reduce((sum, { to }) => sum + to.length, 0)
    if (sent + recipients > quota24h) throw new AwsError('Throttling', 'Daily message quota exceeded.')
    if (!rate.take(recipients, clock.now())) throw new AwsError('Throttling', 'Maximum sending rate exceeded.')
  }

  const send = async ({ Source, Destinations, RawMessage, ConfigurationSetName, Tags = [] }: Input) => {
    if (!RawMessage?.Data) throw new AwsError('ValidationError', NO_DATA)
    const mail = readMail(RawMessage.Data)
    const from = addressesIn(mail, 'from')
    const to: readonly string[] = Destinations.map(checkedAddress)
    const tags = tagsOf(Tags)
    if (to.length > MAX_RECIPIENTS) throw invalid(`Recipient count exceeds ${MAX_RECIPIENTS}.`)
    if (!configurationSets.has(ConfigurationSetName))
      throw new AwsError('ConfigurationSetDoesNotExist', `Configuration set <${ConfigurationSetName}> does not exist.`)
    if (from.length === 0) throw invalid("Missing required header 'From'.")
    checkSenders([checkedAddress(Source), ...from, ...addressesIn(mail, 'sender')])
    spend(to.length)
    const at = clock.now()
    const id = `${random.hex(16)}-${random.uuid()}-000000`
    const date = new Date(at).toUTCString().replace('GMT', '+0000')
    const raw = delivered(mail, { 'Message-ID': `<${id}@${region}.amazonses.com>`, Date: date })
    writeFileSync(fileOf(id), raw)
    const record = { id, at, to, tags, ...(told.has(ConfigurationSetName) && { untold: ConfigurationSetName }) }
    const parsed = await parse(record, raw)
    const own = to.filter(receiving.takes)
    if (own.length > 0)
      receiving.receive({ from: checkedAddress(Source), to: own, authenticatedAs: checkedAddress(Source) }, raw)
    write(record)
    mails.push(parsed)
    tellSoon(parsed)
    return { MessageId: id }
  }

  const fileOf = (id: string) => join(folder, `${id}.eml`)

  const parse = async ({ id, at, to, tags }: Accepted, raw: Buffer): Promise<Mail> => {
    const { headers, from, subject = '', text = '', html = '' } = await PostalMime.parse(raw)
    return {
      ...{ id, at, to, tags, subject, text, html },
      from: from?.name ? `${from.name} <${from.address}>` : (from?.address ?? ''),
      headers: headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    }
  }

  /** Written down only when it is done: what a kill cuts off is told again at the next start, perhaps for the second time. */
  const tellSoon = (mail: Mail) => {
    const configurationSet = accepted.get(mail.id)?.untold
    if (configurationSet === undefined) return
    clock.soon(`event of mail ${mail.id}`, () => {
      const matching = told.get(configurationSet)
      for (const event of heardOf(mail))
        if (matching?.has(event.matching)) events.put(mailEvent(mail, event, configurationSet, template.account))
      for (const { raw, envelope } of awayAnswers(mail, region))
        if (envelope.to.some(receiving.takes)) receiving.receive(envelope, raw)
      write({ told: mail.id })
    })
  }

  /** Also what puts an address on the account's list, so that it is the same after a restart. */
  const heardOf = (mail: Pick<Accepted, 'id' | 'at' | 'to'>) =>
    eventsOf(mail, new Date(mail.at).toISOString(), suppressed, [...configurationSets.values()].flat())

  const parameters = [
    'Source',
    'Destinations.*',
    'RawMessage.Data',
    'Tags.*.Name',
    'Tags.*.Value',
    'ConfigurationSetName',
  ]
  return {
    api: { target: 'ses', protocol: 'query', operations: { SendRawEmail: { parameters, authorize, run: send } } },
    mails: () => mails,
    async start() {
      mkdirSync(folder, { recursive: true })
      for (const record of accepted.values()) mails.push(await parse(record, readFileSync(fileOf(record.id))))
      for (const record of accepted.values()) if (record.untold === undefined) heardOf(record)
      for (const mail of mails) tellSoon(mail)
    },
  }
}

const NO_DATA =
  "1 validation error detected: Value null at 'rawMessage.data' failed to satisfy constraint: Member must not be null"
const STAYS = 'a mail stays on this machine'

export const sesTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SES::EmailIdentity': {
    honoured: ['EmailIdentity'],
    ignored: {},
    identify: ({ properties }) => ({ ref: properties.EmailIdentity }),
  },
  'AWS::SES::ConfigurationSet': {
    honoured: ['Name', 'SuppressionOptions.SuppressedReasons.*'],
    ignored: {
      'DeliveryOptions.TlsPolicy': STAYS,
      'ReputationOptions.ReputationMetricsEnabled': STAYS,
    },
    identify: ({ stack, logicalId, properties }) => ({ ref: properties.Name ?? `${stack}-${logicalId}` }),
  },
  ...sesEventTypes,
  ...sesReceivingTypes,
}

function tagsOf(tags: readonly Input[]): Record<string, string> {
  const pairs = tags.map(({ Name = '', Value = '' }) => [Name, Value] as const)
  const wrong = pairs.flat().find(part => !/^[\w-]{1,256}$/.test(part))
  if (wrong !== undefined) throw invalid(`Invalid message tag <${wrong}>: only letters, digits, _ and -.`)
  return Object.fromEntries(pairs)
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
