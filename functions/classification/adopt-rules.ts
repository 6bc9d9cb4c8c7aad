import * as z from 'zod'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { instant, versionNumber, words } from '../../shared/entry/shapes'
import { logger } from '../../shared/entry/telemetry'
import { check, type Desk, ruleExample, shopRule, shopRules } from './rules-desk'

const body = z.strictObject({ rules: shopRules, reason: words(500) })

/** Puts rules into force that were tried before, as a new version; the former ones stay on record (R-CLS-32). */
export async function adoptRules(
  { rules: store }: Pick<Desk, 'rules'>,
  call: Call<unknown, unknown, z.output<typeof body>>,
) {
  check(call, 'rules.adopt')
  const { rules, reason } = call.body
  const before = await store.current()
  const version = before?.version ?? 0
  if (call.ifMatch !== undefined && call.ifMatch !== version)
    throw new Refusal('stale', `the rules are at version ${version}`, { version })
  const trial = store.trialOf(rules)
  if (before?.trial === trial) return { status: 200, body: before, version }
  if (!(await store.trial(trial)))
    throw new Refusal('conflict', 'these rules were not tried yet: run them in shadow first')
  const after = { version: version + 1, rules, reason, by: call.principal.id, at: call.now, trial }
  if (!(await store.adopt(after)))
    throw new Refusal('conflict', 'others change the rules at this moment: read them again')
  logger.info('shop rules adopted', { version: after.version, by: after.by, trial })
  return { status: 200, body: after, version: after.version }
}

export const rulesView = () =>
  z.object({
    version: versionNumber,
    rules: z.array(shopRule),
    reason: z.string(),
    by: z.string(),
    at: instant,
    trial: z.string(),
  })

export const adoptRulesRoute = route({
  method: 'POST',
  path: '/v1/classification/rules',
  operationId: 'adoptRules',
  summary: { en: 'Put rules into force that were tried', zh: '启用分类规则' },
  audience: ['staff'],
  versioned: true,
  body,
  answer: rulesView,
  example: { rules: [ruleExample], reason: '活动期间以旧换新归售后' },
  run: adoptRules,
})
