/** One message that was judged: what it is, what it may also be, and the likelihoods. */
export interface Judgement {
  readonly truth: string
  readonly also?: string | undefined
  readonly likely: readonly (readonly [topic: string, likely: number])[]
}

export interface Figures {
  readonly messages: number
  readonly accuracy: number
  readonly macroF1: number
  readonly calibrationError: number
  readonly topics: Readonly<Record<string, { precision: number; recall: number; f1: number; messages: number }>>
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly calibration: readonly { from: number; messages: number; confidence: number; accuracy: number }[]
  readonly triage: readonly { share: number; confidence: number; accuracy: number }[]
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1e4) / 1e4)

/** Where a message is open its second label is right too, and counts as the label that was found. */
const settled = ({ truth, also, likely }: Judgement) => {
  const [found, confidence] = likely.reduce((best, one) => (one[1] > best[1] ? one : best))
  return {
    truth: also !== undefined && found === also ? also : truth,
    found,
    confidence,
    right: found === truth || found === also,
  }
}

/** Everything that is said of a voice: never a figure without its count. */
export function figures(judgements: readonly Judgement[]): Figures {
  const all = judgements.map(settled)
  const labels = [...new Set(judgements.map(({ truth }) => truth))].sort()
  const right = all.filter(one => one.right).length
  const topics = Object.fromEntries(
    labels.map(label => {
      const hit = all.filter(one => one.truth === label && one.found === label).length
      const said = all.filter(one => one.found === label).length
      const is = all.filter(one => one.truth === label).length
      return [
        label,
        { precision: share(hit, said), recall: share(hit, is), f1: share(2 * hit, said + is), messages: is },
      ]
    }),
  )
  const confusion = Object.fromEntries(
    labels.map(label => {
      const of = all.filter(one => one.truth === label)
      const found = [...new Set(of.map(one => one.found))].sort()
      return [label, Object.fromEntries(found.map(one => [one, of.filter(other => other.found === one).length]))]
    }),
  )
  const bins = Array.from({ length: 10 }, (_, at) => {
    const of = all.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === at)
    return {
      from: at / 10,
      messages: of.length,
      confidence: share(
        of.reduce((sum, one) => sum + one.confidence, 0),
        of.length,
      ),
      accuracy: share(of.filter(one => one.right).length, of.length),
    }
  })
  const surest = [...all].sort((a, b) => b.confidence - a.confidence)
  const triage = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4].map(part => {
    const kept = surest.slice(0, Math.round(all.length * (1 - part)))
    return {
      share: part,
      confidence: share(kept.at(-1)?.confidence ?? 0, 1),
      accuracy: share(kept.filter(one => one.right).length, kept.length),
    }
  })
  return {
    messages: all.length,
    accuracy: share(right, all.length),
    macroF1: share(
      Object.values(topics).reduce((sum, { f1 }) => sum + f1, 0),
      labels.length,
    ),
    calibrationError: share(
      bins.reduce((sum, { messages, confidence, accuracy }) => sum + messages * Math.abs(confidence - accuracy), 0),
      all.length,
    ),
    topics,
    confusion,
    calibration: bins.filter(({ messages }) => messages > 0),
    triage,
  }
}

/** A page for a person to read. */
export function page(
  title: string,
  { messages, accuracy, macroF1, calibrationError, topics, confusion, triage, calibration }: Figures,
) {
  const percent = (one: number) => `${(one * 100).toFixed(1)} %`.padStart(8)
  const labels = Object.keys(topics)
  return [
    `## ${title}: ${messages} messages, macro-F1 ${macroF1.toFixed(3)}, right ${percent(accuracy).trim()}, calibration error ${calibrationError.toFixed(3)}`,
    '',
    'topic          messages  precision  recall      F1   taken for',
    ...labels.map(label => {
      const { precision, recall, f1, messages: count } = topics[label]!
      const others = Object.entries(confusion[label] ?? {})
        .filter(([found]) => found !== label)
        .sort((a, b) => b[1] - a[1])
        .map(([found, times]) => `${found} ${times}`)
      return `${label.padEnd(14)} ${String(count).padStart(8)}  ${percent(precision)} ${percent(recall)}  ${f1.toFixed(3)}   ${others.join(', ')}`
    }),
    '',
    `confidence → right: ${calibration.map(({ from, messages: count, accuracy: hit }) => `${from}: ${percent(hit).trim()} of ${count}`).join(' · ')}`,
    `sent to triage → right of the rest: ${triage.map(({ share: part, accuracy: hit }) => `${Math.round(part * 100)} %: ${percent(hit).trim()}`).join(' · ')}`,
    '',
  ].join('\n')
}
