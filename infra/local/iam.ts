import { accessKeyOf } from './credentials'
import { type Access, type Account, AwsError, type Caller, type Iam, type Template } from './kernel'
import { type Context, type Grant, list, type Rule, readPolicies, rootOf } from './policies'

/** The grants of the template under test: a grant that can be taken away unnoticed is there for nothing. */
export interface Grants {
  grants(): readonly Grant[]
  used(): readonly Grant[]
  /** Those that some access needed: nothing else would have allowed it. */
  needed(): readonly Grant[]
  /** Takes grants away until `restore`. */
  without(...grants: readonly Grant[]): void
  restore(): void
}

/** Decides as AWS does from the policies of the template alone: an explicit Deny wins, and what nothing allows is denied.
 *  Within the one account either side may allow, save for keys and roles, whose own policy must take part; the account's
 *  owner may do what nothing denies.
 *  Throws NotHonoured that names each principal and condition outside this subset. */
export function createIam(template: Template): Iam & Grants {
  const { account } = template
  const root = rootOf(account)
  accessKeyOf(root)
  const { ofRoles, ofResources } = readPolicies(template)
  const all = [...ofRoles.values(), ...ofResources.values()].flat()
  const used = new Set<Rule>()
  const needed = new Set<Rule>()
  const removed = new Set<Grant>()
  /** What was allowed once is allowed again: policies do not change, and all that a condition looks at stands in the key. */
  const allowed = new Set<string>()

  /** Whether the principal of a resource policy's statement means this caller; the account's root stands for all its roles. */
  function isMeant({ principal }: Rule, caller: Caller): boolean {
    return principal === '*' || principal === (roleName(caller.principal) ? root : caller.principal)
  }

  function authorize(caller: Caller, access: Access) {
    const { principal, sourceArn } = caller
    const key = [principal, sourceArn, access.action, access.resource, JSON.stringify(access.context)].join(' ')
    if (allowed.has(key)) return
    const covering = (rules: readonly Rule[] = []) => rules.filter(rule => !removed.has(rule) && rule.covers(access))
    const identity = covering(ofRoles.get(roleName(principal) ?? ''))
    const resource = covering(ofResources.get(policyOwner(access.resource))).filter(rule => isMeant(rule, caller))
    const context = contextOf(caller, access, account)
    const holding = (rules: readonly Rule[], allows: boolean) =>
      rules.filter(rule => rule.allows === allows && rule.holds(context))
    const refuse = (why: string) => denied(caller, access, account, why)

    if (holding(identity, false).length > 0) throw refuse('with an explicit deny in an identity-based policy')
    if (holding(resource, false).length > 0) throw refuse('with an explicit deny in a resource-based policy')

    if (caller.principal === root) return

    const direct = holding(resource, true).filter(rule => rule.principal !== root)
    const leavingItToIam = holding(resource, true).filter(rule => rule.principal === root)
    const iamDecides = access.action.startsWith('kms:') ? leavingItToIam.length > 0 : access.action !== 'sts:AssumeRole'
    const allowing = [...direct, ...(iamDecides ? holding(identity, true) : [])]
    if (allowing.length === 0) {
      const lacking = iamDecides && roleName(caller.principal) ? 'identity' : 'resource'
      throw refuse(`because no ${lacking}-based policy allows the ${access.action} action`)
    }
    for (const rule of [...allowing, ...(direct.length === 0 ? leavingItToIam : [])]) used.add(rule)
    for (const rules of [allowing, ...(direct.length === 0 ? [leavingItToIam] : [])])
      if (rules.length === 1) needed.add(rules[0]!)
    if (allowed.size > 20_000) allowed.clear()
    allowed.add(key)
  }

  return {
    authorize,
    grants: () => all.filter(rule => rule.allows),
    used: () => all.filter(rule => used.has(rule)),
    needed: () => all.filter(rule => needed.has(rule)),
    without(...grants) {
      for (const grant of grants) removed.add(grant)
      allowed.clear()
    },
    restore() {
      removed.clear()
      allowed.clear()
    },
  }
}

function contextOf(caller: Caller, access: Access, account: Account): Context {
  return key => {
    switch (key) {
      // True, because what comes over 127.0.0.1 leaves the machine as little as what comes over TLS.
      case 'aws:SecureTransport':
        return ['true']
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

/** The ARN that a resource policy is attached to: objects are guarded by the policy of their bucket. */
function policyOwner(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? resource.replace(/\/.*/s, '') : resource
}

/** The name in the ARN of a role or of a session of it; undefined for a service. */
function roleName(principal: string): string | undefined {
  const [, kind = '', name] = /^arn:aws:(iam|sts)::\d+:(?:assumed-role|role)\/(.+)$/.exec(principal) ?? []
  return kind === 'sts' ? name?.split('/')[0] : name
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
