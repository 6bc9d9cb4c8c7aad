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
import { staffFor, staffOf, teamsOf } from './staff'

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
  const { values } = parseArgs({
    options: {
      ...{
        days: { type: 'string' },
        tickets: { type: 'string' },
        seed: { type: 'string' },
        worlds: { type: 'string' },
      },
      ...{
        json: { type: 'string' },
        limits: { type: 'string' },
        agents: { type: 'string' },
        help: { type: 'boolean' },
      },
    },
  })
  if (values.help) return console.log(usage)
  const [days, tickets, worlds] = [
    whole('days', values.days, 90),
    whole('tickets', values.tickets, 20_000),
    whole('worlds', values.worlds, 4),
  ]
  const seed = values.seed ?? '7'
  const changes = values.limits ? readLimits(values.limits) : undefined
  console.log(`drawing ${tickets} customers' messages …`)
  const visits = customersOf(seed, days, tickets)
  const assembly = assemble('simulation', console.log)
  const plan = { ...{ seed, days, visits, worlds } }
  const asItIs = { title: 'as it is', agents: staffFor(visits, days), assembly }
  const shops = [asItIs, ...(await whatIf(asItIs, changes, values.agents && whole('agents', values.agents, 0)))]
  for (const { agents } of shops) staffOf(seed, visits, days, agents)
  const reports: Report[] = []
  for (const shop of shops) reports.push(await run(shop, plan))
  console.log(
    table(
      shops.map(({ title }) => title),
      reports,
    ),
  )
  const written = {
    seed,
    days,
    worlds,
    ...(changes && { limits: changes }),
    runs: reports.map((each, n) => ({ title: shops[n]!.title, ...each })),
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(written, null, 2)}\n`)
  if (reports.some(({ failures, deadLetters }) => failures.length > 0 || deadLetters > 0)) process.exitCode = 1
}

function whole(name: keyof typeof most, said: string | undefined, otherwise: number): number {
  const value = said === undefined ? otherwise : Number(said)
  if (!Number.isInteger(value) || value < 1 || value > most[name])
    throw new Error(`--${name} ${said}: a whole number from 1 to ${most[name]}`)
  return value
}

async function whatIf(
  asItIs: Shop,
  changes: LimitChanges | undefined,
  agents: number | '' | undefined,
): Promise<readonly Shop[]> {
  if (!changes && !agents) return []
  const title = ['what if:', ...(agents ? [`${agents} agents`] : []), ...(changes ? ['limits'] : [])].join(' ')
  return [
    {
      title,
      agents: agents || asItIs.agents,
      assembly: changes ? await withLimits(asItIs.assembly, changes) : asItIs.assembly,
    },
  ]
}

/** All worlds of one shop side by side. */
async function run({ title, agents, assembly }: Shop, { seed, days, visits, worlds }: Plan): Promise<Report> {
  const started = performance.now()
  const staff = staffOf(seed, visits, days + afterDays, agents)
  const parts = shared(visits, worlds)
  const bar = new SingleBar(
    {
      format: `${title} {bar} {percentage}% | {value}/{total} tickets, {rate}/s | {duration_formatted}, {eta_formatted} left`,
    },
    Presets.shades_classic,
  )
  bar.start(visits.length, 0, { rate: '–' })
  const shares = parts.map(() => 0)
  const told = (index: number, share: number) => {
    shares[index] = share
    const done = Math.floor(parts.reduce((sum, { length }, n) => sum + length * shares[n]!, 0))
    bar.update(done, { rate: (done / ((performance.now() - started) / 1000)).toFixed(1) })
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

/** Teams with all their customers, the busiest first, each to the world that has least to do. */
function shared(visits: readonly Visit[], worlds: number): readonly (readonly Visit[])[] {
  const teams = teamsOf(visits).map(team => visits.filter(visit => visit.team === team))
  const parts: Visit[][] = Array.from({ length: Math.min(worlds, teams.length) }, () => [])
  for (const team of teams.sort((a, b) => b.length - a.length))
    parts.reduce((least, part) => (part.length < least.length ? part : least)).push(...team)
  return parts.map(part => part.sort((a, b) => a.at - b.at))
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
