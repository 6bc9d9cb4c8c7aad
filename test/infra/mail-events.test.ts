import { aSentence, type Json, type Resource, synthesisOf, target } from './synthesis'

const { service } = synthesisOf('prod')
const queue = (name: string) =>
  service.all('AWS::SQS::Queue').find(({ Properties }) => Properties.QueueName === `kefu-prod-${name}`) as Resource
const told = queue('mail-events')
const rules = service.all('AWS::Events::Rule').filter(({ id }) => id.startsWith('MailEvents'))
const ruleOf = (...detailTypes: string[]) =>
  rules.find(({ Properties }) => String(Properties.EventPattern['detail-type']) === String(detailTypes)) as Resource
const sent = ruleOf('Email Sent')
const heard = ruleOf('Email Delivered', 'Email Delivery Delayed', 'Email Complaint Received', 'Email Rejected')
const bounced = ruleOf('Email Bounced')

const heardOf = ['send', 'delivery', 'deliveryDelay', 'bounce', 'complaint', 'reject']

describe('what SES tells of mails', () => {
  test('is told of each that it took and of what became of it, never of who opened it, to the default bus', () => {
    const { ConfigurationSetName, EventDestination } = service.one(
      'AWS::SES::ConfigurationSetEventDestination',
    ).Properties
    expect(service.at(ConfigurationSetName).Type).toBe('AWS::SES::ConfigurationSet')
    expect(EventDestination).toMatchObject({ Enabled: true, MatchingEventTypes: [...heardOf] })
    expect(JSON.stringify(EventDestination.EventBridgeDestination)).toContain(':event-bus/default')
  })

  test('is picked from the bus by our own configuration set and the tags of a notice', () => {
    expect(rules).toHaveLength(3)
    for (const { Properties } of [sent, heard, bounced]) {
      const { source, detail } = Properties.EventPattern
      expect(source).toEqual(['aws.ses'])
      const { notice, ...tags } = detail.mail.tags
      expect(notice).toEqual([{ exists: true }])
      expect(tags['ses:configuration-set'].map((name: Json) => service.at(name).Type)).toEqual([
        'AWS::SES::ConfigurationSet',
      ])
    }
  })

  const ofMail = {
    caseId: '$.detail.mail.tags.caseId[0]',
    seq: '$.detail.mail.tags.seq[0]',
    notice: '$.detail.mail.tags.notice[0]',
    messageId: '$.detail.mail.messageId',
    outcome: '$.detail.eventType',
  }
  test.each([
    ['sent', sent, { ...ofMail, at: '$.detail.mail.timestamp' }],
    ['heard', heard, { ...ofMail, at: '$.time' }],
    [
      'bounced',
      bounced,
      {
        ...{ ...ofMail, at: '$.detail.bounce.timestamp' },
        codes: ['$.detail.bounce.bounceType', '$.detail.bounce.bounceSubType'],
      },
    ],
  ])('reaches the queue as ids, codes and an instant, when it is %s: no address, no subject', (_, rule, message) => {
    const [{ Arn, InputTransformer }, ...others] = rule.Properties.Targets
    expect([service.at(Arn), others]).toEqual([told, []])
    const filled = Object.entries<string>(InputTransformer.InputPathsMap).reduce(
      (text, [name, path]) => text.replace(`<${name}>`, JSON.stringify(path)),
      InputTransformer.InputTemplate as string,
    )
    expect(JSON.parse(filled)).toEqual(message)
  })

  test('may be put into the queue by these rules alone', () => {
    const policy = service
      .all('AWS::SQS::QueuePolicy')
      .find(({ Properties }) => target(Properties.Queues[0]) === told.id) as Resource
    const allowed = policy.Properties.PolicyDocument.Statement.filter(({ Effect }: Json) => Effect === 'Allow')
    expect(allowed).toEqual(
      [sent, heard, bounced].map(rule => ({
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [told.id, 'Arn'] },
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule.id, 'Arn'] } } },
      })),
    )
  })

  test('has its five tries before the mail is believed lost: two visibility timeouts of its own message', () => {
    const seconds = ({ Properties }: Resource) => Properties.VisibilityTimeout
    expect(5 * seconds(told)).toBeLessThan(2 * seconds(queue('notifications')))
  })

  test('raises an alarm when the rule cannot put it into the queue', () => {
    for (const rule of [sent, heard, bounced])
      expect(service.alarmsOn('RuleName', rule)[0]?.Properties).toMatchObject({
        MetricName: 'FailedInvocations',
        Threshold: 1,
        AlarmDescription: expect.stringMatching(aSentence),
      })
  })
})
