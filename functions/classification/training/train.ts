import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Script } from '../features'
import { opened, type PackedModel, type PackedScript } from '../model'
import { corrections, given, messages, ordinary, words } from './corpus'
import { figures, page } from './measure'
import { cooled, crossJudged, type Judged, judged, learnt, temperatureOf, topics } from './trainer'

const FOLDS = 5
/** Of the given messages: so many of each label, each with so little weight. */
const GIVEN_PER_LABEL = 40
const GIVEN_WEIGHT = 0.15
/** The share of unseen messages that a person is to decide. */
const TRIAGE_SHARE = 0.2

const { values } = parseArgs({
  options: {
    given: { type: 'string' },
    'with-corrections': { type: 'string', multiple: true, default: [] },
    'by-source': { type: 'boolean', default: false },
    out: { type: 'string', default: join(__dirname, '../model.json') },
  },
})

const own = [...messages(), ...values['with-corrections'].flatMap(corrections)]
const theirs = values.given ? given(values.given, GIVEN_PER_LABEL, GIVEN_WEIGHT) : []
const extra = [...words(), ...theirs]
if (values.given && theirs.length === 0)
  console.log(`${values.given} gives nothing: learning from our own messages alone`)

const fingerprint = createHash('sha256')
  .update(JSON.stringify([...own, ...extra].map(({ text, topic, second, weight }) => [text, topic, second, weight])))
  .digest('hex')
  .slice(0, 10)
const version = `model-${fingerprint}`
const unseen = crossJudged(own, extra, (_, at) => (at * 7) % FOLDS, FOLDS)

const raw = learnt([...own, ...extra], version)
const everyday = judged(opened(raw), ordinary())

/** The corpus is full of near misses: how sure the model may be is learnt from what customers write on any day. */
const ofAnyDay = [...unseen.filter(({ example }) => example.scene === 'everyday'), ...everyday]

/** Calibration from messages that the models had not seen: temperature, and the confidence below which a person decides. */
const calibrated = (script: Script, packed: PackedScript): PackedScript => {
  const mine = (one: Judged) => one.script === script
  const temperature = temperatureOf(ofAnyDay.filter(mine))
  const confidences = [...unseen, ...everyday]
    .filter(mine)
    .map(({ likely }) => Math.max(...cooled(likely, temperature)))
    .sort((a, b) => a - b)
  const triage = confidences[Math.floor(confidences.length * TRIAGE_SHARE)] ?? 0
  return { ...packed, temperature, triage: Math.round(triage * 1000) / 1000 }
}

const model: PackedModel = {
  ...raw,
  scripts: { zh: calibrated('zh', raw.scripts.zh), en: calibrated('en', raw.scripts.en) },
}
writeFileSync(values.out, `${JSON.stringify(model, null, 2)}\n`)

const judgement = ({ example, script, likely }: Judged) => ({
  truth: example.topic,
  also: example.second,
  likely: cooled(likely, model.scripts[script].temperature).map((one, k) => [topics[k]!, one] as const),
})
for (const script of ['zh', 'en'] as const) {
  const daily = figures(everyday.filter(one => one.script === script).map(judgement))
  const { temperature, triage } = model.scripts[script]
  console.log(
    `${script}: temperature ${temperature}, triage below ${triage}; everyday messages: ${daily.accuracy} right, calibration error ${daily.calibrationError}`,
  )
  console.log(
    page(`${script}, own corpus, ${FOLDS} folds`, figures(unseen.filter(one => one.script === script).map(judgement))),
  )
}
if (values['by-source']) leaveSourcesOut()
console.log(
  `${values.out}: ${version}, ${Buffer.byteLength(JSON.stringify(model))} bytes, ${own.length} messages, ${extra.length} words and given messages`,
)

/** Harder than folds: all of a kind of scene is left out, or all that others gave, and judged by a model of the rest. */
function leaveSourcesOut(): void {
  const sources = [...new Set(own.map(({ topic, scene }) => `${topic}/${scene}`))].sort()
  const groups = 8
  const groupOf = ({ topic, scene }: { topic: string; scene?: string }) => sources.indexOf(`${topic}/${scene}`) % groups
  const left = crossJudged(own, extra, groupOf, groups)
  for (const script of ['zh', 'en'] as const)
    console.log(page(`${script}, scenes left out`, figures(left.filter(one => one.script === script).map(judgement))))
  if (theirs.length === 0) return
  const others = judged(opened(learnt([...own, ...words()], 'fold')), theirs)
  for (const script of ['zh', 'en'] as const)
    console.log(page(`${script}, given`, figures(others.filter(one => one.script === script).map(judgement))))
}
