import type { Input, Resource } from '../../../infra/local/kernel'
import { createSqs, sqsTypes } from '../../../infra/local/services/sqs'
import { aResource, type FakeOptions, fakeKernel } from './fake-kernel'

export const arn = (name: string) => `arn:aws:sqs:cn-north-1:000000000000:${name}`
export const caller = { principal: 'arn:aws:iam::000000000000:role/tester' }

export const aQueue = (name: string, properties: Record<string, Input> = {}) =>
  aResource(sqsTypes, 'AWS::SQS::Queue', name, { QueueName: name, ...properties })

/** The service with these queues on a small kernel, and each queue as its clients see it. */
export function startSqs(queues: readonly Resource[], options: FakeOptions = {}, kept: readonly string[] = []) {
  const kernel = fakeKernel({ resources: queues, ...options })
  const sqs = createSqs(kernel)
  kernel.restore(kept)
  sqs.start?.()
  const call = async (operation: string, input: Input): Promise<Input> => {
    const { authorize, run } = sqs.api.operations[operation]!
    authorize(input)
    return (await run(input, caller)) ?? {}
  }
  const on = (name: string) => {
    const QueueUrl = `http://127.0.0.1:4566/000000000000/${name}`
    return {
      call: (operation: string, input: Input = {}) => call(operation, { QueueUrl, ...input }),
      send: (MessageBody: string, input: Input = {}) => call('SendMessage', { QueueUrl, MessageBody, ...input }),
      receive: async (input: Input = {}): Promise<Input[]> =>
        (await call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, ...input })).Messages ?? [],
      remove: (ReceiptHandle: string) => call('DeleteMessage', { QueueUrl, ReceiptHandle }),
      counts: async () => {
        const { Attributes } = await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] })
        return ['', 'NotVisible', 'Delayed'].map(kind => Number(Attributes[`ApproximateNumberOfMessages${kind}`]))
      },
    }
  }
  const bodies = async (name: string, input: Input = {}) => (await on(name).receive(input)).map(({ Body }) => Body)
  return { kernel, sqs, call, on, bodies, seconds: (count: number) => kernel.advance(count * 1_000) }
}

export const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    ({ code, message, status }) => ({ code, message, status }),
  )
