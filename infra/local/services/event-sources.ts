import {
  AwsError,
  type Input,
  type Invocation,
  type Kernel,
  NotHonoured,
  type Resource,
  type ResourceType,
  type Service,
} from '../kernel'
import { functionNameOf, LAMBDA_SERVICE, sessionOf } from '../lambda'
import { pathsOutside } from '../paths'
import { stableUuid } from '../stable-id'
import { eventPattern } from './event-pattern'
import type { Mapping, Outcome, Ports } from './mapping'
import { pollQueue } from './queue-poller'
import { pollStream } from './stream-poller'

/** A larger batch needs a window to gather in. */
const LARGEST_WITHOUT_WINDOW = 10

const OF_BOTH = [
  ...['EventSourceArn', 'FunctionName', 'BatchSize', 'FunctionResponseTypes.*', 'MaximumBatchingWindowInSeconds'],
]
const OF_QUEUES = ['ScalingConfig.MaximumConcurrency']
const OF_STREAMS = [
  'StartingPosition',
  'FilterCriteria.Filters.*.Pattern',
  'BisectBatchOnFunctionError',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'DestinationConfig.OnFailure.Destination',
]
const METRICS = { 'MetricsConfig.Metrics.*': 'there is no CloudWatch here' }
const outsideOf: Readonly<Record<string, (properties: unknown) => string[]>> = {
  sqs: pathsOutside([...OF_BOTH, ...OF_QUEUES]),
  dynamodb: pathsOutside([...OF_BOTH, ...OF_STREAMS, ...Object.keys(METRICS)]),
}

export const eventSourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::EventSourceMapping': {
    honoured: [...OF_BOTH, ...OF_QUEUES, ...OF_STREAMS],
    ignored: METRICS,
    identify: resource => ({ ref: stableUuid(resource) }),
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
  const mappings = kernel.template.all('AWS::Lambda::EventSourceMapping').map(resource => readMapping(kernel, resource))

  return {
    start() {
      for (const mapping of mappings) {
        if (serviceOf(mapping.source) === 'sqs') pollQueue(kernel, ports.queues, mapping)
        else {
          const position = {
            get: () => positions.get(mapping.id) ?? '0',
            set: (position: string) => move({ mapping: mapping.id, position }),
          }
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
  const where = `${stack}/${logicalId}`
  const kind = serviceOf(source)
  const outside = outsideOf[kind]?.(properties)
  if (!outside) throw new NotHonoured(`${where} with a source of ${kind}`)
  const [unknown = kind === 'sqs' ? checkQueue(kernel, properties, target) : checkStream(properties)] = outside
  if (unknown) throw new NotHonoured(`${where}.Properties.${unknown} of a mapping from ${kind}`)

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
    accepts: record =>
      patterns.length === 0 || patterns.some((matches: (record: unknown) => boolean) => matches(record)),
    async invoke(Records) {
      try {
        return outcomeOf(await kernel.lambda.invoke(functionArn, { Records }, LAMBDA_SERVICE), reportsFailures)
      } catch (error) {
        if (error instanceof AwsError && error.code === 'TooManyRequestsException') return { kind: 'throttled' }
        throw error
      }
    },
  }
}

/** Answers what is not honoured of a mapping from a queue. Throws what AWS refuses. */
function checkQueue(
  { template }: Kernel,
  { EventSourceArn, BatchSize = 10, MaximumBatchingWindowInSeconds = 0 }: Mapping['settings'],
  target: Resource,
): undefined {
  const { VisibilityTimeout = 30, FifoQueue = false } =
    template.find('AWS::SQS::Queue', EventSourceArn)?.properties ?? {}
  const { Timeout = 3 } = target.properties
  if (VisibilityTimeout < Timeout)
    throw new AwsError(
      'InvalidParameterValueException',
      `Invalid request provided: Queue visibility timeout: ${VisibilityTimeout} seconds is less than Function timeout: ${Timeout} seconds`,
    )
  if (FifoQueue && MaximumBatchingWindowInSeconds > 0)
    throw new AwsError('InvalidParameterValueException', 'Batching window is not supported for FIFO queues')
  if (FifoQueue && BatchSize > LARGEST_WITHOUT_WINDOW)
    throw new AwsError('InvalidParameterValueException', 'Batch size for FIFO queues must be 10 or less')
  if (BatchSize > LARGEST_WITHOUT_WINDOW && MaximumBatchingWindowInSeconds === 0)
    throw new AwsError(
      'InvalidParameterValueException',
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    )
}

function checkStream({ StartingPosition, DestinationConfig }: Mapping['settings']): string | undefined {
  if (StartingPosition !== 'TRIM_HORIZON') return `StartingPosition ${StartingPosition}`
  const { Destination = 'arn:aws:s3:::' } = DestinationConfig?.OnFailure ?? {}
  return Destination.startsWith('arn:aws:s3:::') ? undefined : `DestinationConfig.OnFailure.Destination ${Destination}`
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

function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? ''
}
