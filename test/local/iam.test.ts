// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders of CloudFormation and IAM
import { accessKeyOf, roleOfAccessKey } from '../../infra/local/credentials'
import { createIam } from '../../infra/local/iam'
import type { Access, Input, Resource } from '../../infra/local/kernel'
import { lambdaTypes } from '../../infra/local/lambda'
import { iamTypes } from '../../infra/local/policies'
import { kmsTypes } from '../../infra/local/services/kms'
import { s3Types } from '../../infra/local/services/s3-buckets'
import { account, aResource, fakeKernel } from './support/fake-kernel'

const TABLE = 'arn:aws:dynamodb:cn-north-1:000000000000:table/cases'
const SESSION = 'arn:aws:sts::000000000000:assumed-role/test-desk/orders'
const types = { ...iamTypes, ...kmsTypes, ...s3Types }

const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const deny = (Action: unknown, Resource: unknown, more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
})
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })

function role(name: string, statements: object[], service = 'lambda.amazonaws.com'): Resource {
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }
  const Policies = [{ PolicyName: 'p', PolicyDocument: policy(...statements) }]
  return aResource(types, 'AWS::IAM::Role', name, { AssumeRolePolicyDocument: policy(trust), Policies })
}

function iamOf(...resources: Resource[]) {
  return createIam(fakeKernel({ resources }).template)
}

function may(iam: ReturnType<typeof iamOf>, access: Access, caller = { principal: SESSION } as Input): boolean {
  try {
    iam.authorize(caller, access)
    return true
  } catch {
    return false
  }
}

const get: Access = { action: 'dynamodb:GetItem', resource: TABLE }

describe('a role', () => {
  test('may do what a policy allows, and is told in the words of AWS what none does', () => {
    const iam = iamOf(role('desk', [allow('dynamodb:GetItem', TABLE)]))
    expect(may(iam, get)).toBe(true)
    expect(() => iam.authorize({ principal: SESSION }, { action: 'dynamodb:PutItem', resource: TABLE })).toThrow(
      expect.objectContaining({
        code: 'AccessDeniedException',
        status: 400,
        message: `User: ${SESSION} is not authorized to perform: dynamodb:PutItem on resource: ${TABLE} because no identity-based policy allows the dynamodb:PutItem action`,
      }),
    )
  })

  test('never may what a policy denies, whatever else allows it', () => {
    const iam = iamOf(role('desk', [allow('*', '*'), deny('dynamodb:GetItem', '*')]))
    expect(() => iam.authorize({ principal: SESSION }, get)).toThrow(
      /with an explicit deny in an identity-based policy$/,
    )
    expect(may(iam, { action: 'dynamodb:PutItem', resource: TABLE })).toBe(true)
  })

  test('is known by its ARN or by any session of it, and another role has no part in its policies', () => {
    const iam = iamOf(role('desk', [allow('dynamodb:GetItem', TABLE)]), role('other', []))
    expect(may(iam, get, { principal: `arn:aws:iam::${account.id}:role/test-desk` })).toBe(true)
    expect(may(iam, get, { principal: SESSION.replace('/test-desk/', '/test-other/') })).toBe(false)
  })

  test.each([
    ['dynamodb:*', TABLE, true],
    ['DynamoDB:getitem', TABLE, true],
    ['dynamodb:Get????', TABLE, true],
    ['dynamodb:GetItem', `${TABLE}*`, true],
    ['dynamodb:GetItem', `${TABLE}/index/*`, false],
    ['dynamodb:GetItem', TABLE.toUpperCase(), false],
    ['dynamodb:Get', TABLE, false],
  ])('with %s on %s: %s', (action, resource, expected) => {
    expect(may(iamOf(role('desk', [allow([action], [resource])])), get)).toBe(expected)
  })

  test('is assumed by the service that its trust policy names, and by no other', () => {
    const assume = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${account.id}:role/test-desk` }
    const iam = iamOf(role('desk', [allow('*', '*')], 'states.amazonaws.com'))
    expect(may(iam, assume, { principal: 'states.amazonaws.com' })).toBe(true)
    expect(may(iam, assume, { principal: 'lambda.amazonaws.com' })).toBe(false)
    expect(may(iam, assume)).toBe(false)
  })
})

describe('the owner of the account', () => {
  const owner = { principal: `arn:aws:iam::${account.id}:root` }

  test('may do what nothing denies, and is known by a key that is the same in every process', () => {
    const bucket = 'arn:aws:s3:::kept'
    const iam = iamOf(
      aResource(types, 'AWS::S3::BucketPolicy', 'Policy', {
        Bucket: 'kept',
        PolicyDocument: policy(deny('s3:PutObject', `${bucket}/*`, { Principal: '*' })),
      }),
    )
    expect(may(iam, { action: 'dynamodb:Scan', resource: TABLE }, owner)).toBe(true)
    expect(may(iam, { action: 's3:PutObject', resource: `${bucket}/a` }, owner)).toBe(false)
    expect(roleOfAccessKey(accessKeyOf(owner.principal))).toBe(owner.principal)
  })
})

describe('a condition', () => {
  const decide = (Condition: object, context: Access['context'] = {}, sourceArn?: string) =>
    may(
      iamOf(role('desk', [allow('dynamodb:GetItem', TABLE, { Condition })])),
      { ...get, context },
      { principal: SESSION, sourceArn },
    )

  test.each([
    [{ StringEquals: { 'kms:ViaService': ['a', 'b'] } }, { 'kms:ViaService': 'b' }, true],
    [{ StringEquals: { 'kms:ViaService': 'a' } }, {}, false],
    [
      { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live', 'next'] } },
      { 'states:StateMachineQualifier': 'live' },
      true,
    ],
    [{ 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } }, {}, false],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, {}, true],
    [
      { StringEquals: { 'kms:ViaService': 'a' }, Bool: { 'aws:SecureTransport': 'false' } },
      { 'kms:ViaService': 'a' },
      false,
    ],
  ])('%j in the context %j: %s', (condition, context, expected) => {
    expect(decide(condition, context as Access['context'])).toBe(expected)
  })

  test('on an ARN does not reach across a colon', () => {
    const like = { ArnEquals: { 'aws:SourceArn': 'arn:aws:execute-api:*:*:api/*' } }
    expect(decide(like, {}, 'arn:aws:execute-api:eu:1:api/stage/GET')).toBe(true)
    expect(decide({ ArnEquals: { 'aws:SourceArn': 'arn:aws:*:api' } }, {}, 'arn:aws:execute-api:eu:1:api')).toBe(false)
  })

  test.each([
    [
      { NumericLessThan: { 'aws:MultiFactorAuthAge': '5' } },
      ['condition operator NumericLessThan', 'condition key aws:MultiFactorAuthAge'],
    ],
    [{ StringEqualsIfExists: { 'aws:SourceArn': 'x' } }, ['condition operator StringEqualsIfExists']],
    [{ StringLike: { 'kms:ViaService': 'x' } }, ['condition operator StringLike']],
    [{ StringEquals: { 'dynamodb:LeadingKeys': 'x' } }, ['condition key dynamodb:LeadingKeys']],
  ])('%j is refused by name before anything starts', (Condition, names) => {
    for (const name of names)
      expect(() => iamOf(role('desk', [allow('*', '*', { Condition })]))).toThrow(`${name} in test/desk`)
  })
})

describe('the template’s policies', () => {
  test('refuse by name a policy variable, and a principal that is neither a service nor the account', () => {
    expect(() => iamOf(role('desk', [allow('*', 'arn:aws:s3:::x/${aws:username}')]))).toThrow('policy variable in arn')
    const stranger = 'arn:aws:iam::111111111111:root'
    const opened = { KeyPolicy: policy(allow('kms:*', '*', { Principal: { AWS: stranger } })) }
    expect(() => iamOf(aResource(types, 'AWS::KMS::Key', 'Key', opened))).toThrow(`principal "${stranger}" in test/Key`)
  })
})

describe('a key', () => {
  const root = { AWS: `arn:aws:iam::${account.id}:root` }
  const key = (...statements: object[]) =>
    aResource(types, 'AWS::KMS::Key', 'Key', { KeyPolicy: policy(...statements) })
  const decrypt = (resource: string): Access => ({ action: 'kms:Decrypt', resource })

  test('is used by the roles that IAM allows only when its own policy leaves that to IAM', () => {
    const open = key(allow('kms:*', '*', { Principal: root }))
    const closed = key(allow('kms:*', '*', { Principal: { Service: 'dynamodb.amazonaws.com' } }))
    const desk = role('desk', [allow('kms:Decrypt', open.attributes.Arn)])
    expect(may(iamOf(open, desk), decrypt(open.attributes.Arn!))).toBe(true)
    expect(may(iamOf(open, role('desk', [])), decrypt(open.attributes.Arn!))).toBe(false)
    expect(() => iamOf(closed, desk).authorize({ principal: SESSION }, decrypt(open.attributes.Arn!))).toThrow(
      /because no resource-based policy allows the kms:Decrypt action$/,
    )
  })
})

describe('a bucket that demands TLS', () => {
  test('lets in what comes over 127.0.0.1', () => {
    const insecure = { Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }
    const bucketPolicy = aResource(types, 'AWS::S3::BucketPolicy', 'BucketPolicy', {
      Bucket: 'failed',
      PolicyDocument: policy(deny('s3:*', ['arn:aws:s3:::failed', 'arn:aws:s3:::failed/*'], insecure)),
    })
    const iam = iamOf(bucketPolicy, role('desk', [allow('s3:PutObject', 'arn:aws:s3:::failed/*')]))
    expect(may(iam, { action: 's3:PutObject', resource: 'arn:aws:s3:::failed/a/b' })).toBe(true)
  })

  test('denies what its policy denies, to whoever has the right otherwise', () => {
    const bucketPolicy = aResource(types, 'AWS::S3::BucketPolicy', 'BucketPolicy', {
      Bucket: 'failed',
      PolicyDocument: policy(deny('s3:PutObject', 'arn:aws:s3:::failed/*', { Principal: { AWS: '*' } })),
    })
    const iam = iamOf(bucketPolicy, role('desk', [allow('s3:*', '*')]))
    expect(() =>
      iam.authorize({ principal: SESSION }, { action: 's3:PutObject', resource: 'arn:aws:s3:::failed/a' }),
    ).toThrow(/with an explicit deny in a resource-based policy$/)
  })
})

describe('a service', () => {
  test('invokes a function by its permission, for the source that it names', () => {
    const permission = aResource(lambdaTypes, 'AWS::Lambda::Permission', 'Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: 'intake',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: 'arn:aws:execute-api:cn-north-1:000000000000:api/*/*/v1/tickets',
    })
    const invoke = {
      action: 'lambda:InvokeFunction',
      resource: `arn:aws:lambda:cn-north-1:${account.id}:function:intake`,
    }
    const gateway = (path: string) => ({
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:cn-north-1:000000000000:api/$default/POST/v1/${path}`,
    })
    const iam = iamOf(permission)
    expect(may(iam, invoke, gateway('tickets'))).toBe(true)
    expect(may(iam, invoke, gateway('orders'))).toBe(false)
    expect(may(iam, invoke, { ...gateway('tickets'), principal: 'events.amazonaws.com' })).toBe(false)
  })
})

describe('grants', () => {
  test('are listed one by one, marked when used, and can be taken away and given back', () => {
    const iam = iamOf(role('desk', [allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [TABLE, `${TABLE}/index/*`])]))
    const [first] = iam.grants()
    expect(iam.grants()).toHaveLength(5)
    expect(first).toMatchObject({
      source: 'test/desk',
      principal: `arn:aws:iam::${account.id}:role/test-desk`,
      action: 'dynamodb:GetItem',
      resource: TABLE,
    })
    expect(iam.used()).toEqual([])
    expect(may(iam, get)).toBe(true)
    expect(iam.used()).toEqual([first])

    iam.without(first!)
    expect(may(iam, get)).toBe(false)
    iam.restore()
    expect(may(iam, get)).toBe(true)
  })

  test('are decided in microseconds', () => {
    const many = Array.from({ length: 200 }, (_, place) => allow(`service${place}:*`, '*'))
    const iam = iamOf(role('desk', [...many, allow('dynamodb:GetItem', TABLE)]))
    const start = process.hrtime.bigint()
    for (let times = 0; times < 10_000; times++) iam.authorize({ principal: SESSION }, get)
    expect(Number(process.hrtime.bigint() - start) / 10_000 / 1_000).toBeLessThan(50)
  })
})
