import * as z from 'zod'
import type { Case } from '../../shared/domain/case'
import { watchedFor } from '../../shared/domain/lists'
import { may } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { dashboardCounts, watchList } from '../../shared/handbook/lists'
import type { Page } from '../../shared/wiring'
import type { Desk } from './desk'

const line = () => z.object({ key: z.string(), zh: z.string(), en: z.string(), count: z.int(), list: z.string() })

/** 主管看板: open complaints, breaches, escalations, calls owed, authorisations waiting, as they stand now (R-SUP-05). */
export async function readDashboard({ cases, shards }: Pick<Desk, 'cases' | 'shards'>, { principal }: Call) {
  if (!may(principal, 'figures.read')) throw new Refusal('forbidden', 'the dashboard is not for this caller')
  const counted = async (list: string) => {
    const all = Array.from({ length: shards }, (_, shard) => whole(cursor => cases.listed(list, shard, cursor)))
    return new Set((await Promise.all(all)).flat()).size
  }
  const watched = await whole<Case>(cursor => cases.list(watchList, cursor))
  const items = dashboardCounts.map(async ({ key, zh, en, list, of }) => ({
    ...{ key, zh, en },
    count: of ? watched.filter(watchedFor[of]).length : await counted(list),
    list: list.replace('tickets:', ''),
  }))
  return { status: 200, body: { items: await Promise.all(items) } }
}

const mostPages = 40

async function whole<T>(page: (cursor?: string) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < mostPages; pages++) {
    const read: Page<T> = await page(cursor)
    all.push(...read.items)
    cursor = read.cursor
    if (!cursor) break
  }
  return all
}

export const readDashboardRoute = route({
  method: 'GET',
  path: '/v1/dashboard',
  operationId: 'readDashboard',
  summary: { en: 'Count what supervisors must look at', zh: '查看主管看板' },
  audience: ['staff'],
  throttle: { rate: 20, burst: 40 },
  line,
  run: readDashboard,
})
