import { createHash } from 'node:crypto'
import type { ResourceName } from './kernel'

type Place = Pick<ResourceName, 'stack' | 'logicalId'>

/** An id as AWS would give a resource, the same at each start because it comes from the resource's place in the template. */
export function stableId(place: Place, length: number): string {
  return BigInt(`0x${digest(place)}`)
    .toString(36)
    .slice(0, length)
}

/** The same in the form of a UUID. */
export function stableUuid(place: Place): string {
  return digest(place).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

function digest({ stack, logicalId }: Place): string {
  return createHash('sha256').update(`${stack}/${logicalId}`).digest('hex')
}
