import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { read, type Script } from '../features'
import { opinionOf, type PackedModel } from '../model'
import { model } from '../propose'
import { type Judge, keywordRules, majority, naiveBayes } from './baselines'
import { messages, words } from './corpus'
import { type Figures, figures, page } from './measure'
import { type Labelled, tableOf } from './table'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    text: { type: 'string' },
    label: { type: 'string' },
    also: { type: 'string' },
    map: { type: 'string' },
  },
})

const ours = (['zh', 'en'] as const).map(language => join(__dirname, `../corpus/blind-${language}.jsonl`))
const files = positionals.length > 0 ? positionals : ours
const rows = files.flatMap(file => tableOf(file, values))
if (rows.length === 0)
  throw new Error(`${files.join(', ')}: no row has a text and a label that is ours; give --map theirs=ours,…`)

const corpus = [...messages(), ...words()]
const own = model()
const ourModel: Judge = text => opinionOf(own, text).likely.map((likely, k) => [own.topics[k]!, likely] as const)
const judges: Readonly<Record<string, Judge>> = {
  model: ourModel,
  'baseline: naive Bayes': naiveBayes(corpus),
  'baseline: keyword rules': keywordRules,
  'baseline: majority': majority(corpus),
}

const measured = (judge: Judge, of: readonly Labelled[]): Figures =>
  figures(of.map(({ text, truth, also }) => ({ truth, also, likely: judge(text) })))

const report: Record<string, Record<string, Figures>> = {}
for (const script of ['zh', 'en'] as const satisfies readonly Script[]) {
  const of = rows.filter(({ text }) => read(text).script === script)
  if (of.length === 0) continue
  const all = Object.fromEntries(Object.entries(judges).map(([name, judge]) => [name, measured(judge, of)]))
  report[script] = all
  console.log(page(`${script}, ${own.version}`, all.model!))
  console.log(triageLine(script, of))
  for (const [name, { macroF1, accuracy }] of Object.entries(all))
    if (name !== 'model')
      console.log(`${name.padEnd(26)} macro-F1 ${macroF1.toFixed(3)}, right ${(accuracy * 100).toFixed(1)} %`)
  console.log('')
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ model: own.version, ...report }, null, 2)}\n`)

/** What the threshold of this release does with these messages. */
function triageLine(script: Script, of: readonly Labelled[]): string {
  const { triage } = own.scripts[script] satisfies Pick<PackedModel['scripts'][Script], 'triage'>
  const kept = of
    .map(({ text, truth, also }) => ({ truth, also, best: [...ourModel(text)].sort((a, b) => b[1] - a[1])[0]! }))
    .filter(({ best }) => best[1] >= triage)
  const right = kept.filter(({ truth, also, best }) => best[0] === truth || best[0] === also).length
  const percent = (part: number, whole: number) => `${((part / Math.max(1, whole)) * 100).toFixed(1)} %`
  return `below ${triage} to triage: ${percent(of.length - kept.length, of.length)} of the messages; of the rest ${percent(right, kept.length)} right`
}
