import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { functionNames, functionSpecs } from '../../infra/aws/functions'
import { stages } from '../../infra/stages'
import { aSentence, type Resource, statementsOf, synthesisOf, synthesize } from './synthesis'

const { service } = synthesisOf('prod')
const functions = service.all('AWS::Lambda::Function')
const roles = service.all('AWS::IAM::Role')

/** Where the assembly that runs here has the code of each function. */
function bundleFolders(): Readonly<Record<string, string>> {
  const assembly = process.env.KEFU_ASSEMBLY ?? ''
  const templates = readdirSync(assembly).filter(file => file.endsWith('.template.json'))
  const resources = templates.flatMap(file =>
    Object.values<Resource>(JSON.parse(readFileSync(join(assembly, file), 'utf8')).Resources),
  )
  return Object.fromEntries(
    resources.flatMap(({ Properties, Metadata }: Resource & { readonly Metadata?: Record<string, string> }) =>
      Metadata?.['aws:asset:path'] ? [[Properties.FunctionName, Metadata['aws:asset:path']]] : [],
    ),
  )
}

const folders = bundleFolders()

describe.each(functionNames)('the function %s', name => {
  const lambda = functions.find(({ Properties }) => Properties.FunctionName === `kefu-prod-${name}`) as Resource
  const role = service.at(lambda.Properties.Role)

  test('has a role of its own with nothing that AWS manages and nothing that CDK adds', () => {
    expect(functions.filter(({ Properties }) => service.at(Properties.Role).id === role.id)).toHaveLength(1)
    expect(role.Properties.ManagedPolicyArns).toBeUndefined()
    expect(service.all('AWS::IAM::Policy')).toEqual([])
    expect(service.all('AWS::IAM::ManagedPolicy')).toEqual([])
  })

  test('has a log group of its own that forgets, and may write to that one only', () => {
    const log = service.at(lambda.Properties.LoggingConfig.LogGroup)
    expect(log.Properties).toMatchObject({ LogGroupName: `/aws/lambda/kefu-prod-${name}`, RetentionInDays: 90 })
    expect(lambda.Properties.LoggingConfig.LogFormat).toBe('JSON')
    const writes = statementsOf(role).filter(statement => JSON.stringify(statement.Action).includes('logs:'))
    expect(writes.map(statement => service.at(statement.Resource).id)).toEqual([log.id])
  })

  test('says in its alarms what a person can no longer do', () => {
    const own = service.alarmsOn('FunctionName', lambda)
    expect(own.map(({ Properties }) => Properties.MetricName)).toEqual(expect.arrayContaining(['Errors', 'Throttles']))
    for (const { Properties } of own) {
      expect(Properties.AlarmDescription).toMatch(aSentence)
      expect(Properties.AlarmActions).toHaveLength(1)
    }
    expect(own[0]?.Properties.AlarmDescription).toBe(functionSpecs[name].loss)
  })

  test('loads at most 900 KB, which is most of what a cold start takes', () => {
    const { [`kefu-simulation-${name}`]: folder = '' } = folders
    // Nobody waits for a mail to be read; what reads MIME, HTML and all charsets is a third of it.
    const most = name === 'mail-intake' ? 1250 : 900
    expect(statSync(join(process.env.KEFU_ASSEMBLY ?? '', folder, 'handler.js')).size).toBeLessThanOrEqual(most * 1024)
  })

  test('runs on Node 24 on ARM, traced, within limits', () => {
    expect(lambda.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'handler.handler',
      TracingConfig: { Mode: 'Active' },
      Timeout: functionSpecs[name].timeoutSeconds,
      ReservedConcurrentExecutions: expect.any(Number),
      Environment: { Variables: { STAGE: 'prod', SHARDS: '16', POWERTOOLS_SERVICE_NAME: name } },
    })
    if (functionSpecs[name].kind === 'http') expect(lambda.Properties.Timeout).toBeLessThan(29)
  })

  test('has no variable without the right to use it, and no right without its variable', () => {
    const { Variables } = lambda.Properties.Environment
    const granted = JSON.stringify(statementsOf(role))
    const pairs: [string, RegExp][] = [
      ['CASES_TABLE', /"dynamodb:(GetItem|BatchGetItem|Query)".*FnGetAttCases[0-9A-F]{8}Arn/],
      ['CUSTOMERS_TABLE', /"dynamodb:[A-Za-z]+Item".*FnGetAttCustomers[0-9A-F]{8}Arn/],
      ['LOOKUP_KEY_ID', /"kms:GenerateMac"[^}]*LookupKey/],
      ['LINK_KEYS', /"kms:(GenerateMac|VerifyMac)"[^}]*LinkKey/],
      ['ORDER_WORKFLOW_ARN', /states:StartExecution/],
      ['MAIL_SENDER', /ses:SendRawEmail/],
      ['QUARANTINE_BUCKET', /"s3:(Get|Put)Object"[^}]*quarantine/],
      ['INCOMING_MAIL_BUCKET', /"s3:(Get|Put|Delete)Object"[^}]*incoming-mail/],
      ['ATTACHMENTS_BUCKET', /"s3:(Get|Put)Object"[^}]*attachments/],
      ['DUE_CLOCKS_QUEUE_URL', /"sqs:SendMessage"[^}]*dueclocks/],
      ['CLASSIFICATION_QUEUE_URL', /"sqs:SendMessage"[^}]*classification/],
      ['NOTIFICATIONS_QUEUE_URL', /"sqs:SendMessage"[^}]*notifications/],
      ['WORKFLOW_STARTS_QUEUE_URL', /"sqs:SendMessage"[^}]*workflowstarts/],
      ['WORKFLOW_RELEASES_QUEUE_URL', /"sqs:SendMessage"[^}]*workflowreleases/],
    ]
    for (const [variable, right] of pairs)
      expect([variable, variable in Variables]).toEqual([variable, right.test(granted)])
  })
})

describe('the rights', () => {
  const statements = roles.flatMap(role => statementsOf(role).map(statement => ({ role: role.id, ...statement })))

  test('name every action in full', () => {
    expect(statements.flatMap(({ Action }) => Action).filter((action: string) => action.includes('*'))).toEqual([])
  })

  test('name every resource, but where AWS takes none', () => {
    const open = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action)
    expect(open.filter((action: string) => !/^(xray:|logs:|dynamodb:ListStreams$)/.test(action))).toEqual([])
  })

  test('let nobody scan, delete, or write many items without a condition', () => {
    const actions = new Set(
      statements.flatMap(({ Action }) => Action as string[]).filter(action => action.startsWith('dynamodb:')),
    )
    expect([...actions].sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:DescribeStream',
      'dynamodb:GetItem',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ])
  })

  test('open the key of the customers through DynamoDB only', () => {
    for (const { Action, Condition } of statements.filter(({ Action }) => Action === 'kms:Decrypt')) {
      expect(Action).toBe('kms:Decrypt')
      expect(JSON.stringify(Condition.StringEquals['kms:ViaService'])).toContain('dynamodb.')
    }
  })

  test('let whoever writes mails make links with the key of the day, and whoever is met behind them open those of every key; the address of an answer is known by its making', () => {
    const linkKeys = (action: string) =>
      statements
        .filter(({ Action }) => Action === action)
        .map(({ role, Resource }) => [
          role.replace(/Role.*/, ''),
          (JSON.stringify(Resource).match(/LinkKey[a-z]/g) ?? []).join(),
        ])
        .filter(([, keys]) => keys !== '')
    expect(linkKeys('kms:GenerateMac')).toEqual([
      ['notifications', 'LinkKeya'],
      ['mailintake', 'LinkKeya'],
    ])
    expect(linkKeys('kms:VerifyMac')).toEqual([['links', 'LinkKeya']])
    const changing = synthesize({ ...stages.simulation, linkKeys: ['b', 'a'] }).service
    const keys = (name: RegExp) =>
      JSON.stringify(changing.one('AWS::Lambda::Function', name).Properties.Environment.Variables.LINK_KEYS)
    expect(keys(/^notificationsFunction/)).toMatch(/^(?!.*a=).*b=/)
    expect(keys(/^linksFunction/)).toMatch(/b=.*,a=/)
  })

  test('start orders through the alias only, and release them by the one machine', () => {
    const [start] = statements.filter(({ Action }) => Action === 'states:StartExecution')
    expect(start.Condition).toEqual({ 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } })
    for (const release of statements.filter(({ Action }) => Action === 'states:SendTaskSuccess'))
      expect(JSON.stringify(release.Resource)).toContain(':stateMachine:kefu-prod-orders')
  })

  test('reach personal data only from functions that talk to customers or keep their words', () => {
    const readers = statements
      .filter(({ Action }) => Action === 'kms:Decrypt')
      .map(({ role }) => role.replace(/Role.*/, ''))
    expect(readers).not.toContain('publication')
    expect(readers).not.toContain('slasweeper')
    expect(readers).not.toContain('reference')
  })
})
