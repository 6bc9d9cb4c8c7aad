import { limits } from '../handbook/limits'
import type { Change, Clock } from './case'
import { isRunning } from './clocks'
import { gradingOf, isRaised } from './grading'
import type { ClockId } from './table'
import type { Complaint, Ticket } from './ticket'

type Desk = Ticket | Complaint

/** More no one reads as one conversation. */
export const mostSources = 10
/** Of the hundred items of a transaction; each case has its head and list entries beside. */
const mostEvents = 50

/** Why a case does not go into the target, as the end of a sentence that begins with its number; null when it does (R-SLA-45: no
 *  promise gets longer by it). `identities` are the target's customer's. States are the table's matter. */
export function unfit(target: Desk, source: Desk, identities: readonly string[]): string | null {
  if (source.id === target.id) return 'is the one into which the others go'
  if (!identities.includes(source.customerId)) return 'is of another customer'
  if (source.kind === 'complaint' && target.kind !== 'complaint') return 'is a complaint: let the other go into it'
  if (target.kind === 'complaint')
    return morePressing(source, target) ? 'is more pressing: raise the complaint first' : null
  const sooner = Object.values(source.clocks).find(clock => isRunning(clock) && outruns(clock, target))
  return sooner ? `is due earlier (${sooner.id}, ${sooner.dueAt}): let the other go into it` : null
}

/** A complaint has its own time, whatever was asked before it. */
const morePressing = (source: Desk, target: Desk) => isRaised(gradingOf(target), gradingOf(source))

const dutyOf = ({ id }: Clock) => limits[id as ClockId].duty

const outruns = (clock: Clock, { clocks }: Desk) =>
  Object.values(clocks).some(
    other => isRunning(other) && dutyOf(other) === dutyOf(clock) && dutyOf(clock) && clock.dueAt < other.dueAt,
  )

/** Whether all of it is one transaction, with what their clocks still have to say. */
export const fitsTogether = (changes: readonly Change[]): boolean =>
  changes.reduce((sum, { events }) => sum + events.length, 0) <= mostEvents
