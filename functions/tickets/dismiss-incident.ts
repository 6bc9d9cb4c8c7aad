import type * as z from 'zod'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import type { Desk } from './desk'
import { account, actOnIncident, type IncidentCall, incidentParams } from './incident-desk'

/** It was none (I11). */
export const dismissIncident = (desk: Pick<Desk, 'cases'>, call: IncidentCall<z.output<typeof account>>) =>
  actOnIncident(desk, call, 'dismiss')

export const dismissIncidentRoute = route({
  method: 'POST',
  path: '/v1/incidents/{incidentId}/false-alarm',
  operationId: 'dismissIncident',
  summary: { en: 'Report a false alarm', zh: '误报' },
  audience: ['staff'],
  versioned: true,
  params: incidentParams,
  body: account,
  answer: standing,
  example: { text: '监控误报，支付正常。' },
  run: dismissIncident,
})
