import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { CaseEvent } from '../domain/case'
import { eventIn } from './case-items'

/** The history item in a stream record's new image. An event of Lambda is JSON: bytes come in base64
 *  (AWS: Using Lambda with DynamoDB, example event). */
export function eventFromImage(image: Readonly<Record<string, unknown>>): CaseEvent {
  const item = unmarshall(image as Parameters<typeof unmarshall>[0])
  const { squeezed } = item
  return eventIn(typeof squeezed === 'string' ? { ...item, squeezed: Buffer.from(squeezed, 'base64') } : item)
}
