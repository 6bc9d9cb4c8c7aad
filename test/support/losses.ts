import { createHash } from 'node:crypto'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { ApiService, Input } from '../../infra/local/kernel'
import { LAMBDA_SERVICE } from '../../infra/local/lambda'
import type { World } from '../../infra/local/world'
import type { CaseEvent } from '../../shared/domain/case'
import { eventItem } from '../../shared/stores/case-items'

/** The operations of a service as its clients reach it, by its target. */
export function operationsOf(world: World, target: string): Input {
  const apis = world.services.inOrder.flatMap(({ api }): ApiService[] => (api ? [api] : []))
  return apis.find(api => api.target === target)!.operations
}

/** Calls that are answered as if they had been done, and are not, until the given function is called. */
function lose(world: World, target: string, operation: string, answer: (input: Input) => object | undefined) {
  const honoured = operationsOf(world, target)[operation]
  const { run } = honoured
  honoured.run = (input: Input, caller: Input) => answer(input) ?? run(input, caller)
  return () => {
    honoured.run = run
  }
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const taken = ({ Id, MessageBody }: Input) => ({ Id, MessageId: 'lost', MD5OfMessageBody: md5(MessageBody) })

/** What publication sends to these queues gets lost. */
export const loseMessages = (world: World, ...queues: readonly string[]) =>
  lose(world, 'AmazonSQS', 'SendMessageBatch', ({ QueueUrl, Entries }) =>
    queues.some(queue => QueueUrl.endsWith(queue)) ? { Successful: Entries.map(taken) } : undefined,
  )

/** The tokens of gates get lost, as by a table that is restored to an earlier time. */
export const loseTokens = (world: World) =>
  lose(world, 'DynamoDB_20120810', 'PutItem', ({ Item }) => (Item.PK.S.startsWith('GATE#') ? {} : undefined))

/** Somebody ends an execution by hand. */
export function stopExecution(world: World, name: string): void {
  const [machine] = world.kernel.template.all('AWS::StepFunctions::StateMachine')
  const executionArn = `${machine?.ref.replace(':stateMachine:', ':execution:')}:${name}`
  operationsOf(world, 'AWSStepFunctions').StopExecution.run({ executionArn }, {})
}

/** The reconciler goes round as if it were so many hours later. */
export async function reconciled(world: World, hours: number): Promise<void> {
  const at = new Date(world.now() + hours * 3_600_000).toISOString()
  const { ok } = await world.functions.invoke('kefu-simulation-workflow-reconciler', { at }, LAMBDA_SERVICE)
  await world.settle()
  if (!ok) throw new Error('the reconciler failed')
}

/** The line of history that destroys a ticket of three years ago (T19), for journeys that cannot wait so long. */
export async function destroyed(
  world: World,
  ticket: { readonly id: string },
  files: readonly string[],
  mails?: readonly string[],
): Promise<void> {
  const line: CaseEvent = {
    ...{ caseId: ticket.id, kind: 'ticket', seq: 1_000, type: 'TicketDestroyed', row: 'T19' },
    ...{ from: 'archived', to: 'destroyed', at: new Date(world.now()).toISOString() },
    ...{
      actor: { role: 'operations_manager', id: 'operations_manager-1' },
      data: { files, ...(mails && { mails }) },
      notices: [],
    },
  }
  const Item = marshall(eventItem(line), { removeUndefinedValues: true })
  await operationsOf(world, 'DynamoDB_20120810').PutItem.run({ TableName: 'kefu-simulation-cases', Item }, {})
  await world.settle()
}
