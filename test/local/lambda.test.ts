import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleOfAccessKey } from '../../infra/local/credentials'
import { createIam } from '../../infra/local/iam'
import { AwsError, type Caller, type Invocation, type Kernel, type Resource } from '../../infra/local/kernel'
import { createLambda, type FaultRule, type Functions, LAMBDA_SERVICE, lambdaTypes } from '../../infra/local/lambda'
import { account, aResource, fakeKernel } from './support/fake-kernel'
import { aFunction, anAssembly } from './support/functions'

const NOW = '2026-01-05T01:00:00.000Z'
const started: Functions[] = []
afterEach(() => Promise.all(started.splice(0).map(functions => functions.stop())))

interface Options {
  readonly resources?: readonly Resource[]
  readonly rule?: FaultRule
  readonly kernel?: Partial<Kernel>
  readonly enforced?: boolean
}

/** Lambda with one function whose bundle is `code`. */
function lambdaWith(code: string, properties = {}, { resources = [], rule, kernel = {}, enforced }: Options = {}) {
  const assembly = anAssembly()
  const base = fakeKernel({ at: NOW, resources: [aFunction(assembly, 'orders', code, properties), ...resources] })
  const template = { ...base.template, assembly }
  const iam = enforced ? createIam(template) : base.iam
  const functions = createLambda({ ...base, template, iam, ...kernel }, rule)
  started.push(functions)
  const invoke = (event: unknown = {}, caller: Caller = LAMBDA_SERVICE) => functions.invoke('orders', event, caller)
  return { functions, invoke, folder: base.folder }
}

const payloadOf = (invocation: Invocation) => {
  if (!invocation.ok) throw new Error(`${invocation.error.errorType}: ${invocation.error.errorMessage}`)
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what its own handler answers
  return invocation.payload as any
}

describe('a function', () => {
  test('is handed the event and a context as on AWS', async () => {
    const { invoke } = lambdaWith(
      `exports.handler = async (event, context) => ({ event, ...context, left: context.getRemainingTimeInMillis() })`,
      { Timeout: 7, MemorySize: 256 },
    )
    const seen = payloadOf(await invoke({ hello: '你好' }))
    expect(seen).toMatchObject({
      event: { hello: '你好' },
      functionName: 'orders',
      functionVersion: '$LATEST',
      invokedFunctionArn: `arn:aws:lambda:${account.region}:${account.id}:function:orders`,
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/orders',
    })
    expect(seen.awsRequestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(seen.left).toBeGreaterThan(6000)
    expect(seen.left).toBeLessThanOrEqual(7000)
  })

  test('sees its own environment and nothing of the host', async () => {
    process.env.HOST_SECRET = 'of the host'
    const { invoke } = lambdaWith(`exports.handler = async () => process.env`, {
      Environment: { Variables: { CASES_TABLE: 'cases' } },
    })
    const env = payloadOf(await invoke())
    expect(env).toMatchObject({
      CASES_TABLE: 'cases',
      AWS_REGION: account.region,
      AWS_ENDPOINT_URL: account.endpoint,
      AWS_LAMBDA_FUNCTION_NAME: 'orders',
    })
    expect(env).not.toHaveProperty('HOST_SECRET')
    expect(env).not.toHaveProperty('PATH')
    expect(roleOfAccessKey(env.AWS_ACCESS_KEY_ID)).toBe(`arn:aws:sts::${account.id}:assumed-role/function/orders`)
  })

  test('sees the time of the world from the moment its bundle loads', async () => {
    const { invoke } = lambdaWith(`
      const loaded = new Date()
      exports.handler = async () => ({
        loaded, now: Date.now(), text: Date(), iso: new Date().toISOString(), given: new Date(0).getTime(),
        same: new Date() instanceof Date && new Date().constructor === Date,
      })`)
    expect(payloadOf(await invoke())).toEqual({
      loaded: NOW,
      now: Date.parse(NOW),
      text: expect.stringContaining('Jan 05 2026'),
      iso: NOW,
      given: 0,
      same: true,
    })
  })

  test('draws the same chance again in a world of the same seed', async () => {
    const code = `
      const crypto = require('node:crypto')
      exports.handler = async () => [
        Math.random(), crypto.randomUUID(), crypto.randomBytes(8).toString('hex'), globalThis.crypto.randomUUID(),
        [...globalThis.crypto.getRandomValues(new Uint8Array(4))],
      ]`
    const [one, other] = [lambdaWith(code), lambdaWith(code)]
    const drawn = payloadOf(await one.invoke())
    expect(payloadOf(await other.invoke())).toEqual(drawn)
    expect(payloadOf(await one.invoke())).not.toEqual(drawn)
  })

  test('keeps its memory between events, one event at a time', async () => {
    const { invoke } = lambdaWith(`
      let events = 0
      exports.handler = async () => ++events`)
    expect([payloadOf(await invoke()), payloadOf(await invoke())]).toEqual([1, 2])
  })

  test('grows by an instance when two events come at once', async () => {
    const { invoke } = lambdaWith(`
      const { threadId } = require('node:worker_threads')
      exports.handler = async () => { await new Promise(resolve => setTimeout(resolve, 200)); return threadId }`)
    const threads = await Promise.all([invoke(), invoke()])
    expect(new Set(threads.map(payloadOf)).size).toBe(2)
  })

  test('answers null when the handler returns nothing', async () => {
    const { invoke } = lambdaWith(`exports.handler = async () => {}`)
    expect(payloadOf(await invoke())).toBeNull()
  })

  test('has its lines, and its failure, in a file of its own before it answers', async () => {
    const { invoke, folder } = lambdaWith(
      `exports.handler = async event => { console.log(JSON.stringify(event)); throw new Error('no') }`,
    )
    await invoke({ line: 1 })
    const lines = readFileSync(join(folder, 'logs/orders.jsonl'), 'utf8').trim().split('\n')
    expect(lines.map(line => JSON.parse(line))).toEqual([
      { line: 1 },
      expect.objectContaining({ level: 'ERROR', errorType: 'Error', errorMessage: 'no' }),
    ])
  })
})

describe('a function that fails', () => {
  const errorOf = async (code: string, properties = {}, event: unknown = {}) => {
    const { invoke } = lambdaWith(code, properties)
    return invoke(event)
  }

  test('answers with the type, the message and the trace of what it threw', async () => {
    const answer = await errorOf(`exports.handler = async () => { throw new TypeError('no order') }`)
    expect(answer).toEqual({
      ok: false,
      error: {
        errorType: 'TypeError',
        errorMessage: 'no order',
        trace: expect.arrayContaining(['TypeError: no order']),
      },
    })
  })

  test.each([
    ['has no bundle', `exports.handler = 1`, { Handler: 'other.handler' }, 'Runtime.ImportModuleError'],
    ['has no such export', `exports.other = 1`, {}, 'Runtime.HandlerNotFound'],
    ['is not JavaScript', `exports.handler = (`, {}, 'Runtime.UserCodeSyntaxError'],
    ['throws while it loads', `throw new RangeError('no settings')`, {}, 'RangeError'],
    ['ends its process', `exports.handler = async () => process.exit(3)`, {}, 'Runtime.ExitError'],
    [
      'drops a promise that fails',
      `exports.handler = () => new Promise(() => Promise.reject(new Error('dropped')))`,
      {},
      'Runtime.UnhandledPromiseRejection',
    ],
  ])('is named as AWS names it when it %s', async (_how, code, properties, errorType) => {
    expect(await errorOf(code, properties)).toMatchObject({ ok: false, error: { errorType } })
  })

  test('is stopped at its time-out in real seconds, and starts afresh for the next event', async () => {
    const { invoke } = lambdaWith(
      `let events = 0
       exports.handler = async event => { events++; if (event.slow) for (;;); return events }`,
      { Timeout: 1 },
    )
    const slow = await invoke({ slow: true })
    expect(slow).toEqual({
      ok: false,
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/),
      },
    })
    expect(payloadOf(await invoke())).toBe(1)
  })

  test('is not stopped for a time in which the whole machine stood still', async () => {
    const { invoke } = lambdaWith(
      `const after = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))
       const standStill = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500)
       exports.handler = async () => { await after(300); standStill(); await after(200); return 'done' }`,
      { Timeout: 2 },
    )
    const answer = invoke()
    await new Promise(resolve => setTimeout(resolve, 200))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500)
    expect(payloadOf(await answer)).toBe('done')
  })

  test('may not answer more than 6 MB, nor be sent more', async () => {
    const { invoke } = lambdaWith(`exports.handler = async event => 'x'.repeat(event.size)`)
    expect(payloadOf(await invoke({ size: 6 * 1024 * 1024 }))).toHaveLength(6 * 1024 * 1024)
    expect(await invoke({ size: 6 * 1024 * 1024 + 100 })).toEqual({
      ok: false,
      error: {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    })
    await expect(invoke({ text: 'x'.repeat(6 * 1024 * 1024) })).rejects.toMatchObject({
      code: 'RequestTooLargeException',
      status: 413,
      message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    })
  })

  test('throttles beyond its reserved concurrency', async () => {
    const { invoke } = lambdaWith(
      `exports.handler = async () => new Promise(resolve => setTimeout(resolve, 100, 'done'))`,
      { ReservedConcurrentExecutions: 1 },
    )
    const [first, second] = await Promise.allSettled([invoke(), invoke()])
    expect(first).toMatchObject({ status: 'fulfilled', value: { ok: true } })
    expect(second).toMatchObject({
      reason: { code: 'TooManyRequestsException', status: 429, message: 'Rate Exceeded.' },
    })
  })
})

describe('the right to invoke', () => {
  const code = `exports.handler = async (_, context) => context.invokedFunctionArn`
  const functionArn = `arn:aws:lambda:${account.region}:${account.id}:function:orders`
  const api = `arn:aws:execute-api:${account.region}:${account.id}:api1`
  const alias = aResource(lambdaTypes, 'AWS::Lambda::Alias', 'Live', {
    FunctionName: 'orders',
    FunctionVersion: '1',
    Name: 'live',
  })
  const permission = (properties: object) =>
    aResource(lambdaTypes, 'AWS::Lambda::Permission', 'Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: functionArn,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `${api}/*/*/v1/orders`,
      ...properties,
    })
  const gateway = (sourceArn: string) => ({ principal: 'apigateway.amazonaws.com', sourceArn })

  test('of a role is asked of its policies for the ARN as it was called, alias included', async () => {
    const asked: unknown[] = []
    const iam = { authorize: (...question: unknown[]) => void asked.push(question) }
    const { functions } = lambdaWith(code, {}, { resources: [alias], kernel: { iam } })
    const caller = { principal: 'arn:aws:iam::000000000000:role/workflow' }
    expect(payloadOf(await functions.invoke(`${functionArn}:live`, {}, caller))).toBe(`${functionArn}:live`)
    expect(asked).toEqual([[caller, { action: 'lambda:InvokeFunction', resource: `${functionArn}:live` }]])
  })

  test('of a service comes from a permission whose source matches', async () => {
    const { invoke } = lambdaWith(code, {}, { resources: [permission({})], enforced: true })
    expect(await invoke({}, gateway(`${api}/$default/POST/v1/orders`))).toMatchObject({ ok: true })
    for (const source of [`${api}/$default/POST/v1/tickets`, 'arn:aws:execute-api:x:y:api2/$default/POST/v1/orders'])
      await expect(invoke({}, gateway(source))).rejects.toThrow('not authorized')
    await expect(invoke({}, { principal: 'scheduler.amazonaws.com' })).rejects.toThrow(AwsError)
  })

  test('on an alias is not the right on the function, nor the other way round', async () => {
    const resources = [alias, permission({ FunctionName: alias.ref })]
    const { functions, invoke } = lambdaWith(code, {}, { resources, enforced: true })
    const caller = gateway(`${api}/$default/POST/v1/orders`)
    expect(await functions.invoke(`${functionArn}:live`, {}, caller)).toMatchObject({ ok: true })
    await expect(invoke({}, caller)).rejects.toThrow('not authorized')
  })

  test('is void for a function, version or alias that the template does not have', async () => {
    const { functions } = lambdaWith(code)
    for (const name of ['refunds', 'orders:live', `${functionArn}:7`])
      await expect(functions.invoke(name, {}, LAMBDA_SERVICE)).rejects.toMatchObject({
        code: 'ResourceNotFoundException',
        status: 404,
      })
  })
})

describe('a fault of a test', () => {
  const code = `let events = 0
    exports.handler = async () => ++events`

  test('throws in the place of the handler', async () => {
    const { functions, invoke } = lambdaWith(code, {}, { rule: () => 'throw' })
    expect(await invoke()).toMatchObject({ ok: false, error: { errorType: 'Error' } })
    functions.faults(undefined)
    expect(payloadOf(await invoke())).toBe(1)
  })

  test('loses the answer of a handler that ran, as a time-out does', async () => {
    const { functions, invoke } = lambdaWith(code, {}, { rule: name => (name === 'orders' ? 'timeout' : undefined) })
    expect(await invoke()).toMatchObject({ ok: false, error: { errorType: 'Sandbox.Timedout' } })
    functions.faults(undefined)
    expect(payloadOf(await invoke())).toBe(2)
  })

  test('holds an invocation in flight until it is released', async () => {
    const { functions, invoke } = lambdaWith(code, {}, { rule: (_, event) => (event === 'hold' ? 'hang' : undefined) })
    let answered = false
    const held = invoke('hold').finally(() => {
      answered = true
    })
    expect(payloadOf(await invoke())).toBe(1)
    expect(answered).toBe(false)
    functions.release()
    expect(payloadOf(await held)).toBe(2)
  })
})

test('invocations, errors and durations are counted for each function', async () => {
  const { functions, invoke } = lambdaWith(`exports.handler = async event => { if (event.bad) throw new Error() }`)
  await invoke()
  await invoke({ bad: true })
  expect([...functions.uses]).toEqual([
    [
      'orders',
      {
        ...{ invocations: 2, errors: 1, lastError: 'Error' },
        ...{ milliseconds: expect.any(Number), gigabyteSeconds: expect.any(Number) },
      },
    ],
  ])
  const { milliseconds, gigabyteSeconds } = functions.uses.get('orders')!
  expect(gigabyteSeconds).toBeCloseTo(milliseconds / 1000 / 8)
})

test('a stopped cloud never answers what was under way, nor starts anything', async () => {
  const { functions, invoke } = lambdaWith(
    `exports.handler = () => new Promise(resolve => setTimeout(resolve, 500, 1))`,
  )
  const answered = jest.fn()
  void invoke().then(answered, answered)
  await new Promise(resolve => setTimeout(resolve, 100))
  await functions.stop()
  void invoke().then(answered, answered)
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(answered).not.toHaveBeenCalled()
})

test('a runtime that is not Node.js is refused by name', () => {
  expect(() => lambdaWith('', { Runtime: 'python3.13' })).toThrow('does not honour orders.Properties.Runtime')
})
