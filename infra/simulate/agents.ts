import type { Input } from '../local/kernel'
import { drawFor } from './draw'
import type { File, House, Person } from './house'
import { problemRecord } from './sayings'
import type { Agent } from './staff'
import { type Act, type Line, nextStep } from './work'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Who has nothing to do looks again after this, beside whenever something comes. */
const looksAgain = 3 * HOUR

/** Something came for these people: whoever has nothing to do looks at once. */
export interface Bell {
  team(name: string): Promise<void>
  holder(file: File): void
}

interface Desk {
  readonly agent: Agent
  readonly wake: () => void
  readonly isIdle: () => boolean
}

const boss: Person = { as: 'supervisor' }

/** Every agent with a place, shifts and leave; at their desk they do what is first in their list, one thing after the other. */
export async function seatAgents(house: House, seed: string, agents: readonly Agent[], ties: Ties): Promise<Bell> {
  for (const { id, team, languages, capacity, leave } of agents) {
    const place = `/v1/teams/${team}/agents/${id}`
    await house.post(boss, place, { languages, capacity })
    const spans = leave.map(({ from, until }) => ({
      from: new Date(from).toISOString(),
      until: new Date(until).toISOString(),
    }))
    if (spans.length > 0) await house.post(boss, `${place}/leave`, { leave: spans })
  }
  const desks = agents.map(agent => seat(house, seed, agent, ties))
  return {
    async team(name) {
      const waiting = desks.filter(({ agent, isIdle }) => agent.team === name && isIdle())
      if (waiting.length === 0) return
      const { items } = await house.get(boss, `/v1/teams/${name}/agents`)
      for (const { agent, wake } of waiting)
        if (items.find((place: Input) => place.agentId === agent.id)?.open.length > 0) wake()
    },
    holder: file => desks.find(({ agent, isIdle }) => agent.id === file.holder && isIdle())?.wake(),
  }
}

export interface Ties {
  /** Told of each act of staff that succeeded: customers may hear of it. */
  acted(file: File, act: string): void
  /** A ticket that nobody knew: one that goes on from another. */
  meet(who: Person, id: string): Promise<File | undefined>
}

function seat(house: House, seed: string, agent: Agent, ties: Ties): Desk {
  const me: Person = { as: 'agent', subject: agent.id }
  const draw = drawFor(seed, 'day', agent.id)
  const day = worker(house, me, { pace: () => agent.pace * draw.between(0.6, 1.4), isSupervisor: false, ties })
  const presence = (said: string) => house.post(me, '/v1/me/presence', { presence: said })
  for (const { from, until } of agent.shifts) {
    const lunch = from + 3.5 * HOUR + draw.between(0, 60) * MINUTE
    const begin = async () => {
      await presence('available')
      day.begin()
    }
    const end = (said: string) => async () => {
      day.end()
      await presence(said)
    }
    house.at(from + draw.between(0, 8) * MINUTE, begin)
    house.at(lunch, end('away'))
    house.at(lunch + draw.between(35, 60) * MINUTE, begin)
    house.at(until + draw.between(0, 10) * MINUTE, end('offline'))
  }
  return { agent, wake: day.wake, isIdle: day.isIdle }
}

interface Manner {
  pace(): number
  readonly isSupervisor: boolean
  readonly ties: Ties
}

/** Someone with a work list: the first thing that can be done, then the next; records when nobody waits. */
export function worker(house: House, me: Person, { pace, isSupervisor, ties }: Manner) {
  let isThere = false
  let isBusy = false
  let looks = 0
  /** Results that were told and not yet recorded: the ticket may have left the list meanwhile. */
  const owed = new Set<File>()

  const look = async (): Promise<void> => {
    if (!isThere || isBusy) return
    const lines: readonly Line[] = await house.all(me, '/v1/tickets?list=mine')
    for (const { id } of lines) if (!house.files.has(id)) await ties.meet(me, id)
    const now = house.now()
    const steps = lines.flatMap(line => {
      const file = house.files.get(line.id)
      const next = file && (file.skipUntil ?? 0) <= now ? nextStep(line, file, now, isSupervisor) : undefined
      return file && next ? [{ file, next }] : []
    })
    looks++
    for (const { file, next } of steps) if ('act' in next) return begin(file, next)
    const [unrecorded] = owed
    if (unrecorded) return begin(unrecorded, recordOf(unrecorded))
    const turn = looks
    const soonest = Math.min(
      now + looksAgain,
      ...steps.flatMap(({ next }) => ('notBefore' in next ? next.notBefore : [])),
    )
    house.at(Math.max(soonest, now + MINUTE), async () => (turn === looks ? look() : undefined))
  }

  const begin = async (file: File, { act, body, minutes, done }: Act) => {
    isBusy = true
    if (file.holder !== me.subject) await house.get(me, `/v1/tickets/${file.id}`)
    if (me.subject) file.holder = me.subject
    house.after((minutes * pace()) / 60, async () => {
      const said = await house.post(me, act, body)
      const what = act.split('/').at(-1)!
      if (said) {
        done?.(house.now())
        ties.acted(file, what)
      } else file.skipUntil = house.now() + 4 * HOUR
      if (said && isResult(what)) owed.add(file)
      if (what === 'record') owed.delete(file)
      isBusy = false
      await look()
    })
  }

  const wake = () => {
    if (isThere && !isBusy) house.at(house.now(), look)
  }
  return {
    look,
    wake,
    isIdle: () => isThere && !isBusy,
    begin() {
      isThere = true
      wake()
    },
    end() {
      isThere = false
    },
  }
}

const isResult = (what: string) => what === 'resolution' || what === 'result'
const recordOf = ({ id }: File): Act => ({ act: `/v1/tickets/${id}/record`, body: problemRecord, minutes: 2 })
