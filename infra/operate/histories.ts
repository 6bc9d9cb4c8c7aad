import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { CaseEvent, Instant } from '../../shared/domain/case'
import { caseStore } from '../../shared/stores/cases'
import { eventFromImage } from '../../shared/stores/images'
import type { Reached } from './stage'

/** Events of the history, some at a time, with how much was read for them. */
export type Histories = AsyncIterable<{ readonly events: readonly CaseEvent[]; readonly read: number }>

/** All that happened to one case, by its id or by the number that people say. Throws when there is none. */
export async function* ofCase({ dynamodb, casesTable }: Reached, named: string): Histories {
  const documents = DynamoDBDocumentClient.from(dynamodb)
  const cases = caseStore(documents, { cases: casesTable, customers: undefined, shards: 1 })
  const id = /^[A-Z]+-/.test(named) ? (await cases.byNumber(named))?.id : named
  const events = id ? await cases.history(id) : []
  if (events.length === 0) throw new Error(`there is no case ${named}`)
  yield { events, read: events.length }
}

/** What Lambda laid aside: a folder with objects of the bucket of failed batches, as `aws s3 cp --recursive` brings them. */
export async function* ofBatches(folder: string): Histories {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const { payload } = JSON.parse(readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    const { Records } = typeof payload === 'string' ? JSON.parse(payload) : payload
    const events = Records.map(({ dynamodb }: { dynamodb: { NewImage: object } }) =>
      eventFromImage({ ...dynamodb.NewImage }),
    )
    yield { events, read: events.length }
  }
}

/** How many parts of the table are read beside each other. */
const segments = 8

/** What happened in a span of time, ends included. It reads the whole table, since no index leads from a time to histories:
 *  half a read unit for each 4 KB, once in an emergency, is less than one more index for each event of every day. */
export async function* ofSpan({ dynamodb, casesTable }: Reached, from: Instant, to: Instant): Histories {
  const segment = async (Segment: number, ExclusiveStartKey: ScanCommandOutput['LastEvaluatedKey']) => ({
    Segment,
    page: await dynamodb.send(
      new ScanCommand({
        ...{ TableName: casesTable, Segment, TotalSegments: segments, ExclusiveStartKey },
        FilterExpression: 'begins_with(SK, :event) AND #at BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':event': { S: 'EVENT#' }, ':from': { S: from }, ':to': { S: to } },
      }),
    ),
  })
  const open = new Map(Array.from({ length: segments }, (_, n) => [n, segment(n, undefined)]))
  while (open.size > 0) {
    const { Segment, page } = await Promise.race(open.values())
    if (page.LastEvaluatedKey) open.set(Segment, segment(Segment, page.LastEvaluatedKey))
    else open.delete(Segment)
    yield { events: (page.Items ?? []).map(eventFromImage), read: page.ScannedCount ?? 0 }
  }
}
