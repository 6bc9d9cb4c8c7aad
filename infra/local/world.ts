import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duration } from 'luxon'
import { realClock, type StoppableClock, type VirtualClock, virtualClock } from './clock'
import { createEndpoint, type Endpoint } from './endpoint'
import { type HttpRequest, type HttpResponse, type Listening, listen, text } from './http'
import { createIam, type Grants } from './iam'
import { openJournal } from './journal'
import type { Input, Kernel } from './kernel'
import { createLambda, type FaultRule, type Functions } from './lambda'
import { anySeed, seededRandom } from './random'
import { createServices, resourceTypes, type Services } from './services/all'
import { LARGEST_REQUEST } from './services/s3-requests'
import type { Envelope } from './services/ses-headers'
import { listenSmtp } from './smtp'
import { environmentOf, loadTemplate } from './template'

export interface WorldOptions {
  /** The folder that `cdk synth` wrote. */
  readonly assembly: string
  /** All of the assembly unless named. */
  readonly stacks?: readonly string[]
  /** ISO instant at which virtual time begins; without it time is real. A folder that was used goes on where it ended. */
  readonly at?: string
  /** Two virtual worlds of one seed write the same journal, byte for byte. */
  readonly seed?: string
  /** Where the world keeps its files; without it a temporary one that goes when the world stops. */
  readonly folder?: string
  readonly unruly?: boolean
  /** How many tasks of one virtual instant may overlap; above 1 nothing repeats exactly. */
  readonly width?: number
  readonly faults?: FaultRule
  /** 0, and what is not said, takes any free port. */
  readonly endpointPort?: number
  /** The origin of objects: uploads and downloads; 0, and what is not said, takes any free port. */
  readonly objectsPort?: number
  /** Without it the API is reached by `request` alone. */
  readonly apiPort?: number
  /** Mail over SMTP; 0 takes any free port. Without it mail comes by `receive` alone. */
  readonly smtpPort?: number
  /** What the API calls itself: links in mails lead there. */
  readonly apiAddress?: string
  /** Hears of background work that failed in real time; the console unless given. */
  readonly report?: (task: string, error: unknown) => void
}

export interface RequestOptions {
  /** A group of the user pool, or `storefront`. */
  readonly as?: string
  /** Which person of the group. */
  readonly subject?: string
  /** The customer for whom the storefront acts. */
  readonly customer?: string
  /** An object goes as JSON, a text as it is. */
  readonly body?: object | string
  readonly headers?: Readonly<Record<string, string>>
  readonly idempotencyKey?: string
  /** False leaves what follows from the request to the next `settle` or `advance`. */
  readonly settle?: boolean
}

export interface Answer {
  readonly status: number
  readonly headers: HttpResponse['headers']
  /** Parsed when it is JSON. */
  readonly body: Input
}

/** What AWS would put on the bill, since the start. */
export interface Counters {
  readonly httpRequests: number
  readonly readUnits: number
  readonly writeUnits: number
  readonly sqsRequests: number
  readonly mails: number
  readonly invocations: number
  readonly gigabyteSeconds: number
  readonly stateTransitions: number
}

/** A running local cloud, as tests, replays and `npm start` hold it. */
export interface World {
  readonly kernel: Kernel
  readonly services: Services
  readonly functions: Functions
  readonly iam: Grants
  /** Where SDK clients reach it. */
  readonly endpoint: string
  /** The origin of objects. */
  readonly objects: string
  /** Where the API is reached; empty without `apiPort`. */
  readonly api: string
  /** Where mail is taken over SMTP; empty without `smtpPort`. */
  readonly smtp: string
  now(): number
  /** Moves virtual time by milliseconds or an ISO 8601 duration, such as `P5D`, running all that is due on the way. */
  advance(by: number | string): Promise<void>
  advanceTo(iso: string): Promise<void>
  /** Runs all that is due now and what follows from it. */
  settle(): Promise<void>
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>
  /** The body of a success. Throws the problem of a refusal. */
  get(path: string, options?: RequestOptions): Promise<Input>
  post(path: string, options?: RequestOptions): Promise<Input>
  /** An access token as a person of this group, or the storefront, would have it now. */
  as(who: string, subject?: string): Promise<string>
  /** Hands a mail to the shop, as SMTP does, and answers the id that SES gave it. Throws when nobody there has the address. */
  receive(raw: string | Uint8Array, envelope: Envelope): Promise<string>
  mails(): ReturnType<Services['ses']['mails']>
  /** The mails to one address, oldest first. */
  inbox(address: string): ReturnType<Services['ses']['mails']>
  deadLetters(): ReturnType<Services['sqs']['deadLetters']>
  executions(): ReturnType<Services['stepfunctions']['executions']>
  /** The journal as it is on disk. */
  journal(): string
  counters(): Counters
  faults(rule: FaultRule | undefined): void
  /** Lets the invocations go on that a rule made hang. */
  release(): void
  stop(): Promise<void>
  /** Leaves the folder as a kill -9 would at this moment; a new world on it goes on from there. */
  kill(): Promise<void>
}

/** Runs an assembly: what starts here is what deploys. Throws NotHonoured for what it uses beyond the local cloud, and one
 *  clear sentence for a port in use, a missing engine or a damaged folder. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'kefu-world-'))
  const clock = clockOf(options)
  const endings: (() => unknown)[] = [() => clock.stop()]
  const end = async () => {
    for (const ending of endings.splice(0)) await ending()
  }
  try {
    const endpoint = await createEndpoint(options.endpointPort ?? 0)
    endings.push(() => endpoint.close())
    const origin = await openOrigin(options.objectsPort ?? 0)
    endings.push(() => origin.close())
    return await openWorld(options, folder, clock, { endpoint, origin }, endings, end)
  } catch (error) {
    await end()
    throw error
  }
}

async function openWorld(
  options: WorldOptions,
  folder: string,
  clock: StoppableClock | VirtualClock,
  { endpoint, origin }: { readonly endpoint: Endpoint; readonly origin: Origin },
  endings: (() => unknown)[],
  end: () => Promise<void>,
): Promise<World> {
  const { assembly, stacks = stacksOf(assembly), seed, unruly = false, faults } = options
  const { account = '000000000000', region = 'us-east-1' } = environmentOf(assembly, stacks[0] ?? '')
  const { apiAddress: api } = options
  const where = { id: account, region, endpoint: endpoint.url, objects: origin.url, ...(api && { api }) }
  const template = loadTemplate(assembly, stacks, where, resourceTypes)
  const journal = openJournal(folder, clock)
  endings.unshift(() => journal.close())
  const random = seededRandom(`${seed ?? (clock.virtual ? '' : anySeed())} ${journal.start}`)
  const iam = createIam(template)
  const base = { clock, random, journal, iam, template, folder, unruly }
  const functions = createLambda(base, faults, endpoint.handle)
  endings.push(() => functions.stop())
  const kernel: Kernel = { ...base, lambda: functions }
  const services = createServices(kernel)
  const { cognito, gateway, receiving, s3, sqs, ses, stepfunctions } = services

  const newest = journal.restore()
  if ('advanceTo' in clock && newest !== undefined && newest > clock.now()) await clock.advanceTo(newest)
  endpoint.serve(
    iam,
    services.inOrder.map(service => service.api),
  )
  origin.serve(s3.handle)
  for (const service of services.inOrder) {
    await service.start?.()
    endings.push(() => service.stop?.())
  }
  if (options.apiPort !== undefined) await gateway.listen(options.apiPort)
  const smtp = options.smtpPort === undefined ? undefined : await listenSmtp(options.smtpPort, clock, receiving)
  endings.push(() => smtp?.close())

  let over: (error: Error) => void = () => {}
  const ended = new Promise<never>((_, reject) => {
    over = reject
  })
  ended.catch(() => {})
  endings.push(() => over(new Error('the world has stopped')))

  const virtual = (): VirtualClock => {
    if ('advanceTo' in clock) return clock
    throw new Error('real time cannot be moved: start the world with `at`')
  }
  const as = (who: string, subject?: string) =>
    who === 'storefront'
      ? cognito.storefrontToken()
      : cognito.token({ group: who, ...(subject !== undefined && { subject }) })

  const request = async (method: string, path: string, options: RequestOptions = {}): Promise<Answer> => {
    const { body, customer, idempotencyKey, settle = true } = options
    const headers = {
      'user-agent': 'world',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(options.as && { authorization: `Bearer ${await as(options.as, options.subject)}` }),
      ...(customer && { 'kefu-customer': customer }),
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      ...options.headers,
    }
    const text = typeof body === 'object' ? JSON.stringify(body) : body
    const answering = gateway.handle({ method, path, headers, ...(text !== undefined && { body: text }) })
    const answer = await Promise.race([answering, ended])
    if (clock.virtual && settle) await virtual().settle()
    return { status: answer.status, headers: answer.headers, body: parsed(answer) }
  }

  const successOf = async (method: string, path: string, options?: RequestOptions) => {
    const { status, body } = await request(method, path, options)
    if (status >= 400) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`)
    return body
  }

  return {
    kernel,
    services,
    functions,
    iam,
    endpoint: endpoint.url,
    objects: origin.url,
    get api() {
      return gateway.url
    },
    smtp: smtp?.url ?? '',
    now: () => clock.now(),
    advance: by => virtual().advanceTo(clock.now() + (typeof by === 'number' ? by : millisecondsOf(by))),
    advanceTo: iso => virtual().advanceTo(instantOf(iso)),
    settle: () => virtual().settle(),
    request,
    get: (path, options) => successOf('GET', path, options),
    post: (path, options) => successOf('POST', path, options),
    as,
    async receive(raw, envelope) {
      const mail = typeof raw === 'string' ? Buffer.from(raw) : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
      const id = await clock.run('a mail', async () => receiving.receive(envelope, mail))
      if (clock.virtual) await virtual().settle()
      return id
    },
    mails: () => ses.mails(),
    inbox: address => ses.mails().filter(mail => mail.to.includes(address)),
    deadLetters: () => sqs.deadLetters(),
    executions: () => stepfunctions.executions(),
    journal: () => journal.text(),
    counters: () => countersOf(services, functions),
    faults: functions.faults,
    release: functions.release,
    async stop() {
      await end()
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
    kill: end,
  }
}

/** Listens before the template is read, as the endpoint does: signed addresses carry this origin. */
interface Origin extends Listening {
  serve(handle: Handle): void
}
type Handle = (request: HttpRequest) => Promise<HttpResponse>

async function openOrigin(port: number): Promise<Origin> {
  let handle: Handle = async () => text(503, 'The local cloud is starting.\n')
  const listening = await listen(port, request => handle(request), LARGEST_REQUEST)
  return {
    ...listening,
    serve(given) {
      handle = given
    },
  }
}

function clockOf({ at, width = 1, report = reportToConsole }: WorldOptions): StoppableClock | VirtualClock {
  return at === undefined ? realClock(report) : virtualClock(instantOf(at), { width })
}

function reportToConsole(task: string, error: unknown) {
  console.error(`${task}:`, error)
}

/** Every stack that an assembly holds. */
export function stacksOf(assembly: string): string[] {
  const { artifacts } = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8'))
  return Object.keys(artifacts).filter(name => artifacts[name].type === 'aws:cloudformation:stack')
}

function instantOf(iso: string): number {
  const instant = Date.parse(iso)
  if (Number.isNaN(instant)) throw new Error(`'${iso}' is no ISO instant`)
  return instant
}

function millisecondsOf(iso: string): number {
  const duration = Duration.fromISO(iso)
  if (!duration.isValid) throw new Error(`'${iso}' is no ISO 8601 duration`)
  return duration.toMillis()
}

function parsed({ headers, body }: HttpResponse): Input {
  const isJson = /\bjson\b/.test(String(headers['content-type'] ?? ''))
  return isJson ? JSON.parse(String(body)) : String(body)
}

function countersOf({ dynamodb, gateway, sqs, ses, stepfunctions }: Services, functions: Functions): Counters {
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)
  const tables = [...dynamodb.uses.values()]
  return {
    httpRequests: gateway.counters.requests ?? 0,
    readUnits: sum(tables.map(({ readUnits }) => readUnits)),
    writeUnits: sum(tables.map(({ writeUnits }) => writeUnits)),
    sqsRequests: sum(Object.values(sqs.counters)),
    mails: ses.mails().length,
    invocations: sum([...functions.uses.values()].map(({ invocations }) => invocations)),
    gigabyteSeconds: sum([...functions.uses.values()].map(({ gigabyteSeconds }) => gigabyteSeconds)),
    stateTransitions: stepfunctions.counters.transitions,
  }
}
