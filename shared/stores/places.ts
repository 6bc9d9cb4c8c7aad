import { ConditionalCheckFailedException, TransactionConflictException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { nextBoundary, type WorkPlace } from '../domain/dispatch'
import { getAll } from './batch-get'
import { listShard } from './case-items'
import { agentAt, placeIn, placeKey, updateExpression } from './place-items'
import type { PlaceStore } from './ports'
import { shardOf } from './shard'

const most = 100
/** An assignment may be under way at the same moment. */
const attempts = 5
const newcomer = { presence: 'offline', leave: [], turn: 0 } as const
const rosterOf = (team: string) => listShard(`roster:${team}`, 0)

/** Work places beside the cases, so that an assignment is one transaction; the stream's filter passes them over. */
export function placeStore(documents: DynamoDBDocumentClient, TableName: string, shards: number): PlaceStore {
  async function ofAgents(agentIds: readonly string[]) {
    const found = await getAll(documents, TableName, [...new Set(agentIds)].slice(0, most).map(placeKey))
    return found.flatMap(item => placeIn(item) ?? [])
  }

  /** Sets what has a value and removes the rest; null: the condition does not hold. A look alone makes no new version. */
  async function update(
    agentId: string,
    given: Readonly<Record<string, unknown>>,
    ConditionExpression: string,
    how: { readonly seen?: number; readonly isNews?: boolean; readonly attempt?: number } = {},
  ): Promise<WorkPlace | null> {
    const { seen, isNews = true, attempt = 1 } = how
    const names = Object.keys(given)
    const known = names.filter(name => given[name] !== undefined)
    try {
      const { Attributes } = await documents.send(
        new UpdateCommand({
          ...{ TableName, Key: placeKey(agentId), ReturnValues: 'ALL_NEW', ConditionExpression },
          UpdateExpression: updateExpression(
            known.map(name => `#${name} = :${name}`),
            names.filter(name => !known.includes(name)).map(name => `#${name}`),
            isNews,
          ),
          ExpressionAttributeNames: Object.fromEntries(names.map(name => [`#${name}`, name])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(known.map(name => [`:${name}`, given[name]])),
            ...(isNews && { ':one': 1 }),
            ...(seen !== undefined && { ':seen': seen }),
          },
        }),
      )
      return (Attributes && placeIn(Attributes)) ?? null
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null
      const isInTransaction = error instanceof TransactionConflictException
      if (!isInTransaction || attempt === attempts) throw error
      return update(agentId, given, ConditionExpression, { ...how, attempt: attempt + 1 })
    }
  }

  /** Where the sweep finds it: at once, until dispatch has looked. */
  const lookAt = (agentId: string, dueAt: string | undefined) => ({
    dueShard: dueAt && String(shardOf(agentId, shards)),
    dueAt,
  })

  return {
    async get(agentId) {
      const { Item } = await documents.send(new GetCommand({ TableName, Key: placeKey(agentId), ConsistentRead: true }))
      return (Item && placeIn(Item)) ?? null
    },

    async roster(team, agentId) {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          ...{ TableName, IndexName: 'list', Limit: most },
          KeyConditionExpression: 'listShard = :roster',
          ExpressionAttributeValues: { ':roster': rosterOf(team) },
        }),
      )
      const places = await ofAgents([...(agentId ? [agentId] : []), ...Items.map(item => agentAt(item) ?? '')])
      return places.filter(place => place.team === team).sort((a, b) => (a.agentId < b.agentId ? -1 : 1))
    },

    async furnish({ agentId, ...settings }, before, at) {
      const given = { ...(before ?? newcomer), ...settings }
      const { team, topics, languages, capacity, dedicated, presence, leave, turn } = given
      const place = { team, topics, languages, capacity, dedicated, presence, leave, turn, leftAt: undefined }
      return update(
        agentId,
        { ...place, listShard: rosterOf(team), rank: agentId, ...lookAt(agentId, at) },
        before ? 'version = :seen' : 'attribute_not_exists(#team)',
        before ? { seen: before.version } : {},
      )
    },

    change: (agentId, what, at) =>
      update(agentId, { ...what, ...lookAt(agentId, at) }, 'attribute_exists(team) AND attribute_not_exists(leftAt)'),

    async looked(place, now) {
      const { agentId, version: seen } = place
      await update(agentId, lookAt(agentId, nextBoundary(place, now)), 'version = :seen', { seen, isNews: false })
    },
  }
}
