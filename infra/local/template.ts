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

/** The rest of a resource means nothing here: nothing is deployed, replaced or deleted, all resources are there at once. */
const RESOURCE_KEYS = ['Type', 'Properties', 'Metadata', 'DependsOn', 'DeletionPolicy', 'UpdateReplacePolicy']

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
    for (const logicalId of Object.keys(stack.body.Resources ?? {}))
      attempt(`${stack.name}/${logicalId}`, () => {
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
  const unknown = Object.keys(body).filter(key => key !== 'Resources' && key !== 'Outputs')
  const inResources = Object.entries<Json>(body.Resources ?? {}).flatMap(([logicalId, resource]) =>
    Object.keys(resource).flatMap(key => (RESOURCE_KEYS.includes(key) ? [] : `${name}/${logicalId}.${key}`)),
  )
  return [...unknown.map(key => `${name}.${key}`), ...inResources]
}

function createResolver(stacks: readonly Stack[], account: Account, types: Readonly<Record<string, ResourceType>>) {
  const made = new Map<string, Resource>()
  const exports = new Map<string, { stack: Stack; value: Json }>()

  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': account.id,
    'AWS::Region': account.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  }

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
    return pseudo[name] ?? resource(stack, name).ref
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

  /** Takes `${Name}` alone: neither variables nor attributes. */
  function substituted(stack: Stack, text: Json): string {
    if (typeof text !== 'string') throw new Refused('Fn::Sub with variables')
    return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => reference(stack, name))
  }

  const functions: Readonly<Record<string, (stack: Stack, argument: Json) => Json>> = {
    Ref: reference,
    'Fn::GetAtt': (stack, [logicalId, name]) => attribute(stack, logicalId, name),
    'Fn::Sub': substituted,
    'Fn::Join': (stack, [separator, parts]) => resolve(stack, parts).join(separator),
    'Fn::ImportValue': (_, name) => imported(name),
  }

  function resolve(stack: Stack, value: Json, where?: string): Json {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(each => resolve(stack, each, where))
    const [name, argument] = intrinsic(value) ?? []
    if (name === undefined)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(stack, each, where)]))
    const run = functions[name]
    if (!run) throw new Refused(`intrinsic function ${name}`, where)
    return run(stack, argument)
  }

  return { resource, resolve }
}

/** `{ "Ref": … }` or `{ "Fn::…": … }` as a pair. */
function intrinsic(value: Json): [name: string, argument: Json] | undefined {
  const [only, second] = Object.entries(value)
  return only && !second && (only[0] === 'Ref' || only[0].startsWith('Fn::')) ? only : undefined
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
