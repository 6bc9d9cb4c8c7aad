// The inside of a Lambda sandbox: a worker thread that loads one bundle and runs one event at a time, as the Node.js
// runtime of AWS does. Plain CommonJS, since no loader of the host reaches into a worker that must start quickly.
const crypto = require('node:crypto')
const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { parentPort, workerData } = require('node:worker_threads')
const { replaceSdkCalls } = require('./sdk-calls.cjs')

/** @type {{ directory: string, handler: string, now?: number, seed?: string, isAnswered: boolean }} */
const { directory, handler: handlerName, seed, isAnswered } = workerData
let now = workerData.now
/** The next 32 bits of chance, in virtual time. */
let word
if (now !== undefined) {
  replaceTime()
  replaceChance()
}

for (const stream of [process.stdout, process.stderr]) {
  // Over the same port as the answer, so that a line is never later than the answer of its event.
  stream.write = (chunk, ...more) => {
    parentPort.postMessage({ log: String(chunk) })
    more.find(each => typeof each === 'function')?.()
    return true
  }
}

const hearAnswer = isAnswered && replaceSdkCalls(process.env.AWS_ENDPOINT_URL, parentPort)
const handler = load()

/** Time stands while a handler runs, so that each event brings the one instant that the handler sees. */
function replaceTime() {
  const RealDate = Date
  RealDate.now = () => now
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(now).toString(),
    construct: (target, parts, called) =>
      Reflect.construct(target, parts.length > 0 ? parts : [now], called === globalThis.Date ? target : called),
  })
  RealDate.prototype.constructor = globalThis.Date
}

/** Chance that repeats with the seed of the world: each event draws its own from the request id (sfc32). */
function reseed(id) {
  const hex = id.replaceAll('-', '')
  let [a, b, c, counter] = [0, 8, 16, 24].map(at => Number.parseInt(hex.slice(at, at + 8), 16) | 0)
  word = () => {
    const mixed = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + mixed) | 0
    return mixed >>> 0
  }
  for (let round = 0; round < 12; round++) word()
}

function replaceChance() {
  reseed(seed)
  const fill = view => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
    for (let at = 0; at < bytes.length; at++) bytes[at] = word()
    return view
  }
  const uuid = () => {
    const bytes = fill(Buffer.alloc(16))
    bytes[6] = (bytes[6] & 0x0f) | 0x40
    bytes[8] = (bytes[8] & 0x3f) | 0x80
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  }
  Math.random = () => word() / 2 ** 32
  crypto.randomFillSync = fill
  crypto.randomBytes = (size, callback) => {
    const bytes = fill(Buffer.alloc(size))
    if (callback) process.nextTick(callback, null, bytes)
    return bytes
  }
  crypto.randomUUID = uuid
  Object.defineProperty(crypto.webcrypto, 'getRandomValues', { value: fill })
  Object.defineProperty(crypto.webcrypto, 'randomUUID', { value: uuid })
}

function load() {
  const [module, name] = handlerName.split(/\.(?=[^.]*$)/)
  const file = join(directory, `${module}.js`)
  if (!existsSync(file)) return cannotStart('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`)
  try {
    const found = require(file)[name]
    if (typeof found === 'function') return found
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return cannotStart('Runtime.ImportModuleError', `Error: ${error.message}`)
    if (error instanceof SyntaxError) return cannotStart('Runtime.UserCodeSyntaxError', `${error}`)
    return parentPort.postMessage({ error: describe(error) })
  }
  return cannotStart('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`)
}

function cannotStart(errorType, errorMessage) {
  parentPort.postMessage({ error: { errorType, errorMessage, trace: [] } })
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
}

parentPort.on('message', async request => {
  if (request.answered) return hearAnswer(request)
  now = request.now
  if (now !== undefined) reseed(request.context.awsRequestId)
  const deadline = performance.now() + request.timeout
  const context = {
    ...request.context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  }
  try {
    const payload = await handler(JSON.parse(request.event), context)
    parentPort.postMessage({ payload: JSON.stringify(payload ?? null) })
  } catch (error) {
    parentPort.postMessage({ error: describe(error) })
  }
})

process.on('unhandledRejection', reason => {
  const { errorMessage, trace, errorType } = describe(reason)
  const error = { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: `${errorType}: ${errorMessage}`, trace }
  parentPort.postMessage({ error, fatal: true })
})

if (handler) parentPort.postMessage({ loaded: true })
