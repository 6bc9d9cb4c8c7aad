import { type Json, type Resource, statementsOf, synthesisOf, target } from './synthesis'

const { data, service } = synthesisOf('prod')
const bucket = (name: string) =>
  data
    .all('AWS::S3::Bucket')
    .find(({ Properties }) => JSON.stringify(Properties.BucketName).includes(`kefu-prod-${name}-`)) as Resource
const [quarantine, kept] = [bucket('quarantine'), bucket('attachments')]
const actionsOn = (role: Resource, name: string) =>
  statementsOf(role)
    .filter(({ Resource }) => JSON.stringify(Resource).includes(`kefu-prod-${name}-`))
    .flatMap(({ Action }) => Action)
const roleOf = (name: string) =>
  service.at(
    service.all('AWS::Lambda::Function').find(({ Properties }) => Properties.FunctionName === `kefu-prod-${name}`)
      ?.Properties.Role,
  )

describe('what customers bring', () => {
  test.each([
    ['quarantine', quarantine],
    ['attachments', kept],
  ])('lies encrypted in %s, is never public, and never travels without TLS', (_, { id, Properties }) => {
    expect(Properties.PublicAccessBlockConfiguration).toEqual({
      ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    })
    expect(Properties.BucketEncryption).toBeDefined()
    const policy = data.all('AWS::S3::BucketPolicy').find(each => target(each.Properties.Bucket) === id)
    expect(JSON.stringify(policy?.Properties.PolicyDocument)).toContain('"aws:SecureTransport":"false"')
  })

  test('waits in quarantine for fifteen days, a day longer than dead letters live, and tells of itself; where it is kept only what no message took goes', () => {
    expect(quarantine.Properties.LifecycleConfiguration.Rules).toMatchObject([
      { ExpirationInDays: 15, Status: 'Enabled' },
    ])
    expect(quarantine.Properties.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    })
    expect(kept.Properties.LifecycleConfiguration.Rules).toEqual([
      { ExpirationInDays: 15, Status: 'Enabled', TagFilters: [{ Key: 'message', Value: 'none' }] },
    ])
  })

  test('may be posted from the pages of the stage, and from nowhere else', () => {
    const rules = (stage: 'dev' | 'prod') =>
      synthesisOf(stage)
        .data.all('AWS::S3::Bucket')
        .flatMap(({ Properties }) => Properties.CorsConfiguration?.CorsRules ?? [])
    expect(rules('prod')).toEqual([])
    expect(rules('dev')).toMatchObject([{ AllowedOrigins: ['http://localhost:3000'], AllowedMethods: ['POST'] }])
  })

  test('is read in quarantine by its judge and the checker alone, and downloaded from where its judge put it', () => {
    const may = service.all('AWS::IAM::Role').map(role => ({
      who: role.id.replace(/Role[0-9A-F]{8}$/, ''),
      ...{ quarantine: actionsOn(role, 'quarantine'), kept: actionsOn(role, 'attachments') },
    }))
    expect(may.filter(each => each.quarantine.length + each.kept.length > 0)).toEqual([
      { who: 'attachments', quarantine: ['s3:PutObject'], kept: ['s3:GetObject'] },
      { who: 'mailintake', quarantine: ['s3:PutObject'], kept: [] },
      {
        who: 'attachmentscans',
        quarantine: ['s3:GetObject', 's3:DeleteObject'],
        kept: ['s3:PutObject', 's3:PutObjectTagging', 's3:DeleteObject', 's3:DeleteObjectTagging'],
      },
      { who: expect.stringMatching(/Checker$/), quarantine: expect.arrayContaining(['s3:GetObject']), kept: [] },
    ])
    expect(actionsOn(roleOf('tickets') as Resource, 'attachments')).toEqual([])
  })
})

describe('the named checker', () => {
  const plan = service.one('AWS::GuardDuty::MalwareProtectionPlan')

  test('is GuardDuty, on the bucket of quarantine', () => {
    expect(JSON.stringify(plan.Properties.ProtectedResource.S3Bucket.BucketName)).toContain('kefu-prod-quarantine-')
    const [trust] = service.at(plan.Properties.Role).Properties.AssumeRolePolicyDocument.Statement
    expect(trust.Principal).toEqual({ Service: 'malware-protection-plan.guardduty.amazonaws.com' })
  })

  test('manages its own rule only', () => {
    const rules = statementsOf(service.at(plan.Properties.Role)).filter(({ Action }) =>
      String(Action).includes('events:Put'),
    )
    for (const { Condition, Resource } of rules) {
      expect(Condition.StringEquals['events:ManagedBy']).toBe('malware-protection-plan.guardduty.amazonaws.com')
      expect(JSON.stringify(Resource)).toContain('rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*')
    }
    expect(rules).toHaveLength(1)
  })

  test('tells its word to the queue of the judge: key, version and result, of this bucket alone', () => {
    const { EventPattern, Targets } = service.one('AWS::Events::Rule', /^AttachmentScans/).Properties
    expect(EventPattern).toMatchObject({
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Malware Protection Object Scan Result'],
    })
    expect(JSON.stringify(EventPattern.detail.s3ObjectDetails.bucketName)).toContain('kefu-prod-quarantine-')
    const [{ Arn, InputTransformer }] = Targets
    expect(service.at(Arn).Properties.QueueName).toBe('kefu-prod-attachment-scans')
    expect(Object.values<Json>(InputTransformer.InputPathsMap).sort()).toEqual([
      '$.detail.s3ObjectDetails.eTag',
      '$.detail.s3ObjectDetails.objectKey',
      '$.detail.scanResultDetails.scanResultStatus',
    ])
  })
})
