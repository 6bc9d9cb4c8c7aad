import * as z from 'zod'
import { calendarOf } from '../../shared/domain/calendars'
import type { Case } from '../../shared/domain/case'
import type { IncidentLevel } from '../../shared/domain/gravity'
import { type Incident, type IncidentEvent, timesOf } from '../../shared/domain/incident'
import { keptMeasured } from '../../shared/domain/measured'
import { act } from '../../shared/entry/act'
import type { Call } from '../../shared/entry/route'
import { caseId, instant, standing, words } from '../../shared/entry/shapes'
import { incidentLists } from '../../shared/handbook/lists'
import { type Desk, noteFrom } from './desk'

export const incidentParams = z.strictObject({ incidentId: caseId })
export type IncidentCall<Body = Record<string, never>> = Call<z.output<typeof incidentParams>, unknown, Body>
/** What was found, done or decided, in words. */
export const account = z.strictObject({ text: words(10_000) })

export const incidentLine = () =>
  standing().extend({
    ...{ level: z.string(), topic: z.string(), plan: z.string().optional() },
    ...{ detectedAt: instant, reportedAt: instant, dueAt: instant.optional() },
    /** Reported at once, which is within five minutes (R-SLA-25). */
    reportedInTime: z.boolean(),
  })

export function incidentLineOf(incident: Incident): z.input<ReturnType<typeof incidentLine>> {
  const { id, number, state, version, createdAt: reportedAt, facts, clocks } = incident
  const { level, topic, plan, detectedAt } = facts
  const reportedInTime = keptMeasured('SLA-25', detectedAt, reportedAt, calendarOf(incident.market))
  const due = Object.values(clocks).filter(clock => !clock.stoppedAt)
  const dueAt = due.map(clock => clock.dueAt).sort()[0]
  return {
    ...{ id, number, state, version, level, topic, detectedAt, reportedAt, reportedInTime },
    ...(plan && { plan }),
    ...(dueAt && { dueAt }),
  }
}

/** One step of an emergency, with its account as a note; what a level or the tickets say of it comes from `about`. */
export function actOnIncident(
  desk: Pick<Desk, 'cases'>,
  call: IncidentCall<z.output<typeof account>>,
  event: IncidentEvent,
  about: (before: Incident) => object = () => ({}),
) {
  const { note, writeFor } = noteFrom(call, call.body.text)
  return act(desk, call, {
    ...{ kind: 'incident', id: call.params.incidentId, action: 'incident.handle', event },
    data: before => ({ note, ...about(before) }),
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

/** From the report on: a change of level moves the end, not the beginning. */
export const gradedAnew = ({ facts, createdAt }: Incident, level: IncidentLevel = facts.level) =>
  timesOf(level, createdAt)

/** Every ticket that names this emergency: as many pages as there are. */
export async function ticketsOf({ cases }: Pick<Desk, 'cases'>, incidentId: string): Promise<readonly Case[]> {
  const tickets: Case[] = []
  let cursor: string | undefined
  do {
    const page = await cases.list(`${incidentLists.tickets}:${incidentId}`, cursor)
    tickets.push(...page.items)
    cursor = page.cursor
  } while (cursor)
  return tickets
}
