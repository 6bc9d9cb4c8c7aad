import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import { assemble } from '../assemble'
import { runApart } from '../replay/apart'
import { customersOf, type Visit } from './customers'
import type { Outcome } from './drive'
import { type LimitChanges, readLimits, withLimits } from './limits'
import { type Report, report, table } from './report'
import type { Work } from './share'
import { shared, staffFor, staffOf, teamsOf } from './staff'

const usage = `npm run simulate -- [--days 90] [--tickets 20000] [--seed 7] [--json FILE] [--limits FILE] [--agents N] [--worlds 4]
Runs a shop's days in virtual time through the local cloud: customers, agents, supervisors, departments. One seed gives one
table. --limits ({"SLA-01": {"limit": {"hours": 8}}}) and --agents meet the same customers under other limits or with other
staff, and print both side by side. Teams are shared out to worlds side by side, each with all of its agents and customers.`

/** How long the shop goes on after its last customer: a silence of seven days, and what follows it. */
const afterDays = 10
const most = { days: 290, tickets: 1_000_000, agents: 2_000, worlds: 10 }

interface Plan {
  readonly seed: string
  readonly days: number
  readonly visits: readonly Visit[]
  readonly worlds: number
}

interface Shop {
  readonly title: string
  readonly agents: number
  readonly assembly: string
}

async function main() {
  const said = optionsOf(process.argv.slice(2))
  if (said.help) return console.log(usage)
  const { seed, days, tickets, worlds, agents, json } = said
  const limits = said.limits === undefined ? undefined : readLimits(said.limits)
  console.log(`drawing ${tickets} customers' messages …`)
  const visits = customersOf(seed, days, tickets)
  const shops = await shopsFor(staffFor(visits, days), agents, limits)
  for (const shop of shops) staffOf(seed, visits, days, shop.agents)
  const reports: Report[] = []
  for (const shop of shops) reports.push(await run(shop, { seed, days, visits, worlds }))
  const titles = shops.map(({ title }) => title)
  console.log(table(titles, reports))
  const runs = reports.map((each, n) => ({ title: titles[n], ...each }))
  const all = { ...{ seed, days, tickets, worlds }, ...(limits && { limits }), runs }
  if (json) writeFileSync(json, `${JSON.stringify(all, null, 2)}\n`)
  if (reports.some(({ failures, deadLetters }) => failures.length > 0 || deadLetters > 0)) process.exitCode = 1
}

function optionsOf(args: string[]) {
  const names = ['days', 'tickets', 'seed', 'worlds', 'agents', 'json', 'limits'] as const
  const text = { type: 'string' } as const
  const options = {
    ...(Object.fromEntries(names.map(name => [name, text])) as Record<(typeof names)[number], typeof text>),
  }
  const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean' } } })
  return {
    ...{ help: values.help, seed: values.seed ?? '7', json: values.json, limits: values.limits },
    ...{ days: whole('days', values.days, 90), tickets: whole('tickets', values.tickets, 20_000) },
    worlds: whole('worlds', values.worlds, 4),
    agents: values.agents === undefined ? undefined : whole('agents', values.agents, 0),
  }
}

function whole(name: keyof typeof most, said: string | undefined, otherwise: number): number {
  const value = said === undefined ? otherwise : Number(said)
  if (!Number.isInteger(value) || value < 1 || value > most[name])
    throw new Error(`--${name} ${said}: a whole number from 1 to ${most[name]}`)
  return value
}

/** The shop as it is, and as it would be. */
async function shopsFor(
  staff: number,
  agents: number | undefined,
  limits: LimitChanges | undefined,
): Promise<readonly Shop[]> {
  const asItIs = { title: 'as it is', agents: staff, assembly: assemble('simulation', console.log) }
  if (!limits && agents === undefined) return [asItIs]
  const title = ['what if:', ...(agents ? [`${agents} agents`] : []), ...(limits ? ['limits'] : [])].join(' ')
  const assembly = limits ? await withLimits(asItIs.assembly, limits) : asItIs.assembly
  return [asItIs, { ...{ title, assembly }, agents: agents ?? staff }]
}

/** All worlds of one shop side by side. */
async function run({ title, agents, assembly }: Shop, { seed, days, visits, worlds }: Plan): Promise<Report> {
  const started = performance.now()
  const staff = staffOf(seed, visits, days + afterDays, agents)
  const parts = shared(visits, worlds)
  const bar = new SingleBar(
    {
      format: `${title} {bar} {percentage}% | {value}/{total} tickets, {rate}/s | {duration_formatted}, {left} left`,
      ...{ noTTYOutput: true, notTTYSchedule: 60_000 },
    },
    Presets.shades_classic,
  )
  bar.start(visits.length, 0, { rate: '–', left: '–' })
  const shares = parts.map(() => 0)
  const told = (index: number, share: number) => {
    shares[index] = share
    const done = Math.floor(parts.reduce((sum, { length }, n) => sum + length * shares[n]!, 0))
    const rate = done / ((performance.now() - started) / 1000)
    bar.update(done, {
      rate: rate.toFixed(1),
      left: done ? `${Math.ceil((visits.length - done) / rate / 60)} min` : '–',
    })
  }
  const outcomes = await Promise.all(
    parts.map((part, index) => {
      const teams = teamsOf(part)
      const own = staff.filter(({ team }) => teams.includes(team))
      const work: Work = {
        ...{ assembly, seed, visits: part, agents: own, days: days + afterDays },
        name: `simulation-${seed}-${index}`,
      }
      const progress = ({ share }: { share: number }) => told(index, share)
      return runApart<Outcome, { share: number }>(resolve(__dirname, 'share.ts'), index, work, progress)
    }),
  )
  bar.stop()
  return report(agents, outcomes, (performance.now() - started) / 1000)
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
