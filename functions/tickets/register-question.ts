import * as z from 'zod'
import { plainQuestion } from '../../shared/domain/language'
import { found } from '../../shared/entry/act'
import { type Call, route } from '../../shared/entry/route'
import { caseId, instant, words } from '../../shared/entry/shapes'
import { topics } from '../../shared/handbook/topics'
import { type Desk, deskKinds } from './desk'

const body = z.strictObject({ ticketId: caseId, topic: z.enum(topics), question: words(500) })

/** A main question enters the register; an equal one that stands there counts once more, each ticket once (R-CSL-07). */
export async function registerQuestion(
  { cases, questions }: Pick<Desk, 'cases' | 'questions'>,
  call: Call<unknown, unknown, z.output<typeof body>>,
) {
  const { ticketId, topic, question } = call.body
  await found(cases, call, 'question.register', deskKinds, ticketId)
  const asked = { topic, question, ticketId, key: plainQuestion(question), at: call.now }
  return { status: 200, body: { topic, ...(await questions.register(asked)) } }
}

export const questionView = () =>
  z.object({ topic: z.string(), question: z.string(), count: z.int(), firstAt: instant, lastAt: instant })

export const registerQuestionRoute = route({
  method: 'POST',
  path: '/v1/questions',
  operationId: 'registerQuestion',
  summary: { en: 'Enter a main question in the register', zh: '登记主要咨询问题' },
  audience: ['staff'],
  body,
  answer: questionView,
  example: { ticketId: '8d5f0f39-3f0c-5a51-9d0f-0d4c0a6f6f11', topic: 'product', question: '面霜敏感肌能用吗？' },
  run: registerQuestion,
})
