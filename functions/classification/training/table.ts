import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { topicOfCategory } from './corpus'

/** A labelled row of a table that someone brings. */
export interface Labelled {
  readonly text: string
  readonly truth: string
  readonly also?: string | undefined
}

export interface Columns {
  readonly text?: string | undefined
  readonly label?: string | undefined
  readonly also?: string | undefined
  /** `theirs=ours,…`; a label that is mapped to nothing is left out. */
  readonly map?: string | undefined
}

const usual = {
  text: ['text', 'message', 'content', 'utterance', 'instruction'],
  label: ['topic', 'label', 'category', 'intent'],
  also: ['second', 'also', 'label2', 'second_label', 'topic2'],
}

/** Rows of a CSV or JSONL file with its own names for columns and labels; what has no label is left out. */
export function tableOf(path: string, columns: Columns): readonly Labelled[] {
  const content = readFileSync(path, 'utf8')
  const rows: readonly Record<string, string>[] = path.endsWith('.jsonl')
    ? content.split('\n').flatMap(line => (line.trim() ? [JSON.parse(line)] : []))
    : parse(content, { columns: true, bom: true, relax_column_count: true })
  const names = Object.keys(rows[0] ?? {})
  const column = (wanted: string | undefined, likely: readonly string[], must: boolean) => {
    const found = wanted ?? likely.find(name => names.includes(name))
    if (must && (!found || !names.includes(found)))
      throw new Error(`${path} has no column ${wanted ?? likely.join(' or ')}: it has ${names.join(', ')}`)
    return found
  }
  const text = column(columns.text, usual.text, true)!
  const label = column(columns.label, usual.label, true)!
  const also = column(columns.also, usual.also, false)
  const given = (columns.map ?? '').split(',').flatMap(pair => (pair.includes('=') ? [pair.split('=')] : []))
  const map: Readonly<Record<string, string>> = {
    ...topicOfCategory,
    ...Object.fromEntries(given.map(([from = '', to = '']) => [from.trim(), to.trim()])),
  }
  return rows.flatMap(row => {
    const truth = map[row[label]?.trim() ?? '']
    const second = also && map[row[also]?.trim() ?? '']
    return truth && row[text] ? [{ text: row[text], truth, ...(second && { also: second }) }] : []
  })
}
