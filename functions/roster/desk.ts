import * as z from 'zod'
import type { Instant } from '../../shared/domain/case'
import type { WorkPlace } from '../../shared/domain/dispatch'
import { type Action, may } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { lookAt } from '../../shared/entry/dispatch'
import type { Answer, Call } from '../../shared/entry/route'
import { agentId, caseId, instant, versionNumber } from '../../shared/entry/shapes'
import { topicOrder } from '../../shared/handbook/classification-rules'
import { largestCapacity, teamNames } from '../../shared/handbook/dispatch'
import type { PlaceStore, Queue } from '../../shared/wiring'

/** What the use cases of this folder need between them. */
export interface Desk {
  readonly places: PlaceStore
  readonly dispatch: Queue
}

export const teamParams = z.strictObject({ team: z.enum(teamNames) })
export const agentParams = teamParams.extend({ agentId })

export const capacity = z.int().min(0).max(largestCapacity)
export const span = z.strictObject({ from: instant, until: instant })

export const placeSettings = z.strictObject({
  topics: z.array(z.enum(topicOrder)).max(topicOrder.length).default([]),
  languages: z
    .array(z.enum(['zh', 'en']))
    .min(1)
    .max(2),
  capacity,
  dedicated: z
    .strictObject({
      customers: z.array(caseId).max(200).default([]),
      tiers: z
        .array(z.enum(['key', 'special']))
        .max(2)
        .default([]),
    })
    .default({ customers: [], tiers: [] }),
})

export const placeView = () =>
  placeSettings.extend({
    agentId: z.string(),
    team: z.string(),
    presence: z.enum(['available', 'away', 'offline']),
    leave: z.array(span),
    leftAt: instant.optional(),
    open: z.array(caseId),
    version: versionNumber,
  })

export const viewOf = ({ turn, topics, languages, dedicated, leave, open, ...place }: WorkPlace) => ({
  ...place,
  ...{ topics: [...topics], languages: [...languages], leave: [...leave], open: [...open] },
  dedicated: { customers: [...dedicated.customers], tiers: [...dedicated.tiers] },
})

export function check({ principal }: Pick<Call, 'principal'>, action: Action): void {
  if (!may(principal, action)) throw new Refusal('forbidden', `${action} is not for this caller`)
}

/** The same for what a lead does in the own team alone: where their own work place is. */
export async function checkIn(
  { places }: Pick<Desk, 'places'>,
  call: Pick<Call<z.output<typeof agentParams>>, 'principal' | 'params'>,
  action: Action,
): Promise<void> {
  check(call, action)
  const { principal, params } = call
  if (principal.kind !== 'staff') return
  if (may({ ...principal, roles: principal.roles.filter(role => role !== 'team_lead') }, action)) return
  const own = await places.get(principal.id)
  if (own?.team === params.team && own.leftAt === undefined) return
  throw new Refusal('forbidden', `${action} is for a lead in the own team: a supervisor gives you a work place there`)
}

/** The place of an agent in this team, as the caller has seen it (If-Match). */
export async function placeIn(
  { places }: Desk,
  { params: { team, agentId }, ifMatch }: Call<z.output<typeof agentParams>>,
): Promise<WorkPlace> {
  const place = await places.get(agentId)
  if (place?.team !== team) throw new Refusal('not_found', `there is no such work place in ${team}`)
  if (ifMatch !== undefined && ifMatch !== place.version) throw stale(place)
  return place
}

export const stale = ({ version }: WorkPlace) =>
  new Refusal('stale', `the work place is at version ${version}`, { version })

export const meanwhile = () => new Refusal('conflict', 'the work place changes at this moment, or was left: try again')

/** Tells dispatch at once; should that be lost, the sweep sees that nobody looked. */
export async function told({ dispatch }: Desk, place: WorkPlace, at: Instant): Promise<Answer> {
  await dispatch.send([{ id: 'place', ...lookAt(place.agentId, `${at} ${place.version}`, place.team) }])
  return { status: 200, body: viewOf(place), version: place.version }
}
