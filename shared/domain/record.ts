import type { TicketFacts } from './ticket'

/** 问题记录: the fields of R-TKT-02 that the history cannot know; a person writes them down. */
export const writtenFields = ['place', 'review', 'measures'] as const

/** What a problem record lacks (R-TKT-02, C-43), of what was `given` and of what the case knows itself. The time, the customer,
 *  the process and the handler's times are in the history of each case. */
export function missingFrom(
  { requestId, classification, assigneeId, firstResponderId }: TicketFacts,
  given: readonly string[],
): readonly string[] {
  const known: Readonly<Record<string, boolean>> = {
    ...Object.fromEntries(writtenFields.map(field => [field, given.includes(field)])),
    description: requestId !== undefined || given.includes('description'),
    classification: classification !== undefined,
    handler: (assigneeId ?? firstResponderId) !== undefined,
  }
  return Object.keys(known).filter(field => !known[field])
}
