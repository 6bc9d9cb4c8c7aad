import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { accessKeyOf } from '../../infra/local/credentials'
import { rootOf } from '../../infra/local/policies'
import type { World } from '../../infra/local/world'

/** Runs a command of the operator as the owner of the account, and then what follows from it; answers what it said. */
export async function operateIn(
  world: World,
  command: 'republish' | 'redrive' | 'recount' | 'corrections',
  ...options: readonly string[]
): Promise<string> {
  const script = resolve(__dirname, '../../infra/operate', `${command}.ts`)
  const { account } = world.kernel.template
  const child = spawn(process.execPath, ['--import', 'tsx', script, '--stage', 'simulation', ...options], {
    env: {
      ...process.env,
      ...{ AWS_ENDPOINT_URL: world.endpoint, AWS_SECRET_ACCESS_KEY: 'local' },
      AWS_ACCESS_KEY_ID: accessKeyOf(rootOf(account)),
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => {
      said += data
    })
  await new Promise(ended => child.once('close', ended))
  await world.settle()
  return said
}
