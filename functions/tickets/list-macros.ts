import * as z from 'zod'
import { variablesOf } from '../../shared/domain/macro'
import { may } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { language } from '../../shared/entry/shapes'
import { macros } from '../../shared/handbook/macros'

const query = z.strictObject({ language: language.default('zh-Hans') })

/** What agents may say without writing it anew, and what each of these needs to know. */
export async function listMacros(_: unknown, call: Call<unknown, z.output<typeof query>>) {
  if (!may(call.principal, 'macro.list')) throw new Refusal('forbidden', 'macros are not for this caller')
  const items = Object.entries(macros).map(([id, { zh, en, texts }]) => ({
    ...{ id, zh, en, variables: [...variablesOf(id)], text: texts[call.query.language] },
  }))
  return { status: 200, body: { items } }
}

const line = () =>
  z.object({ id: z.string(), zh: z.string(), en: z.string(), variables: z.array(z.string()), text: z.string() })

export const listMacrosRoute = route({
  method: 'GET',
  path: '/v1/macros',
  operationId: 'listMacros',
  summary: { en: 'List the macros', zh: '查看常用语' },
  audience: ['staff'],
  query,
  line,
  run: listMacros,
})
