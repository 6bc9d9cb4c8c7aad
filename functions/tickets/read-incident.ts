import * as z from 'zod'
import { notesOf } from '../../shared/domain/conversation'
import type { Ticket } from '../../shared/domain/ticket'
import { found } from '../../shared/entry/act'
import { caseRecord, historyOf, standingOf } from '../../shared/entry/case-record'
import { route } from '../../shared/entry/route'
import { instant } from '../../shared/entry/shapes'
import type { Desk } from './desk'
import { type IncidentCall, incidentLine, incidentLineOf, incidentParams, ticketsOf } from './incident-desk'
import { lineOf, ticketLine } from './ticket-view'

const answer = () =>
  incidentLine().extend({
    tickets: z.array(ticketLine()),
    notes: z.array(z.object({ at: instant, type: z.string(), by: z.string(), text: z.string() })),
    ...caseRecord(),
  })

/** An emergency with its tickets, its clocks and what was done. */
export async function readIncident(desk: Pick<Desk, 'cases' | 'customers'>, call: IncidentCall) {
  const incident = await found(desk.cases, call, 'incident.read', 'incident', call.params.incidentId)
  const [history, tickets] = await Promise.all([desk.cases.history(incident.id), ticketsOf(desk, incident.id)])
  const notes = notesOf(history)
  const words = await desk.customers.contents(
    incident.customerId,
    notes.map(({ contentId }) => contentId),
  )
  const textOf = (contentId: string) => {
    const content = words.get(contentId)
    return content?.what === 'message' ? content.text : ''
  }
  const body = {
    ...incidentLineOf(incident),
    tickets: tickets.map(ticket => lineOf(ticket as Ticket)),
    notes: notes.map(({ at, type, role, contentId }) => ({ at, type, by: role, text: textOf(contentId) })),
    history: historyOf(history),
    ...standingOf(incident, []),
  }
  return { status: 200, version: incident.version, body }
}

export const readIncidentRoute = route({
  method: 'GET',
  path: '/v1/incidents/{incidentId}',
  operationId: 'readIncident',
  summary: { en: 'Read an emergency', zh: '查看突发事件' },
  audience: ['staff'],
  versioned: true,
  params: incidentParams,
  answer,
  run: readIncident,
})
