import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn'
import type { Instant } from '../domain/case'
import { sdkClient } from './sdk-client'

/** What the workflow knows of an order: its id, and until when the gate that comes may wait. */
export interface Waiting {
  readonly orderId: string
  readonly dueAt: Instant
}

export interface Workflow {
  /** Started is started: the execution bears the order's id unless named, and a second start of it is none. */
  start(machineArn: string, waiting: Waiting, name?: string): Promise<void>
  /** `gone`: nobody waits with this token any more. */
  release(token: string, waiting: Waiting): Promise<'released' | 'gone'>
}

export function workflowGateway(): Workflow {
  const sfn = new SFNClient(sdkClient({ maxAttempts: 5, requestTimeout: 5_000 }))
  return {
    async start(stateMachineArn, waiting, name = waiting.orderId) {
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(waiting) })
      await sfn.send(command).catch(error => {
        if (!(error instanceof ExecutionAlreadyExists)) throw error
      })
    },

    async release(taskToken, waiting) {
      try {
        await sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(waiting) }))
        return 'released'
      } catch (error) {
        if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken)
          return 'gone'
        throw error
      }
    },
  }
}
