import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { CaseEvent } from '../domain/case'
import { eventIn } from './case-items'

/** The history item in a stream record's new image. */
export function eventFromImage(image: Readonly<Record<string, unknown>>): CaseEvent {
  return eventIn(unmarshall(image as Parameters<typeof unmarshall>[0]))
}
