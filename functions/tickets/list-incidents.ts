import * as z from 'zod'
import type { Incident } from '../../shared/domain/incident'
import { mayList } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { cursor } from '../../shared/entry/shapes'
import { incidentLists } from '../../shared/handbook/lists'
import type { Desk } from './desk'
import { incidentLine, incidentLineOf } from './incident-desk'

const query = z.strictObject({ cursor: cursor.optional() })

/** Emergencies that are not settled yet, the widest first, then the next to be due. */
export async function listIncidents(
  { cases }: Pick<Desk, 'cases'>,
  { principal, query: { cursor } }: Call<unknown, z.output<typeof query>>,
) {
  if (!mayList(principal, incidentLists.open)) throw new Refusal('forbidden', 'emergencies are not for this caller')
  const { items, ...rest } = await cases.list(incidentLists.open, cursor)
  return { status: 200, body: { items: items.map(incident => incidentLineOf(incident as Incident)), ...rest } }
}

export const listIncidentsRoute = route({
  method: 'GET',
  path: '/v1/incidents',
  operationId: 'listIncidents',
  summary: { en: 'List open emergencies', zh: '查看未结突发事件' },
  audience: ['staff'],
  query,
  line: incidentLine,
  run: listIncidents,
})
