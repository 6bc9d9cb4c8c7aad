import { type Access, NotHonoured, type ResourceType, type Template } from './kernel'
import { stableId } from './stable-id'

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
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export interface Rule extends Grant {
  readonly allows: boolean
  readonly covers: (access: Access) => boolean
  readonly holds: (context: Context) => boolean
}

/** The values of a condition key in a request; undefined when the request lacks it. */
export type Context = (key: string) => readonly string[] | undefined

/** Keys that every request carries here, then those that the services put into the context of an access. */
const CONDITION_KEYS = [
  'aws:SecureTransport',
  'aws:SourceArn',
  'aws:SourceAccount',
  'aws:PrincipalArn',
  'cloudwatch:namespace',
  'kms:CallerAccount',
  'kms:MacAlgorithm',
  'kms:ViaService',
  'lambda:FunctionArn',
  'ses:FromAddress',
  'ses:Recipients',
  'states:StateMachineQualifier',
]

const OPERATORS: Readonly<
  Record<string, (actual: readonly string[] | undefined, wanted: readonly string[]) => boolean>
> = {
  StringEquals: (actual, wanted) => wanted.some(value => actual?.includes(value)),
  StringLike: (actual, wanted) => wanted.some(pattern => actual?.some(wildcard(pattern))),
  ArnEquals: (actual, wanted) => wanted.some(pattern => actual?.some(arnPattern(pattern))),
  ArnLike: (actual, wanted) => wanted.some(pattern => actual?.some(arnPattern(pattern))),
  Bool: (actual, wanted) => wanted.some(value => actual?.includes(value.toLowerCase())),
  Null: (actual, wanted) => wanted.includes(String(actual === undefined)),
  'ForAnyValue:StringEquals': (actual, wanted) => wanted.some(value => actual?.includes(value)),
  'ForAllValues:StringEquals': (actual, wanted) => (actual ?? []).every(value => wanted.includes(value)),
}

const POLICY = ['Version', 'Statement.*.Effect', 'Statement.*.Action.**', 'Statement.*.Condition.**']
const SID = 'a label'

/** The property paths of a policy document below `path`. */
export function policyPaths(path: string, ...more: readonly ('Resource' | 'Principal')[]): string[] {
  return [...POLICY, ...more.map(part => `Statement.*.${part}.**`)].map(each => `${path}.${each}`)
}

/** What a policy document says that changes no decision. */
export function policyLabels(path: string): Record<string, string> {
  return { [`${path}.Statement.*.Sid`]: SID }
}

const attachedPolicy: ResourceType = {
  honoured: [...policyPaths('PolicyDocument', 'Resource'), 'Roles.*'],
  ignored: { ...policyLabels('PolicyDocument'), PolicyName: SID, ManagedPolicyName: SID, Description: SID, Path: SID },
  identify: ({ stack, logicalId, properties }, { id }) => {
    const name = properties.ManagedPolicyName ?? properties.PolicyName ?? `${stack}-${logicalId}`
    return { ref: `arn:aws:iam::${id}:policy/${name}`, attributes: { Id: stableId({ stack, logicalId }, 21) } }
  },
}

export const iamTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': {
    honoured: [
      'RoleName',
      'ManagedPolicyArns.*',
      ...policyPaths('AssumeRolePolicyDocument', 'Principal'),
      ...policyPaths('Policies.*.PolicyDocument', 'Resource'),
    ],
    ignored: {
      ...policyLabels('AssumeRolePolicyDocument'),
      ...policyLabels('Policies.*.PolicyDocument'),
      'Policies.*.PolicyName': SID,
      Description: SID,
      'Tags.**': SID,
    },
    identify: ({ stack, logicalId, properties }, { id }) => {
      const name = properties.RoleName ?? `${stack}-${logicalId}`
      const RoleId = `AROA${stableId({ stack, logicalId }, 17).toUpperCase()}`
      return { ref: name, attributes: { Arn: `arn:aws:iam::${id}:role/${name}`, RoleId } }
    },
  },
  'AWS::IAM::Policy': attachedPolicy,
  'AWS::IAM::ManagedPolicy': attachedPolicy,
}

/** Every rule of the template by whose it is: the roles' own by role name, the others by the ARN that they guard.
 *  Throws NotHonoured that names each condition and managed policy outside what is decided here. */
export function readPolicies(template: Template) {
  const { account } = template
  const ofRoles = new Map<string, Rule[]>()
  const ofResources = new Map<string, Rule[]>()
  const refused: string[] = []

  type Owner = { readonly stack: string; readonly logicalId: string }
  const add = (
    rules: Map<string, Rule[]>,
    to: string,
    owner: Owner,
    document: { Statement: readonly Statement[] },
    principal?: string,
  ) => {
    const source = `${owner.stack}/${owner.logicalId}`
    const made = document.Statement.flatMap(statement => {
      refused.push(...unknownConditions(statement).map(what => `${what} in ${source}`))
      return rulesOf(statement, source, to, principal)
    })
    rules.set(to, [...(rules.get(to) ?? []), ...made])
  }

  for (const role of template.all('AWS::IAM::Role')) {
    const { Arn = '' } = role.attributes
    add(ofResources, Arn, role, role.properties.AssumeRolePolicyDocument)
    for (const { PolicyDocument } of role.properties.Policies ?? []) add(ofRoles, role.ref, role, PolicyDocument, Arn)
    for (const arn of role.properties.ManagedPolicyArns ?? []) {
      const policy = template.find('AWS::IAM::ManagedPolicy', arn)
      if (policy) add(ofRoles, role.ref, policy, policy.properties.PolicyDocument, Arn)
      else refused.push(`managed policy ${arn} of ${role.stack}/${role.logicalId}, which the template does not hold`)
    }
  }
  for (const policy of [...template.all('AWS::IAM::Policy'), ...template.all('AWS::IAM::ManagedPolicy')])
    for (const role of policy.properties.Roles ?? [])
      add(ofRoles, role, policy, policy.properties.PolicyDocument, `arn:aws:iam::${account.id}:role/${role}`)

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
    const { Action, FunctionName, Principal, SourceArn, SourceAccount } = permission.properties
    const arn = FunctionName.startsWith('arn:')
      ? FunctionName
      : `arn:aws:lambda:${account.region}:${account.id}:function:${FunctionName}`
    const Condition = {
      ...(SourceArn && { ArnLike: { 'aws:SourceArn': SourceArn } }),
      ...(SourceAccount && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
    }
    const kind = Principal.includes('.amazonaws.com') ? 'Service' : 'AWS'
    add(ofResources, arn, permission, {
      Statement: [{ Effect: 'Allow', Action, Principal: { [kind]: Principal }, Condition }],
    })
  }
  if (refused.length > 0) throw new NotHonoured(`in policies of the template:\n  ${[...new Set(refused)].join('\n  ')}`)
  return { ofRoles, ofResources }
}

function rulesOf(statement: Statement, source: string, to: string, principal: string | undefined): Rule[] {
  const named = statement.Principal ?? []
  const principals = principal ? [principal] : typeof named === 'string' ? [named] : Object.values(named).flatMap(list)
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

function unknownConditions({ Condition = {}, Resource }: Statement): string[] {
  const variables = list(Resource).filter(resource => resource.includes('${'))
  return [
    ...variables.map(resource => `policy variable in ${resource}`),
    ...Object.entries(Condition).flatMap(([operator, keys]) => [
      ...(operator in OPERATORS ? [] : [`condition operator ${operator}`]),
      ...Object.keys(keys).flatMap(key => (canonical(key) ? [] : [`condition key ${key}`])),
    ]),
  ]
}

function conditionOf({ Condition = {} }: Statement): Rule['holds'] {
  const tests = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      const wanted = list(values).map(String)
      return (context: Context) => OPERATORS[operator]!(context(canonical(key)!), wanted)
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

function canonical(key: string): string | undefined {
  return CONDITION_KEYS.find(known => known.toLowerCase() === key.toLowerCase())
}

/** What a policy may write alone or as a list. */
export function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T]
}
