import { type App, DefaultStackSynthesizer, type IStackSynthesizer, Validations } from 'aws-cdk-lib'
import recommended from 'aws-cdk-lib/recommended-feature-flags.json'
import { AwsSolutionsChecks } from 'cdk-nag'
import type { Stage } from '../stages'
import { DataStack } from './data-stack'
import { ServiceStack } from './service-stack'

/** Both stacks of one stage, checked against the rules of AWS Solutions: a finding without a reason beside it stops the synth. */
export function house(app: App, stage: Stage): { readonly data: DataStack; readonly service: ServiceStack } {
  // As a new project has them; the references between the stacks keep the data from going while the service uses it.
  for (const [flag, value] of Object.entries({ ...recommended, '@aws-cdk/core:defaultCrossStackReferences': 'strong' }))
    app.node.setContext(flag, value)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  const common = {
    stage,
    env: { region: stage.region },
    terminationProtection: stage.name === 'prod',
    tags: { 'kefu:stage': stage.name },
  }
  // The CLI itself checks the bootstrap version; the rule in the template would only repeat it.
  const synthesizer = () => new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer
  const data = new DataStack(app, `kefu-${stage.name}-data`, { ...common, synthesizer: synthesizer() })
  const service = new ServiceStack(app, `kefu-${stage.name}-service`, { ...common, data, synthesizer: synthesizer() })
  return { data, service }
}
