import { signOffLines } from '../handbook/sign-offs'
import type { Actor, CaseEvent, Instant } from './case'
import type { GateId } from './gates'

/** Who confirmed a gate, when and how (R-ORD-27): the electronic signature in place of the paper's. */
export interface SignOff {
  readonly gate: GateId
  readonly type: string
  readonly by: Actor
  readonly at: Instant
  readonly how: 'system' | 'signature' | 'verbal'
}

/** Every sign-off of an order, oldest first; a courier's slip bears a signature. */
export const signOffsOf = (history: readonly CaseEvent[]): readonly SignOff[] =>
  history.flatMap(({ type, actor: by, at, data }) => {
    const line = signOffLines.find(candidate => candidate.type === type)
    const how = (data.how as SignOff['how'] | undefined) ?? (data.slipNumber ? 'signature' : 'system')
    return line ? [{ gate: line.gate, type, by, at, how }] : []
  })
