import { teamNames } from '../../shared/handbook/dispatch'
import type { Stage } from '../stages'
import { type FunctionName, functionSpecs } from './functions'

/** A mail takes SES about a tenth of a second, and an instance sends one at a time: with so many the stage's rate is seldom
 *  passed. What SES then puts off comes again, for an hour (queues.ts). */
const mailsPerInstance = 10
/** Below this a queue's mapping is refused. */
const fewest = 2

/** Asked for seldom: the pages of the API, those behind links of mails, the figures, the places of agents, the files that few messages bring. */
const shareOfPages = 0.1
/** Of the instances that catch up behind people: a mail takes a tenth of a second, and nobody waits in front of a screen. */
const shareOfMails = 0.15

/** How many instances a function may have: by its kind, but mails at the pace of SES, one sweep and one round at a time, and
 *  no more dispatchers than teams, each of which is served by one. */
export function instancesOf({ concurrency, mailPerSecond }: Stage, name: FunctionName): number {
  if (name === 'sla-sweeper' || name === 'workflow-reconciler') return 1
  if (name === 'classification-rules') return fewest
  if (name === 'notifications') return Math.max(fewest, Math.floor(mailPerSecond / mailsPerInstance))
  if (name === 'mail-intake') return Math.max(fewest, Math.floor(concurrency.work * shareOfMails))
  const seldom: readonly FunctionName[] = ['reference', 'links', 'figures', 'roster', 'attachments']
  if (seldom.includes(name)) return Math.max(fewest, Math.floor(concurrency.http * shareOfPages))
  if (name === 'dispatch') return Math.max(fewest, Math.min(teamNames.length, concurrency.work))
  return Math.max(fewest, concurrency[functionSpecs[name].kind])
}
