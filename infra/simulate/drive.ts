import type { ClockId } from '../../shared/domain/table'
import { limits } from '../../shared/handbook/limits'
import type { Input } from '../local/kernel'
import type { Counters, World } from '../local/world'
import { seatAgents, type Ties } from './agents'
import { firstDay, type Visit } from './customers'
import { type File, houseIn, type Person } from './house'
import { seatHouse, seatSupervisors } from './leads'
import type { Agent } from './staff'
import { letCustomersCome } from './visits'

const DAY = 86_400_000
/** Acts of agents after which a supervisor has something to do. */
const supervised: readonly string[] = ['resolution', 'result', 'escalation', 'complaint']
const manager: Person = { as: 'operations_manager' }

/** What one world saw: the product's own indicators and figures, and the breaches that its tickets bear. */
export interface Outcome {
  readonly kpis: readonly Input[]
  readonly byClock: readonly Input[]
  readonly byTeam: readonly Input[]
  /** By hour of the day, of the promises of tickets. */
  readonly breachesByHour: readonly number[]
  readonly states: Record<string, number>
  readonly refusals: Record<string, number>
  readonly failures: readonly string[]
  readonly deadLetters: number
  readonly counters: Counters
}

export interface Quarter {
  readonly seed: string
  readonly visits: readonly Visit[]
  readonly agents: readonly Agent[]
  /** Until when the shop goes on after its last customer, so that most tickets end. */
  readonly days: number
}

/** One shop through its days in virtual time: whoever works there and whoever comes, over HTTP. */
export async function drive(
  world: World,
  { seed, visits, agents, days }: Quarter,
  progress: (share: number) => void,
): Promise<Outcome> {
  const house = houseIn(world)
  const ties: Ties = {
    acted(file, act) {
      customers.told(file, act)
      if (act === 'answer') bell.holder(file)
      if (supervised.includes(act)) supervisors.concern(file)
    },
    meet: (who, id) => customers.meet(who, id),
  }
  const bell = await seatAgents(house, seed, agents, ties)
  const customers = letCustomersCome(house, seed, visits, bell, file => supervisors.concern(file))
  const supervisors = seatSupervisors(house, { seed, agents, days, customers, ties })
  seatHouse(house, days, ties)
  await house.run(firstDay + days * DAY, progress)

  const span = `from=${dateOf(firstDay)}&to=${dateOf(world.now())}`
  const figures = async (by: string) => (await house.get(manager, `/v1/figures?${span}&by=${by}`)).items
  const counters = world.counters()
  const kpis = (await house.get(manager, `/v1/kpis?${span}`)).items
  const [byClock, byTeam] = [await figures('clock'), await figures('team')]
  const { states, breachesByHour, teams } = await closing(world, [...house.files.values()])
  for (const team of teams)
    if (agents.every(agent => agent.team !== team))
      house.failures.push(`a ticket waits for ${team}, which has nobody here`)
  return {
    ...{ kpis, byClock, byTeam, states, breachesByHour, refusals: house.refusals, failures: house.failures },
    ...{ deadLetters: world.deadLetters().length, counters },
  }
}

const ZONE = 8 * 3_600_000
const dateOf = (instant: number) => new Date(instant + ZONE).toISOString().slice(0, 10)

const readsASecond = 1_000

async function closing(world: World, files: readonly File[]) {
  const states: Record<string, number> = {}
  const teams = new Set<string>()
  const breachesByHour = Array.from({ length: 24 }, () => 0)
  for (const [place, { id }] of files.entries()) {
    // The API answers so many requests a second, and time stands while these are read.
    if (place % readsASecond === 0) await world.advance(1_000)
    const { state, clocks, team } = await world.get(`/v1/tickets/${id}`, { ...manager, settle: false })
    states[state] = (states[state] ?? 0) + 1
    if (state === 'classified') teams.add(team)
    for (const { id, breachedAt, earlierBreachAt } of clocks)
      if (isPromise(id))
        for (const at of [breachedAt, earlierBreachAt])
          if (at) breachesByHour[new Date(Date.parse(at) + ZONE).getUTCHours()]!++
  }
  return { states, breachesByHour, teams }
}

/** An alarm of ours is no promise. */
const isPromise = (id: string) => !limits[id as ClockId]?.alarm
