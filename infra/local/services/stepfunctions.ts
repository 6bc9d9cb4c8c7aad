import { createHash } from 'node:crypto'
import { type Machine, readDefinition } from '../asl/definition'
import { begin, type Execution, follow, type Happening, historyOf, type Status, type Task } from '../asl/execution'
import { expressions } from '../asl/expressions'
import { interpreter, maxPayloadBytes } from '../asl/interpreter'
import {
  type Access,
  type Account,
  AwsError,
  type Input,
  type Kernel,
  NotHonoured,
  type Operation,
  type Resource,
  type ResourceType,
  type Service,
} from '../kernel'

const machines = 'AWS::StepFunctions::StateMachine'
const versions = 'AWS::StepFunctions::StateMachineVersion'
const aliases = 'AWS::StepFunctions::StateMachineAlias'

const day = 86_400_000
/** A name is taken until 90 days after its execution closed; an execution lives a year at most. */
const keptFor = 90 * day
const longestLife = 365 * day

/** Standard workflows in JSONata; CloudFormation's other properties and types are refused by the template. */
export const stepfunctionsTypes: Readonly<Record<string, ResourceType>> = {
  [machines]: {
    honoured: ['DefinitionString', 'RoleArn', 'StateMachineName', 'StateMachineType'],
    ignored: {
      'LoggingConfiguration.**': 'the history is in GetExecutionHistory; no log groups here',
      'TracingConfiguration.**': 'no X-Ray here',
      'Tags.**': 'tags decide nothing here',
    },
    identify({ properties, stack, logicalId }, account) {
      const name = (properties.StateMachineName ?? `${stack}-${logicalId}`).slice(-80)
      const arn = arnOf(account, `stateMachine:${name}`)
      return { ref: arn, attributes: { Arn: arn, Name: name, StateMachineRevisionId: 'INITIAL' } }
    },
  },
  // A template makes one version of a machine: the newest; older ones live on in the executions that follow them.
  [versions]: {
    honoured: ['StateMachineArn', 'StateMachineRevisionId'],
    ignored: { Description: 'for people' },
    identify: ({ properties }) => ({
      ref: `${properties.StateMachineArn}:1`,
      attributes: { Arn: `${properties.StateMachineArn}:1` },
    }),
  },
  [aliases]: {
    honoured: [
      'Name',
      'RoutingConfiguration.*.StateMachineVersionArn',
      'RoutingConfiguration.*.Weight',
      'StateMachineArn',
    ],
    ignored: { Description: 'for people' },
    identify({ properties }) {
      const version: string = properties.RoutingConfiguration[0].StateMachineVersionArn
      const arn = `${version.slice(0, version.lastIndexOf(':'))}:${properties.Name}`
      return { ref: arn, attributes: { Arn: arn } }
    },
  },
}

export interface ExecutionSummary {
  readonly arn: string
  readonly name: string
  readonly status: Status
  /** The state it is in, or was in last. */
  readonly state: string | undefined
}

export interface Stepfunctions extends Service {
  executions(): readonly ExecutionSummary[]
  /** What AWS would bill, of the executions that are kept. */
  readonly counters: { readonly executions: number; readonly transitions: number }
}

/** A definition that executions follow, kept so that a later template changes nothing for them. */
interface Defined {
  readonly definition: string
  readonly name: string
  readonly text: string
}

/** Step Functions: executions are folded from their journalled histories, and go on after a restart where those end. */
export function createStepfunctions(kernel: Kernel): Stepfunctions {
  const { clock, journal, random, template } = kernel
  const compile = expressions(clock, random)
  const definitions = new Map<string, Defined & { machine?: Machine }>()
  const executions = new Map<string, Execution>()
  const holders = new Map<string, string>()

  for (const resource of template.all(machines)) {
    const { StateMachineType: type = 'STANDARD', DefinitionString } = resource.properties
    if (type !== 'STANDARD') throw new NotHonoured(`${resource.attributes.Name}.StateMachineType ${type}`)
    readDefinition(resource.attributes.Name!, DefinitionString, compile)
  }

  const write = journal.register<Happening | Defined>('stepfunctions', {
    apply(record) {
      if ('text' in record) return void definitions.set(record.definition, { ...record })
      const known = executions.get(record.execution)
      if (record.type !== 'ExecutionStarted') follow(known!, record)
      else {
        executions.delete(record.execution)
        executions.set(record.execution, begin(record))
      }
      if (record.keep?.token) holders.set(record.keep.token, record.execution)
    },
    *snapshot() {
      const kept = [...executions.values()].filter(isKept)
      const followed = new Set(kept.map(({ definition }) => definition))
      for (const { definition, name, text } of definitions.values())
        if (followed.has(definition)) yield { definition, name, text }
      for (const { records } of kept) yield* records
    },
  })

  const machineOf = ({ definition }: Pick<Execution, 'definition'>): Machine => {
    const defined = definitions.get(definition)!
    defined.machine ??= readDefinition(defined.name, defined.text, compile)
    return defined.machine
  }

  const isKept = ({ closing }: Execution) => closing === undefined || clock.now() < closing.at + keptFor

  const { wake, tell, failure } = interpreter(kernel, machineOf, write)

  const start = (input: Input): Execution => {
    const { machine, alias, version } = route(template.find, random.below, input.stateMachineArn)
    const { name = random.uuid(), input: text = '{}' } = input
    if (!/^[^\s?*<>{}[\]"#%\\^|~`$&,;:/\p{Cc}]+$/u.test(name))
      throw new AwsError('InvalidName', `Invalid Name: '${name}'`)
    json(text, 'InvalidExecutionInput', 'Invalid State Machine Execution Input')
    const arn = `${machine.ref.replace(':stateMachine:', ':execution:')}:${name}`
    const earlier = executions.get(arn)
    if (earlier?.status === 'RUNNING' && earlier.started.input === text) return earlier
    if (earlier && isKept(earlier)) throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`)
    const definition = defined(machine)
    const { startAt, timeoutSeconds } = machineOf({ definition })
    const timeoutAt = clock.now() + Math.min(timeoutSeconds * 1000, longestLife)
    write({
      execution: arn,
      at: clock.now(),
      type: 'ExecutionStarted',
      details: {
        input: text,
        roleArn: machine.properties.RoleArn,
        stateMachineAliasArn: alias?.ref,
        stateMachineVersionArn: version?.ref,
      },
      keep: { start: { name, machineArn: machine.ref, definition, startAt, timeoutAt } },
    })
    wake(executions.get(arn)!)
    return executions.get(arn)!
  }

  const defined = ({ properties, attributes }: Resource): string => {
    const definition = createHash('sha256').update(properties.DefinitionString).digest('hex').slice(0, 16)
    if (!definitions.has(definition)) write({ definition, name: attributes.Name!, text: properties.DefinitionString })
    return definition
  }

  const existing = (arn: string): Execution => {
    if (!/^arn:[^:]+:states:[^:]*:[^:]*:execution:[^:]+:[^:]+$/.test(arn)) throw invalidArn(arn)
    const execution = executions.get(arn)
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
    return execution
  }

  /** The execution that waits under a token. */
  const waiting = (token: string): { execution: Execution; task: Task } => {
    const execution = executions.get(holders.get(token) ?? '')
    if (!execution) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'")
    const { phase } = execution
    if ('token' in phase && phase.token === token) return { execution, task: phase }
    throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
  }

  /** AWS checks a callback against the machine that waits, whatever its documentation of resource types says. */
  const callback = (action: string) => (input: Input) => {
    const machine = executions.get(holders.get(input.taskToken) ?? '')?.machineArn
    return machine === undefined ? [] : [{ action, resource: machine }]
  }
  const onExecution = (action: string) => (input: Input) => [{ action, resource: input.executionArn }]
  const callbackKind = { resourceType: 'lambda', resource: 'invoke.waitForTaskToken' }

  const operations: Record<string, Operation> = {
    StartExecution: {
      parameters: ['stateMachineArn', 'name', 'input'],
      authorize: input => [onMachine('states:StartExecution', input.stateMachineArn)],
      run(input) {
        limited(input, 'name', 80)
        limited(input, 'input', maxPayloadBytes)
        const { arn, startedAt } = start(input)
        return { executionArn: arn, startDate: startedAt / 1000 }
      },
    },
    StopExecution: {
      parameters: ['executionArn', 'error', 'cause'],
      authorize: onExecution('states:StopExecution'),
      run(input) {
        limited(input, 'error', 256)
        limited(input, 'cause', 32_768)
        const execution = existing(input.executionArn)
        tell(execution, { type: 'ExecutionAborted', details: { error: input.error, cause: input.cause } })
        return { stopDate: execution.closing!.at / 1000 }
      },
    },
    SendTaskSuccess: {
      parameters: ['taskToken', 'output'],
      authorize: callback('states:SendTaskSuccess'),
      run(input) {
        limited(input, 'output', maxPayloadBytes)
        json(input.output, 'InvalidOutput', 'Invalid Output')
        const { execution } = waiting(input.taskToken)
        tell(execution, { type: 'TaskSucceeded', details: { ...callbackKind, output: input.output } })
        return {}
      },
    },
    SendTaskFailure: {
      parameters: ['taskToken', 'error', 'cause'],
      authorize: callback('states:SendTaskFailure'),
      run({ taskToken, ...input }) {
        limited(input, 'error', 256)
        limited(input, 'cause', 32_768)
        const { execution } = waiting(taskToken)
        const { error = '', cause } = input
        tell(execution, failure(execution, 'TaskFailed', { ...callbackKind, error, cause }))
        return {}
      },
    },
    SendTaskHeartbeat: {
      parameters: ['taskToken'],
      authorize: callback('states:SendTaskHeartbeat'),
      run(input) {
        const { execution, task } = waiting(input.taskToken)
        if (task.heartbeatInSeconds === undefined) return {}
        tell(execution, {
          type: 'HeartbeatReceived',
          details: {},
          keep: { heartbeatAt: clock.now() + task.heartbeatInSeconds * 1000 },
        })
        return {}
      },
    },
    DescribeExecution: {
      parameters: ['executionArn'],
      authorize: onExecution('states:DescribeExecution'),
      run(input) {
        const execution = existing(input.executionArn)
        const { input: text, roleArn: _role, ...qualified } = execution.started
        const { output, error, cause } = execution.status === 'TIMED_OUT' ? {} : (execution.closing?.details ?? {})
        return {
          ...listed(execution),
          ...qualified,
          input: text,
          inputDetails: { included: true },
          output,
          error,
          cause,
        }
      },
    },
    GetExecutionHistory: {
      parameters: ['executionArn', 'maxResults', 'nextToken', 'reverseOrder'],
      authorize: onExecution('states:GetExecutionHistory'),
      run(input) {
        const events = historyOf(existing(input.executionArn))
        const { items, nextToken } = page(input.reverseOrder ? events.toReversed() : events, input)
        return { events: items, nextToken }
      },
    },
    ListExecutions: {
      parameters: ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken'],
      authorize: input => [onMachine('states:ListExecutions', input.stateMachineArn)],
      run(input) {
        route(template.find, random.below, input.stateMachineArn)
        const wanted = [...executions.values()].filter(
          ({ machineArn, started, status }) =>
            [machineArn, started.stateMachineAliasArn, started.stateMachineVersionArn].includes(
              input.stateMachineArn,
            ) && (input.statusFilter ?? status) === status,
        )
        const { items, nextToken } = page(wanted.reverse(), input)
        return { executions: items.map(listed), nextToken }
      },
    },
  }

  return {
    api: { target: 'AWSStepFunctions', protocol: 'json', operations },
    start() {
      for (const execution of executions.values()) wake(execution)
    },
    executions: () =>
      [...executions.values()].map(({ arn, name, status, state }) => ({ arn, name, status, state: state?.name })),
    get counters() {
      const all = [...executions.values()]
      return { executions: all.length, transitions: all.reduce((sum, { transitions }) => sum + transitions, 0) }
    },
  }
}

function arnOf({ region, id }: Account, resource: string): string {
  return `arn:aws:states:${region}:${id}:${resource}`
}

const invalidArn = (arn: string) => new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`)

const machineArn = /^(arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:]+)(?::([^:]+))?$/

/** A call through an alias or a version is checked on the unqualified machine, with the qualifier as a condition.
 *  https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html */
function onMachine(action: string, arn: string): Access {
  const [, unqualified, qualifier] = machineArn.exec(arn) ?? []
  if (unqualified === undefined) throw invalidArn(arn)
  if (qualifier === undefined) return { action, resource: unqualified }
  return { action, resource: unqualified, context: { 'states:StateMachineQualifier': qualifier } }
}

/** The machine that an ARN means, and for an alias the version that its weights choose. */
function route(find: Kernel['template']['find'], below: Kernel['random']['below'], arn: string) {
  const [, unqualified, qualifier] = machineArn.exec(arn) ?? []
  if (unqualified === undefined) throw invalidArn(arn)
  const machine = find(machines, unqualified)
  const alias = find(aliases, arn)
  const version = find(versions, alias ? chosen(alias, below) : arn)
  if (!machine || (qualifier !== undefined && !version))
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
  return { machine, alias, version }
}

function chosen({ properties }: Resource, below: Kernel['random']['below']): string {
  const routes: readonly Input[] = properties.RoutingConfiguration
  const drawn = routes.length > 1 ? below(100) : 0
  const [first, second] = routes
  return (drawn < first.Weight ? first : second).StateMachineVersionArn
}

function listed({ arn, name, machineArn, status, startedAt, closing, started }: Execution) {
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: startedAt / 1000,
    ...(closing && { stopDate: closing.at / 1000 }),
    stateMachineAliasArn: started.stateMachineAliasArn,
    stateMachineVersionArn: started.stateMachineVersionArn,
  }
}

function page<T>(
  all: readonly T[],
  { maxResults, nextToken }: Input,
): { items: readonly T[]; nextToken: string | undefined } {
  const from = Number(nextToken ?? 0)
  const to = from + (maxResults || 100)
  return { items: all.slice(from, to), nextToken: to < all.length ? String(to) : undefined }
}

function json(text: string, code: string, what: string): void {
  try {
    JSON.parse(text)
  } catch (thrown) {
    throw new AwsError(code, `${what}: '${(thrown as Error).message}'`)
  }
}

function limited(input: Input, member: string, max: number): void {
  const value: string | undefined = input[member]
  if (value === undefined) return
  const said = `1 validation error detected: Value ${max > 256 ? '' : `'${value}' `}at '${member}' failed to satisfy constraint: Member must have`
  if (max === maxPayloadBytes && Buffer.byteLength(value) > max)
    throw new AwsError('ValidationException', `${said} size less than or equal to ${max} bytes in UTF-8 encoding`)
  if (value.length > max) throw new AwsError('ValidationException', `${said} length less than or equal to ${max}`)
  if (member === 'name' && value.length === 0)
    throw new AwsError('ValidationException', `${said} length greater than or equal to 1`)
}
