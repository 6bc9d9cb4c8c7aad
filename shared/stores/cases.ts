import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import type { Case, Change } from '../domain/case'
import { listsOf } from '../domain/lists'
import type { Order } from '../domain/order'
import type { Ticket } from '../domain/ticket'
import { getAll } from './batch-get'
import * as items from './case-items'
import { cursorOf, positionIn } from './cursor'
import { attachItems, customerItems } from './customer-items'
import { noticeAt } from './notice-items'
import { agentAt, loadUpdates } from './place-items'
import type { Also, CaseStore, Claim, CustomerWrite, Due, Outcome, Page } from './ports'

export interface CaseTables {
  readonly cases: string
  readonly customers: string | undefined
  readonly shards: number
}

const pageSize = 50
const most = 100

/** One write of a transaction, and what it means when its condition fails. */
interface Write {
  readonly item: object
  readonly lost: Outcome
}

/** Cases on DynamoDB. Every change is one conditional Put on the head beside its history, in one transaction (design: Store). */
export function caseStore(documents: DynamoDBDocumentClient, tables: CaseTables): CaseStore {
  const { cases: TableName, shards } = tables

  async function item(Key: Record<string, string>) {
    const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
    return Item
  }

  async function heads(ids: readonly string[]): Promise<readonly Case[]> {
    const found = (await getAll(documents, TableName, ids.map(items.headKey))).map(items.caseIn)
    const byId = new Map(found.map(head => [head.id, head]))
    return ids.flatMap(id => byId.get(id) ?? [])
  }

  async function index(
    IndexName: 'due' | 'list' | 'customer',
    partition: { readonly name: string; readonly value: string },
    from: {
      readonly after: Record<string, string> | undefined
      readonly until?: string
      readonly newestFirst?: true
      readonly most?: number
    },
  ) {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName,
        IndexName,
        KeyConditionExpression: `#partition = :partition${from.until ? ' AND dueAt <= :until' : ''}`,
        ExpressionAttributeNames: { '#partition': partition.name },
        ExpressionAttributeValues: { ':partition': partition.value, ...(from.until && { ':until': from.until }) },
        ExclusiveStartKey: from.after,
        ScanIndexForward: !from.newestFirst,
        Limit: from.most ?? pageSize,
      }),
    )
    return { found: Items as Record<string, string>[], more: LastEvaluatedKey as Record<string, string> | undefined }
  }

  async function identities(customerId: string): Promise<readonly string[]> {
    return (await item(items.personKey(customerId)))?.identities ?? [customerId]
  }

  return {
    async get(id) {
      const head = await item(items.headKey(id))
      return head ? items.caseIn(head) : null
    },

    async opened(id) {
      const [head, first] = await Promise.all([item(items.headKey(id)), item(items.eventKey(id, 1))])
      return head && first ? { opened: items.caseIn(head), requestHash: first.requestHash } : null
    },

    async event(id, seq) {
      const found = await item(items.eventKey(id, seq))
      return found ? items.eventIn(found) : null
    },

    async history(id) {
      const events = []
      let after: Record<string, unknown> | undefined
      do {
        const { Items = [], LastEvaluatedKey } = await documents.send(
          new QueryCommand({
            TableName,
            ConsistentRead: true,
            KeyConditionExpression: 'PK = :id AND begins_with(SK, :event)',
            ExpressionAttributeValues: { ':id': id, ':event': 'EVENT#' },
            ExclusiveStartKey: after,
          }),
        )
        events.push(...Items.map(items.eventIn))
        after = LastEvaluatedKey
      } while (after)
      return events
    },

    async commit(changes, also = {}) {
      const writes = writesOf(changes, also, tables)
      if (writes.length > most) throw new Error(`a transaction of ${writes.length} items; DynamoDB takes ${most}`)
      try {
        await documents.send(
          new TransactWriteCommand({
            TransactItems: writes.map(write => write.item) as TransactWriteCommandInput['TransactItems'],
          }),
        )
        return 'committed'
      } catch (error) {
        return whoWasFirst(error, writes)
      }
    },

    async keptAnswer(caller, key) {
      const claim = await item(items.claimKey({ what: 'key', caller, key }))
      return claim ? { requestHash: claim.requestHash, answer: claim.answer } : null
    },

    identities,

    lastPlace: async sequence => Number((await item(items.sequenceKey(sequence)))?.place ?? 0),

    async list(listKey, cursor, most = pageSize): Promise<Page<Case>> {
      const question = `list ${listKey}`
      const after = new Map((cursor ? positionIn(question, cursor) : []).map(([shard, ...keys]) => [shard, keys]))
      const partitions = Array.from({ length: shards }, (_, shard) => ({
        shard: String(shard),
        value: items.listShard(listKey, shard),
      }))
      const read = await Promise.all(
        partitions.map(async ({ shard, value }) => {
          const keys = after.get(shard)
          const start = keys && { PK: keys[0]!, SK: keys[1]!, rank: keys[2]!, listShard: value }
          const page = await index('list', { name: 'listShard', value }, { after: start, most })
          return { more: page.more !== undefined, entries: page.found.map(entry => ({ ...entry, shard }) as ListEntry) }
        }),
      )
      const entries = read.flatMap(page => page.entries).sort((a, b) => (a.rank < b.rank ? -1 : 1))
      const shown = entries.slice(0, most)
      for (const { shard, PK, SK, rank } of shown) after.set(shard, [PK, SK, rank])
      const more = entries.length > shown.length || read.some(page => page.more)
      // An index in the midst of a move may name a case at its old place and at its new one.
      const found = await heads([...new Set(shown.map(entry => entry.PK))])
      return {
        items: found.filter(head => listsOf(head).some(entry => entry.listKey === listKey)),
        ...(more && {
          cursor: cursorOf(
            question,
            [...after].map(([shard, keys]) => [shard!, ...keys]),
          ),
        }),
      }
    },

    async byNumber(number) {
      const claim = await item(items.claimKey({ what: 'number', number }))
      const head = claim && (await item(items.headKey(claim.caseId)))
      return head ? items.caseIn(head) : null
    },

    async byTrackingNumber(trackingNumber) {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: 'PK = :number',
          ExpressionAttributeValues: { ':number': items.trackingKey(trackingNumber) },
          Limit: pageSize,
        }),
      )
      const found = await heads(Items.map(entry => entry.SK))
      return [...found].sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1))
    },

    async listed(listKey, shard, cursor) {
      const question = `listed ${listKey} ${shard}`
      const listShard = items.listShard(listKey, shard)
      const [PK = '', SK = '', rank = ''] = cursor ? (positionIn(question, cursor)[0] ?? []) : []
      const after = cursor ? { PK, SK, rank, listShard } : undefined
      const { found, more } = await index('list', { name: 'listShard', value: listShard }, { after })
      return {
        items: found.map(entry => entry.PK!),
        ...(more && { cursor: cursorOf(question, [[more.PK!, more.SK!, more.rank!]]) }),
      }
    },

    async ofCustomer(customerId, cursor, most = pageSize) {
      const question = `customer ${customerId}`
      const after = new Map(cursor ? positionIn(question, cursor).map(([id, ...keys]) => [id!, keys]) : [])
      const pageOf = async (id: string) => {
        const [PK, createdAt] = after.get(id) ?? []
        const start = PK && createdAt ? { PK, SK: 'HEAD', createdAt, customerId: id } : undefined
        return index('customer', { name: 'customerId', value: id }, { after: start, newestFirst: true, most })
      }
      const first = await pageOf(customerId)
      const isOneOfSeveral = after.size > 1 || first.found.some(isPerson)
      const ids = isOneOfSeveral ? await identities(customerId) : [customerId]
      const others = await Promise.all(ids.filter(id => id !== customerId).map(pageOf))
      const pages = [first, ...others]
      const entries = pages
        .flatMap(({ found }) => found.filter(entry => !isPerson(entry)))
        .sort((a, b) => (a.createdAt! < b.createdAt! ? 1 : -1))
      const shown = entries.slice(0, most)
      const positions = new Map([...ids.map(id => [id, after.get(id) ?? []] as const)])
      for (const entry of shown) positions.set(entry.customerId!, [entry.PK!, entry.createdAt!])
      const more = entries.length > shown.length || pages.some(page => page.more)
      return {
        items: (await heads(shown.map(entry => entry.PK!))).filter(head => ids.includes(head.customerId)),
        ...(more && {
          cursor: cursorOf(
            question,
            [...positions].map(([id, keys]) => [id, ...keys]),
          ),
        }),
      }
    },

    async due(shard, until, cursor) {
      const question = `due ${shard} ${until}`
      const keys = cursor ? positionIn(question, cursor)[0] : undefined
      const after = keys && { PK: keys[0]!, SK: keys[1]!, dueAt: keys[2]!, dueShard: String(shard) }
      const { found, more } = await index('due', { name: 'dueShard', value: String(shard) }, { after, until })
      return {
        items: found.map(entry => dueIn(entry)),
        ...(more && { cursor: cursorOf(question, [[more.PK!, more.SK!, more.dueAt!]]) }),
      }
    },
  }
}

const isOfCase = (claim: Claim): claim is Exclude<Claim, { what: 'person' }> => claim.what !== 'person'
/** Stands before all cases of the customer in the index, so that who looks there meets it without asking for it. */
const personItem = (customerId: string, identities: readonly string[]) => ({
  ...items.personKey(customerId),
  ...{ customerId, createdAt: '9999', identities },
})
const isPerson = ({ SK }: Record<string, string>) => SK === items.personKey('').SK

function dueIn(entry: Record<string, string>): Due {
  const [notice, agentId] = [noticeAt(entry), agentAt(entry)]
  return { caseId: entry.PK!, ...(notice && { notice }), ...(agentId && { agentId }) }
}

interface ListEntry {
  readonly shard: string
  readonly PK: string
  readonly SK: string
  readonly rank: string
}

function writesOf(changes: readonly Change[], also: Also, tables: CaseTables): readonly Write[] {
  const { cases: TableName, customers, shards } = tables
  const put = (Item: items.Item, lost: Outcome, condition: object = {}): Write => ({
    item: { Put: { TableName, Item, ...condition } },
    lost,
  })
  const unclaimed = { ConditionExpression: 'attribute_not_exists(PK)' }
  const unchangedSince = (before: Case | null) =>
    before
      ? { ConditionExpression: 'version = :before', ExpressionAttributeValues: { ':before': before.version } }
      : unclaimed
  const follows = (place: number) =>
    place === 1
      ? unclaimed
      : { ConditionExpression: 'place = :last', ExpressionAttributeValues: { ':last': place - 1 } }
  const caseId = changes[0]?.after.id ?? ''
  const named = (number: string) => changes.find(({ after }) => after.number === number)?.after.id ?? caseId
  return [
    ...changes.flatMap(change => [
      put(items.headItem(change.after, shards), 'version', unchangedSince(change.before)),
      ...change.events.map(event =>
        put({ ...items.eventItem(event), ...(event.seq === 1 && { requestHash: also.requestHash }) }, 'version'),
      ),
      ...items.listItems(change, shards).map(entry => put(entry, 'version')),
    ]),
    ...loadUpdates(changes, also.assigned).map(
      ({ update, decided }): Write => ({
        item: { Update: { TableName, ...update } },
        lost: decided ? 'agent' : 'version',
      }),
    ),
    ...(also.claims ?? []).flatMap(claim =>
      claim.what === 'person' ? claim.identities.map(id => put(personItem(id, claim.identities), 'version')) : [],
    ),
    ...(also.claims ?? [])
      .filter(isOfCase)
      .map(claim =>
        claim.what === 'tracking'
          ? put(items.claimItem(claim, caseId), 'version')
          : claim.what === 'sequence'
            ? put(items.claimItem(claim, caseId), 'sequence', follows(claim.place))
            : put(
                items.claimItem(claim, claim.what === 'number' ? named(claim.number) : caseId),
                claim.what,
                unclaimed,
              ),
      ),
    ...[...withTiers(also.customers ?? [], changes), ...changes.flatMap(purchases)].flatMap(write => {
      if (!customers) throw new Error('this function writes to cases only (CUSTOMERS_TABLE is not set)')
      return [
        ...customerItems(write, customers).map((item): Write => ({ item, lost: 'customer' })),
        ...attachItems(write, customers).map((item): Write => ({ item, lost: 'attachment' })),
      ]
    }),
  ]
}

/** 交易记录: a completed order enters its customer's file in the same transaction, whoever completed it (R-ORD-25). */
function purchases({ before, after }: Change): readonly CustomerWrite[] {
  if (after.kind !== 'order' || after.state !== 'completed' || before?.state === 'completed') return []
  const { id: orderId, number, customerId, changedAt: completedAt, facts } = after as Order
  const { total, lines } = facts
  return [{ what: 'transaction', customerId, record: { orderId, number, completedAt, total, lines } }]
}

/** 特殊客户: the first complaint raises its customer's tier in the same transaction (R-CMP-15); which writes a file once. */
function withTiers(writes: readonly CustomerWrite[], changes: readonly Change[]): readonly CustomerWrite[] {
  return changes.filter(firstComplains).reduce((so, { after }) => raised(so, after), writes)
}

const firstComplains = ({ before, after }: Change) =>
  after.kind === 'complaint' && before?.kind !== 'complaint' && tierBefore(before, after) !== 'special'

/** Whose complaint goes on in another ticket has complained before. */
const tierBefore = (before: Case | null, after: Case) =>
  (after as Ticket).facts.followsUp ? 'special' : (before as Ticket | null)?.facts.tier

function raised(writes: readonly CustomerWrite[], { id, customerId, changedAt: at }: Case): readonly CustomerWrite[] {
  const customerTier = { value: 'special', source: 'customer_feedback', at } as const
  const own = writes.find(
    write =>
      (write.what === 'open' && write.file.customerId === customerId) ||
      (write.what === 'extend' && write.customerId === customerId),
  )
  const others = writes.filter(write => write !== own)
  if (own?.what === 'open')
    return [...others, { ...own, file: { ...own.file, fields: { ...own.file.fields, customerTier } } }]
  const replaced = ['customerTier'] as const
  if (own?.what === 'extend')
    return [...others, { ...own, fields: { ...own.fields, customerTier }, replaced: [...own.replaced, ...replaced] }]
  const change = { id, at, by: 'complaint' }
  const names = { own: [], shared: [] }
  return [...others, { what: 'extend', customerId, fields: { customerTier }, replaced, names, change }]
}

/** A repeated request meets its own head, number and claim: what says most about it comes first. */
const precedence: readonly Outcome[] = ['key', 'version', 'number', 'sequence', 'customer', 'attachment', 'agent']

/** Throws what is no race: a throttle, a lack of rights, an item that is too large. */
function whoWasFirst(error: unknown, writes: readonly Write[]): Outcome {
  if (!(error instanceof TransactionCanceledException)) throw error
  const codes = (error.CancellationReasons ?? []).map(reason => reason.Code)
  const lost = writes.flatMap(({ lost }, i): Outcome[] => {
    if (codes[i] === 'ConditionalCheckFailed') return [lost]
    // Its verdict comes in at this moment: that is no refusal.
    return codes[i] === 'TransactionConflict' ? [lost === 'attachment' ? 'customer' : lost] : []
  })
  const outcome = precedence.find(candidate => lost.includes(candidate))
  if (!outcome) throw error
  return outcome
}
