import { AwsError, type Input } from '../../infra/local/kernel'
import type { World } from '../../infra/local/world'
import { operationsOf } from './losses'

/** Indexes answer as they were when they were last asked the same: what changed since is not in them yet. */
export function lagIndexes(world: World): void {
  const query = operationsOf(world, 'DynamoDB_20120810').Query
  const { run } = query
  const earlier = new Map<string, unknown>()
  query.run = async (input: Input, caller: Input) => {
    const now = await run(input, caller)
    if (!input.IndexName) return now
    const { ExpressionAttributeValues: values, ...asked } = input
    const { ':until': _, ...partition } = values
    const question = JSON.stringify([asked, partition])
    const then = earlier.get(question) ?? { Items: [], Count: 0, ScannedCount: 0 }
    earlier.set(question, now)
    return then
  }
}

/** Calls that AWS refuses for being too many, until it is over: of each service every so many-th. Counts how many it refused. */
export function throttle(world: World, every: Readonly<Record<'dynamodb' | 'ses' | 'lambda', number>>) {
  const refused = { dynamodb: 0, ses: 0, lambda: 0 }
  const calls = { dynamodb: 0, ses: 0, lambda: 0 }
  let lasts = true
  const refuses = (service: keyof typeof calls) => {
    if (!lasts || ++calls[service] % every[service] !== 0) return false
    refused[service]++
    return true
  }
  const refuseIn = (target: string, service: keyof typeof calls, error: () => AwsError) => {
    for (const honoured of Object.values<Input>(operationsOf(world, target))) {
      const { run } = honoured
      honoured.run = (input: Input, caller: Input) => {
        if (refuses(service)) throw error()
        return run(input, caller)
      }
    }
  }
  const codes = ['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded']
  refuseIn(
    'DynamoDB_20120810',
    'dynamodb',
    () => new AwsError(codes[refused.dynamodb % 3]!, 'Rate of requests exceeds'),
  )
  refuseIn('ses', 'ses', () => new AwsError('Throttling', 'Maximum sending rate exceeded.'))
  const { invoke } = world.functions
  world.functions.invoke = async (...call) => {
    if (refuses('lambda')) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429)
    return invoke(...call)
  }
  return {
    refused,
    over() {
      lasts = false
    },
  }
}
