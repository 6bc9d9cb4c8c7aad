import type { Destination } from '../domain/routing'

/** 未能分类: how long the classification may take; then a ticket goes to triage without it, so that a minute after its receipt it is
 *  before people (R-DSP-06). The classification's own queue tries it a second time before. */
export const secondsToClassify = 45

/** What an event of the history sets going, beside its notices and the gates it leaves; `opening`: only where it is the first. */
export const followUps: readonly { type: string; opening?: true; to: Destination; requirement: string }[] = [
  { type: 'TicketReceived', to: 'classification', requirement: 'R-CHN-03, R-CLS-32' },
  { type: 'TicketReceived', to: 'due-clocks', requirement: 'R-DSP-06' },
  { type: 'ComplaintRecorded', opening: true, to: 'classification', requirement: 'K1, K1a, R-CHN-03' },
  { type: 'TicketDestroyed', to: 'attachment-scans', requirement: 'T19, R-SLA-23, F-34' },
  { type: 'OrderPlaced', to: 'workflow-starts', requirement: 'R-ORD-01' },
]
