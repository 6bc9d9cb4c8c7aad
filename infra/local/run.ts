import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import { assemble } from '../assemble'
import { openShop, storyHours } from '../demo/open-shop'
import { startWorld, type World } from './world'
import { type Example, openConsole } from './world-console'

const usage = `npm start [-- --fresh] [--empty] [--stage dev] [--port 3000]
Runs the whole of Kefu on this machine. Data stay in .local/ between starts.
  --fresh   begin anew with the example shop
  --empty   begin anew with nothing in it
  --port    the API; the console takes the next port`

const data = resolve(__dirname, '../../.local/cloud')

/** `npm start`: the template of a stage, a small living shop at the first start, and where to look. */
async function main() {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean' },
      empty: { type: 'boolean' },
      stage: { type: 'string', default: 'dev' },
      port: { type: 'string', default: '3000' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return console.log(usage)
  const apiPort = Number(values.port)
  if (!Number.isInteger(apiPort) || apiPort < 1 || apiPort > 65_534)
    throw new Error(`--port ${values.port}: a number from 1 to 65534`)
  const assembly = assemble(values.stage, console.log)
  if (values.fresh || values.empty) rmSync(data, { recursive: true, force: true })
  if (!existsSync(data) && !values.empty) await tellStory(assembly)
  mkdirSync(data, { recursive: true })
  const world = await startWorld({ assembly, folder: data, apiPort })
  const examples = examplesAt(world.api, `http://127.0.0.1:${apiPort + 1}`)
  const page = await openConsole(world, apiPort + 1, examples)
  console.log(welcome(world, page.url, examples))
  await new Promise<void>(done => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
  })
  console.log('\nclosing …')
  await page.stop()
  await world.stop()
}

/** The shop is told in a folder beside, so that an interrupted first start begins anew. */
async function tellStory(assembly: string) {
  const draft = `${data}.draft`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  const opensAt = Date.now()
  const bar = new SingleBar({ format: 'opening the example shop {bar} {percentage}%' }, Presets.shades_classic)
  bar.start(100, 0)
  const at = new Date(opensAt - storyHours * 3_600_000).toISOString()
  const world = await startWorld({ assembly, folder: draft, at, seed: 'shop' })
  await openShop(world, opensAt, share => bar.update(Math.round(share * 100)))
  await world.stop()
  bar.stop()
  renameSync(draft, data)
}

/** One ticket and one order by hand; the console's sign-in answers with a token when asked for text. */
function examplesAt(api: string, page: string): Example[] {
  const token = (role: string) => `$(curl -s ${page}/token/${role})`
  const post = (path: string, role: string, key: string, body: object) =>
    `curl -s ${api}${path} -H "authorization: Bearer ${token(role)}" -H 'idempotency-key: ${key}' -H 'content-type: application/json' -d '${JSON.stringify(body)}'`
  const customer = { accountId: 'shop-2001', name: 'Curious visitor', email: 'visitor@example.com' }
  return [
    {
      title: 'A customer writes · 顾客留言',
      command: post('/v1/tickets', 'storefront', 'my-first-ticket', {
        channel: 'website',
        customer,
        description: '我的包裹三天没有更新了，请帮忙查一下。',
      }),
    },
    {
      title: 'A customer orders · 顾客下单',
      command: post('/v1/orders', 'storefront', 'my-first-order', {
        customer,
        delivery: { consignee: 'Curious visitor', phone: '+86 138 0000 0000', address: '上海市示例路 8 号' },
        paymentMethod: 'prepaid',
        lines: [{ productNumber: 'TEA-WHITE-250', quantity: 1, unitPrice: 16800 }],
        shipping: 0,
        total: { amount: 16800, currency: 'CNY' },
      }),
    },
    {
      title: 'Staff see the review list · 客服查看待审订单',
      command: `curl -s '${api}/v1/orders?list=review' -H "authorization: Bearer ${token('agent')}"`,
    },
  ]
}

function welcome(world: World, page: string, examples: readonly Example[]): string {
  return `
Kefu 客服 is running, all of it on this machine.

  Console · 控制台   ${page}/        what runs, one-click sign-in as each role
  API page · 接口    ${world.api}/        every operation, readable and tryable
  Inbox · 收件箱     ${page}/inbox   each mail as the customer sees it

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
