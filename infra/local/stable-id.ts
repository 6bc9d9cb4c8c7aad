import { createHash } from 'node:crypto'
import type { ResourceName } from './kernel'

/** An id as AWS would give a resource, the same at each start because it comes from the resource's place in the template. */
export function stableId({ stack, logicalId }: Pick<ResourceName, 'stack' | 'logicalId'>, length: number): string {
  const digest = createHash('sha256').update(`${stack}/${logicalId}`).digest('hex')
  return BigInt(`0x${digest}`).toString(36).slice(0, length)
}
