import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Account, NotHonoured, type Resource, type ResourceType, type Template } from './kernel'
import { pathsOutside } from './paths'

// biome-ignore lint/suspicious/noExplicitAny: a CloudFormation template is JSON that is checked while it is read
type Json = any

interface Stack {
  readonly name: string
  readonly body: Json
}

const TEMPLATE_KEYS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
]
const RESOURCE_KEYS = new Map([
  ['Type', 'honoured'],
  ['Properties', 'honoured'],
  ['Condition', 'honoured'],
  ['Metadata', 'honoured: where the code of a function is'],
  ['DependsOn', 'ignored: nothing is deployed, all resources are there at once'],
  ['DeletionPolicy', 'ignored: nothing is ever deleted by CloudFormation here'],
  ['UpdateReplacePolicy', 'ignored: nothing is ever replaced by CloudFormation here'],
])
/** Ignored: whether the account is bootstrapped for CDK has no meaning without a deployment. */
const BOOTSTRAP = { parameter: 'BootstrapVersion', rule: 'CheckBootstrapVersion' }

/** Reads what `cdk synth` wrote, so that what runs here is what deploys: intrinsics resolved, exports joined across the
 *  stacks, and every property path known to its resource type. Throws one NotHonoured that names all that is not. */
export function loadTemplate(
  assembly: string,
  stackNames: readonly string[],
  account: Account,
  types: Readonly<Record<string, ResourceType>>,
): Template {
  const stacks = stackNames.map(name => ({ name, body: readJson(join(assembly, `${name}.template.json`)) }))
  const refused: string[] = []
  const attempt = (where: string, read: () => void) => {
    try {
      read()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refused.push(`${error.where ?? where} (${error.message})`)
    }
  }

  const resolver = createResolver(stacks, account, types)
  const resources: Resource[] = []
  for (const stack of stacks) {
    refused.push(...unknownParts(stack))
    for (const [logicalId, declared] of Object.entries<Json>(stack.body.Resources ?? {}))
      attempt(`${stack.name}/${logicalId}`, () => {
        if (declared.Condition && !resolver.condition(stack, declared.Condition)) return
        const resource = resolver.resource(stack, logicalId)
        resources.push(resource)
        for (const path of knownTo(types, resource.type)(resource.properties))
          refused.push(`${stack.name}/${logicalId}.Properties.${path}`)
      })
    for (const [name, output] of Object.entries<Json>(stack.body.Outputs ?? {}))
      attempt(`${stack.name}/Outputs.${name}`, () => resolver.resolve(stack, output.Value))
  }
  if (refused.length > 0) throw new NotHonoured(`this of the template:\n  ${[...new Set(refused)].join('\n  ')}`)
  return indexed(resources, account, assembly)
}

/** Which account and region a stack was synthesized for; CDK leaves an account open that no stage names. */
export function environmentOf(
  assembly: string,
  stackName: string,
): { account: string | undefined; region: string | undefined } {
  const { artifacts } = readJson(join(assembly, 'manifest.json'))
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(artifacts[stackName]?.environment ?? '') ?? []
  const known = (name: string | undefined) => (name?.startsWith('unknown-') ? undefined : name)
  return { account: known(account), region: known(region) }
}

class Refused extends Error {
  constructor(
    message: string,
    readonly where?: string,
  ) {
    super(message)
  }
}

const checks = new WeakMap<ResourceType, (value: unknown) => string[]>()

function knownTo(types: Readonly<Record<string, ResourceType>>, name: string) {
  const type = types[name]!
  const check = checks.get(type) ?? pathsOutside([...type.honoured, ...Object.keys(type.ignored)])
  checks.set(type, check)
  return check
}

function unknownParts({ name, body }: Stack): string[] {
  const unknown: string[] = []
  for (const key of Object.keys(body))
    if (![...TEMPLATE_KEYS, 'Resources', 'Outputs'].includes(key)) unknown.push(`${name}.${key}`)
  for (const [parameter, { Type, Default }] of Object.entries<Json>(body.Parameters ?? {}))
    if (parameter !== BOOTSTRAP.parameter || Type !== 'AWS::SSM::Parameter::Value<String>' || Default === undefined)
      unknown.push(`${name}.Parameters.${parameter}`)
  for (const rule of Object.keys(body.Rules ?? {})) if (rule !== BOOTSTRAP.rule) unknown.push(`${name}.Rules.${rule}`)
  for (const [logicalId, resource] of Object.entries<Json>(body.Resources ?? {}))
    for (const key of Object.keys(resource)) if (!RESOURCE_KEYS.has(key)) unknown.push(`${name}/${logicalId}.${key}`)
  return unknown
}

function createResolver(stacks: readonly Stack[], account: Account, types: Readonly<Record<string, ResourceType>>) {
  const made = new Map<string, Resource>()
  const exports = new Map<string, { stack: Stack; value: Json }>()

  const pseudo = (stack: Stack): Readonly<Record<string, string>> => ({
    'AWS::AccountId': account.id,
    'AWS::Region': account.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${account.region}:${account.id}:stack/${stack.name}/local`,
  })

  function resource(stack: Stack, logicalId: string): Resource {
    const where = `${stack.name}/${logicalId}`
    const known = made.get(where)
    if (known) return known
    const declared = stack.body.Resources?.[logicalId]
    if (!declared) throw new Refused('no such resource in the template', where)
    const type = types[declared.Type]
    if (!type) throw new Refused(`type ${declared.Type}`, where)
    const properties = resolve(stack, declared.Properties ?? {}, where)
    const { ref, attributes } = type.identify({ logicalId, stack: stack.name, properties }, account)
    const it = { logicalId, stack: stack.name, properties, type: declared.Type, ref, attributes: attributes ?? {} }
    const resource = { ...it, metadata: declared.Metadata ?? {} }
    made.set(where, resource)
    return resource
  }

  function attribute(stack: Stack, logicalId: string, name: string): string {
    const value = resource(stack, logicalId).attributes[name]
    if (value === undefined) throw new Refused(`attribute ${name} of ${stack.name}/${logicalId}`)
    return value
  }

  function reference(stack: Stack, name: string): string {
    return pseudo(stack)[name] ?? resource(stack, name).ref
  }

  function condition(stack: Stack, name: string): boolean {
    const declared = stack.body.Conditions?.[name]
    if (declared === undefined) throw new Refused(`condition ${name}`)
    return test(stack, declared)
  }

  function test(stack: Stack, declared: Json): boolean {
    const [name, value] = intrinsic(declared) ?? ['', undefined]
    if (name === 'Condition') return condition(stack, value)
    if (name === 'Fn::Equals') return resolve(stack, value[0]) === resolve(stack, value[1])
    if (name === 'Fn::And') return value.every((each: Json) => test(stack, each))
    if (name === 'Fn::Or') return value.some((each: Json) => test(stack, each))
    if (name === 'Fn::Not') return !test(stack, value[0])
    throw new Refused(`condition function ${name || JSON.stringify(declared)}`)
  }

  function imported(name: string): Json {
    if (exports.size === 0)
      for (const stack of stacks)
        for (const output of Object.values<Json>(stack.body.Outputs ?? {}))
          if (output.Export) exports.set(resolve(stack, output.Export.Name), { stack, value: output.Value })
    const found = exports.get(name)
    if (!found) throw new Refused(`import of ${name}, which no loaded stack exports`)
    return resolve(found.stack, found.value)
  }

  function substituted(stack: Stack, value: Json): string {
    const [text, variables] = Array.isArray(value) ? value : [value, {}]
    return text.replace(/\$\{(!?)([^}]+)\}/g, (_: string, literal: string, name: string) => {
      if (literal) return `\${${name}}`
      if (name in variables) return resolve(stack, variables[name])
      const dot = name.indexOf('.')
      return dot < 0 ? reference(stack, name) : attribute(stack, name.slice(0, dot), name.slice(dot + 1))
    })
  }

  const functions: Readonly<Record<string, (stack: Stack, value: Json) => Json>> = {
    Ref: (stack, name) => (name === 'AWS::NoValue' ? undefined : reference(stack, name)),
    'Fn::GetAtt': (stack, value) => {
      const [logicalId, ...name] = Array.isArray(value) ? value : value.split('.')
      return attribute(stack, logicalId, name.join('.'))
    },
    'Fn::Sub': substituted,
    'Fn::Join': (stack, [separator, parts]) => resolve(stack, parts).join(separator),
    'Fn::Select': (stack, [index, list]) => resolve(stack, list)[Number(resolve(stack, index))],
    'Fn::Split': (stack, [separator, text]) => resolve(stack, text).split(separator),
    'Fn::ImportValue': (stack, name) => imported(resolve(stack, name)),
    'Fn::If': (stack, [name, then, otherwise]) => resolve(stack, condition(stack, name) ? then : otherwise),
    'Fn::FindInMap': (stack, keys) => {
      const found = resolve(stack, keys).reduce((map: Json, key: string) => map?.[key], stack.body.Mappings)
      if (found === undefined) throw new Refused(`map entry ${JSON.stringify(keys)}`)
      return found
    },
  }

  function resolve(stack: Stack, value: Json, where?: string): Json {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(each => resolve(stack, each, where)).filter(each => each !== undefined)
    const [name, argument] = intrinsic(value) ?? []
    if (name !== undefined && name !== 'Condition') {
      const run = functions[name]
      if (!run) throw new Refused(`intrinsic function ${name}`, where)
      return run(stack, argument)
    }
    const entries = Object.entries(value).map(([key, each]) => [key, resolve(stack, each, where)] as const)
    return Object.fromEntries(entries.filter(([, each]) => each !== undefined))
  }

  return { resource, resolve, condition }
}

/** `{ "Ref": … }`, `{ "Fn::…": … }` or `{ "Condition": "name" }` as a pair; a policy's `Condition` block is an object. */
function intrinsic(value: Json): [name: string, argument: Json] | undefined {
  const [only, second] = Object.entries(value)
  if (!only || second) return undefined
  const [name, argument] = only
  const is = name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && typeof argument === 'string')
  return is ? only : undefined
}

function indexed(resources: readonly Resource[], account: Account, assembly: string): Template {
  const byType = new Map<string, Resource[]>()
  const byName = new Map<string, Resource>()
  for (const resource of resources) {
    const { type, ref, attributes } = resource
    byType.set(type, [...(byType.get(type) ?? []), resource])
    for (const name of Object.values(attributes))
      if (!byName.has(`${type} ${name}`)) byName.set(`${type} ${name}`, resource)
    byName.set(`${type} ${ref}`, resource)
  }
  return {
    account,
    assembly,
    all: type => byType.get(type) ?? [],
    find: (type, refOrArn) => byName.get(`${type} ${refOrArn}`),
  }
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8'))
}
