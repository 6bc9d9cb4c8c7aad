import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  ListExecutionsCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn'

/** Where the executions of a machine stand, for those who look after them. */
export interface Executions {
  status(name: string): Promise<'running' | 'over' | 'none'>
  /** Names of those that ended otherwise than by their last gate, of the last 90 days, newest first. */
  dead(): Promise<readonly string[]>
  stop(name: string, cause: string): Promise<void>
}

const deaths: readonly ExecutionStatus[] = ['FAILED', 'TIMED_OUT', 'ABORTED']

/** `machineArn` may be that of an alias: its executions bear the machine's name. */
export function executionsOf(machineArn: string): Executions {
  const sfn = new SFNClient({ maxAttempts: 5, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } })
  const arnOf = (name: string) =>
    [...machineArn.replace(':stateMachine:', ':execution:').split(':').slice(0, 7), name].join(':')

  return {
    async status(name) {
      try {
        const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }))
        return status === 'RUNNING' ? 'running' : 'over'
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return 'none'
        throw error
      }
    },

    async dead() {
      const names: string[] = []
      for (const statusFilter of deaths) {
        let nextToken: string | undefined
        do {
          const asked = { stateMachineArn: machineArn, statusFilter, maxResults: 1000, nextToken }
          const page = await sfn.send(new ListExecutionsCommand(asked))
          names.push(...(page.executions ?? []).map(({ name }) => name!))
          nextToken = page.nextToken
        } while (nextToken)
      }
      return names
    },

    async stop(name, cause) {
      await sfn.send(new StopExecutionCommand({ executionArn: arnOf(name), cause }))
    },
  }
}
