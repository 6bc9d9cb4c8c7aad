import type { Destination } from '../domain/routing'

/** What an event of the history sets going, beside its notices and the gates it leaves. */
export const followUps: readonly { type: string; to: Destination; requirement: string }[] = [
  { type: 'TicketReceived', to: 'classification', requirement: 'R-CHN-03, R-CLS-32' },
  { type: 'OrderPlaced', to: 'workflow-starts', requirement: 'R-ORD-01' },
]
