import { type Console, createConsole, type WorldState } from './console'
import { inboxRoutes } from './inbox'
import type { World } from './world'

/** Opens the console of a running world at a port; throws one sentence when that is in use. */
export async function openConsole(world: World, port: number, examples: readonly Example[]) {
  const { cognito, gateway, ses } = world.services
  const inbox = inboxRoutes(() => ses.mails())
  const page: Console = createConsole({
    kernel: world.kernel,
    cognito,
    gateway,
    inbox,
    state: () => stateOf(world),
    examples,
  })
  return { url: await page.listen(port), stop: () => page.stop() }
}

export interface Example {
  readonly title: string
  readonly command: string
}

function stateOf({ services, functions, executions }: World): WorldState {
  const running: Record<string, number> = {}
  for (const { status, state = '' } of executions())
    if (status === 'RUNNING') running[state] = (running[state] ?? 0) + 1
  return {
    queues: services.sqs.depths(),
    executions: running,
    functions: [...functions.uses].map(([name, { invocations, errors }]) => ({ name, invocations, errors })),
  }
}
