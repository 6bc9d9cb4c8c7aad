import {
  type Access,
  type Account,
  AwsError,
  type Caller,
  type Iam,
  NotHonoured,
  type ResourceType,
  type Template,
} from './kernel'
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

/** The grants of the template under test: a grant that can be taken away unnoticed is there for nothing. */
export interface Grants {
  grants(): readonly Grant[]
  used(): readonly Grant[]
  /** Takes grants away until `restore`. */
  without(...grants: readonly Grant[]): void
  restore(): void
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

interface Rule extends Grant {
  readonly allows: boolean
  readonly covers: (access: Access) => boolean
  readonly holds: (context: Context) => boolean
}

type Context = (key: string) => readonly string[] | undefined

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

/** Decides as AWS does from the policies of the template alone: an explicit Deny wins, and what nothing allows is denied.
 *  Within the one account either side may allow, save for keys and roles, whose own policy must take part.
 *  Throws NotHonoured that names each condition and managed policy outside this subset. */
export function createIam(template: Template): Iam & Grants {
  const { ofRoles, ofResources } = readPolicies(template)
  const all = [...ofRoles.values(), ...ofResources.values()].flat()
  const used = new Set<Rule>()
  const removed = new Set<Grant>()
  const candidates = new Map<string, { identity: Rule[]; resource: Rule[] }>()

  function candidatesFor(caller: Caller, access: Access) {
    const key = `${caller.principal} ${access.action} ${access.resource}`
    const known = candidates.get(key)
    if (known) return known
    if (candidates.size > 20_000) candidates.clear()
    const covering = (rules: readonly Rule[] = []) => rules.filter(rule => !removed.has(rule) && rule.covers(access))
    const role = roleName(caller.principal)
    const found = {
      identity: role ? covering(ofRoles.get(role)) : [],
      resource: covering(ofResources.get(policyOwner(access.resource))).filter(rule =>
        isMeant(rule, caller, template.account),
      ),
    }
    candidates.set(key, found)
    return found
  }

  function authorize(caller: Caller, access: Access) {
    const context = contextOf(caller, access, template.account)
    const { identity, resource } = candidatesFor(caller, access)
    const holding = (rules: readonly Rule[], allows: boolean) =>
      rules.filter(rule => rule.allows === allows && rule.holds(context))

    for (const [rules, kind] of [
      [identity, 'an identity'],
      [resource, 'a resource'],
    ] as const)
      if (holding(rules, false).length > 0)
        throw denied(caller, access, template.account, `with an explicit deny in ${kind}-based policy`)

    const { direct, delegating } = split(holding(resource, true), template.account)
    const byIdentity = holding(identity, true)
    const identityCounts = access.action.startsWith('kms:') ? delegating.length > 0 : access.action !== 'sts:AssumeRole'
    const allowing = [...direct, ...(identityCounts ? byIdentity : [])]
    if (allowing.length === 0) {
      const lacks = identityCounts && roleName(caller.principal) ? 'identity' : 'resource'
      throw denied(
        caller,
        access,
        template.account,
        `because no ${lacks}-based policy allows the ${access.action} action`,
      )
    }
    for (const rule of allowing) used.add(rule)
    if (direct.length === 0) for (const rule of delegating) used.add(rule)
  }

  return {
    authorize,
    grants: () => all.filter(rule => rule.allows),
    used: () => all.filter(rule => used.has(rule)),
    without(...grants) {
      for (const grant of grants) removed.add(grant)
      candidates.clear()
    },
    restore() {
      removed.clear()
      candidates.clear()
    },
  }
}

function readPolicies(template: Template) {
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

function contextOf(caller: Caller, access: Access, account: Account): Context {
  return key => {
    switch (key) {
      // True, because what comes over 127.0.0.1 leaves the machine as little as what comes over TLS.
      case 'aws:SecureTransport':
        return ['true']
      case 'aws:PrincipalArn':
        return roleName(caller.principal) ? [roleArn(caller.principal, account)] : undefined
      case 'aws:SourceArn':
        return caller.sourceArn ? [caller.sourceArn] : undefined
      case 'aws:SourceAccount':
        return caller.sourceArn ? [account.id] : undefined
      default: {
        const value = access.context?.[key]
        return value === undefined ? undefined : list(value)
      }
    }
  }
}

/** Whether the principal of a resource policy's statement means this caller; the account's root stands for all its roles. */
function isMeant({ principal }: Rule, caller: Caller, account: Account): boolean {
  const role = roleName(caller.principal)
  if (!role) return principal === '*' || principal === caller.principal
  return ['*', caller.principal, roleArn(caller.principal, account)].includes(principal) || isRoot(principal, account)
}

function split(rules: readonly Rule[], account: Account) {
  const delegating = rules.filter(rule => isRoot(rule.principal, account))
  return { direct: rules.filter(rule => !delegating.includes(rule)), delegating }
}

function isRoot(principal: string, { id }: Account): boolean {
  return principal === id || principal === `arn:aws:iam::${id}:root`
}

/** The ARN that a resource policy is attached to: objects are guarded by the policy of their bucket. */
function policyOwner(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? resource.replace(/\/.*/s, '') : resource
}

/** The name in the ARN of a role or of a session of it; undefined for a service. */
function roleName(principal: string): string | undefined {
  const [, kind = '', name] = /^arn:aws:(iam|sts)::\d+:(?:assumed-role|role)\/(.+)$/.exec(principal) ?? []
  return kind === 'sts' ? name?.split('/')[0] : name
}

function roleArn(principal: string, { id }: Account): string {
  return `arn:aws:iam::${id}:role/${roleName(principal)}`
}

function denied(caller: Caller, { action, resource }: Access, account: Account, why: string): AwsError {
  const role = roleName(caller.principal)
  const isRole = role && !caller.principal.includes(':assumed-role/')
  const user = isRole ? `arn:aws:sts::${account.id}:assumed-role/${role}/${role}` : caller.principal
  return new AwsError(
    'AccessDeniedException',
    `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  )
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

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T]
}
