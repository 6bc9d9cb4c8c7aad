import { Aws } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Api } from './api'
import { allow, type Grant, type KefuFunction } from './constructs/kefu-function'
import type { DataStack } from './data-stack'
import type { FunctionName } from './functions'
import type { Identity } from './identity'
import type { Mail } from './mail'
import type { OrderMachine } from './order-machine'
import type { Queues } from './queues'

export interface Resources {
  readonly data: DataStack
  readonly queues: Queues
  readonly identity: Identity
  readonly mail: Mail
  readonly api: Api
  readonly orders: OrderMachine
  readonly release: Grant
  readonly functions: Readonly<Record<FunctionName, KefuFunction>>
}

/**
 * Every right of every function, beside what comes with its trigger, its log and its traces. A transaction is authorised item by
 * item, so there is no right to transactions. Nobody may scan, delete, or write in batches.
 */
export function grants({
  data,
  queues,
  identity,
  mail,
  api,
  orders,
  release,
  functions,
}: Resources): Record<FunctionName, readonly Grant[]> {
  const cases = tableGrant(data.cases, 'CASES_TABLE')
  const files = tableGrant(data.customers, 'CUSTOMERS_TABLE')
  const customers = (...actions: Action[]): Grant[] => [files(...actions), decrypt(data.customersKey)]
  const byList = indexGrant(data.cases, 'list')
  const byCustomer = indexGrant(data.cases, 'customer')
  const byDue = indexGrant(data.cases, 'due')
  const clients = identity.clients()
  const linkKeys = [...data.linkKeys]
  const lookUp = allow(['kms:GenerateMac'], data.lookupKey.keyArn, { LOOKUP_KEY_ID: data.lookupKey.keyId })

  const { quarantineName, attachmentsName } = data.attachments
  const [QUARANTINE, ATTACHMENTS] = [
    [quarantineName, 'QUARANTINE_BUCKET'],
    [attachmentsName, 'ATTACHMENTS_BUCKET'],
  ] as const

  return {
    intake: [cases('GetItem', 'PutItem'), ...customers('BatchGetItem', 'PutItem', 'UpdateItem'), lookUp, clients],
    tickets: [
      cases('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
      byList,
      byCustomer,
      ...customers('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
      clients,
    ],
    orders: [
      cases('GetItem', 'BatchGetItem', 'Query', 'PutItem'),
      byList,
      ...customers('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
      lookUp,
      clients,
    ],
    customers: [
      cases('GetItem', 'BatchGetItem', 'Query'),
      byCustomer,
      ...customers('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
      lookUp,
      clients,
    ],
    webhooks: [
      cases('GetItem', 'BatchGetItem', 'Query', 'PutItem'),
      ...customers('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
      lookUp,
      clients,
    ],
    links: [
      cases('GetItem', 'PutItem', 'UpdateItem'),
      ...customers('GetItem', 'PutItem', 'UpdateItem'),
      linkGrant('kms:VerifyMac', linkKeys),
    ],
    figures: [cases('BatchGetItem', 'Query'), byList, clients],
    attachments: [
      cases('GetItem', 'Query'),
      ...customers('GetItem', 'PutItem'),
      data.incomingMail.show(functions.attachments),
      data.attachments.objects(functions.attachments, 's3:PutObject', ...QUARANTINE),
      data.attachments.objects(functions.attachments, 's3:GetObject', ...ATTACHMENTS),
      clients,
    ],
    'attachment-scans': [
      cases('GetItem'),
      ...customers('GetItem', 'BatchGetItem', 'PutItem'),
      ...(['s3:GetObject', 's3:DeleteObject'] as const).map(action =>
        data.attachments.objects(functions['attachment-scans'], action, ...QUARANTINE),
      ),
      ...(['s3:PutObject', 's3:PutObjectTagging', 's3:DeleteObject', 's3:DeleteObjectTagging'] as const).map(action =>
        data.attachments.objects(functions['attachment-scans'], action, ...ATTACHMENTS),
      ),
      data.incomingMail.destroy(functions['attachment-scans']),
    ],
    'mail-intake': [
      cases('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
      byCustomer,
      ...customers('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
      lookUp,
      linkGrant('kms:GenerateMac', linkKeys),
      mail.mailbox(),
      queues.mailEvents.send('MAIL_EVENTS_QUEUE_URL'),
      data.attachments.objects(functions['mail-intake'], 's3:PutObject', ...QUARANTINE),
      data.incomingMail.read(functions['mail-intake']),
      data.incomingMail.keep(functions['mail-intake']),
    ],
    roster: [
      cases('GetItem', 'BatchGetItem', 'UpdateItem'),
      byList,
      queues.dispatch.send('DISPATCH_QUEUE_URL'),
      clients,
    ],
    dispatch: [cases('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'), byList],
    'classification-rules': [cases('BatchGetItem'), byList, ...customers('GetItem', 'Query', 'PutItem'), clients],
    reference: [],
    'figure-counter': [cases('BatchGetItem', 'PutItem', 'UpdateItem')],
    publication: [
      queues.classification.send('CLASSIFICATION_QUEUE_URL'),
      queues.dueClocks.send('DUE_CLOCKS_QUEUE_URL'),
      queues.notifications.send('NOTIFICATIONS_QUEUE_URL'),
      queues.dispatch.send('DISPATCH_QUEUE_URL'),
      queues.workflowStarts.send('WORKFLOW_STARTS_QUEUE_URL'),
      queues.workflowReleases.send('WORKFLOW_RELEASES_QUEUE_URL'),
      mail.agents(),
      queues.attachmentScans.send('ATTACHMENT_SCANS_QUEUE_URL'),
    ],
    classification: [
      cases('GetItem', 'BatchGetItem', 'PutItem'),
      byCustomer,
      byList,
      ...customers('GetItem', 'PutItem', 'UpdateItem'),
    ],
    notifications: [
      cases('GetItem', 'PutItem'),
      ...customers('GetItem'),
      mail.send(),
      linkGrant('kms:GenerateMac', linkKeys.slice(0, 1)),
      api.address('API_URL'),
    ],
    'mail-events': [cases('GetItem', 'BatchGetItem', 'PutItem'), ...customers('GetItem', 'PutItem', 'UpdateItem')],
    'workflow-starter': [cases('GetItem'), orders.start('ORDER_WORKFLOW_ARN')],
    'workflow-gate': [cases('GetItem', 'PutItem'), ...customers('PutItem'), release],
    'workflow-releaser': [cases('BatchGetItem'), ...customers('BatchGetItem'), release],
    'workflow-reconciler': [
      cases('BatchGetItem'),
      byList,
      ...customers('BatchGetItem'),
      orders.start('ORDER_WORKFLOW_ARN'),
      orders.lookAfter(functions['workflow-reconciler']),
      release,
    ],
    'sla-sweeper': [
      byDue,
      queues.dueClocks.send('DUE_CLOCKS_QUEUE_URL'),
      queues.notifications.send('NOTIFICATIONS_QUEUE_URL'),
      queues.dispatch.send('DISPATCH_QUEUE_URL'),
    ],
    'sla-worker': [cases('GetItem', 'PutItem'), ...customers('PutItem')],
  }
}

type Action = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem'

const tableGrant =
  (table: TableV2, variable: string) =>
  (...actions: Action[]): Grant =>
    allow(
      actions.map(action => `dynamodb:${action}`),
      table.tableArn,
      { [variable]: table.tableName },
    )

const indexGrant = (table: TableV2, index: string): Grant =>
  allow(['dynamodb:Query'], `${table.tableArn}/index/${index}`, { CASES_TABLE: table.tableName })

/** Who makes links cannot open them, and who opens them cannot make one. */
const linkGrant = (action: 'kms:GenerateMac' | 'kms:VerifyMac', keys: readonly (readonly [name: string, key: Key])[]) =>
  allow(
    [action],
    keys.map(([, { keyArn }]) => keyArn),
    { LINK_KEYS: keys.map(([name, { keyId }]) => `${name}=${keyId}`).join() },
  )

/** DynamoDB decrypts the key of a table in the name of whoever reads or writes it; by this the caller may do so nowhere else. */
function decrypt(key: Key): Grant {
  const conditions = { StringEquals: { 'kms:ViaService': `dynamodb.${Aws.REGION}.amazonaws.com` } }
  return { statements: [new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn], conditions })] }
}
