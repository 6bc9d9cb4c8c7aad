import { aSentence, type Json, type Resource, synthesisOf, target } from './synthesis'

const { service } = synthesisOf('prod')
const queue = (name: string) =>
  service.all('AWS::SQS::Queue').find(({ Properties }) => Properties.QueueName === `kefu-prod-${name}`) as Resource
const told = queue('mail-events')
const rule = service.one('AWS::Events::Rule', /^MailEvents/)

describe('what SES tells of mails', () => {
  test('is told of each that it took, and of nothing else, to the default bus', () => {
    const { ConfigurationSetName, EventDestination } = service.one(
      'AWS::SES::ConfigurationSetEventDestination',
    ).Properties
    expect(service.at(ConfigurationSetName).Type).toBe('AWS::SES::ConfigurationSet')
    expect(EventDestination).toMatchObject({ Enabled: true, MatchingEventTypes: ['send'] })
    expect(JSON.stringify(EventDestination.EventBridgeDestination)).toContain(':event-bus/default')
  })

  test('is picked from the bus by our own configuration set and the tags of a notice', () => {
    const { source, detail, ...more } = rule.Properties.EventPattern
    expect([source, more]).toEqual([['aws.ses'], { 'detail-type': ['Email Sent'] }])
    const { notice, ...tags } = detail.mail.tags
    expect(notice).toEqual([{ exists: true }])
    expect(tags['ses:configuration-set'].map((name: Json) => service.at(name).Type)).toEqual([
      'AWS::SES::ConfigurationSet',
    ])
  })

  test('reaches the queue as ids and an instant: no address, no subject', () => {
    const [{ Arn, InputTransformer }, ...others] = rule.Properties.Targets
    expect([service.at(Arn), others]).toEqual([told, []])
    const filled = Object.entries<string>(InputTransformer.InputPathsMap).reduce(
      (text, [name, path]) => text.replace(`<${name}>`, JSON.stringify(path)),
      InputTransformer.InputTemplate as string,
    )
    expect(JSON.parse(filled)).toEqual({
      caseId: '$.detail.mail.tags.caseId[0]',
      seq: '$.detail.mail.tags.seq[0]',
      notice: '$.detail.mail.tags.notice[0]',
      messageId: '$.detail.mail.messageId',
      at: '$.detail.mail.timestamp',
    })
  })

  test('may be put into the queue by this rule alone', () => {
    const policy = service
      .all('AWS::SQS::QueuePolicy')
      .find(({ Properties }) => target(Properties.Queues[0]) === told.id) as Resource
    const allowed = policy.Properties.PolicyDocument.Statement.filter(({ Effect }: Json) => Effect === 'Allow')
    expect(allowed).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [told.id, 'Arn'] },
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule.id, 'Arn'] } } },
      },
    ])
  })

  test('has its five tries before the mail is believed lost: two visibility timeouts of its own message', () => {
    const seconds = ({ Properties }: Resource) => Properties.VisibilityTimeout
    expect(5 * seconds(told)).toBeLessThan(2 * seconds(queue('notifications')))
  })

  test('raises an alarm when the rule cannot put it into the queue', () => {
    const [alarm] = service.alarmsOn('RuleName', rule)
    expect(alarm?.Properties).toMatchObject({
      MetricName: 'FailedInvocations',
      Threshold: 1,
      AlarmDescription: expect.stringMatching(aSentence),
    })
  })
})
