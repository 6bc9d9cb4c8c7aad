import { bounceReasons, delayWords, statusClasses } from '../handbook/mail-robots'
import type { BounceReason, FailedRecipient } from './bounce'
import { folded, has, phrasesOf } from './mail-folding'

const reasons = Object.entries(bounceReasons).map(([name, row]) => ({
  ...row,
  name: name as BounceReason,
  words: phrasesOf([row]),
}))
const delays = phrasesOf([{ words: delayWords }])

export type DeliveryVerdict = Pick<FailedRecipient, 'action' | 'status' | 'isPermanent' | 'reason'>

/** What is known of one failure: the report's own fields, and the words of whoever refused it. */
export interface Failure {
  readonly action?: string
  readonly status?: string
  readonly words: string
}

/** The narrower status speaks; for how long it fails, its class or the code's; where neither is said, the reason's own row. */
export function verdictOn({ action, status: stated = '', words }: Failure): DeliveryVerdict {
  const text = folded(words)
  const status = [statusIn(stated), statusIn(words)].find(isNarrow) ?? statusIn(stated) ?? statusIn(words)
  const reason = reasonOf(status, text)
  const isDelayed = action === 'delayed' || (action === undefined && has(text, delays))
  const figure = (status ?? codeIn(words))?.[0]
  const isPermanentClass =
    figure === '5' || figure === '4' ? statusClasses[figure].isPermanent : bounceReasons[reason].isPermanent
  return {
    action: isDelayed ? 'delayed' : 'failed',
    ...(status !== undefined && { status }),
    isPermanent: isPermanentClass && !isDelayed && reason !== 'mailbox_full',
    reason,
  }
}

/** A detail that says one thing alone, then that our mail was refused, then the words, then what the status is about. */
function reasonOf(status: string | undefined, text: string): BounceReason {
  const detail = status?.slice(2) ?? ''
  const about = `${detail.split('.')[0]}.*`
  const by = (figures: string) => reasons.find(({ statuses }) => statuses.includes(figures))?.name
  const said = reasons.find(({ words }) => has(text, words))?.name
  return by(detail) ?? (about === '7.*' ? by(about) : undefined) ?? said ?? by(about) ?? 'unknown'
}

/** 5.0.0 says nothing but its class. */
const isNarrow = (status: string | undefined): status is string => status !== undefined && !/\.0$/.test(status)

const statusIn = (text: string): string | undefined =>
  /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\.?\d)/.exec(text)?.[0]

const codeIn = (text: string): string | undefined => /(?<![\d.:])[45]\d\d(?=[ \-:][^\d]|$)/m.exec(text)?.[0]
