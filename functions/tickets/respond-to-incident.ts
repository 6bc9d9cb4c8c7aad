import * as z from 'zod'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { emergencyPlans } from '../../shared/handbook/incidents'
import type { Desk } from './desk'
import { account, actOnIncident, type IncidentCall, incidentParams } from './incident-desk'

const body = account.extend({ plan: z.enum(emergencyPlans) })

/** Within fifteen minutes the emergency is answered and a plan started (I3, R-SLA-26). */
export const respondToIncident = (desk: Pick<Desk, 'cases'>, call: IncidentCall<z.output<typeof body>>) =>
  actOnIncident(desk, call, 'respond', () => ({ plan: call.body.plan }))

export const respondToIncidentRoute = route({
  method: 'POST',
  path: '/v1/incidents/{incidentId}/response',
  operationId: 'respondToIncident',
  summary: { en: 'Answer an emergency and start its plan', zh: '响应突发事件、启动预案' },
  audience: ['staff'],
  versioned: true,
  params: incidentParams,
  body,
  answer: standing,
  example: { plan: 'system_fault', text: '已转技术部抢修，前台已挂公告。' },
  run: respondToIncident,
})
