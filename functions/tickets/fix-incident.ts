import type * as z from 'zod'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import type { Desk } from './desk'
import { account, actOnIncident, type IncidentCall, incidentParams } from './incident-desk'

/** The cause is gone (I6); whether its customers are helped is another question (I7). */
export const fixIncident = (desk: Pick<Desk, 'cases'>, call: IncidentCall<z.output<typeof account>>) =>
  actOnIncident(desk, call, 'fix')

export const fixIncidentRoute = route({
  method: 'POST',
  path: '/v1/incidents/{incidentId}/fix',
  operationId: 'fixIncident',
  summary: { en: 'Report an emergency as settled', zh: '突发事件已处理' },
  audience: ['staff'],
  versioned: true,
  params: incidentParams,
  body: account,
  answer: standing,
  example: { text: '支付通道已恢复。' },
  run: fixIncident,
})
