import { statSync } from 'node:fs'
import { join } from 'node:path'
import { model, propose } from '../../functions/classification/propose'
import { blind } from '../../functions/classification/training/corpus'
import { figure, type Row } from './figures'

const kept = join(__dirname, '../../functions/classification/model.json')

/** What the classification of one message takes, with its reasons, and what its model weighs. */
export async function classificationRows(quick: boolean): Promise<Row[]> {
  const messages = [...blind('zh'), ...blind('en')].map(({ text }) => text)
  const opening = performance.now()
  model()
  const opened = performance.now() - opening
  for (const text of messages) propose(text)
  const times: number[] = []
  for (let round = 0; round < (quick ? 1 : 5); round++)
    for (const text of messages) {
      const started = performance.now()
      propose(text)
      times.push(performance.now() - started)
    }
  times.sort((a, b) => a - b)
  const total = times.reduce((sum, one) => sum + one, 0)
  return [
    figure('classification: the model is unpacked, once an instance', opened, 'ms'),
    figure('classification: a message and its reasons, p95', times[Math.floor(times.length * 0.95)] as number, 'ms', {
      ...{ of: 'value', is: '<=', limit: 5 },
    }),
    figure('classification: messages a second', times.length / (total / 1000), 'messages/s'),
    figure('classification: the model', statSync(kept).size / 1000, 'KB', { of: 'value', is: '<=', limit: 2000 }),
  ]
}
