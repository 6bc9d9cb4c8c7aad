import type { Caller, Input, Objects, Queues, Streams } from '../kernel'

/** Where the pollers read from and where they leave what could not be done. */
export interface Ports {
  readonly queues: Queues
  readonly streams: Streams
  readonly objects: Objects
}

/** An event source mapping as both kinds of poller need it. */
export interface Mapping {
  readonly id: string
  readonly source: string
  readonly functionArn: string
  /** The function's role, in whose name Lambda polls. */
  readonly caller: Caller
  readonly settings: Readonly<Record<string, Input>>
  /** Whether a record of a stream passes the filters. */
  accepts(record: unknown): boolean
  invoke(records: readonly unknown[]): Promise<Outcome>
}

/** What became of a batch: `failed` are the identifiers that the function reported; an error means all of it. */
export type Outcome =
  | { readonly kind: 'done'; readonly failed: ReadonlySet<string> }
  /** `throttled`: the function was not called. */
  | { readonly kind: 'error' | 'throttled' }
