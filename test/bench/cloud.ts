import { type Counters, startWorld } from '../../infra/local/world'

/** What the cloud tells the benchmark that started it. */
export interface CloudState {
  readonly api: string
  readonly smtp: string
  /** By group of staff, and of the storefront. */
  readonly tokens: Readonly<Record<string, string>>
  readonly counters: Counters
  readonly megabytes: number
}

const callers = ['storefront', 'agent', 'finance', 'warehouse', 'courier']

/** The local cloud in real time and in a process of its own, as `npm start` runs it: `fork(cloud.ts, [assembly])`; answers
 *  each message with its state, and ends when the benchmark does. */
async function main() {
  const [assembly = ''] = process.argv.slice(2)
  const world = await startWorld({ assembly, apiPort: 0, smtpPort: 0 })
  const tell = async () => {
    const state: CloudState = {
      api: world.api,
      smtp: world.smtp,
      tokens: Object.fromEntries(await Promise.all(callers.map(async who => [who, await world.as(who)] as const))),
      counters: world.counters(),
      megabytes: process.memoryUsage.rss() / 2 ** 20,
    }
    process.send?.(state)
  }
  process.on('message', tell)
  process.once('disconnect', () => void world.stop().then(() => process.exit(0)))
  await tell()
}

void main()
