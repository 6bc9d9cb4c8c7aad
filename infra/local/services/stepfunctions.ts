import { createHash } from 'node:crypto'
import { type Machine, readDefinition } from '../asl/definition'
import { type Change, type Closed, type Execution, holderOf, interpreter, maxPayloadBytes } from '../asl/interpreter'
import {
  type Access,
  AwsError,
  type Input,
  type Kernel,
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

const unwatched = 'where each execution stands is in the journal; no log groups here'

/** Standard workflows; the fields of their definitions are in asl/definition.ts. */
export const stepfunctionsTypes: Readonly<Record<string, ResourceType>> = {
  [machines]: {
    honoured: ['DefinitionString', 'DefinitionSubstitutions.*', 'RoleArn', 'StateMachineName'],
    ignored: {
      'LoggingConfiguration.Destinations.*.CloudWatchLogsLogGroup.LogGroupArn': unwatched,
      'LoggingConfiguration.IncludeExecutionData': unwatched,
      'LoggingConfiguration.Level': unwatched,
      'TracingConfiguration.Enabled': 'no X-Ray here',
    },
    identify({ properties }, { region, id }) {
      const arn = `arn:aws:states:${region}:${id}:stateMachine:${properties.StateMachineName}`
      return { ref: arn, attributes: { Arn: arn, StateMachineRevisionId: 'INITIAL' } }
    },
  },
  // A template makes one version of a machine: the newest; older ones live on in the executions that follow them.
  [versions]: {
    honoured: ['StateMachineArn', 'StateMachineRevisionId'],
    ignored: {},
    identify({ properties }) {
      const arn = `${properties.StateMachineArn}:1`
      return { ref: arn, attributes: { Arn: arn } }
    },
  },
  [aliases]: {
    honoured: ['Name', 'RoutingConfiguration.0.StateMachineVersionArn', 'RoutingConfiguration.0.Weight'],
    ignored: {},
    identify({ properties }) {
      const version: string = properties.RoutingConfiguration[0].StateMachineVersionArn
      const arn = `${version.slice(0, version.lastIndexOf(':'))}:${properties.Name}`
      return { ref: arn, attributes: { Arn: arn } }
    },
  },
}

export interface ExecutionSummary {
  readonly name: string
  readonly status: 'RUNNING' | Closed['status']
  /** The state it is in, or was in last. */
  readonly state: string
  /** What it came to. */
  readonly closed?: Closed
}

export interface Stepfunctions extends Service {
  executions(): readonly ExecutionSummary[]
  /** What AWS would bill, of the executions that are kept. */
  readonly counters: { readonly transitions: number }
}

/** A definition that executions follow, kept so that a later template changes nothing for them. */
interface Defined {
  readonly definition: string
  readonly machine: string
  readonly text: string
}

/** Step Functions: what an execution does next follows from its journalled records, so it goes on after a restart. */
export function createStepfunctions(kernel: Kernel): Stepfunctions {
  const { clock, journal, random, template } = kernel
  const definitions = new Map<string, Defined>()
  const read = new Map<string, Machine>()
  const executions = new Map<string, Execution>()

  for (const machine of template.all(machines)) readDefinition(nameOf(machine), definitionOf(machine))

  const isKept = ({ phase }: Execution) => phase.is !== 'closed' || clock.now() < phase.at + keptFor

  const write = journal.register<Defined | ({ readonly arn: string } & Change)>('stepfunctions', {
    apply(record) {
      if ('text' in record) definitions.set(record.definition, record)
      else executions.set(record.arn, { ...executions.get(record.arn), ...record } as Execution)
    },
    *snapshot() {
      const kept = [...executions.values()].filter(isKept)
      const followed = new Set(kept.map(({ definition }) => definition))
      for (const defined of definitions.values()) if (followed.has(defined.definition)) yield defined
      yield* kept
    },
  })

  const machineOf = (definition: string): Machine => {
    const { machine, text } = definitions.get(definition)!
    const made = read.get(definition) ?? readDefinition(machine, text)
    read.set(definition, made)
    return made
  }

  const { enter, put, wake } = interpreter(
    kernel,
    executions,
    ({ definition, state }) => machineOf(definition).states[state.name]!,
    (arn, change) => write({ arn, ...change }),
  )

  const define = (machine: Resource): string => {
    const text = definitionOf(machine)
    const definition = createHash('sha256').update(text).digest('hex').slice(0, 16)
    if (!definitions.has(definition)) write({ definition, machine: nameOf(machine), text })
    return definition
  }

  const locate = (arn: string): Resource => {
    const machine = template.find(machines, partsOf(arn).unqualified)
    const known = [machines, versions, aliases].some(type => template.find(type, arn))
    if (machine && known) return machine
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
  }

  const start = ({ stateMachineArn, name = random.uuid(), input = '{}' }: Input): Execution => {
    const machine = locate(stateMachineArn)
    const arn = `${machine.ref.replace(':stateMachine:', ':execution:')}:${name}`
    const earlier = executions.get(arn)
    if (earlier && earlier.phase.is !== 'closed' && earlier.input === input) return earlier
    if (earlier && isKept(earlier)) throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`)
    const definition = define(machine)
    write({
      ...{ arn, name, input, definition, machineArn: machine.ref, roleArn: machine.properties.RoleArn },
      ...{ startedAt: clock.now(), endsAt: clock.now() + longestLife },
      ...enter(machineOf(definition).startAt, JSON.parse(input), { events: 1, transitions: 0 }),
    })
    const started = executions.get(arn)!
    wake(started)
    return started
  }

  const find = (arn: string): Execution => {
    const execution = executions.get(arn)
    if (execution && isKept(execution)) return execution
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
  }
  const onExecution =
    (action: string) =>
    ({ executionArn }: Input): Access[] => [{ action, resource: executionArn }]

  const operations: Record<string, Operation> = {
    StartExecution: {
      parameters: ['stateMachineArn', 'name', 'input'],
      authorize: ({ stateMachineArn }) => [onMachine('states:StartExecution', stateMachineArn)],
      run(input) {
        checkName(input.name)
        checkPayload('input', input.input, 'InvalidExecutionInput', 'Invalid State Machine Execution Input')
        const { arn, startedAt } = start(input)
        return { executionArn: arn, startDate: startedAt / 1000 }
      },
    },
    SendTaskSuccess: {
      parameters: ['taskToken', 'output'],
      /** AWS checks a callback on the machine that waits, though its reference lists no resource for the action. */
      authorize({ taskToken }) {
        const execution = executions.get(holderOf(taskToken))
        return execution ? [{ action: 'states:SendTaskSuccess', resource: execution.machineArn }] : []
      },
      run({ taskToken, output }) {
        checkPayload('output', output, 'InvalidOutput', 'Invalid Output')
        const execution = executions.get(holderOf(taskToken))
        if (!execution) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'")
        const { phase, events } = execution
        if (!('token' in phase) || phase.token !== taskToken)
          throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
        put(execution, { events: events + 1, phase: { is: 'succeeded', result: JSON.parse(output) } })
        return {}
      },
    },
    DescribeExecution: {
      parameters: ['executionArn'],
      authorize: onExecution('states:DescribeExecution'),
      run: ({ executionArn }) => described(find(executionArn)),
    },
    /** Newest first; what an alias or a version has started is what the machine has started, since there is one of each. */
    ListExecutions: {
      parameters: ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken'],
      authorize: ({ stateMachineArn }) => [onMachine('states:ListExecutions', stateMachineArn)],
      run({ stateMachineArn, statusFilter, maxResults = 100, nextToken = '0' }) {
        const machine = locate(stateMachineArn)
        const found = [...executions.values()]
          .filter(execution => execution.machineArn === machine.ref && isKept(execution))
          .map(described)
          .filter(({ status }) => statusFilter === undefined || status === statusFilter)
          .sort((a, b) => b.startDate - a.startDate)
        const end = Number(nextToken) + maxResults
        return { executions: found.slice(Number(nextToken), end), ...(end < found.length && { nextToken: `${end}` }) }
      },
    },
    StopExecution: {
      parameters: ['executionArn', 'error', 'cause'],
      authorize: onExecution('states:StopExecution'),
      run({ executionArn, error, cause }) {
        const execution = find(executionArn)
        const at = clock.now()
        if (execution.phase.is !== 'closed')
          put(execution, {
            events: execution.events + 1,
            phase: { is: 'closed', at, status: 'ABORTED', ...(error && { error }), ...(cause && { cause }) },
          })
        return { stopDate: at / 1000 }
      },
    },
  }

  return {
    api: { target: 'AWSStepFunctions', protocol: 'json', operations },
    start() {
      for (const execution of executions.values()) wake(execution)
    },
    executions: () =>
      [...executions.values()].map(({ name, phase, state }) => ({
        ...{ name, status: phase.is === 'closed' ? phase.status : 'RUNNING', state: state.name },
        ...(phase.is === 'closed' && { closed: phase }),
      })),
    get counters() {
      return { transitions: [...executions.values()].reduce((sum, { transitions }) => sum + transitions, 0) }
    },
  }
}

const described = ({ arn: executionArn, name, machineArn: stateMachineArn, startedAt, phase }: Execution) => ({
  ...{ executionArn, name, stateMachineArn, startDate: startedAt / 1000 },
  ...(phase.is === 'closed' ? { status: phase.status, stopDate: phase.at / 1000 } : { status: 'RUNNING' }),
})

const nameOf = ({ properties }: Resource): string => properties.StateMachineName

function definitionOf({ properties }: Resource): string {
  const given: Readonly<Record<string, string>> = properties.DefinitionSubstitutions ?? {}
  return properties.DefinitionString.replace(/\$\{(\w+)\}/g, (whole: string, key: string) => given[key] ?? whole)
}

function partsOf(arn: string): { unqualified: string; qualifier: string | undefined } {
  const [, unqualified, qualifier] = /^(arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:]+)(?::([^:]+))?$/.exec(arn) ?? []
  if (unqualified === undefined) throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`)
  return { unqualified, qualifier }
}

/** A call through an alias or a version is checked on the unqualified machine, with the qualifier as a condition.
 *  https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html */
function onMachine(action: string, arn: string): Access {
  const { unqualified, qualifier } = partsOf(arn)
  return { action, resource: unqualified, ...(qualifier && { context: { 'states:StateMachineQualifier': qualifier } }) }
}

function checkName(name = 'any'): void {
  if (name.length > 80) throw constraint(`Value '${name}' at 'name'`, 'length less than or equal to 80')
  if (!/^[^\s?*<>{}[\]"#%\\^|~`$&,;:/\p{Cc}]+$/u.test(name))
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`)
}

function checkPayload(member: string, text = '{}', code: string, what: string): void {
  if (Buffer.byteLength(text) > maxPayloadBytes)
    throw constraint(`Value at '${member}'`, `size less than or equal to ${maxPayloadBytes} bytes in UTF-8 encoding`)
  try {
    JSON.parse(text)
  } catch (thrown) {
    throw new AwsError(code, `${what}: '${(thrown as Error).message}'`)
  }
}

/** What the API model says of a member, in the words of AWS. */
const constraint = (which: string, must: string) =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: ${which} failed to satisfy constraint: Member must have ${must}`,
  )
