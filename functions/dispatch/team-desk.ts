import type { Case, Change, Instant } from '../../shared/domain/case'
import {
  choose,
  holderOf,
  nextTurn,
  teamOf,
  type WorkPlace,
  waitsForAgent,
  wantedBy,
  withCase,
} from '../../shared/domain/dispatch'
import { decide } from '../../shared/domain/engine'
import { Refusal } from '../../shared/domain/refusal'
import type { Ticket } from '../../shared/domain/ticket'
import { commitWithTickets } from '../../shared/entry/linked-ticket'
import type { Dispatch } from './dispatch-team'

/** One team while it is served: its places as they were last read, with what was given since. */
export interface TeamDesk {
  roster(): readonly WorkPlace[]
  /** To whoever's turn it is, in one transaction with their place; false: to nobody, it stays where it is. */
  give(subject: Case, mayMove?: (subject: Case) => boolean): Promise<boolean>
  /** Out of the hands of an agent who is gone: to a colleague, or back into the team's list. */
  giveOn(subject: Case, gone: string): Promise<boolean>
}

const attempts = 5
const actor = { role: 'system', id: 'dispatch' } as const

export async function teamDesk(
  { cases, places }: Dispatch,
  team: string,
  now: Instant,
  newcomer: string | undefined,
): Promise<TeamDesk> {
  let roster = await places.roster(team, newcomer)

  async function moved(known: Case, mayMove: (subject: Case) => boolean, otherwise: 'stays' | 'returns') {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const subject = attempt === 0 ? known : await cases.get(known.id)
      if (!subject || teamOf(subject) !== team || !mayMove(subject)) return false
      const holder = (subject as Ticket).facts.assigneeId
      const others = roster.filter(({ agentId, open }) => agentId !== holder && !open.includes(subject.id))
      const place = choose(others, wantedBy(subject as Ticket), now)
      if (!place && otherwise === 'stays') return false
      const change = assignment(subject as Ticket, place, now)
      if (!change) return false
      const assigned = place && { ...{ agentId: place.agentId, version: place.version }, turn: nextTurn(roster) }
      const outcome = await commitWithTickets(cases, [change], assigned && { assigned })
      if (outcome === 'committed') {
        if (place) roster = roster.map(each => (each === place ? withCase(place, subject.id, roster) : each))
        return true
      }
      roster = await places.roster(team, newcomer)
    }
    throw new Error(`others kept changing case ${known.id} or the places of ${team}: the message comes again`)
  }

  return {
    roster: () => roster,
    give: (subject, mayMove = waitsForAgent) => moved(subject, mayMove, 'stays'),
    giveOn: (subject, gone) => moved(subject, each => holderOf(each) === gone, 'returns'),
  }
}

/** What the table makes of it; null where the case has gone on and is no longer given. */
function assignment(ticket: Ticket, place: WorkPlace | undefined, at: Instant): Change | null {
  try {
    return place
      ? decide(ticket, { event: 'dispatch', actor, at, data: { assigneeId: place.agentId, team: place.team } })
      : decide(ticket, { event: 'return_to_team', actor, at, data: { reason: 'absent' } })
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
