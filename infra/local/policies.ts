import { type Access, type Account, NotHonoured, type Resource, type ResourceType, type Template } from './kernel'

/** One (principal, action, resource pattern) that a policy of the template allows. */
export interface Grant {
  /** Which resource of the template says so, as `Stack/LogicalId`. */
  readonly source: string
  /** The ARN of a role, the name of a service, or the account's root that lets IAM decide. */
  readonly principal: string
  readonly action: string
  readonly resource: string
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Principal?: Readonly<Record<string, string>>
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export interface Rule extends Grant {
  readonly allows: boolean
  readonly covers: (access: Access) => boolean
  readonly holds: (context: Context) => boolean
}

/** The values of a condition key in a request; undefined when the request lacks it. */
export type Context = (key: string) => readonly string[] | undefined

/** What every request carries here, then what the services put into the context of an access. */
const CONDITION_KEYS = [
  'aws:SecureTransport',
  'aws:SourceArn',
  'aws:SourceAccount',
  'events:ManagedBy',
  'kms:ViaService',
  'states:StateMachineQualifier',
]

type Operator = (actual: readonly string[] | undefined, wanted: readonly string[]) => boolean
const includesOne: Operator = (actual, wanted) => wanted.some(value => actual?.includes(value))
const OPERATORS: Readonly<Record<string, Operator>> = {
  Bool: includesOne,
  StringEquals: includesOne,
  'ForAnyValue:StringEquals': includesOne,
  ArnEquals: (actual, wanted) => wanted.some(pattern => actual?.some(arnPattern(pattern))),
}

/** The property paths of a policy document below `path`. */
export function policyPaths(path: string, ...more: readonly ('Resource.**' | 'Principal.*')[]): string[] {
  const ofStatements = ['Effect', 'Action.**', 'Condition.**', ...more].map(part => `Statement.*.${part}`)
  return ['Version', ...ofStatements].map(each => `${path}.${each}`)
}

export const iamTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': {
    honoured: [
      ...policyPaths('AssumeRolePolicyDocument', 'Principal.*'),
      ...policyPaths('Policies.*.PolicyDocument', 'Resource.**'),
    ],
    ignored: { 'Policies.*.PolicyName': 'a label' },
    identify: ({ stack, logicalId }, { id }) => {
      const name = `${stack}-${logicalId}`
      return { ref: name, attributes: { Arn: `arn:aws:iam::${id}:role/${name}` } }
    },
  },
}

/** Every rule of the template by whose it is: the roles' own by role name, the others by the ARN that they guard.
 *  Throws NotHonoured that names each principal and condition outside what is decided here. */
export function readPolicies(template: Template) {
  const { account } = template
  const ofRoles = new Map<string, Rule[]>()
  const ofResources = new Map<string, Rule[]>()
  const refused: string[] = []

  const add = (
    rules: Map<string, Rule[]>,
    to: string,
    { stack, logicalId }: Pick<Resource, 'stack' | 'logicalId'>,
    document: { Statement: readonly Statement[] },
    principal?: string,
  ) => {
    const source = `${stack}/${logicalId}`
    const made = document.Statement.flatMap(statement => {
      refused.push(...unknownParts(statement, account).map(what => `${what} in ${source}`))
      return rulesOf(statement, source, to, principal)
    })
    rules.set(to, [...(rules.get(to) ?? []), ...made])
  }

  for (const role of template.all('AWS::IAM::Role')) {
    const { Arn = '' } = role.attributes
    add(ofResources, Arn, role, role.properties.AssumeRolePolicyDocument)
    for (const { PolicyDocument } of role.properties.Policies ?? []) add(ofRoles, role.ref, role, PolicyDocument, Arn)
  }
  for (const key of template.all('AWS::KMS::Key'))
    add(ofResources, key.attributes.Arn ?? '', key, key.properties.KeyPolicy)
  for (const policy of template.all('AWS::S3::BucketPolicy'))
    add(ofResources, `arn:aws:s3:::${policy.properties.Bucket}`, policy, policy.properties.PolicyDocument)
  for (const policy of template.all('AWS::SQS::QueuePolicy'))
    for (const url of policy.properties.Queues)
      add(
        ofResources,
        template.find('AWS::SQS::Queue', url)?.attributes.Arn ?? url,
        policy,
        policy.properties.PolicyDocument,
      )
  for (const permission of template.all('AWS::Lambda::Permission')) {
    const { Action, FunctionName, Principal: Service, SourceArn } = permission.properties
    const arn = FunctionName.startsWith('arn:')
      ? FunctionName
      : `arn:aws:lambda:${account.region}:${account.id}:function:${FunctionName}`
    const Condition = SourceArn && { ArnEquals: { 'aws:SourceArn': SourceArn } }
    add(ofResources, arn, permission, { Statement: [{ Effect: 'Allow', Action, Principal: { Service }, Condition }] })
  }
  if (refused.length > 0) throw new NotHonoured(`in policies of the template:\n  ${[...new Set(refused)].join('\n  ')}`)
  return { ofRoles, ofResources }
}

function rulesOf(statement: Statement, source: string, to: string, principal: string | undefined): Rule[] {
  const principals = principal ? [principal] : Object.values(statement.Principal ?? {})
  const holds = conditionOf(statement)
  const resources = principal ? list(statement.Resource) : list(statement.Resource ?? to)
  return principals.flatMap(who =>
    list(statement.Action).flatMap(action =>
      resources.map(resource => {
        const actionMatches = wildcard(action.toLowerCase())
        const resourceMatches = wildcard(resource)
        const covers = (access: Access) =>
          actionMatches(access.action.toLowerCase()) && resourceMatches(access.resource)
        return { source, principal: who, action, resource, allows: statement.Effect === 'Allow', covers, holds }
      }),
    ),
  )
}

function unknownParts({ Condition = {}, Resource, Principal = {} }: Statement, account: Account): string[] {
  const variables = list(Resource).filter(resource => resource.includes('${'))
  const strangers = Object.values(Principal).filter(
    who => who !== '*' && who !== rootOf(account) && !/^[\w.-]+\.amazonaws\.com$/.test(who),
  )
  return [
    ...variables.map(resource => `policy variable in ${resource}`),
    ...strangers.map(who => `principal ${JSON.stringify(who)}`),
    ...Object.entries(Condition).flatMap(([operator, keys]) => [
      ...(operator in OPERATORS ? [] : [`condition operator ${operator}`]),
      ...Object.keys(keys).flatMap(key => (CONDITION_KEYS.includes(key) ? [] : [`condition key ${key}`])),
    ]),
  ]
}

/** The principal of a key's policy that leaves the decision to IAM. */
export function rootOf({ id }: Account): string {
  return `arn:aws:iam::${id}:root`
}

function conditionOf({ Condition = {} }: Statement): Rule['holds'] {
  const tests = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      const wanted = list(values).map(String)
      return (context: Context) => OPERATORS[operator]!(context(key), wanted)
    }),
  )
  return context => tests.every(test => test(context))
}

/** Of an ARN each of the six parts is compared by itself, so that a `*` does not reach across a colon. */
function arnPattern(pattern: string): (value: string) => boolean {
  const parts = arnParts(pattern).map(part => wildcard(part))
  return value => arnParts(value).every((part, place) => parts[place]?.(part) ?? false)
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':')
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}

const wildcards = new Map<string, RegExp>()

function wildcard(pattern: string): (value: string) => boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
  const regex = wildcards.get(pattern) ?? new RegExp(`^${escaped}$`, 's')
  wildcards.set(pattern, regex)
  return value => regex.test(value)
}

/** What a policy may write alone or as a list. */
export function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T]
}
