import { aSentence, type Json, type Resource, statementsOf, synthesisOf, target } from './synthesis'

const { data, service } = synthesisOf('prod')
const metricsAlarmed = service.all('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties.MetricName)

describe('every queue', () => {
  const queues = service.all('AWS::SQS::Queue')
  const dead = queues.filter(({ Properties }) => /-dead(\.fifo)?$/.test(Properties.QueueName))
  const work = queues.filter(queue => !dead.includes(queue))

  test.each(work.map(queue => [queue.Properties.QueueName as string, queue] as const))(
    '%s: dead letters, alarms and a worker',
    (name, queue) => {
      const letters = service.at(queue.Properties.RedrivePolicy.deadLetterTargetArn)
      const deadName = name.replace(/(|\.fifo)$/, '-dead$1')
      expect(letters.Properties).toMatchObject({ QueueName: deadName })
      expect(letters.Properties.FifoQueue).toBe(queue.Properties.FifoQueue)
      expect(queue.Properties.FifoQueue ?? false).toBe(name.endsWith('.fifo'))
      expect(queue.Properties.RedrivePolicy.maxReceiveCount).toBe(name.endsWith('-notifications') ? 20 : 5)
      expect(JSON.stringify(letters.Properties.RedriveAllowPolicy)).toContain(`:${name}"`)
      expect(letters.Properties.RedriveAllowPolicy.redrivePermission).toBe('byQueue')

      const [age] = service.alarmsOn('QueueName', queue)
      const [gaveUp] = service.alarmsOn('QueueName', letters)
      expect(age?.Properties).toMatchObject({
        MetricName: 'ApproximateAgeOfOldestMessage',
        AlarmDescription: expect.stringMatching(aSentence),
      })
      expect(gaveUp?.Properties).toMatchObject({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 1,
        AlarmDescription: expect.stringContaining(deadName),
      })

      const mapping = service
        .all('AWS::Lambda::EventSourceMapping')
        .find(({ Properties }) => target(Properties.EventSourceArn) === queue.id)
      const worker = service.at(mapping?.Properties.FunctionName)
      expect(mapping?.Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
      const window = mapping?.Properties.MaximumBatchingWindowInSeconds ?? 0
      expect(queue.Properties.VisibilityTimeout).toBe(6 * worker.Properties.Timeout + window)
      expect(mapping?.Properties.ScalingConfig.MaximumConcurrency).toBe(worker.Properties.ReservedConcurrentExecutions)
    },
  )

  test('is encrypted and takes nothing without TLS', () => {
    const closed = service
      .all('AWS::SQS::QueuePolicy')
      .filter(({ Properties }) =>
        Properties.PolicyDocument.Statement.some(
          (statement: Json) =>
            statement.Effect === 'Deny' && statement.Condition.Bool['aws:SecureTransport'] === 'false',
        ),
      )
    expect(closed.flatMap(({ Properties }) => Properties.Queues.map(target)).sort()).toEqual(
      queues.map(({ id }) => id).sort(),
    )
    for (const queue of queues) expect(queue.Properties.SqsManagedSseEnabled).toBe(true)
    expect(dead).toHaveLength(work.length)
  })
})

describe('what is kept', () => {
  const [cases, customers] = ['cases', 'customers'].map(
    name =>
      data
        .all('AWS::DynamoDB::GlobalTable')
        .find(({ Properties }) => Properties.TableName === `kefu-prod-${name}`) as Resource,
  ) as [Resource, Resource]

  test('survives its stack: tables, keys and the bucket of failed batches', () => {
    const kept = data.resources.filter(({ Type }) => Type !== 'AWS::S3::BucketPolicy')
    expect(kept.filter(({ DeletionPolicy }) => DeletionPolicy !== 'Retain')).toEqual([])
    for (const table of [cases, customers]) {
      const [replica] = table.Properties.Replicas
      expect(replica).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      })
      expect(table.Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true })
    }
  })

  test('of cases is found by due time, by list and by customer, and streams what is new', () => {
    const keys = (index: Json) => [
      index.IndexName,
      ...index.KeySchema.map((key: Json) => key.AttributeName),
      index.Projection.ProjectionType,
    ]
    expect(cases.Properties.GlobalSecondaryIndexes.map(keys)).toEqual([
      ['due', 'dueShard', 'dueAt', 'KEYS_ONLY'],
      ['list', 'listShard', 'rank', 'KEYS_ONLY'],
      ['customer', 'customerId', 'createdAt', 'INCLUDE'],
    ])
    expect(cases.Properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' })
  })

  test('of customers lies under a key of its own that rotates, and never streams', () => {
    const [replica] = customers.Properties.Replicas
    const key = data.resources.find(({ id }) => id === target(replica.SSESpecification.KMSMasterKeyId))
    expect(key?.Properties.EnableKeyRotation).toBe(true)
    expect(customers.Properties.StreamSpecification).toBeUndefined()
  })

  test('of their names and numbers is a MAC that only KMS can make', () => {
    expect(data.one('AWS::KMS::Key', /^LookupKey/).Properties).toMatchObject({
      KeySpec: 'HMAC_256',
      KeyUsage: 'GENERATE_VERIFY_MAC',
    })
  })
})

describe('the outbox', () => {
  const mapping = service.one('AWS::Lambda::EventSourceMapping', /^Outbox/).Properties

  test('passes on new history items and nothing else of the stream', () => {
    expect(mapping.FilterCriteria.Filters.map(({ Pattern }: Json) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { SK: { S: [{ prefix: 'EVENT#' }] } } } },
    ])
    expect(mapping.StartingPosition).toBe('TRIM_HORIZON')
  })

  test('isolates a bad record, gives up in time, keeps the batch whole in S3 and says so', () => {
    expect(mapping).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 21_600,
    })
    expect(JSON.stringify(mapping.DestinationConfig.OnFailure.Destination)).toContain(
      'arn:aws:s3:::kefu-prod-failed-batches-',
    )
    expect(mapping.MetricsConfig).toEqual({ Metrics: ['EventCount'] })
    expect(metricsAlarmed).toEqual(expect.arrayContaining(['OnFailureDestinationDeliveredEventCount', 'IteratorAge']))
  })
})

describe.each([
  ['sweep', /^Sweep/, 'rate(1 minute)', 300],
  ['reconciliation', /^Reconciliation/, 'rate(60 minutes)', 7200],
] as const)('the %s', (name, id, rate, Period) => {
  test('is woken at its rate and told the instant', () => {
    const schedule = service.one('AWS::Scheduler::Schedule', id).Properties
    expect(schedule).toMatchObject({ Name: `kefu-prod-${name}`, ScheduleExpression: rate })
    expect(JSON.parse(schedule.Target.Input)).toEqual({ at: '<aws.scheduler.scheduled-time>' })
    const role = service.at(schedule.Target.RoleArn)
    expect(statementsOf(role).map(({ Action, Resource }) => [Action, target(Resource)])).toEqual([
      ['lambda:InvokeFunction', target(schedule.Target.Arn)],
    ])
  })

  test('raises an alarm by its silence', () => {
    expect(service.one('AWS::CloudWatch::Alarm', new RegExp(`${id.source}Missing`)).Properties).toMatchObject({
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period,
      TreatMissingData: 'breaching',
      AlarmDescription: expect.stringMatching(aSentence),
    })
  })
})

describe('a promise of time that others than the desk must know of', () => {
  test.each([
    ['that was never to be passed (C-36)', 'ClockOverrun', 'Operations manager'],
    ['that is a guess, for want of holidays (design, Calendar)', 'ProvisionalDeadlines', 'holidays'],
  ])('%s', (_, MetricName, word) => {
    const alarm = service.all('AWS::CloudWatch::Alarm').find(({ Properties }) => Properties.MetricName === MetricName)
    expect(alarm?.Properties).toMatchObject({
      Namespace: 'Kefu/prod',
      Dimensions: [{ Name: 'service', Value: 'publication' }],
      Threshold: 1,
      AlarmDescription: expect.stringContaining(word),
    })
    expect(alarm?.Properties.AlarmDescription).toMatch(aSentence)
  })
})

describe('the dashboards', () => {
  const bodies = service.all('AWS::CloudWatch::Dashboard').map(({ Properties }) => Properties.DashboardBody)
  const [business, machine] = ['business', 'machine'].map(name =>
    JSON.stringify(
      bodies[
        service
          .all('AWS::CloudWatch::Dashboard')
          .findIndex(({ Properties }) => Properties.DashboardName === `kefu-prod-${name}`)
      ],
    ),
  ) as [string, string]

  test('are two: the department sees what is asked, what happened and which promises broke', () => {
    expect(bodies).toHaveLength(2)
    for (const word of ['/v1/tickets', '/v1/orders', 'ClockBreached', 'ExecutionsSucceeded', 'Reputation.BounceRate'])
      expect(business).toContain(word)
  })

  test('show whoever is woken the state of every alarm and every queue', () => {
    for (const { id } of service.all('AWS::CloudWatch::Alarm')) expect(machine).toContain(`"${id}"`)
    for (const { id } of service.all('AWS::SQS::Queue')) expect(machine).toContain(`"${id}"`)
  })
})
