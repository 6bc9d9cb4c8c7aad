import { assemble } from '../assemble'
import { startWorld } from '../local/world'
import { customersOf, firstDay } from './customers'
import { drive } from './drive'
import { staffFor, staffOf } from './staff'

async function main() {
  const [days = 2, tickets = 12, seed = '7', tail = 10] = process.argv.slice(2).map(Number)
  const visits = customersOf(String(seed), days, tickets)
  console.log(visits.slice(0, 5))
  const agents = staffOf(String(seed), visits, days + tail, Number(process.argv[6] ?? staffFor(visits, days)))
  console.log(agents.length, agents.map(a => a.id).join(' '))
  const assembly = assemble('simulation')
  const s = performance.now()
  const world = await startWorld({ assembly, at: new Date(firstDay).toISOString(), seed: `sim-${seed}` })
  const outcome = await drive(world, { seed: String(seed), visits, agents, days: days + tail }, () => {})
  console.log(
    JSON.stringify(
      { ...outcome, kpis: outcome.kpis.map(k => [k.id, k.numerator, k.denominator, k.value, k.met].join(' ')) },
      null,
      1,
    ),
  )
  console.log((performance.now() - s) / 1000, 's')
  await world.stop()
}
main()
