import { stages } from '../../infra/stages'
import { type Json, type Resource, statementsOf, synthesisOf, target } from './synthesis'

const { data, service } = synthesisOf('prod')
const named = (text: unknown) => JSON.stringify(text).includes('kefu-prod-incoming-mail-')
const bucket = data.all('AWS::S3::Bucket').find(({ Properties }) => named(Properties.BucketName)) as Resource
const rule = service.one('AWS::SES::ReceiptRule')

describe('mail for the shop', () => {
  test('is taken for its own addresses alone, over TLS, and looked through for spam and viruses', () => {
    const { RuleSetName, Rule } = rule.Properties
    expect(service.at(RuleSetName).Properties).toEqual({ RuleSetName: 'kefu-prod' })
    const { mailSender, mailAliases, mailDomain } = stages.prod
    expect(Rule).toMatchObject({ Enabled: true, ScanEnabled: true, TlsPolicy: 'Require' })
    expect(Rule.Recipients).toEqual([mailSender, ...mailAliases])
    for (const address of Rule.Recipients) expect(address).toMatch(new RegExp(`^\\w+@${mailDomain}$`))
  })

  test('is put by SES into a bucket that lies encrypted, is never public, and is never reached without TLS', () => {
    expect(bucket.Properties.PublicAccessBlockConfiguration).toEqual({
      ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    })
    expect(bucket.Properties.BucketEncryption).toBeDefined()
    const { Actions } = rule.Properties.Rule
    expect(Actions).toEqual([{ S3Action: { BucketName: expect.anything(), ObjectKeyPrefix: 'arrived/' } }])
    expect(named(Actions[0].S3Action.BucketName)).toBe(true)
  })

  test('goes after thirty days, unless a ticket took it to another place', () => {
    expect(bucket.Properties.LifecycleConfiguration.Rules).toEqual([
      { ExpirationInDays: 30, Prefix: 'arrived/', Status: 'Enabled' },
    ])
  })

  test('may be put there by this one rule of this account', () => {
    const isItsOwn = (policy: Resource) => target(policy.Properties.Bucket) === bucket.id
    const policy = data.all('AWS::S3::BucketPolicy').find(isItsOwn) as Resource
    const { Statement } = policy.Properties.PolicyDocument
    expect(JSON.stringify(Statement)).toContain('"aws:SecureTransport":"false"')
    const [allowed, ...more] = Statement.filter(({ Effect }: Json) => Effect === 'Allow')
    expect(more).toEqual([])
    expect(allowed).toMatchObject({ Action: 's3:PutObject', Principal: { Service: 'ses.amazonaws.com' } })
    expect(JSON.stringify(allowed.Resource)).toContain('/arrived/*')
    const { 'aws:SourceAccount': account, 'aws:SourceArn': arn } = allowed.Condition.StringEquals
    expect(account).toEqual({ Ref: 'AWS::AccountId' })
    expect(JSON.stringify(arn)).toContain(':receipt-rule-set/kefu-prod:receipt-rule/kefu-prod-incoming-mail')
    expect(rule.Properties.Rule.Name).toBe('kefu-prod-incoming-mail')
  })

  test('is told to the queue of its reader by key and version, where it arrives alone', () => {
    const { EventPattern, Targets } = service.one('AWS::Events::Rule', /^IncomingMail/).Properties
    expect(EventPattern).toMatchObject({
      ...{ source: ['aws.s3'], 'detail-type': ['Object Created'] },
      detail: { object: { key: [{ prefix: 'arrived/' }] } },
    })
    expect(named(EventPattern.detail.bucket.name)).toBe(true)
    const [{ Arn, InputTransformer }] = Targets
    expect(service.at(Arn).Properties.QueueName).toBe('kefu-prod-incoming-mail')
    expect(Object.values<Json>(InputTransformer.InputPathsMap).sort()).toEqual([
      '$.detail.object.etag',
      '$.detail.object.key',
    ])
  })

  test('is read where it arrived by its function alone, which may neither change nor delete it there, shown from where it stays and taken away with its ticket', () => {
    const may = service.all('AWS::IAM::Role').flatMap(role =>
      statementsOf(role)
        .filter(({ Resource }) => named(Resource))
        .map(({ Action, Resource }) => [role.id.replace(/Role[0-9A-F]{8}$/, ''), Action, JSON.stringify(Resource)]),
    )
    expect(may).toEqual([
      ['attachments', 's3:GetObject', expect.stringContaining('/taken/*')],
      ['mailintake', 's3:GetObject', expect.stringContaining('/arrived/*')],
      ['mailintake', 's3:PutObject', expect.stringContaining('/taken/*')],
      ['attachmentscans', 's3:DeleteObject', expect.stringContaining('/taken/*')],
    ])
  })

  test('lives longer than the dead letters about it', () => {
    const dead = service
      .all('AWS::SQS::Queue')
      .find(({ Properties }) => Properties.QueueName === 'kefu-prod-incoming-mail-dead')
    const days = bucket.Properties.LifecycleConfiguration.Rules[0].ExpirationInDays
    expect(days * 86_400).toBeGreaterThan(dead?.Properties.MessageRetentionPeriod)
  })
})
