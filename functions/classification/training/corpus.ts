import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Severity, Topic } from '../../../shared/domain/ticket'

/** A message with its topic; `source` is what may not stand on both sides of a measurement. */
export interface Example {
  readonly text: string
  readonly topic: Topic
  readonly second?: Topic
  readonly kind?: string
  readonly stage?: string
  readonly severity?: Severity
  readonly urgency?: 'normal' | 'urgent'
  readonly scene?: string
  readonly weight?: number
}

const folder = join(__dirname, '../corpus')

const lines = (path: string): readonly Example[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line.trim())
    .map(line => JSON.parse(line))

const files = (wanted: (name: string) => boolean) =>
  readdirSync(folder)
    .filter(name => name.endsWith('.jsonl') && wanted(name))
    .sort()
    .flatMap(name => lines(join(folder, name)))

/** Our own messages; the blind ones stay out. */
export const messages = () => files(name => !/^(blind|ordinary|words)/.test(name))

/** Words and short phrases that name a topic: learnt from, never measured on. */
export const words = () => files(name => name.startsWith('words'))

/** Everyday messages that no model learns from: they set how sure it may be, since the corpus is harder than a day at the desk. */
export const ordinary = () => files(name => name.startsWith('ordinary'))

export const blind = (language: 'zh' | 'en') => lines(join(folder, `blind-${language}.jsonl`))

/** Corrections as the desk exports them: JSON lines of `text` and the topic that a person gave. */
export const corrections = (path: string): readonly Example[] =>
  lines(path).map(({ text, topic }) => ({ text, topic, scene: 'correction', weight: 2 }))

/** Names of others for our topics, and ours. */
export const topicOfCategory: Readonly<Record<string, Topic>> = {
  product_inquiry: 'product',
  return_refund: 'after_sales',
  product: 'product',
  after_sales: 'after_sales',
  order: 'order',
  payment: 'payment',
  logistics: 'logistics',
  invoice: 'invoice',
  account: 'account',
  complaint: 'complaint',
  technical: 'technical',
  feedback: 'feedback',
  other: 'other',
}

/** The given messages: template-like, so a few of each label, and each counts little. */
export function given(path: string, perLabel: number, weight: number): readonly Example[] {
  if (!existsSync(path)) return []
  const rows: readonly Record<string, string>[] = parse(readFileSync(path), { columns: true, bom: true })
  const seen = new Map<string, number>()
  const chosen: Example[] = []
  for (const { text = '', category = '', label_original = '', lang = '', source = '' } of rows) {
    const topic = topicOfCategory[category]
    const label = `${lang}/${source}/${label_original}`
    const count = seen.get(label) ?? 0
    if (!topic || lang === 'zh-Hant' || count >= perLabel) continue
    seen.set(label, count + 1)
    chosen.push({ text, topic, scene: `${source}/${label_original}`, weight: lang === 'en' ? weight : 1 })
  }
  return chosen
}
