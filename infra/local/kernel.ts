/** What every service of the local cloud stands on: one clock, one journal, one source of chance, one template. */

/** Instants are milliseconds since 1970 UTC. */
export interface Clock {
  readonly virtual: boolean
  now(): number
  /** Runs `task` at `instant` (or at once if that has passed). Virtual: in order of instant, then of registration; time
   *  stands until the task's promise settles. Real: when due, beside others; delays beyond 24.8 days are kept. */
  at(instant: number, name: string, task: () => void | Promise<void>): Timer
  /** The same as `at(now(), …)`. */
  soon(name: string, task: () => void | Promise<void>): Timer
  /** Work that comes from outside (an HTTP request): waits for its turn in virtual time, then holds time still. */
  run<T>(name: string, task: () => Promise<T>): Promise<T>
}

export interface Timer {
  cancel(): void
}

/** Seeded in virtual time, so that two runs from one seed give the same ids in the same order. */
export interface Random {
  uuid(): string
  hex(length: number): string
  /** In [0, 1). */
  fraction(): number
  /** A whole number from 0 to below `end`. */
  below(end: number): number
}

/** One append-only file holds what must outlive a kill -9. A service changes its durable state only in `apply`. */
export interface Journal {
  /** Declares a service before the start; returns the way to change its state: written first, then applied. */
  register<R extends object>(service: string, durable: Durable<R>): (record: R) => void
}

export interface Durable<R extends object> {
  /** Called for each new record, and for each kept one when the cloud starts again. No timers, no calls: state only. */
  apply(record: R, at: number): void
  /** The records that rebuild today's state: the journal is compacted to these at each start. */
  snapshot(): Iterable<R>
}

/** Who calls: the session of a role (its ARN), or a service of AWS acting for a resource of the template. */
export interface Caller {
  readonly principal: string
  readonly sourceArn?: string
}

export interface Access {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string | readonly string[]>>
}

export interface Iam {
  /** Throws the AccessDenied error of AWS when the synthesized policies do not allow it. */
  authorize(caller: Caller, access: Access): void
}

/** An error as the service itself would answer it: `code` is the name an SDK client sees. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
    this.name = code
  }
}

/** Something that the template or a caller uses and the local cloud does not honour: named, never passed over. */
export class NotHonoured extends AwsError {
  constructor(what: string) {
    super('NotHonouredLocally', `the local cloud does not honour ${what}`, 501)
  }
}

/** An API operation as the local cloud honours it. */
export interface Operation {
  /** Every parameter path that is honoured, dotted; `*` stands for any key or index, a last `**` for all below. */
  readonly parameters: readonly string[]
  /** What the caller's policies must allow, from the input. */
  authorize(input: Input): readonly Access[]
  run(input: Input, caller: Caller): unknown
}
// biome-ignore lint/suspicious/noExplicitAny: the input of an AWS operation is checked against `parameters`, not by type
export type Input = any

/** A service reached by SDK clients over the endpoint. */
export interface ApiService {
  /** As in `X-Amz-Target` before the dot, or as the SigV4 scope names it for the other protocols. */
  readonly target: string
  /** `rest` is served at an origin of its own. */
  readonly protocol: 'json' | 'query' | 'rest'
  readonly operations: Readonly<Record<string, Operation>>
}

/** How the local cloud reads one resource type of CloudFormation. */
export interface ResourceType {
  /** Property paths that are honoured; `*` stands for any key or index, a last `**` for all below. */
  readonly honoured: readonly string[]
  /** Property paths without a meaning on one machine, each with the reason. */
  readonly ignored: Readonly<Record<string, string>>
  /** What `Ref` and `Fn::GetAtt` give for it. */
  identify(
    resource: ResourceName,
    account: Account,
  ): { readonly ref: string; readonly attributes?: Readonly<Record<string, string>> }
}

export interface ResourceName {
  readonly logicalId: string
  readonly stack: string
  readonly properties: Readonly<Record<string, Input>>
}

export interface Account {
  readonly id: string
  readonly region: string
  /** Base URL of the endpoint, such as http://127.0.0.1:4566, for queue URLs and issuers. */
  readonly endpoint: string
  /** Base URL of the origin of objects, for the clients of S3 and the addresses that they sign. */
  readonly objects?: string
  /** Where the API says that it is reached, if not where it would be on AWS. */
  readonly api?: string
}

export interface Resource extends ResourceName {
  readonly type: string
  readonly ref: string
  readonly attributes: Readonly<Record<string, string>>
  /** Metadata of the template, such as `aws:asset:path`. */
  readonly metadata: Readonly<Record<string, unknown>>
}

export interface Template {
  readonly account: Account
  readonly assembly: string
  /** All resources of one type, in template order, properties resolved. */
  all(type: string): readonly Resource[]
  /** The resource that an ARN, a name or a URL points to. */
  find(type: string, refOrArn: string): Resource | undefined
}

export type Invocation =
  | { readonly ok: true; readonly payload: unknown }
  | {
      readonly ok: false
      readonly error: { readonly errorType: string; readonly errorMessage: string; readonly trace?: readonly string[] }
    }

export interface Lambda {
  /** Checks the caller's right, waits for an instance, runs the handler. `qualified` is a name or an ARN, with or without version or alias. */
  invoke(qualified: string, event: unknown, caller: Caller): Promise<Invocation>
}

export interface Kernel {
  readonly clock: Clock
  readonly random: Random
  readonly journal: Journal
  readonly iam: Iam
  readonly template: Template
  readonly lambda: Lambda
  /** Where this world keeps its files; always a folder of its own. */
  readonly folder: string
  /** For tests: deliveries of at-least-once services come shuffled and doubled. */
  readonly unruly: boolean
}

/** Every file of `services/` exports its resource types and `create…(kernel): Service & …`; the world makes all, restores the
 *  journal, then starts all. */
export interface Service {
  readonly api?: ApiService
  /** Arms the timers that the restored state asks for. */
  start?(): void | Promise<void>
  stop?(): Promise<void>
}

/** SQS as the pollers of event source mappings see it. */
export interface Queues {
  /** `visible` is called whenever a message of the queue may be received. */
  watch(queueArn: string, visible: () => void): void
  /** Takes up to `max` messages and hides them for the queue's visibility timeout; records as Lambda gives them to a handler. */
  receive(queueArn: string, max: number): readonly SqsRecord[]
  delete(queueArn: string, receiptHandles: readonly string[]): void
  send(queueArn: string, body: string): void
}

export interface SqsRecord {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
  readonly messageAttributes: Readonly<Record<string, unknown>>
  readonly md5OfBody: string
  readonly eventSource: 'aws:sqs'
  readonly eventSourceARN: string
  readonly awsRegion: string
}

/** A table's stream as the pollers see it; positions are sequence numbers. */
export interface Streams {
  watch(streamArn: string, written: () => void): void
  /** Records after `position` ('0' = from the beginning), as Lambda gives them to a handler. Without `more` there is nothing
   *  behind them that `written` did not tell. */
  read(
    streamArn: string,
    position: string,
    max: number,
  ): Promise<{ readonly records: readonly StreamRecord[]; readonly position: string; readonly more: boolean }>
}

export interface StreamRecord {
  readonly eventID: string
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE'
  readonly eventSource: 'aws:dynamodb'
  readonly eventSourceARN: string
  readonly awsRegion: string
  readonly eventVersion: '1.1'
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number
    readonly SequenceNumber: string
    readonly SizeBytes: number
    readonly StreamViewType: string
    readonly Keys: Readonly<Record<string, Input>>
    readonly NewImage?: Readonly<Record<string, Input>>
    readonly OldImage?: Readonly<Record<string, Input>>
  }
}

/** S3 as the services inside see it. */
export interface Objects {
  put(bucket: string, key: string, body: string): void
}
