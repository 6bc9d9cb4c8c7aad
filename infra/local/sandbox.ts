import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { HttpRequest, HttpResponse } from './http'
import type { Invocation } from './kernel'

/** Loading a bundle may take this long on AWS before the sandbox is given up. */
const INIT_LIMIT_MS = 10_000
const STEP_MS = 500
/** What a synchronous invocation may answer: 6 MB and 100 bytes for the envelope. */
const LARGEST_ANSWER = 6 * 1024 * 1024 + 100

export interface SandboxOptions {
  readonly directory: string
  /** As in the template, such as `handler.handler`. */
  readonly handler: string
  readonly env: Readonly<Record<string, string>>
  readonly memoryMb: number
  /** Both only in virtual time: what the bundle sees while it loads. */
  readonly now?: number
  readonly seed?: string
  /** Hears all that the handler prints, before its answer. */
  log(text: string): void
  /** Answers what the bundle's SDK clients send to AWS_ENDPOINT_URL; without it they go over a socket. */
  answer?(request: HttpRequest): Promise<HttpResponse>
}

export interface SandboxRequest {
  /** JSON, so that a handler can never reach into the caller's objects. */
  readonly event: string
  readonly context: Readonly<Record<string, string>> & { readonly awsRequestId: string }
  readonly timeoutSeconds: number
  readonly now?: number
}

/** One instance of a function: takes one event at a time, keeps its memory between events, and dies of a time-out. */
export interface Sandbox {
  readonly alive: boolean
  run(request: SandboxRequest): Promise<Invocation>
  /** Ends it; an event under way is never answered, as when the machine is gone. */
  stop(): Promise<unknown>
}

type Failure = Extract<Invocation, { ok: false }>['error']
type Message =
  | { loaded: true }
  | { log: string }
  | { call: number; request: HttpRequest }
  | { payload: string }
  | { error: Failure; fatal?: true }

/** The error of a handler that was not ready in time, in the words of AWS. */
export function timedOut(requestId: string, seconds: number): Invocation {
  return failure(
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  )
}

/** Starts a worker thread with nothing but the function's environment. Time-outs count real seconds. */
export function startSandbox(options: SandboxOptions): Sandbox {
  const { directory, handler, env, memoryMb, now, seed, answer } = options
  const worker = new Worker(join(__dirname, 'runtime.cjs'), {
    env: { ...env },
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    workerData: { directory, handler, now, seed, isAnswered: answer !== undefined },
  })
  let alive = true
  let stopping = false
  let loaded = false
  let dead: Invocation | undefined
  let current: { request: SandboxRequest; answer: (invocation: Invocation) => void } | undefined
  let limit: NodeJS.Timeout

  const settle = (invocation: Invocation) => {
    clearTimeout(limit)
    const answer = current?.answer
    current = undefined
    if (!stopping) answer?.(invocation)
  }

  const die = (invocation: Invocation) => {
    alive = false
    dead = invocation
    settle(invocation)
    void worker.terminate()
  }

  /** Counted in small steps: of a time in which the whole machine stood still, as when its lid was shut, one step counts. */
  const within = (milliseconds: number, seconds: number) => {
    clearTimeout(limit)
    const late = () => die(timedOut(current?.request.context.awsRequestId ?? '', seconds))
    const left = milliseconds - STEP_MS
    limit = setTimeout(() => (left > 0 ? within(left, seconds) : late()), Math.min(milliseconds, STEP_MS))
  }

  const send = ({ timeoutSeconds, ...rest }: SandboxRequest) => {
    const timeout = timeoutSeconds * 1000
    within(timeout, timeoutSeconds)
    worker.postMessage({ ...rest, timeout })
  }

  worker.on('message', (message: Message) => {
    if ('loaded' in message) {
      loaded = true
      clearTimeout(limit)
      if (current) send(current.request)
    } else if ('log' in message) options.log(message.log)
    else if ('call' in message)
      void answer?.(message.request).then(response => worker.postMessage({ answered: message.call, response }))
    else if ('payload' in message) settle(answerOf(message.payload))
    else if (message.fatal || !loaded) die({ ok: false, error: message.error })
    else settle({ ok: false, error: message.error })
  })
  worker.on('error', error => {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') die(exited(current, 'signal: killed'))
    else die({ ok: false, error: { errorType: error.name, errorMessage: error.message } })
  })
  worker.on('exit', status => {
    if (alive) die(exited(current, `exit status ${status}`))
  })
  within(INIT_LIMIT_MS, INIT_LIMIT_MS / 1000)

  return {
    get alive() {
      return alive
    },
    run: request =>
      new Promise(answer => {
        if (dead) return answer(dead)
        current = { request, answer }
        if (loaded) send(request)
      }),
    stop() {
      stopping = true
      alive = false
      clearTimeout(limit)
      return worker.terminate()
    },
  }
}

function answerOf(payload: string): Invocation {
  if (Buffer.byteLength(payload) > LARGEST_ANSWER) {
    const limit = `Response payload size exceeded maximum allowed payload size (${LARGEST_ANSWER} bytes).`
    return failure('Function.ResponseSizeTooLarge', limit)
  }
  return { ok: true, payload: JSON.parse(payload) }
}

function exited(current: { request: SandboxRequest } | undefined, how: string): Invocation {
  const id = current?.request.context.awsRequestId ?? ''
  return failure('Runtime.ExitError', `RequestId: ${id} Error: Runtime exited with error: ${how}`)
}

function failure(errorType: string, errorMessage: string): Invocation {
  return { ok: false, error: { errorType, errorMessage } }
}
