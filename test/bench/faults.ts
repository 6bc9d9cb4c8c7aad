import { parseArgs } from 'node:util'
import { assemble } from '../../infra/assemble'
import { compare, type Kill, kinds, toldIn } from '../support/killer'

const usage = `npm run faults -- [--orders 200] [--tickets 40] [--kills 35] [--seed 7]
Kills the whole house with SIGKILL, over and over, in the midst of commits, publications, mails, gates, releases, dispatch and
answers by link, and compares how its orders and tickets end with a run that nobody disturbed.`

const line = (n: number, { kind, moment, nth, by, at }: Kill) =>
  [String(n).padStart(4), kind.padEnd(8), moment.padEnd(6), String(nth).padStart(4), by.padEnd(36), at].join('  ')

/** `npm run faults`: ends with 1 when a notice is missing or came twice, or anything else is not as it would have been. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ orders: { type: 'string', default: '200' }, tickets: { type: 'string' } },
      kills: { type: 'string', default: '35' },
      ...{ seed: { type: 'string', default: '7' }, help: { type: 'boolean' } },
    },
  })
  if (values.help) return console.log(usage)
  process.env.KEFU_ASSEMBLY = assemble('simulation', console.log)
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  const [orders, kills] = [Number(values.orders), Number(values.kills)]
  const tickets = Number(values.tickets ?? Math.ceil(orders / 5))
  const began = performance.now()
  console.log(`${orders} orders, ${tickets} tickets, ${kills} kills, seed ${values.seed}\n`)
  console.log('   #  in a      moment  n-th  of                                    at (virtual time)')
  let n = 0
  const seen = await compare({ orders, tickets, kills, seed: values.seed }, kill => console.log(line(++n, kill)))

  const { calm, killed } = seen
  const left = [...toldIn(killed)]
  const missing = toldIn(calm).filter(notice => {
    const place = left.indexOf(notice)
    return place < 0 || left.splice(place, 1).length === 0
  })
  const twice = killed.mails.filter((key, place) => killed.mails.indexOf(key) !== place)
  const other = killed.ends.filter((end, place) => JSON.stringify(end) !== JSON.stringify(calm.ends[place]))
  const found: readonly (readonly [what: string, count: number])[] = [
    ['orders and tickets that end otherwise than undisturbed', other.length],
    ['notices that are missing', missing.length],
    ['notices that are in the inbox twice', twice.length],
    ['notices that nobody should have had', left.length],
    ['heads that are not the rebuild of their history', killed.unlike.length],
    ['dead letters', killed.dead],
  ]
  for (const end of other.slice(0, 3)) {
    const place = killed.ends.indexOf(end)
    console.log(`\nundisturbed ${JSON.stringify(calm.ends[place])}\nkilled      ${JSON.stringify(end)}`)
  }
  const share = kinds.map(({ kind }) => `${kind} ${seen.kills.filter(kill => kill.kind === kind).length}`)
  console.log(`\n${seen.kills.length} kills: ${share.join(', ')}; ${calm.mails.length} notices`)
  for (const [what, count] of found) console.log(`${String(count).padStart(6)}  ${what}`)
  console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s`)
  if (seen.kills.length < kills || found.some(([, count]) => count > 0)) process.exitCode = 1
}

main().catch(error => {
  console.error(error)
  process.exitCode = 1
})
