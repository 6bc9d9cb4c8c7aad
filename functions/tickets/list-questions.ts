import * as z from 'zod'
import { may } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { topics } from '../../shared/handbook/topics'
import type { Desk } from './desk'
import { questionView } from './register-question'

const query = z.strictObject({ topic: z.enum(topics) })

/** What customers ask most, of one topic (R-CSL-07). */
export async function listQuestions(
  { questions }: Pick<Desk, 'questions'>,
  { principal, query: { topic } }: Call<unknown, z.output<typeof query>>,
) {
  if (!may(principal, 'question.list')) throw new Refusal('forbidden', 'the register is not for this caller')
  const items = (await questions.ofTopic(topic)).map(asked => ({ topic, ...asked }))
  return { status: 200, body: { items } }
}

export const listQuestionsRoute = route({
  method: 'GET',
  path: '/v1/questions',
  operationId: 'listQuestions',
  summary: { en: 'List the questions that customers ask most', zh: '查看咨询登记表' },
  audience: ['staff'],
  query,
  line: questionView,
  run: listQuestions,
})
