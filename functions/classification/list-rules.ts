import { type Call, route } from '../../shared/entry/route'
import { rulesView } from './adopt-rules'
import { check, type Desk } from './rules-desk'

/** The shop's own rules, version by version, the one in force first: who changed what, when and why. */
export async function listRules({ rules }: Pick<Desk, 'rules'>, call: Call) {
  check(call, 'rules.read')
  return { status: 200, body: { items: await rules.versions() } }
}

export const listRulesRoute = route({
  method: 'GET',
  path: '/v1/classification/rules',
  operationId: 'listRules',
  summary: { en: 'List the versions of the rules of the shop', zh: '查看分类规则' },
  audience: ['staff'],
  line: rulesView,
  run: listRules,
})
