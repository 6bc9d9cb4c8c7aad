import { AwsError, type Input, type Kernel, NotHonoured, type Resource, type ResourceType } from '../kernel'
import { eicar } from './guardduty'
import type { S3 } from './s3'
import { type Envelope, headerOf } from './ses-headers'

const ruleType = 'AWS::SES::ReceiptRule'
const ruleSetType = 'AWS::SES::ReceiptRuleSet'

/** What SES takes in for a bucket, with its headers. */
export const LARGEST_INCOMING_MAIL = 40 * 1024 * 1024

export const sesReceivingTypes: Readonly<Record<string, ResourceType>> = {
  [ruleSetType]: {
    honoured: ['RuleSetName'],
    ignored: {},
    identify: ({ stack, logicalId, properties }) => ({ ref: properties.RuleSetName ?? `${stack}-${logicalId}` }),
  },
  [ruleType]: {
    honoured: [
      ...['RuleSetName', 'Rule.Name', 'Rule.Enabled', 'Rule.Recipients.*', 'Rule.ScanEnabled'],
      ...['Rule.Actions.*.S3Action.BucketName', 'Rule.Actions.*.S3Action.ObjectKeyPrefix'],
    ],
    ignored: { 'Rule.TlsPolicy': 'what comes over 127.0.0.1 leaves the machine as little as what comes over TLS' },
    identify: ({ stack, logicalId, properties }) => ({ ref: properties.Rule.Name ?? `${stack}-${logicalId}` }),
  },
}

/** Mail that comes in, by the receipt rules of the template, of which the one set is the active one. */
export interface Receiving {
  /** The addresses and domains for which any rule takes mail. */
  readonly recipients: readonly string[]
  takes(address: string): boolean
  /** Takes the mail for those recipients whom a rule means, before this returns, and answers the id that SES gave it. Throws
   *  when there is no such recipient, or the rule may not do as it says. */
  receive(envelope: Envelope, raw: Buffer): string
}

interface Rule {
  readonly arn: string
  readonly recipients: readonly string[]
  readonly scans: boolean
  readonly places: readonly { readonly bucket: string; readonly prefix: string }[]
}

export function createReceiving(kernel: Kernel, s3: Pick<S3, 'keep' | 'bucket'>): Receiving {
  const { clock, iam, random, template } = kernel
  const rules = rulesOf(kernel)
  const means = ({ recipients }: Rule, address: string) => recipients.some(recipient => isMeant(recipient, address))
  const takes = (address: string) => rules.some(rule => means(rule, address))

  return {
    recipients: rules.flatMap(({ recipients }) => recipients),
    takes,
    receive(envelope, raw) {
      const to = envelope.to.filter(takes)
      if (to.length === 0) throw new AwsError('MailboxUnavailable', 'Requested action not taken: mailbox unavailable')
      const id = random.hex(40)
      const { region } = template.account
      for (const rule of rules) {
        const { arn, scans, places } = rule
        const mine = to.filter(address => means(rule, address))
        if (mine.length === 0) continue
        const verdicts = scans ? scanned(raw) : { spam: 'DISABLED', virus: 'DISABLED' }
        const own = headerOf({ ...envelope, to: mine }, raw, { id, region, at: clock.now(), ...verdicts })
        for (const { bucket, prefix } of places) {
          const key = `${prefix}${id}`
          const resource = `arn:aws:s3:::${s3.bucket(bucket).ref}/${key}`
          iam.authorize({ principal: 'ses.amazonaws.com', sourceArn: arn }, { action: 's3:PutObject', resource })
          s3.keep({ bucket, key, type: 'binary/octet-stream' }, Buffer.concat([own, raw]))
        }
      }
      return id
    },
  }
}

function rulesOf({ template }: Kernel): Rule[] {
  const [ruleSet, another] = template.all(ruleSetType)
  if (another)
    throw new NotHonoured(`${another.stack}/${another.logicalId}: one rule set is active, a second never runs`)
  const { id, region } = template.account
  const ordered = template.all(ruleType).map(({ stack, logicalId, ref, properties }: Resource) => {
    const { Enabled = false, Recipients = [], ScanEnabled = false, Actions = [] } = properties.Rule
    if (properties.RuleSetName !== ruleSet?.ref) throw new NotHonoured(`${stack}/${logicalId}.Properties.RuleSetName`)
    if (Recipients.length === 0) throw new NotHonoured(`${stack}/${logicalId}.Properties.Rule without Recipients`)
    return {
      enabled: String(Enabled) === 'true',
      arn: `arn:aws:ses:${region}:${id}:receipt-rule-set/${ruleSet?.ref}:receipt-rule/${ref}`,
      recipients: Recipients as readonly string[],
      scans: String(ScanEnabled) === 'true',
      places: Actions.map(({ S3Action: { BucketName, ObjectKeyPrefix = '' } }: Input) => ({
        ...{ bucket: BucketName, prefix: ObjectKeyPrefix },
      })),
    }
  })
  return ordered.filter(({ enabled }) => enabled)
}

/** An address means itself and itself with any label; with a label that one alone. A domain means all its addresses, with a dot
 *  before it those of the domains below.
 *  https://docs.aws.amazon.com/ses/latest/dg/receiving-email-receipt-rules-console-walkthrough.html */
function isMeant(recipient: string, address: string): boolean {
  const [wanted, given] = [recipient.toLowerCase(), address.toLowerCase()]
  const [local = '', domain = ''] = partsOf(given)
  if (wanted.startsWith('.')) return domain.endsWith(wanted)
  if (!wanted.includes('@')) return domain === wanted
  return wanted === given || wanted === `${local.replace(/\+.*$/s, '')}@${domain}`
}

const partsOf = (address: string) => [
  address.slice(0, address.lastIndexOf('@')),
  address.slice(address.lastIndexOf('@') + 1),
]

/** The generic test for unsolicited bulk mail, put together so that none takes this file for spam.
 *  https://spamassassin.apache.org/gtube/ */
export const gtube = () => ['XJS*C4JDBQADN1.NSBN3*2IDNEN*', 'GTUBE-STANDARD-ANTI-UBE', '-TEST-EMAIL*C.34X'].join('')

/** The one virus and the one spam that are known here, as they stand or, at the beginning of an attachment, in base64. */
function scanned(raw: Buffer) {
  const virus = Buffer.from(eicar())
  const coded = virus.toString('base64').slice(0, 72)
  const verdict = (isFound: boolean) => (isFound ? 'FAIL' : 'PASS')
  return {
    spam: verdict(raw.includes(gtube())),
    virus: verdict(raw.includes(virus) || raw.includes(coded)),
  }
}
