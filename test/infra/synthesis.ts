import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { App } from 'aws-cdk-lib'
import { bundleOf, functionNames } from '../../infra/aws/functions'
import { house } from '../../infra/aws/house'
import { type Stage, type StageName, stages } from '../../infra/stages'

// biome-ignore lint/suspicious/noExplicitAny: a template is open JSON
export type Json = any

export interface Resource {
  readonly id: string
  readonly Type: string
  readonly Properties: Json
  readonly DeletionPolicy?: string
}

export interface Synthesis {
  readonly outdir: string
  readonly data: Template
  readonly service: Template
  readonly report: Json
}

export class Template {
  constructor(readonly json: Json) {}

  get resources(): readonly Resource[] {
    return Object.entries<Json>(this.json.Resources).map(([id, resource]) => ({ id, Properties: {}, ...resource }))
  }

  all(type: string): readonly Resource[] {
    return this.resources.filter(resource => resource.Type === type)
  }

  one(type: string, logicalId: RegExp = /./): Resource {
    const found = this.all(type).filter(({ id }) => logicalId.test(id))
    if (found.length !== 1) throw new Error(`${found.length} resources are ${type} ${logicalId}`)
    return found[0] as Resource
  }

  /** The resource that a `Ref` or a `Fn::GetAtt` names. */
  at(value: Json): Resource {
    return this.resources.find(({ id }) => id === target(value)) as Resource
  }

  alarmsOn(dimension: string, resource: Resource): readonly Resource[] {
    return this.all('AWS::CloudWatch::Alarm').filter(({ Properties }) =>
      Properties.Dimensions.some(({ Name, Value }: Json) => Name === dimension && target(Value) === resource.id),
    )
  }
}

const context = JSON.parse(readFileSync(resolve(__dirname, '../../cdk.json'), 'utf8')).context

/** A stage as CDK writes it, in a folder of its own, with empty handlers: what the functions hold is no matter here. */
export function synthesize(stage: Stage, alter: (app: App) => void = () => {}): Synthesis {
  const folder = mkdtempSync(join(tmpdir(), 'kefu-synth-'))
  for (const name of functionNames) {
    mkdirSync(join(folder, bundleOf(name)), { recursive: true })
    writeFileSync(join(folder, bundleOf(name), 'handler.js'), `exports.handler = async () => '${name}'\n`)
  }
  const before = process.cwd()
  process.chdir(folder)
  try {
    const outdir = join(folder, 'cdk.out')
    const app = new App({ outdir, context })
    house(app, stage)
    alter(app)
    app.synth()
    const read = (file: string) => JSON.parse(readFileSync(join(outdir, file), 'utf8'))
    return {
      outdir,
      data: new Template(read(`kefu-${stage.name}-data.template.json`)),
      service: new Template(read(`kefu-${stage.name}-service.template.json`)),
      report: read('validation-report.json'),
    }
  } finally {
    process.chdir(before)
  }
}

const made = new Map<StageName, Synthesis>()

/** One synthesis a stage and test file. */
export function synthesisOf(name: StageName): Synthesis {
  const kept = made.get(name) ?? synthesize(stages[name])
  made.set(name, kept)
  return kept
}

export const statementsOf = (role: Resource): readonly Json[] =>
  role.Properties.Policies.flatMap((policy: Json) => policy.PolicyDocument.Statement)

/** `{ Ref }` and `Fn::GetAtt` both name a resource of the same template. */
export const target = (value: Json): string | undefined => value?.Ref ?? value?.['Fn::GetAtt']?.[0]

/** How an alarm tells what a person can no longer do. */
export const aSentence = /^[A-Z].{20,}\.$/
