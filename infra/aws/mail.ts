import { Stack } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'
import type { Stage } from '../stages'
import { allow, type Grant } from './constructs/kefu-function'

/** The domain we write from, and how its mails leave. */
export class Mail extends Construct {
  private readonly identity: EmailIdentity
  readonly configuration: ConfigurationSet

  constructor(
    scope: Construct,
    private readonly stage: Stage,
  ) {
    super(scope, 'Mail')
    this.configuration = new ConfigurationSet(this, 'Configuration', {
      configurationSetName: `kefu-${stage.name}`,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    })
    this.identity = new EmailIdentity(this, 'Domain', { identity: Identity.domain(stage.mailDomain) })
  }

  /** The right to send from the shop's domain through its configuration set, which SES authorises one by one. */
  send(): Grant {
    const { stage, configuration } = this
    const configurationSet = {
      service: 'ses',
      resource: 'configuration-set',
      resourceName: configuration.configurationSetName,
    }
    return allow(['ses:SendRawEmail'], [this.identity.emailIdentityArn, Stack.of(this).formatArn(configurationSet)], {
      MAIL_SENDER: stage.mailSender,
      REPLY_MAILBOX: stage.mailSender,
      MAIL_CONFIGURATION_SET: configuration.configurationSetName,
      MAILBOXES: JSON.stringify({ teams: stage.teamMailboxes, agentDomain: stage.agentMailDomain }),
      SHOP_NAME: stage.shopName,
      MAIL_SENDER_NAME: stage.mailSenderName ?? stage.shopName,
      MAIL_BRAND: JSON.stringify(stage.mailBrand),
    })
  }

  /** The address to which customers answer. */
  mailbox(): Grant {
    return { statements: [], environment: { REPLY_MAILBOX: this.stage.mailSender } }
  }

  /** Whether an assignment is told by mail as well, or by the agent's list alone. */
  agents(): Grant {
    return { statements: [], environment: { AGENTS_HAVE_MAIL: this.stage.agentMailDomain ? 'yes' : 'no' } }
  }

  /** Shares of mails that bounced or were complained about: above 5 % and 0.1 % SES stops sending. */
  reputation(): Metric[] {
    const dimensionsMap = { 'ses:configuration-set': this.configuration.configurationSetName }
    return ['Reputation.BounceRate', 'Reputation.ComplaintRate'].map(
      metricName => new Metric({ namespace: 'AWS/SES', metricName, dimensionsMap, statistic: 'Maximum' }),
    )
  }
}
