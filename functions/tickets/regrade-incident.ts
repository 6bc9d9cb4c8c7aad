import * as z from 'zod'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { incidentLevels } from '../../shared/handbook/incidents'
import type { Desk } from './desk'
import { account, actOnIncident, gradedAnew, type IncidentCall, incidentParams } from './incident-desk'

const body = account.extend({ level: z.enum(incidentLevels) })

/** Its level follows its scope, not the ticket that made it known (I5, C-06). */
export const regradeIncident = (desk: Pick<Desk, 'cases'>, call: IncidentCall<z.output<typeof body>>) =>
  actOnIncident(desk, call, 'regrade', before => gradedAnew(before, call.body.level))

export const regradeIncidentRoute = route({
  method: 'POST',
  path: '/v1/incidents/{incidentId}/level',
  operationId: 'regradeIncident',
  summary: { en: 'Change the level of an emergency', zh: '调整突发事件级别' },
  audience: ['staff'],
  versioned: true,
  params: incidentParams,
  body,
  answer: standing,
  example: { level: 'I', text: '两个模块、上千位顾客受影响。' },
  run: regradeIncident,
})
