import { existsSync, renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import { assemble } from '../assemble'
import { examplesAt } from '../demo/examples'
import { openShop, storyHours } from '../demo/open-shop'
import { stageNamed } from '../stages'
import { createConsole, type Example } from './console'
import { accessKeyOf } from './credentials'
import { announce, hold, whole } from './data-folder'
import { assertFree, listen } from './http'
import { rootOf } from './policies'
import { startWorld, type World } from './world'

const usage = `npm start [-- --fresh] [--empty] [--stage dev] [--port 3000]
Runs the whole of Kefu on this machine. Data stay in .local/ between starts.
  --fresh   begin anew with the example shop
  --empty   begin anew with nothing in it
  --port    the API; the console takes the next port, attachments the one after, mail (SMTP) the third after`

/** `npm start`: the template of a stage, a small living shop at the first start, and where to look. */
async function main() {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
      stage: { type: 'string', default: 'dev' },
      port: { type: 'string', default: '3000' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return console.log(usage)
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 1 || port > 65_532)
    throw new Error(`--port ${values.port}: a number from 1 to 65532`)

  const interrupted = interruption()
  const house = await Promise.race([open({ ...values, port }), interrupted])
  if (!house) return console.log('\nended before it was open; the next start begins where this one did')
  await interrupted
  console.log('\nclosing …')
  setTimeout(() => process.exit(0), 1500).unref()
  await house.page.close()
  await house.world.stop()
}

/** Ctrl-C reaches a process more than once, from the terminal and from npm: only the first says something new. */
function interruption(): Promise<undefined> {
  return new Promise(done => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done(undefined))
  })
}

interface Wishes {
  readonly stage: string
  readonly port: number
  readonly fresh: boolean
  readonly empty: boolean
}

/** All that may be refused is asked first: nothing is thrown away or begun for a start that cannot be. */
async function open({ stage, port, fresh, empty }: Wishes) {
  const data = resolve(__dirname, '../../.local/cloud', stageNamed(stage).name)
  hold(data)
  for (const each of [port, port + 1, port + 2, port + 3]) await assertFree(each)
  const apiAddress = `http://127.0.0.1:${port}`
  const assembly = assemble(stage, console.log)
  if (fresh || empty) rmSync(data, { recursive: true, force: true })
  if (!existsSync(data) && !empty) await tellStory(assembly, data, apiAddress)
  const ports = { apiPort: port, objectsPort: port + 2, smtpPort: port + 3 }
  const world = await startWorld({ assembly, folder: whole(data), apiAddress, ...ports }).catch(error => {
    if ('syscall' in error)
      throw new Error(`The data folder ${data} cannot be used (${error.message}); start with --fresh.`)
    throw error
  })
  const { account } = world.kernel.template
  announce(data, {
    ...{ endpoint: world.endpoint, region: account.region, accessKeyId: accessKeyOf(rootOf(account)) },
    ...{ smtp: world.smtp, mailAddress: world.services.receiving.recipients[0] ?? '' },
  })
  const examples = examplesAt(world, `http://127.0.0.1:${port + 1}`)
  const page = await listen(port + 1, createConsole(world, examples), 65_536)
  console.log(welcome(world, page.url, examples))
  return { world, page }
}

/** The shop is told in a folder beside, so that an interrupted first start begins anew. */
async function tellStory(assembly: string, data: string, apiAddress: string) {
  const draft = `${data}.draft`
  rmSync(draft, { recursive: true, force: true })
  const opensAt = Date.now()
  const format = `opening the example shop${process.stderr.isTTY ? ' {bar}' : ','} {percentage}%`
  const bar = new SingleBar({ format, noTTYOutput: true, gracefulExit: true }, Presets.shades_classic)
  bar.start(100, 0)
  const at = new Date(opensAt - storyHours * 3_600_000).toISOString()
  const world = await startWorld({ assembly, folder: draft, at, seed: 'shop', apiAddress })
  await openShop(world, opensAt, share => bar.update(Math.round(share * 100)))
  await world.stop()
  bar.stop()
  renameSync(draft, data)
}

function welcome(world: World, page: string, examples: readonly Example[]): string {
  return `
Kefu 客服 is running, all of it on this machine.

  Console · 控制台   ${page}/        what runs, one-click sign-in as each role
  API page · 接口    ${world.api}/        every operation, readable and tryable
  Inbox · 收件箱     ${page}/inbox   each mail as the customer sees it
  Mail · 写信        ${world.smtp}        to ${world.services.receiving.recipients.join(', ')}

${examples.map(({ title, command }) => `${title}\n${command}`).join('\n\n')}

Ctrl-C ends it; the next start goes on from here (--fresh begins anew).
`
}

main().then(
  () => process.exit(0),
  error => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
