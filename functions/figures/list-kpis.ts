import * as z from 'zod'
import { added, kpiOf } from '../../shared/domain/kpi'
import { type Call, route } from '../../shared/entry/route'
import { kpis } from '../../shared/handbook/kpis'
import { type Desk, readable, span } from './desk'

const line = () =>
  z.object({
    id: z.string(),
    zh: z.string(),
    en: z.string(),
    numerator: z.number(),
    denominator: z.number(),
    value: z.number().optional(),
    unit: z.enum(['share', 'hours', 'count']),
    target: z.string().optional(),
    met: z.boolean().optional(),
    requirement: z.string(),
  })

/** 指标: the rows of §6 over some days, each with what it is made of (R-MON-04, R-MON-07). */
export async function listKpis(
  { figures }: Pick<Desk, 'figures'>,
  { principal, query }: Call<unknown, z.output<typeof span>>,
) {
  readable(principal, query)
  const amounts = added((await figures.read('day', query.from, query.to)).map(item => item.amounts))
  const items = Object.entries(kpis).map(([id, kpi]) => {
    const { zh, en, target, requirement } = kpi
    return {
      ...{ id, zh, en },
      ...kpiOf(kpi, amounts),
      ...(target && { target: `${target.is} ${target.value}` }),
      requirement,
    }
  })
  return { status: 200, body: { items } }
}

export const listKpisRoute = route({
  method: 'GET',
  path: '/v1/kpis',
  operationId: 'listKpis',
  summary: { en: 'List the indicators with their targets', zh: '查看指标与目标' },
  audience: ['staff'],
  throttle: { rate: 20, burst: 40 },
  query: span,
  line,
  run: listKpis,
})
