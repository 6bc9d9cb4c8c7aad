import { v5 as uuidv5 } from 'uuid'

/** The house's own namespace (RFC 9562 §5.5): all ids that are made here are names in it. */
const namespace = '6b0f5a34-6a3e-5d0a-9a43-0c1c3f0f6e57'

/** Names what one request makes, by what it is to the request ('order', 'customer'). */
export type Ids = (name: string) => string

/** The same origin names the same things, so that a request which arrives twice makes them once (R-CHN-09). */
export function idsFrom(...origin: readonly string[]): Ids {
  return name => uuidv5([...origin, name].join('\n'), namespace)
}
