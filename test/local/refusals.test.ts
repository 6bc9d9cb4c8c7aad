import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accessKeyOf } from '../../infra/local/credentials'
import type { Endpoint } from '../../infra/local/endpoint'
import { apisOf } from '../../infra/local/honoured'
import type { ApiService, Input } from '../../infra/local/kernel'
import { resourceTypes } from '../../infra/local/services/all'
import { stacksOf, startWorld } from '../../infra/local/world'
import { allowAll, ROLE, serving } from './support/endpoint-world'

const assembly = process.env.KEFU_ASSEMBLY!
const stacks = stacksOf(assembly)
const templates = () =>
  stacks.map(stack => ({ stack, body: JSON.parse(readFileSync(join(assembly, `${stack}.template.json`), 'utf8')) }))

interface Place {
  readonly stack: string
  readonly logicalId: string
  readonly resource: Input
}

/** The resources of the real templates, each to be changed where it stands. */
const resourcesOf = (all: readonly { stack: string; body: Input }[]): Place[] =>
  all.flatMap(({ stack, body }) =>
    Object.entries(body.Resources).map(([logicalId, resource]) => ({ stack, logicalId, resource })),
  )

/** What the start says to the real templates after a change. */
async function refusalOf(change: (resources: readonly Place[], bodies: readonly Input[]) => void): Promise<string> {
  const all = templates()
  change(
    resourcesOf(all),
    all.map(({ body }) => body),
  )
  const folder = mkdtempSync(join(tmpdir(), 'kefu-refusals-'))
  cpSync(join(assembly, 'manifest.json'), join(folder, 'manifest.json'))
  for (const { stack, body } of all) writeFileSync(join(folder, `${stack}.template.json`), JSON.stringify(body))
  const started = startWorld({ assembly: folder, at: '2026-01-05T01:00:00Z', seed: 'refusals' })
  return started.then(
    async world => {
      await world.stop()
      return 'nothing: it has started'
    },
    error => String(error),
  )
}

const isObject = (value: unknown): value is Record<string, Input> => typeof value === 'object' && value !== null
const isIntrinsic = (value: object) => Object.keys(value).some(key => key === 'Ref' || key.startsWith('Fn::'))

/** Every object in it, by its path; what an intrinsic function makes is no object. */
function objectsIn(value: unknown, path: readonly string[] = []): { path: readonly string[]; object: Input }[] {
  if (!isObject(value) || isIntrinsic(value)) return []
  const below = Object.entries(value).flatMap(([key, part]) => objectsIn(part, [...path, key]))
  return Array.isArray(value) ? below : [{ path, object: value }, ...below]
}

/** Where any key may stand: maps of names, what IAM and event patterns check by themselves, and settings that are passed
 *  over as a whole. A new one belongs here or is to be listed key by key. */
const open = [
  /^AWS::Lambda::Function Environment\.Variables$/,
  /^AWS::StepFunctions::StateMachine DefinitionSubstitutions$/,
  /^AWS::Events::Rule (EventPattern|Targets\.\d+\.InputTransformer\.InputPathsMap)/,
  / (\w+\.)*(\w+Policy|PolicyDocument|AssumeRolePolicyDocument)\.Statement\.\d+\.(Condition|Principal)/,
  /^AWS::(SNS::TopicPolicy|SQS::QueuePolicy) PolicyDocument/,
  /^AWS::CloudWatch::Alarm Dimensions/,
  /^AWS::Cognito::UserPool (AccountRecoverySetting|AdminCreateUserConfig|Policies|UserPoolAddOns|VerificationMessage)/,
  /^AWS::DynamoDB::GlobalTable (AttributeDefinitions|(.+\.)?KeySchema|.+\.Projection|(.+\.)?\w+Specification)(\.\d+)?$/,
  /^AWS::Lambda::EventSourceMapping MetricsConfig$/,
  /^AWS::S3::Bucket (LifecycleConfiguration\.Rules\.\d+|PublicAccessBlockConfiguration)$/,
]

/** Whether any key may stand there by the lists of the type. */
function isOpen(patterns: readonly string[], path: readonly string[]): boolean {
  const fits = (pattern: readonly string[]) => pattern.every((part, index) => part === '*' || part === path[index])
  return patterns.some(pattern => {
    const parts = pattern.split('.')
    const end = parts.indexOf('**')
    if (end >= 0) return end <= path.length && fits(parts.slice(0, end))
    return parts.length === path.length + 1 && parts.at(-1) === '*' && fits(parts.slice(0, path.length))
  })
}

const types = [...new Set(resourcesOf(templates()).map(({ resource }) => resource.Type as string))].sort()

describe('A start is refused by the path of', () => {
  test.each(types)('whatever is unknown in %s', async type => {
    const { honoured, ignored } = resourceTypes[type]!
    const patterns = [...honoured, ...Object.keys(ignored)]
    const expected: string[] = []
    const passedOver: string[] = []
    const said = await refusalOf(resources => {
      for (const { stack, logicalId, resource } of resources.filter(({ resource }) => resource.Type === type)) {
        resource.Properties ??= {}
        for (const { path, object } of objectsIn(resource.Properties)) {
          if (isOpen(patterns, path)) passedOver.push(`${type} ${path.join('.')}`)
          else {
            object.Surprise = 'unknown'
            expected.push(`${stack}/${logicalId}.Properties.${[...path, 'Surprise'].join('.')}`)
          }
        }
      }
    })
    expect(expected).not.toEqual([])
    expect(passedOver.filter(place => !open.some(known => known.test(place)))).toEqual([])
    expect(said.split('\n  ')).toEqual(expect.arrayContaining(expected))
  })

  test('an unknown attribute beside the properties', async () => {
    const said = await refusalOf(([first]) => {
      first!.resource.Surprise = {}
    })
    expect(said).toMatch(/\n {2}[\w-]+\/\w+\.Surprise$/)
  })

  test.each([
    'AWS::EC2::Instance',
    'AWS::SQS::Surprise',
    'Custom::S3AutoDeleteObjects',
    'AWS::CloudFormation::CustomResource',
  ])('a resource of type %s', async Type => {
    const said = await refusalOf((_, [body]) => {
      body.Resources.Surprise = { Type, Properties: {} }
    })
    expect(said).toContain(`${stacks[0]}/Surprise (type ${Type})`)
  })

  test.each(['Transform', 'Hooks'])('the part %s of a template', async part => {
    const said = await refusalOf((_, [body]) => {
      body[part] = {}
    })
    expect(said).toContain(`${stacks[0]}.${part}`)
  })
})

describe('A start is refused by the field of', () => {
  const machine = resourcesOf(templates()).find(({ resource }) => resource.Type === 'AWS::StepFunctions::StateMachine')!
  const { StateMachineName: name, DefinitionString } = machine.resource.Properties
  const redefined = (change: (definition: Input) => void) =>
    refusalOf(resources => {
      const { resource } = resources.find(({ logicalId }) => logicalId === machine.logicalId)!
      const definition = JSON.parse(DefinitionString)
      change(definition)
      resource.Properties.DefinitionString = JSON.stringify(definition)
    })

  test('a state machine that is unknown', async () => {
    const said = await redefined(definition => {
      definition.Surprise = 1
    })
    expect(said).toContain(`${name}.Surprise`)
  })

  test.each(Object.keys(JSON.parse(DefinitionString).States))('the state %s that is unknown', async state => {
    const said = await redefined(({ States: { [state]: given } }) => {
      for (const object of [given, given.Arguments, ...given.Retry, ...(given.Catch ?? [])]) object.Surprise = 1
    })
    const { Catch = [] } = JSON.parse(DefinitionString).States[state]
    for (const at of ['', '.Arguments', '.Retry[0]', ...Catch.map((_: Input, index: number) => `.Catch[${index}]`)])
      expect(said).toContain(`${name}.States.${state}${at}.Surprise`)
  })

  test('a state whose expression reads what is unknown', async () => {
    const said = await redefined(({ States, StartAt }) => {
      States[StartAt].Arguments.Payload.surprise = '{% $surprise() %}'
    })
    expect(said).toMatch(/\.Arguments\.Payload\.surprise: \$surprise with 0 argument\(s\)$/)
  })
})

/** Every object that an input may hold, by the lists of its operation. */
const placesIn = (patterns: readonly string[]): readonly (readonly string[])[] => {
  const places = patterns.flatMap(pattern => {
    const parts = pattern.split('.')
    return parts.map((_, length) => parts.slice(0, length).map(part => (part === '*' ? '0' : part)))
  })
  const different = new Map(places.map(place => [place.join('.'), place]))
  return [...different.values()].filter(place => !isOpen(patterns, place))
}

describe('A call is refused by the name of', () => {
  let apis: readonly ApiService[]
  let endpoint: Endpoint

  beforeAll(async () => {
    jest.spyOn(console, 'error').mockImplementation()
    apis = (await apisOf(assembly)).filter(({ protocol }) => protocol !== 'rest')
    endpoint = await serving(allowAll, ...apis)
  })
  afterAll(async () => {
    await endpoint.close()
    jest.restoreAllMocks()
  })

  /** Puts an unknown member at a place of the input, as each protocol writes that, and gives the answer. */
  const call = async (
    { target, protocol }: Pick<ApiService, 'target' | 'protocol'>,
    operation: string,
    path: string,
  ) => {
    const signed = {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyOf(ROLE)}/20260105/here/${target}/aws4_request`,
    }
    const at = [...path.split('.').filter(Boolean), 'Surprise']
    const json = {
      headers: { ...signed, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `${target}.${operation}` },
      body: JSON.stringify(at.reduceRight<unknown>((value, key) => ({ [key]: value }), 1)),
    }
    const form = {
      headers: { ...signed, 'content-type': 'application/x-www-form-urlencoded' },
      body: `Action=${operation}&${at.join('.').replace(/\.0\./g, '.member.1.')}=1`,
    }
    const answer = await fetch(endpoint.url, { method: 'POST', ...(protocol === 'json' ? json : form) })
    return { status: answer.status, body: await answer.text() }
  }

  test('each unknown parameter of each operation', async () => {
    for (const api of apis)
      for (const [name, { parameters }] of Object.entries(api.operations))
        for (const place of placesIn(parameters)) {
          const path = [...place, 'Surprise'].join('.')
          const { status, body } = await call(api, name, place.join('.'))
          expect({ status, body }).toEqual({
            status: 501,
            body: expect.stringContaining(`parameters of ${api.target}.${name}: ${path}`),
          })
        }
  })

  test('an unknown operation of each service, and of one that is not there', async () => {
    for (const api of [...apis, { target: 'AWSEvents', protocol: 'json' as const }]) {
      const { status, body } = await call(api, 'Surprise', '')
      expect(status).toBe(501)
      expect(body).toContain(`operation Surprise of ${api.target}`)
    }
  })
})
