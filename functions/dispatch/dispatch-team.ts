import type * as z from 'zod'
import type { Case, Instant } from '../../shared/domain/case'
import { hasRoom, holderOf, isGone, isThere, teamOf, waitsForAgent } from '../../shared/domain/dispatch'
import { listsOf } from '../../shared/domain/lists'
import type { dispatchMessage } from '../../shared/entry/dispatch'
import type { Delivery } from '../../shared/entry/queue'
import type { CaseStore, PlaceStore } from '../../shared/wiring'
import { type TeamDesk, teamDesk } from './team-desk'

export interface Dispatch {
  readonly cases: CaseStore
  readonly places: PlaceStore
}

/** How many waiting tickets are looked at for one that fits, and how many beyond the free room are read at once. */
const farthest = 200
const spare = 5
const largestPage = 25

/** Gives on what absent agents hold, then gives the waiting tickets of the teams concerned to who is there, first in rank first
 *  (R-DSP-01, R-PRI-04). Whatever the message said: what is to be done stands in the tables, so that it may come twice or late. */
export async function dispatchTeam(
  stores: Dispatch,
  { message: { team, caseId, freed, back, agentId }, now }: Delivery<z.output<typeof dispatchMessage>>,
) {
  const concerned = freed ?? agentId
  const place = concerned ? await stores.places.get(concerned) : null
  const desks = new Map<string, Promise<TeamDesk>>()
  const deskOf = (name: string) => {
    const desk = desks.get(name) ?? teamDesk(stores, name, now, agentId)
    desks.set(name, desk)
    return desk
  }
  let given = 0
  for (const name of new Set([team, place?.team])) {
    if (name === undefined) continue
    const desk = await deskOf(name)
    if (desk.roster().length === 0) continue
    for (const gone of desk.roster().filter(each => isGone(each, now)))
      for (const id of gone.open) given += await giveOn(stores, id, gone.agentId, deskOf)
    if (back && caseId) given += await giveBack(stores, caseId, desk, now)
    given += await serve(stores, desk, name, now, caseId)
  }
  if (place && agentId) await stores.places.looked(place, now)
  return { given }
}

/** What an absent agent holds goes to a colleague of the ticket's own team, or to its list (R-NFR-03). */
async function giveOn({ cases }: Dispatch, id: string, gone: string, deskOf: (team: string) => Promise<TeamDesk>) {
  const subject = await cases.get(id)
  const team = subject && teamOf(subject)
  return subject && team && (await (await deskOf(team)).giveOn(subject, gone)) ? 1 : 0
}

/** What a customer brings back to an agent who is not there goes to one who is, if there is one. */
async function giveBack({ cases }: Dispatch, id: string, desk: TeamDesk, now: Instant): Promise<number> {
  const subject = await cases.get(id)
  const isAbsent = (each: Case) => desk.roster().some(place => place.agentId === holderOf(each) && !isThere(place, now))
  return subject && isAbsent(subject) && (await desk.give(subject, isAbsent)) ? 1 : 0
}

async function serve(
  { cases }: Dispatch,
  desk: TeamDesk,
  team: string,
  now: Instant,
  caseId: string | undefined,
): Promise<number> {
  const room = () =>
    desk
      .roster()
      .filter(place => isThere(place, now) && hasRoom(place))
      .reduce((sum, { open, capacity }) => sum + capacity - open.length, 0)
  const listKey = `tickets:team:${team}`
  let [given, seen] = [0, 0]
  let cursor: string | undefined
  // The index may not know the newest yet.
  let news = caseId && room() > 0 ? await cases.get(caseId) : null
  do {
    if (room() === 0) break
    const page = await cases.list(listKey, cursor, Math.min(largestPage, room() + spare))
    const waiting = inRank(listKey, page.items, news)
    for (const subject of waiting) if (room() > 0 && waitsForAgent(subject) && (await desk.give(subject))) given++
    seen += waiting.length
    news = null
    cursor = page.cursor
  } while (cursor && seen < farthest)
  return given
}

function inRank(listKey: string, listed: readonly Case[], news: Case | null): readonly Case[] {
  const rankOf = (subject: Case) => listsOf(subject).find(entry => entry.listKey === listKey)?.rank ?? '~'
  if (!news || !waitsForAgent(news) || listed.some(({ id }) => id === news.id)) return listed
  return [...listed, news].sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1))
}
