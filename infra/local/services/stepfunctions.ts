import { createHash } from 'node:crypto'
import { type Machine, readDefinition } from '../asl/definition'
import { begin, type Execution, follow, type Happening, historyOf, type Status, type Task } from '../asl/execution'
import { expressions } from '../asl/expressions'
import { interpreter, maxPayloadBytes } from '../asl/interpreter'
import {
  type Access,
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
    honoured: ['DefinitionString', 'DefinitionSubstitutions.*', 'RoleArn', 'StateMachineName', 'StateMachineType'],
    ignored: {
      'LoggingConfiguration.**': 'the history is in GetExecutionHistory; no log groups here',
      'TracingConfiguration.**': 'no X-Ray here',
      'Tags.**': 'tags decide nothing here',
    },
    identify({ properties, stack, logicalId }, { region, id }) {
      const name = properties.StateMachineName ?? `${stack}-${logicalId}`.slice(-80)
      const arn = `arn:aws:states:${region}:${id}:stateMachine:${name}`
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

  for (const machine of template.all(machines)) {
    const [{ Name: name }, { StateMachineType: type = 'STANDARD' }] = [machine.attributes, machine.properties]
    if (type !== 'STANDARD') throw new NotHonoured(`${name}.StateMachineType ${type}`)
    readDefinition(name!, definitionOf(machine), compile)
  }
  for (const { ref, properties } of template.all(aliases))
    if (properties.RoutingConfiguration.length > 1) throw new NotHonoured(`${ref}.RoutingConfiguration[1]`)

  const isKept = ({ closed }: Execution) => closed === undefined || clock.now() < closed.at + keptFor

  const write = journal.register<Happening | Defined>('stepfunctions', {
    apply(record) {
      if ('text' in record) return void definitions.set(record.definition, { ...record })
      if (record.events[0]!.keep?.start) {
        executions.delete(record.execution)
        executions.set(record.execution, begin(record))
      }
      follow(executions.get(record.execution)!, record)
      for (const { keep } of record.events) if (keep?.token) holders.set(keep.token, record.execution)
    },
    *snapshot() {
      const kept = [...executions.values()].filter(isKept)
      const followed = new Set(kept.map(({ definition }) => definition))
      for (const { machine: _, ...defined } of definitions.values()) if (followed.has(defined.definition)) yield defined
      for (const { happenings } of kept) yield* happenings
    },
  })

  const machineOf = ({ definition }: Pick<Execution, 'definition'>): Machine => {
    const defined = definitions.get(definition)!
    defined.machine ??= readDefinition(defined.name, defined.text, compile)
    return defined.machine
  }

  const { enter, wake, tell, failure } = interpreter(kernel, machineOf, write)

  const define = (machine: Resource): string => {
    const text = definitionOf(machine)
    const definition = createHash('sha256').update(text).digest('hex').slice(0, 16)
    if (!definitions.has(definition)) write({ definition, name: machine.attributes.Name!, text })
    return definition
  }

  /** The machine that an ARN means, itself or through an alias or a version. */
  const locate = (arn: string) => {
    const { unqualified, qualifier } = parts(arn)
    const machine = template.find(machines, unqualified)
    const alias = template.find(aliases, arn)
    const [route] = alias?.properties.RoutingConfiguration ?? []
    const version = template.find(versions, route?.StateMachineVersionArn ?? arn)
    if (machine && (version || !qualifier)) return { machine, aliasArn: alias?.ref, versionArn: version?.ref }
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
  }

  const start = ({ stateMachineArn, name = random.uuid(), input = '{}' }: Input): Execution => {
    const { machine, aliasArn, versionArn } = locate(stateMachineArn)
    if (!/^[^\s?*<>{}[\]"#%\\^|~`$&,;:/\p{Cc}]+$/u.test(name))
      throw new AwsError('InvalidName', `Invalid Name: '${name}'`)
    checkJson(input, 'InvalidExecutionInput', 'Invalid State Machine Execution Input')
    const arn = `${machine.ref.replace(':stateMachine:', ':execution:')}:${name}`
    const earlier = executions.get(arn)
    if (earlier?.status === 'RUNNING' && earlier.started.input === input) return earlier
    if (earlier && isKept(earlier)) throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`)
    const definition = define(machine)
    const { startAt, timeoutSeconds } = machineOf({ definition })
    const timeoutAt = clock.now() + Math.min(timeoutSeconds * 1000, longestLife)
    const roleArn = machine.properties.RoleArn
    const details = { input, roleArn, stateMachineAliasArn: aliasArn, stateMachineVersionArn: versionArn }
    const keep = { start: { name, machineArn: machine.ref, definition, timeoutAt } }
    const events = [{ type: 'ExecutionStarted', details, keep }, enter(machineOf({ definition }), startAt, input)]
    write({ execution: arn, at: clock.now(), events })
    const started = executions.get(arn)!
    wake(started)
    return started
  }

  const existing = (arn: string): Execution => {
    if (!/^arn:[^:]+:states:[^:]*:[^:]*:execution:[^:]+:[^:]+$/.test(arn)) throw invalidArn(arn)
    const execution = executions.get(arn)
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
    return execution
  }

  const waiting = (token: string): { execution: Execution; task: Task } => {
    const execution = executions.get(holders.get(token) ?? '')
    if (!execution) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'")
    const { phase } = execution
    if ('token' in phase && phase.token === token) return { execution, task: phase }
    throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
  }

  const onExecution = (action: string) => (input: Input) => [{ action, resource: input.executionArn }]

  /** AWS checks a callback on the machine that waits, though its reference lists no resource for these actions. */
  const onWaiting = (action: string) => (input: Input) => {
    const execution = executions.get(holders.get(input.taskToken) ?? '')
    return execution ? [{ action, resource: execution.machineArn }] : []
  }

  const operations: Record<string, Operation> = {
    StartExecution: {
      parameters: ['stateMachineArn', 'name', 'input'],
      authorize: ({ stateMachineArn }) => [onMachine('states:StartExecution', stateMachineArn)],
      run(input) {
        checkLengths(input, { name: 80, input: maxPayloadBytes })
        const { arn, startedAt } = start(input)
        return { executionArn: arn, startDate: startedAt / 1000 }
      },
    },
    StopExecution: {
      parameters: ['executionArn', 'error', 'cause'],
      authorize: onExecution('states:StopExecution'),
      run({ executionArn, ...details }) {
        checkLengths(details, errorLengths)
        const execution = existing(executionArn)
        tell(execution, { type: 'ExecutionAborted', details })
        return { stopDate: execution.closed!.at / 1000 }
      },
    },
    SendTaskSuccess: {
      parameters: ['taskToken', 'output'],
      authorize: onWaiting('states:SendTaskSuccess'),
      run({ taskToken, output }) {
        checkLengths({ output }, { output: maxPayloadBytes })
        checkJson(output, 'InvalidOutput', 'Invalid Output')
        tell(waiting(taskToken).execution, { type: 'TaskSucceeded', details: { ...callback, output } })
        return {}
      },
    },
    SendTaskFailure: {
      parameters: ['taskToken', 'error', 'cause'],
      authorize: onWaiting('states:SendTaskFailure'),
      run({ taskToken, error = '', cause }) {
        checkLengths({ error, cause }, errorLengths)
        const { execution } = waiting(taskToken)
        tell(execution, failure(execution, 'TaskFailed', { ...callback, error, cause }))
        return {}
      },
    },
    SendTaskHeartbeat: {
      parameters: ['taskToken'],
      authorize: onWaiting('states:SendTaskHeartbeat'),
      run({ taskToken }) {
        const { execution, task } = waiting(taskToken)
        const heartbeatAt = clock.now() + (task.heartbeatInSeconds ?? Infinity) * 1000
        if (heartbeatAt < Infinity) tell(execution, { type: 'HeartbeatReceived', details: {}, keep: { heartbeatAt } })
        return {}
      },
    },
    DescribeExecution: {
      parameters: ['executionArn'],
      authorize: onExecution('states:DescribeExecution'),
      run({ executionArn }) {
        const execution = existing(executionArn)
        const { output, error, cause } = execution.status === 'TIMED_OUT' ? {} : (execution.closed?.details ?? {})
        return { ...listed(execution), input: execution.started.input, output, error, cause }
      },
    },
    GetExecutionHistory: {
      parameters: ['executionArn', 'maxResults', 'nextToken', 'reverseOrder'],
      authorize: onExecution('states:GetExecutionHistory'),
      run(input) {
        const events = historyOf(existing(input.executionArn))
        return page('events', input.reverseOrder ? events.toReversed() : events, input)
      },
    },
    ListExecutions: {
      parameters: ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken'],
      authorize: ({ stateMachineArn }) => [onMachine('states:ListExecutions', stateMachineArn)],
      run(input) {
        const { stateMachineArn, statusFilter } = input
        locate(stateMachineArn)
        const ofMachine = [...executions.values()].filter(
          ({ machineArn, started, status }) =>
            [machineArn, started.stateMachineAliasArn, started.stateMachineVersionArn].includes(stateMachineArn) &&
            (statusFilter ?? status) === status,
        )
        return page('executions', ofMachine.reverse().map(listed), input)
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

function definitionOf({ properties }: Resource): string {
  const given: Readonly<Record<string, string>> = properties.DefinitionSubstitutions ?? {}
  return properties.DefinitionString.replace(/\$\{(\w+)\}/g, (whole: string, key: string) => given[key] ?? whole)
}

const callback = { resourceType: 'lambda', resource: 'invoke.waitForTaskToken' }
const errorLengths = { error: 256, cause: 32_768 }

const invalidArn = (arn: string) => new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`)

function parts(arn: string): { unqualified: string; qualifier: string | undefined } {
  const [, unqualified, qualifier] = /^(arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:]+)(?::([^:]+))?$/.exec(arn) ?? []
  if (unqualified === undefined) throw invalidArn(arn)
  return { unqualified, qualifier }
}

/** A call through an alias or a version is checked on the unqualified machine, with the qualifier as a condition.
 *  https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html */
function onMachine(action: string, arn: string): Access {
  const { unqualified, qualifier } = parts(arn)
  return { action, resource: unqualified, ...(qualifier && { context: { 'states:StateMachineQualifier': qualifier } }) }
}

function listed({ arn, name, machineArn, status, startedAt, closed, started }: Execution) {
  const { stateMachineAliasArn, stateMachineVersionArn } = started
  const stopped = closed && { stopDate: closed.at / 1000 }
  const machine = { stateMachineArn: machineArn, stateMachineAliasArn, stateMachineVersionArn }
  return { executionArn: arn, ...machine, name, status, startDate: startedAt / 1000, ...stopped }
}

function page(name: string, all: readonly unknown[], { maxResults, nextToken }: Input) {
  const from = Number(nextToken ?? 0)
  const to = from + (maxResults || 100)
  return { [name]: all.slice(from, to), ...(to < all.length && { nextToken: String(to) }) }
}

function checkJson(text: string, code: string, what: string): void {
  try {
    JSON.parse(text)
  } catch (thrown) {
    throw new AwsError(code, `${what}: '${(thrown as Error).message}'`)
  }
}

/** The constraint of the API model that a member breaks, in the words of AWS; payloads are measured in bytes. */
function checkLengths(input: Input, limits: Readonly<Record<string, number>>): void {
  for (const [member, most] of Object.entries(limits)) {
    const value: string = input[member] ?? ''
    const payload = most === maxPayloadBytes
    if ((payload ? Buffer.byteLength(value) : value.length) <= most) continue
    const measure = payload
      ? `size less than or equal to ${most} bytes in UTF-8 encoding`
      : `length less than or equal to ${most}`
    const which = payload ? 'Value' : `Value '${value}'`
    const said = `${which} at '${member}' failed to satisfy constraint: Member must have ${measure}`
    throw new AwsError('ValidationException', `1 validation error detected: ${said}`)
  }
}
