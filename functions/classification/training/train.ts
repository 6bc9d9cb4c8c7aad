import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Script } from '../features'
import { opened, type PackedModel, type PackedScript } from '../model'
import { corrections, GIVEN, given, messages, words } from './corpus'
import { figures, page } from './measure'
import { cooled, crossJudged, type Judged, learnt, temperatureOf, topics } from './trainer'

const FOLDS = 5
/** Of the given messages: so many of each label, each with so little weight. */
const GIVEN_PER_LABEL = 40
const GIVEN_WEIGHT = 0.15
/** The share of unseen messages that a person is to decide. */
const TRIAGE_SHARE = 0.2

const { values } = parseArgs({
  options: {
    given: { type: 'string', default: GIVEN },
    'with-corrections': { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: join(__dirname, '../model.json') },
    check: { type: 'boolean', default: false },
  },
})

const own = [...messages(), ...values['with-corrections'].flatMap(corrections)]
const extra = [...words(), ...given(values.given, GIVEN_PER_LABEL, GIVEN_WEIGHT)]
if (!existsSync(values.given))
  console.log(`${values.given} is absent: learning from our own messages alone, the model will differ`)

const fingerprint = createHash('sha256')
  .update(JSON.stringify([own, extra]))
  .digest('hex')
  .slice(0, 10)
const version = `model-${fingerprint}`
const unseen = crossJudged(own, extra, (_, at) => (at * 7) % FOLDS, FOLDS)

/** Calibration from messages that the models had not seen: temperature, and the confidence below which a person decides. */
const calibrated = (script: Script, packed: PackedScript): PackedScript => {
  const of = unseen.filter(one => one.script === script)
  const temperature = temperatureOf(of)
  const confidences = of.map(({ likely }) => Math.max(...cooled(likely, temperature))).sort((a, b) => a - b)
  const triage = confidences[Math.floor(confidences.length * TRIAGE_SHARE)] ?? 0
  return { ...packed, temperature, triage: Math.round(triage * 1000) / 1000 }
}

const raw = learnt([...own, ...extra], version)
const model: PackedModel = {
  ...raw,
  scripts: { zh: calibrated('zh', raw.scripts.zh), en: calibrated('en', raw.scripts.en) },
}
writeFileSync(values.out, `${JSON.stringify(model, null, 2)}\n`)
opened(model)

const judgement = ({ example, script, likely }: Judged) => ({
  truth: example.topic,
  also: example.second,
  likely: cooled(likely, model.scripts[script].temperature).map((one, k) => [topics[k]!, one] as const),
})
for (const script of ['zh', 'en'] as const)
  console.log(
    page(`${script}, own corpus, ${FOLDS} folds`, figures(unseen.filter(one => one.script === script).map(judgement))),
  )
console.log(
  `${values.out}: ${version}, ${Buffer.byteLength(JSON.stringify(model))} bytes, ${own.length} messages, ${extra.length} words and given messages`,
)
