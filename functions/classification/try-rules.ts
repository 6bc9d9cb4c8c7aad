import * as z from 'zod'
import { filedIn } from '../../shared/domain/lists'
import { differs, withShopRules } from '../../shared/domain/shop-rules'
import type { Ticket } from '../../shared/domain/ticket'
import { type Call, route } from '../../shared/entry/route'
import { caseId, cursor } from '../../shared/entry/shapes'
import { teamNames } from '../../shared/handbook/dispatch'
import { archiveLists } from '../../shared/handbook/lists'
import { propose } from './propose'
import { check, type Desk, ruleExample, shopRules } from './rules-desk'

const body = z.strictObject({
  rules: shopRules,
  /** What waits with a team, what is closed, or what was filed in a month; a page at a time. */
  over: z.union([
    z.strictObject({ team: z.enum(teamNames) }),
    z.strictObject({ closed: z.literal(true) }),
    z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-03') }),
  ]),
  cursor: cursor.optional(),
})
type Over = z.output<typeof body>['over']

const page = 25

const listOf = (over: Over): string => {
  if ('team' in over) return `tickets:team:${over.team}`
  return 'month' in over ? filedIn(over.month) : archiveLists['to-check']
}

/** Runs rules in shadow over past tickets and says which would have been proposed otherwise; nothing changes (R-CLS-32). */
export async function tryRules(
  { cases, customers, rules: store }: Desk,
  call: Call<unknown, unknown, z.output<typeof body>>,
) {
  check(call, 'rules.try')
  const { rules, over, cursor: from } = call.body
  const [present, past] = [await store.current(), await cases.list(listOf(over), from, page)]
  const changed = []
  let tried = 0
  for (const subject of past.items) {
    const { id, number, customerId, facts } = subject as Ticket
    const request = facts.requestId ? await customers.content(customerId, facts.requestId) : null
    if (request?.what !== 'message') continue
    tried += 1
    const proposal = propose(request.text, { orderId: facts.orderId, tier: facts.tier })
    const was = withShopRules(proposal, request.text, present ?? { version: 0, rules: [] })
    const difference = differs(was, withShopRules(proposal, request.text, { version: 0, rules }))
    if (difference) changed.push({ ticketId: id, number, ...difference, isNow: facts.classification?.topic })
  }
  const trial = store.trialOf(rules)
  const before = from ? await store.trial(trial) : null
  const sum = { tried: tried + (before?.tried ?? 0), changed: changed.length + (before?.changed ?? 0) }
  await store.tried({ id: trial, at: call.now, by: call.principal.id, ...sum })
  return { status: 200, body: { trial, tried, changed, ...(past.cursor && { cursor: past.cursor }) } }
}

const said = () =>
  z.object({
    topic: z.string().optional(),
    severity: z.string().optional(),
    urgent: z.boolean().optional(),
    grade: z.string().optional(),
    priority: z.string().optional(),
    team: z.string().optional(),
  })

export const tryRulesRoute = route({
  method: 'POST',
  path: '/v1/classification/rules/trials',
  operationId: 'tryRules',
  summary: { en: 'Run rules in shadow over past tickets', zh: '试运行分类规则' },
  audience: ['staff'],
  throttle: { rate: 2, burst: 4 },
  body,
  answer: () =>
    z.object({
      trial: z.string(),
      tried: z.int(),
      changed: z.array(
        z.object({
          ticketId: caseId,
          number: z.string(),
          was: said(),
          would: said(),
          /** The topic that it has by now, where people may have corrected it. */
          isNow: z.string().optional(),
        }),
      ),
      cursor: z.string().optional(),
    }),
  example: { rules: [ruleExample], over: { team: 'logistics' } },
  run: tryRules,
})
