import * as z from 'zod'
import type { FigureItem } from '../../shared/domain/figures'
import { added, sumOf } from '../../shared/domain/kpi'
import type { ClockId } from '../../shared/domain/table'
import { type Call, route } from '../../shared/entry/route'
import { limits } from '../../shared/handbook/limits'
import { type Desk, readable, span } from './desk'

const query = span.extend({ by: z.enum(['day', 'team', 'agent', 'topic', 'clock']) })
type By = z.output<typeof query>['by']

const counts = [
  ...['received', 'awaited', 'answered', 'answeredIn24h', 'resolved', 'resolvedIn48h', 'resolvedAgain', 'reopened'],
  ...['escalated', 'closed', 'repeated', 'complained', 'rated', 'satisfied', 'placed', 'completed', 'cancelled'],
  ...['discovered', 'enteredInTime', 'judged', 'agreed'],
] as const
/** Below nothing where a case changed its team before it was closed unanswered. */
const number = z.int()
const line = () =>
  z.object({
    /** The day, the team, the agent, the topic or the clock. */
    key: z.string(),
    zh: z.string().optional(),
    owner: z.string().optional(),
    ...(Object.fromEntries(counts.map(name => [name, number.optional()])) as Record<string, z.ZodOptional<z.ZodInt>>),
    answerHours: z.number().optional(),
    resolvedHours: z.number().optional(),
    /** Of the topics that were proposed the share that people left as they were (R-CLS-32). */
    agreement: z.number().optional(),
    met: number,
    missed: number,
  })
type Line = z.output<ReturnType<typeof line>>

/** 服务统计: what came in, was answered, resolved and promised, over some days (R-TKT-09, R-MON-08, K-42). */
export async function listFigures(
  { figures }: Pick<Desk, 'figures'>,
  { principal, query: { by, from, to } }: Call<unknown, z.output<typeof query>>,
) {
  readable(principal, { from, to })
  const items = await figures.read(by === 'clock' ? 'day' : by, from, to)
  return { status: 200, body: { items: by === 'clock' ? clockLines(items) : lines(by, items) } }
}

function lines(by: Exclude<By, 'clock'>, items: readonly FigureItem[]): readonly Line[] {
  const keyOf = ({ day, key }: FigureItem) => (by === 'day' ? day : key)
  return [...new Set(items.map(keyOf))].sort().map(key => {
    const amounts = added(items.filter(item => keyOf(item) === key).map(item => item.amounts))
    return {
      key,
      ...Object.fromEntries(counts.map(name => [name, amounts[name] ?? 0])),
      ...meanHours('answerHours', amounts.answerSeconds, amounts.answered),
      ...meanHours('resolvedHours', amounts.resolvedSeconds, amounts.resolved),
      ...(amounts.judged && { agreement: Math.round(((amounts.agreed ?? 0) / amounts.judged) * 1e4) / 1e4 }),
      met: sumOf(amounts, 'met:'),
      missed: sumOf(amounts, 'missed:'),
    }
  })
}

function clockLines(items: readonly FigureItem[]): readonly Line[] {
  const amounts = added(items.map(item => item.amounts))
  const ids = Object.keys(amounts).flatMap(measure => /^(?:met|missed):(.+)$/.exec(measure)?.[1] ?? [])
  return [...new Set(ids)].sort().map(id => {
    const { zh, owner } = limits[id as ClockId] ?? {}
    return { key: id, zh, owner, met: amounts[`met:${id}`] ?? 0, missed: amounts[`missed:${id}`] ?? 0 }
  })
}

const meanHours = (name: string, seconds = 0, cases = 0) =>
  cases === 0 ? {} : { [name]: Math.round((seconds / cases / 3_600) * 100) / 100 }

export const listFiguresRoute = route({
  method: 'GET',
  path: '/v1/figures',
  operationId: 'listFigures',
  summary: { en: 'List figures by day, team, agent, topic or clock', zh: '按日、团队、客服、主题或时限查看服务统计' },
  audience: ['staff'],
  throttle: { rate: 20, burst: 40 },
  query,
  line,
  run: listFigures,
})
