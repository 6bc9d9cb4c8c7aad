import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import type { CaseEvent, Instant } from '../domain/case'
import { contributions, type FigureItem, summed } from '../domain/figures'
import { getAll } from './batch-get'
import { epochSeconds } from './case-items'
import { claimOf, claimsKey, figureIn, figureKey, figurePartition } from './figure-items'
import type { FigureStore } from './ports'

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

interface Claims {
  readonly PK: string
  readonly SK: string
  readonly version: number
  readonly lines: ReadonlySet<string>
}

/** DynamoDB takes a hundred writes in one transaction. */
const most = 100
/** A stream keeps its records for a day: after this nobody brings the line again. */
const claimsLastMs = 3 * 86_400_000
const attempts = 5

/** Figures on DynamoDB: what a batch of lines adds goes in with the claims of these lines, or not at all. */
export function figureStore(documents: DynamoDBDocumentClient, TableName: string, shards: number): FigureStore {
  async function claimsOf(lines: readonly CaseEvent[]): Promise<ReadonlyMap<string, Claims>> {
    const keys = new Map(lines.map(line => claimsKey(line, shards)).map(key => [key.PK, key]))
    const found = (await getAll(documents, TableName, [...keys.values()])) as unknown as Claims[]
    const kept = new Map(found.map(claims => [claims.PK, claims]))
    return new Map([...keys].map(([PK, key]) => [PK, kept.get(PK) ?? { ...key, version: 0, lines: new Set<string>() }]))
  }

  function writesOf(lines: readonly CaseEvent[], claims: ReadonlyMap<string, Claims>, now: Instant): readonly Write[] {
    const expiresAt = epochSeconds(now) + claimsLastMs / 1000
    const claimed = [...claims.values()].flatMap(({ version, lines: known, ...key }): Write[] => {
      const fresh = lines.filter(line => claimsKey(line, shards).PK === key.PK).map(claimOf)
      if (fresh.length === 0) return []
      const Item = { ...key, version: version + 1, lines: new Set([...known, ...fresh]), expiresAt }
      return [{ Put: { TableName, Item, ...asRead(version) } }]
    })
    const figures = [...summed(lines.flatMap(contributions)).values()]
    return [...claimed, ...figures.map(figure => addition(figure, TableName))]
  }

  async function commit(writes: readonly Write[]): Promise<boolean> {
    try {
      await documents.send(new TransactWriteCommand({ TransactItems: [...writes] }))
      return true
    } catch (error) {
      if (isRace(error)) return false
      throw error
    }
  }

  /** One transaction; when another batch was quicker with one of its items, what is left is looked at anew. */
  async function addPart(lines: readonly CaseEvent[], now: Instant): Promise<number> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const claims = await claimsOf(lines)
      const fresh = lines.filter(line => !claims.get(claimsKey(line, shards).PK)?.lines.has(claimOf(line)))
      if (fresh.length === 0 || (await commit(writesOf(fresh, claims, now)))) return fresh.length
    }
    throw new Error(`the figures of ${lines.length} lines met another batch ${attempts} times`)
  }

  return {
    async add(lines, now) {
      const once = [...new Map(lines.map(line => [claimOf(line), line])).values()]
      let added = 0
      for (const part of parts(once, shards)) added += await addPart(part, now)
      return { added, known: lines.length - added }
    },

    async correct(lacking) {
      for (let start = 0; start < lacking.length; start += most) {
        const TransactItems = lacking.slice(start, start + most).map(figure => addition(figure, TableName))
        await documents.send(new TransactWriteCommand({ TransactItems }))
      }
    },

    async read(by, from, to) {
      const months = monthsOf(from, to).map(async month => {
        const found: FigureItem[] = []
        let after: Record<string, unknown> | undefined
        do {
          const { Items = [], LastEvaluatedKey } = await documents.send(
            new QueryCommand({
              TableName,
              KeyConditionExpression: 'PK = :month AND SK BETWEEN :from AND :to',
              ExpressionAttributeValues: { ':month': figurePartition(by, month), ':from': from, ':to': `${to}~` },
              ExclusiveStartKey: after,
            }),
          )
          found.push(...Items.map(item => figureIn(by, item)))
          after = LastEvaluatedKey
        } while (after)
        return found
      })
      return (await Promise.all(months)).flat()
    },
  }
}

const asRead = (version: number) =>
  version === 0
    ? { ConditionExpression: 'attribute_not_exists(PK)' }
    : { ConditionExpression: 'version = :read', ExpressionAttributeValues: { ':read': version } }

function addition(figure: FigureItem, TableName: string): Write {
  const amounts = Object.entries(figure.amounts)
  return {
    Update: {
      TableName,
      Key: figureKey(figure),
      UpdateExpression: `ADD ${amounts.map((_, i) => `#${i} :${i}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(amounts.map(([measure], i) => [`#${i}`, measure])),
      ExpressionAttributeValues: Object.fromEntries(amounts.map(([, amount], i) => [`:${i}`, amount])),
    },
  }
}

/** As many lines in each as one transaction takes the items of. */
function parts(lines: readonly CaseEvent[], shards: number): readonly (readonly CaseEvent[])[] {
  const made: CaseEvent[][] = []
  let items = new Set<string>()
  for (const line of lines) {
    const own = [
      claimsKey(line, shards).PK,
      ...contributions(line).map(({ by, day, key }) => JSON.stringify(figureKey({ by, day, key }))),
    ]
    const more = new Set([...items, ...own])
    if (made.length === 0 || more.size > most) {
      made.push([line])
      items = new Set(own)
    } else {
      made.at(-1)!.push(line)
      items = more
    }
  }
  return made
}

function isRace(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code)
  return codes.some(code => code === 'ConditionalCheckFailed' || code === 'TransactionConflict')
}

/** '2026-03' and so on. */
function monthsOf(from: string, to: string): readonly string[] {
  const months: string[] = []
  for (let at = from.slice(0, 7); at <= to.slice(0, 7); at = nextMonth(at)) months.push(at)
  return months
}
const nextMonth = (month: string) => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}
