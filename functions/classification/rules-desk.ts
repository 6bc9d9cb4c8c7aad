import * as z from 'zod'
import { type Action, may } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import type { Call } from '../../shared/entry/route'
import { topicOrder } from '../../shared/handbook/classification-rules'
import type { CaseStore, CustomerStore, RuleStore } from '../../shared/wiring'

/** What the use cases of the shop's own rules need between them. */
export interface Desk {
  readonly cases: Pick<CaseStore, 'list'>
  readonly customers: Pick<CustomerStore, 'content'>
  readonly rules: RuleStore
}

const phrases = (most: number) =>
  z
    .array(
      z
        .string()
        .trim()
        .regex(/^[^*\p{C}]{2,40}$/u, '2 to 40 characters; … for a few words'),
    )
    .max(most)

export const shopRule = z
  .strictObject({
    id: z.string().regex(/^S-\d{1,3}$/, 'S-1 to S-999'),
    phrases: phrases(20).min(1),
    unless: phrases(20).optional(),
    topic: z.enum(topicOrder).optional(),
    severity: z.enum(['major', 'especially_major']).optional(),
    urgent: z.literal(true).optional(),
  })
  .refine(({ topic, severity, urgent }) => topic ?? severity ?? urgent, 'says nothing')

export const shopRules = z
  .array(shopRule)
  .max(100)
  .refine(rules => new Set(rules.map(({ id }) => id)).size === rules.length, 'each id once')

export const ruleExample = { id: 'S-1', phrases: ['以旧换新'], topic: 'after_sales' } as const

export function check({ principal }: Pick<Call, 'principal'>, action: Action): void {
  if (!may(principal, action)) throw new Refusal('forbidden', `${action} is not for this caller`)
}
