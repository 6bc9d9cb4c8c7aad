import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { accessKeyOf, SECRET_ACCESS_KEY, SESSION_TOKEN } from './credentials'
import {
  AwsError,
  type Caller,
  type Invocation,
  type Kernel,
  type Lambda,
  NotHonoured,
  type Resource,
  type ResourceType,
  type Service,
} from './kernel'
import { type Sandbox, type SandboxOptions, startSandbox, timedOut } from './sandbox'

/** What a synchronous invocation may carry. */
const LARGEST_EVENT = 6 * 1024 * 1024
/** Of one function so many instances run at once; two at least, so that a second event never waits for a sleeping first. */
const INSTANCES = Math.max(2, availableParallelism())
/** Lambda itself, which polls for the event source mappings and needs nobody's leave to call a function. */
export const LAMBDA_SERVICE: Caller = { principal: 'lambda.amazonaws.com' }

/** What befalls an invocation in a test: `throw` fails before the handler runs; `timeout` lets it run, loses its answer and
 *  reports a time-out at once; `hang` holds it back, in flight, until `release`. */
export type Fault = 'throw' | 'timeout' | 'hang'
export type FaultRule = (functionName: string, event: unknown) => Fault | undefined

/** What a function did, for what a run would have cost on AWS. */
export interface FunctionUse {
  invocations: number
  errors: number
  /** What kind the last error was, such as `Sandbox.Timedout`. */
  lastError?: string
  milliseconds: number
  gigabyteSeconds: number
}

export interface Functions extends Lambda, Service {
  /** Puts a rule in the place of the one before; undefined ends all faults. */
  faults(rule: FaultRule | undefined): void
  /** Lets every invocation go on that a rule made hang. */
  release(): void
  /** By function name, since the start. */
  readonly uses: ReadonlyMap<string, FunctionUse>
  stop(): Promise<void>
}

interface LambdaFunction {
  readonly name: string
  readonly resource: Resource
  readonly idle: Sandbox[]
  readonly all: Set<Sandbox>
  /** Invocations that wait for a core of this machine, which AWS would have started. */
  readonly waiting: (() => void)[]
  readonly log: (text: string) => void
  busy: number
}

export const lambdaTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Function': {
    honoured: [
      'Code.S3Bucket',
      'Code.S3Key',
      'FunctionName',
      'Handler',
      'Runtime',
      'Role',
      'Environment.Variables.*',
      'Timeout',
      'MemorySize',
      'ReservedConcurrentExecutions',
      'LoggingConfig.LogGroup',
    ],
    ignored: {
      'Architectures.*': 'this machine has one architecture',
      'LoggingConfig.LogFormat': 'logs are kept as the handler writes them',
      'TracingConfig.Mode': 'there is no X-Ray here',
    },
    identify: ({ stack, logicalId, properties }, account) => {
      const name = properties.FunctionName ?? `${stack}-${logicalId}`.slice(0, 64)
      return { ref: name, attributes: { Arn: `arn:aws:lambda:${account.region}:${account.id}:function:${name}` } }
    },
  },
  'AWS::Lambda::Version': {
    honoured: ['FunctionName'],
    ignored: {},
    identify: ({ properties }, account) => {
      const arn = `${arnOf(properties.FunctionName, account)}:1`
      return { ref: arn, attributes: { Version: '1' } }
    },
  },
  'AWS::Lambda::Alias': {
    honoured: ['FunctionName', 'FunctionVersion', 'Name'],
    ignored: {},
    identify: ({ properties }, account) => {
      return { ref: `${arnOf(properties.FunctionName, account)}:${properties.Name}` }
    },
  },
  'AWS::Lambda::Permission': {
    honoured: ['Action', 'FunctionName', 'Principal', 'SourceArn'],
    ignored: {},
    identify: ({ stack, logicalId }) => ({ ref: `${stack}-${logicalId}` }),
  },
}

/** Runs the bundles of the assembly as Lambda would: rights, limits, instances, time-outs and errors included. A function
 *  grows to its reserved concurrency and is then throttled; beyond the cores of this machine an invocation waits. */
export function createLambda(
  kernel: Omit<Kernel, 'lambda'>,
  rule?: FaultRule,
  answer?: SandboxOptions['answer'],
): Functions {
  const { clock, random, iam, template, folder } = kernel
  const { account } = template
  const functions = new Map<string, LambdaFunction>()
  const qualifiers = new Set<string>()
  const uses = new Map<string, FunctionUse>()
  const logs = new Map<string, number>()
  let faultOf = rule
  let held: (() => void)[] = []
  let stopped = false

  mkdirSync(join(folder, 'logs'), { recursive: true })
  for (const resource of template.all('AWS::Lambda::Function')) {
    if (!resource.properties.Runtime?.startsWith('nodejs'))
      throw new NotHonoured(`${resource.logicalId}.Properties.Runtime`)
    const name = resource.ref
    const log = (text: string) => {
      if (stopped) return
      const file = logs.get(name) ?? openSync(join(folder, 'logs', `${name}.jsonl`), 'a')
      logs.set(name, file)
      writeSync(file, text)
    }
    functions.set(name, { name, resource, idle: [], all: new Set(), waiting: [], log, busy: 0 })
  }
  for (const type of ['AWS::Lambda::Version', 'AWS::Lambda::Alias'])
    for (const { ref } of template.all(type)) qualifiers.add(ref)

  const locate = (qualified: string) => {
    const arn = arnOf(qualified, account)
    const [, , , , , , name, qualifier] = arn.split(':')
    const found = functions.get(name!)
    if (!found || (qualifier && qualifier !== '$LATEST' && !qualifiers.has(arn)))
      throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404)
    return { it: found, arn, version: qualifier ?? '$LATEST' }
  }

  const start = (it: LambdaFunction): Sandbox => {
    const { Handler, MemorySize = 128 } = it.resource.properties
    const sandbox = startSandbox({
      directory: join(template.assembly, String(it.resource.metadata['aws:asset:path'])),
      handler: Handler,
      env: environmentOf(it),
      memoryMb: MemorySize,
      ...(clock.virtual && { now: clock.now(), seed: random.uuid() }),
      log: it.log,
      ...(answer && { answer }),
    })
    it.all.add(sandbox)
    return sandbox
  }

  const environmentOf = ({ name, resource }: LambdaFunction): Record<string, string> => {
    const { Role, Environment, MemorySize = 128, Handler, Runtime } = resource.properties
    return {
      AWS_REGION: account.region,
      AWS_DEFAULT_REGION: account.region,
      AWS_ENDPOINT_URL: account.endpoint,
      ...(account.objects && { AWS_ENDPOINT_URL_S3: account.objects }),
      ...credentialsOf(Role, name),
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
      AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(resource),
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
      _HANDLER: Handler,
      ...NO_HOST_SETTINGS,
      ...Environment?.Variables,
    }
  }

  const withInstance = async (it: LambdaFunction, work: (sandbox: Sandbox) => Promise<Invocation>) => {
    if (stopped) return NEVER
    const reserved = it.resource.properties.ReservedConcurrentExecutions ?? Number.POSITIVE_INFINITY
    if (it.busy + it.waiting.length >= reserved)
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      })
    if (it.busy >= INSTANCES) await new Promise<void>(resolve => it.waiting.push(resolve))
    else it.busy++
    const sandbox = it.idle.pop() ?? start(it)
    try {
      return await work(sandbox)
    } finally {
      if (sandbox.alive) it.idle.push(sandbox)
      else it.all.delete(sandbox)
      const next = it.waiting.shift()
      if (next) next()
      else it.busy--
    }
  }

  const count = (name: string, result: Invocation, milliseconds: number, memoryMb: number) => {
    const use = uses.get(name) ?? { invocations: 0, errors: 0, milliseconds: 0, gigabyteSeconds: 0 }
    uses.set(name, use)
    use.invocations += 1
    use.errors += result.ok ? 0 : 1
    if (!result.ok) use.lastError = result.error.errorType
    use.milliseconds += milliseconds
    use.gigabyteSeconds += (milliseconds / 1000) * (memoryMb / 1024)
  }

  const invoke = async (qualified: string, event: unknown, caller: Caller): Promise<Invocation> => {
    const { it, arn, version } = locate(qualified)
    if (caller.principal !== LAMBDA_SERVICE.principal)
      iam.authorize(caller, { action: 'lambda:InvokeFunction', resource: arn })
    const payload = JSON.stringify(event ?? {})
    if (Buffer.byteLength(payload) > LARGEST_EVENT)
      throw new AwsError(
        'RequestTooLargeException',
        `Request must be smaller than ${LARGEST_EVENT} bytes for the InvokeFunction operation`,
        413,
      )

    const { Timeout: timeoutSeconds = 3, MemorySize = 128 } = it.resource.properties
    const context = {
      functionName: it.name,
      functionVersion: version === '$LATEST' ? version : '1',
      invokedFunctionArn: arn,
      memoryLimitInMB: String(MemorySize),
      awsRequestId: random.uuid(),
      logGroupName: logGroupOf(it.resource),
      logStreamName: 'local',
    }
    const request = { event: payload, context, timeoutSeconds, ...(clock.virtual && { now: clock.now() }) }
    const fault = faultOf?.(it.name, event)
    const started = performance.now()
    if (fault === 'hang') await new Promise<void>(resolve => held.push(resolve))
    const answer = fault === 'throw' ? INJECTED : await withInstance(it, sandbox => sandbox.run(request))
    const result = fault === 'timeout' ? timedOut(context.awsRequestId, timeoutSeconds) : answer
    count(it.name, result, performance.now() - started, MemorySize)
    if (!result.ok) {
      const line = {
        timestamp: new Date(clock.now()).toISOString(),
        level: 'ERROR',
        requestId: context.awsRequestId,
        ...result.error,
      }
      it.log(`${JSON.stringify(line)}\n`)
    }
    return result
  }

  return {
    invoke,
    faults(rule) {
      faultOf = rule
    },
    release() {
      const releasing = held
      held = []
      for (const go of releasing) go()
    },
    uses,
    async stop() {
      if (stopped) return
      stopped = true
      const sandboxes = [...functions.values()].flatMap(it => [...it.all])
      await Promise.all(sandboxes.map(sandbox => sandbox.stop()))
      for (const file of logs.values()) closeSync(file)
    },
  }
}

/** What a cloud that is gone answers. */
const NEVER = new Promise<never>(() => {})

const INJECTED: Invocation = { ok: false, error: { errorType: 'Error', errorMessage: 'thrown by a fault of the test' } }

/** A developer's own files for the AWS command line, and the age of this machine's Node, must not reach into a function. */
const NO_HOST_SETTINGS = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}

/** A function by its name, its ARN or either with a version or alias, always as ARN. */
function arnOf(qualified: string, { region, id }: { region: string; id: string }): string {
  return qualified.startsWith('arn:') ? qualified : `arn:aws:lambda:${region}:${id}:function:${qualified}`
}

/** The plain name, of a name or an ARN with or without version or alias. */
export function functionNameOf(qualified: string): string {
  return qualified.split(':')[qualified.startsWith('arn:') ? 6 : 0]!
}

/** The session of a role that a function runs as. */
export function sessionOf(roleArn: string, functionName: string): string {
  const [, , , , account, role] = roleArn.split(':')
  return `arn:aws:sts::${account}:assumed-role/${role!.split('/').at(-1)}/${functionName}`
}

function credentialsOf(roleArn: string, functionName: string) {
  const AWS_ACCESS_KEY_ID = accessKeyOf(sessionOf(roleArn, functionName))
  return { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY, AWS_SESSION_TOKEN: SESSION_TOKEN }
}

function logGroupOf({ properties, ref }: Resource): string {
  return properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${ref}`
}
