import type { Case, CaseEvent, Clock } from '../../shared/domain/case'
import { type ExplainedClock, explainClocks } from '../../shared/domain/clock-explanation'
import type { ClockId } from '../../shared/domain/table'
import { limits, POLICY_VERSION } from '../../shared/handbook/limits'

/** The seconds of limits that count hours or days; undefined for those whose length the calendar or an act gives. */
const secondsOf = (id: string): number | undefined => {
  const limit = limits[id as ClockId].limit as Readonly<Record<string, number>>
  const units: Readonly<Record<string, number>> = {
    ...{ hours: 3600, days: 86_400, workingHours: 3600, workingDays: 8 * 3600, workingSeconds: 1 },
  }
  const [unit = '', amount = 0] = Object.entries(limit)[0] ?? []
  return units[unit] === undefined ? undefined : units[unit] * amount
}

const stageAt = ({ stages }: ExplainedClock, name: string) => stages.find(({ stage }) => stage === name)?.at

/** What an explanation says of a clock, in the words in which it is stored. */
const asStored = (told: ExplainedClock): Partial<Clock> => {
  const { id, countsFrom, warnAt, dueAt, absoluteAt, policyVersion, round, ended, provisional, stages, pauses } = told
  const [breachedAt, warnedAt, overrunAt] = ['breach', 'warning', 'overrun'].map(stage => stageAt(told, stage))
  const rungs = stages.filter(({ stage }) => stage === 'escalation').length
  const paused = pauses.reduce((sum, { seconds = 0 }) => sum + seconds, 0)
  const still = pauses.find(({ to }) => !to)?.from
  return {
    ...{ id, startedAt: countsFrom.at, dueAt, policyVersion },
    ...(warnAt && { warnAt }),
    ...(absoluteAt && { absoluteAt }),
    ...(warnedAt && { warnedAt }),
    ...(breachedAt && { breachedAt }),
    ...(overrunAt && { overrunAt }),
    ...(rungs && { rungs }),
    ...(paused && { pausedSeconds: paused }),
    ...(still && { pausedAt: still }),
    ...(ended && { stoppedAt: ended.at }),
    ...(ended?.supersededBy && { supersededBy: ended.supersededBy }),
    ...(round > 1 && { round }),
    ...(provisional && { provisional }),
  }
}

/** Tells the clocks of a case from its history alone and holds that against the head, and against the handbook. */
export function expectExplained(head: Case, history: readonly CaseEvent[]) {
  const told = explainClocks(history)
  const onRecord = ({ id }: ExplainedClock) =>
    told.some(clock => clock.id === id && stageAt(clock, 'breach') !== undefined)
  const kept = told.filter(clock => clock.outcome !== 'superseded' || clock.stages.length > 0 || onRecord(clock))
  const newest = new Map(told.map(clock => [clock.id, clock]))
  for (const [id, clock] of newest) if (!kept.includes(clock)) newest.delete(id)
  const stored = Object.entries(head.clocks).map(([id, clock]) => {
    const { terms, earlierBreachAt, pausesWhile, ...rest } = clock
    return [id, rest] as const
  })
  expect(Object.fromEntries([...newest].map(([id, clock]) => [id, asStored(clock)]))).toEqual(
    Object.fromEntries(stored),
  )
  for (const clock of told) {
    const limit = secondsOf(clock.id)
    if (limit !== undefined && clock.policyVersion === POLICY_VERSION)
      expect([clock.id, clock.limitSeconds]).toEqual([clock.id, limit])
    expect(clock.intervals[0]?.from ?? clock.dueAt).toBe(clock.countsFrom.at)
    expect(clock.intervals.at(-1)?.to ?? clock.dueAt).toBe(clock.dueAt)
    expect(stageAt(clock, 'breach') ?? clock.dueAt).toBe(clock.dueAt)
    const used = clock.usedSeconds
    if (used !== undefined && clock.outcome === 'met') expect(used).toBeLessThanOrEqual(clock.limitSeconds)
    if (used !== undefined && clock.outcome === 'missed') expect(used).toBeGreaterThanOrEqual(clock.limitSeconds)
  }
  return told
}
