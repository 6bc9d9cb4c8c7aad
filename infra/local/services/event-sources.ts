import {
  AwsError,
  type Caller,
  type Input,
  type Invocation,
  type Kernel,
  NotHonoured,
  type Objects,
  type Queues,
  type Resource,
  type ResourceType,
  type Service,
  type Streams,
} from '../kernel'
import { functionNameOf, LAMBDA_SERVICE, sessionOf } from '../lambda'
import { stableId } from '../stable-id'
import { eventPattern } from './event-pattern'
import { pollQueue } from './queue-poller'
import { pollStream } from './stream-poller'

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
  readonly reportsFailures: boolean
  /** Whether a record passes the filters. */
  accepts(record: unknown): boolean
  invoke(records: readonly unknown[]): Promise<Outcome>
}

/** What became of a batch: `failed` are the identifiers that the function reported; an error means all of it. */
export type Outcome =
  | { readonly kind: 'done'; readonly failed: ReadonlySet<string> }
  | { readonly kind: 'error' }
  /** The function was not called; `tooLarge`: and never will be with so many records. */
  | { readonly kind: 'throttled' | 'tooLarge' }

export const eventSourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::EventSourceMapping': {
    honoured: [
      'BatchSize',
      'BisectBatchOnFunctionError',
      'DestinationConfig.OnFailure.Destination',
      'Enabled',
      'EventSourceArn',
      'FilterCriteria.Filters.*.Pattern',
      'FunctionName',
      'FunctionResponseTypes.*',
      'MaximumBatchingWindowInSeconds',
      'MaximumRecordAgeInSeconds',
      'MaximumRetryAttempts',
      'ParallelizationFactor',
      'ScalingConfig.MaximumConcurrency',
      'StartingPosition',
    ],
    ignored: { 'Tags.**': 'for the bill', 'MetricsConfig.**': 'there is no CloudWatch here' },
    identify: (resource, { region, id: account }) => {
      const hex = Buffer.from(stableId(resource, 16)).toString('hex')
      const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
      const EventSourceMappingArn = `arn:aws:lambda:${region}:${account}:event-source-mapping:${id}`
      return { ref: id, attributes: { Id: id, EventSourceMappingArn } }
    },
  },
}

/** Polls queues and streams for the functions, as Lambda does in the name of each function's role. A position in a stream
 *  outlives a kill; how often a batch was tried does not. Throws what CreateEventSourceMapping would refuse. */
export function createEventSources(kernel: Kernel, ports: Ports): Service {
  const positions = new Map<string, string>()
  const move = kernel.journal.register<{ mapping: string; position: string }>('event-sources', {
    apply: ({ mapping, position }) => void positions.set(mapping, position),
    *snapshot() {
      for (const [mapping, position] of positions) yield { mapping, position }
    },
  })
  const mappings = kernel.template
    .all('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => properties.Enabled !== false)
    .map(resource => readMapping(kernel, resource))

  return {
    async start() {
      for (const mapping of mappings) {
        if (serviceOf(mapping.source) === 'sqs') pollQueue(kernel, ports.queues, mapping)
        else {
          const position = {
            get: () => positions.get(mapping.id)!,
            set: (position: string) => move({ mapping: mapping.id, position }),
          }
          if (!positions.has(mapping.id)) position.set(await firstPosition(ports.streams, mapping))
          pollStream(kernel, ports, mapping, position)
        }
      }
    },
  }
}

function readMapping(kernel: Kernel, { ref, properties, stack, logicalId }: Resource): Mapping {
  const { EventSourceArn: source, FunctionName, FunctionResponseTypes = [], FilterCriteria } = properties
  const target = kernel.template.find('AWS::Lambda::Function', functionNameOf(FunctionName))
  if (!target) throw new AwsError('ResourceNotFoundException', `Function not found: ${FunctionName}`, 404)
  const kind = serviceOf(source)
  if (kind !== 'sqs' && kind !== 'dynamodb') throw new NotHonoured(`${stack}/${logicalId} with a source of ${kind}`)
  if (kind === 'sqs') checkQueue(kernel, properties, target)

  const patterns = (FilterCriteria?.Filters ?? []).map((filter: Input) => eventPattern(JSON.parse(filter.Pattern)))
  const functionArn = FunctionName.startsWith('arn:') ? FunctionName : target.attributes.Arn!
  const caller = { principal: sessionOf(target.properties.Role, target.ref) }
  const reportsFailures = FunctionResponseTypes.includes('ReportBatchItemFailures')
  return {
    id: ref,
    source,
    functionArn,
    caller,
    settings: properties,
    reportsFailures,
    accepts: record =>
      patterns.length === 0 || patterns.some((matches: (record: unknown) => boolean) => matches(record)),
    async invoke(Records) {
      try {
        return outcomeOf(await kernel.lambda.invoke(functionArn, { Records }, LAMBDA_SERVICE), reportsFailures)
      } catch (error) {
        if (error instanceof AwsError && error.code === 'TooManyRequestsException') return { kind: 'throttled' }
        if (error instanceof AwsError && error.code === 'RequestTooLargeException') return { kind: 'tooLarge' }
        throw error
      }
    },
  }
}

function checkQueue({ template }: Kernel, settings: Readonly<Record<string, Input>>, target: Resource) {
  const { EventSourceArn, BatchSize = 10, MaximumBatchingWindowInSeconds = 0 } = settings
  const { VisibilityTimeout = 30 } = template.find('AWS::SQS::Queue', EventSourceArn)?.properties ?? {}
  const { Timeout = 3 } = target.properties
  const refuse = (why: string) => {
    throw new AwsError('InvalidParameterValueException', `Invalid request provided: ${why}`)
  }
  if (VisibilityTimeout < Timeout)
    refuse(`Queue visibility timeout: ${VisibilityTimeout} seconds is less than Function timeout: ${Timeout} seconds`)
  if (BatchSize > 10 && MaximumBatchingWindowInSeconds < 1)
    refuse('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10')
}

async function firstPosition(streams: Streams, { source, settings }: Mapping): Promise<string> {
  if (settings.StartingPosition === 'TRIM_HORIZON') return '0'
  if (settings.StartingPosition === 'LATEST') return streams.latest(source)
  throw new NotHonoured(`StartingPosition ${settings.StartingPosition}`)
}

/** An empty or null list is success; an identifier that is null, empty or under another key fails the whole batch. */
function outcomeOf(invocation: Invocation, reportsFailures: boolean): Outcome {
  if (!invocation.ok) return { kind: 'error' }
  const failures = (invocation.payload as Input)?.batchItemFailures
  if (!reportsFailures || !failures) return { kind: 'done', failed: new Set() }
  const identifiers = Array.isArray(failures) ? failures.map(failure => failure?.itemIdentifier) : [undefined]
  const valid = identifiers.every(identifier => typeof identifier === 'string' && identifier !== '')
  return valid ? { kind: 'done', failed: new Set(identifiers) } : { kind: 'error' }
}

function serviceOf(arn: string): string | undefined {
  return arn.split(':')[2]
}
