import type { Change, Instant } from '../domain/case'
import { holderOf, type WorkPlace } from '../domain/dispatch'
import type { Item } from './case-items'

export const placeKey = (agentId: string) => ({ PK: `AGENT#${agentId}`, SK: 'PLACE' })

const holds = 'holds:'

/** The agent whose work place an index entry names. */
export const agentAt = ({ PK = '', SK }: Record<string, string>): string | undefined =>
  SK === 'PLACE' ? PK.slice('AGENT#'.length) : undefined

/** Who only took tickets, and was never given a place, has none. */
export function placeIn(item: Item): WorkPlace | undefined {
  if (item.team === undefined) return undefined
  const { PK, SK, listShard, rank, dueShard, dueAt, ...rest } = item
  const named = Object.entries(rest)
  return {
    agentId: agentAt({ PK, SK } as Record<string, string>),
    ...Object.fromEntries(named.filter(([name]) => !name.startsWith(holds))),
    open: named.flatMap(([name]) => (name.startsWith(holds) ? name.slice(holds.length) : [])),
  } as unknown as WorkPlace
}

/** An assignment as dispatch decided it, on the place as it saw it. */
export interface Assignment {
  readonly agentId: string
  readonly version: number
  readonly turn: number
}

/** How the open work of each agent changes by these changes: in the same transaction, whoever moved a case and why. A case is an
 *  attribute of its own, so that adding and taking away are harmless twice and need no look at the place. */
export function loadUpdates(changes: readonly Change[], assigned?: Assignment): readonly LoadUpdate[] {
  const moved = changes.flatMap(({ before, after }) => {
    const [was, is] = [before && holderOf(before), holderOf(after)]
    if (was === is) return []
    const caseId = after.id
    return [
      ...(was ? [{ agentId: was, caseId, since: null }] : []),
      ...(is ? [{ agentId: is, caseId, since: after.changedAt }] : []),
    ]
  })
  return [...new Set(moved.map(({ agentId }) => agentId))].map(agentId =>
    loadUpdate(
      moved.filter(move => move.agentId === agentId),
      assigned?.agentId === agentId ? assigned : undefined,
      agentId,
    ),
  )
}

export const updateExpression = (sets: readonly string[], removes: readonly string[], isNews = true): string =>
  [
    ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
    ...(isNews ? ['ADD version :one'] : []),
  ].join(' ')

export interface LoadUpdate {
  readonly agentId: string
  readonly decided: boolean
  readonly update: object
}

function loadUpdate(
  moves: readonly { readonly caseId: string; readonly since: Instant | null }[],
  assigned: Assignment | undefined,
  agentId: string,
): LoadUpdate {
  const names = moves.map(({ caseId }, at) => [`#case${at}`, holds + caseId])
  const [sets, removes] = [true, false].map(gains =>
    moves.flatMap(({ since }, at) =>
      (since !== null) === gains ? [`#case${at}${gains ? ` = :since${at}` : ''}`] : [],
    ),
  )
  const sinces = moves.flatMap(({ since }, at) => (since === null ? [] : [[`:since${at}`, since]]))
  const set = [...sets!, ...(assigned ? ['turn = :turn'] : [])]
  return {
    agentId,
    decided: assigned !== undefined,
    update: {
      Key: placeKey(agentId),
      UpdateExpression: updateExpression(set, removes!),
      ...(assigned && { ConditionExpression: 'version = :seen' }),
      ExpressionAttributeNames: Object.fromEntries(names),
      ExpressionAttributeValues: {
        ...Object.fromEntries(sinces),
        ':one': 1,
        ...(assigned && { ':seen': assigned.version, ':turn': assigned.turn }),
      },
    },
  }
}
