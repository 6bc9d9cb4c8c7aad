import { App } from 'aws-cdk-lib'
import { house } from './aws/house'
import { bundle } from './bundle'
import { stageNamed } from './stages'

/** `cdk synth -c stage=dev`: bundles the functions and writes both stacks of the stage. No account, no network. */
async function main(): Promise<void> {
  await bundle()
  const app = new App()
  house(app, stageNamed(app.node.tryGetContext('stage') ?? 'dev'))
  app.synth()
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
