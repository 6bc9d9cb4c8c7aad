import type { Random } from '../../infra/local/kernel'
import { seededRandom } from '../../infra/local/random'
import type { Answer, RequestOptions, World } from '../../infra/local/world'
import { staffRoles } from '../../shared/handbook/roles'
import { chance, type Json, oneOf, spoilt, valid } from './from-schema'
import { type Operation, operations } from './operations'
import { roads, type Step } from './roads'
import { admitted, type Senders, senderFor, signed } from './senders'

/** What one operation was asked and answered. */
export interface Coverage {
  readonly operation: Operation
  /** How often each status was seen. */
  readonly statuses: Map<number, number>
  /** Of requests with a token that is not for it. */
  readonly strangers: Map<number, number>
}

export interface Finding {
  readonly request: string
  readonly what: string
}

export interface Fuzzed {
  readonly requests: number
  readonly wellFormed: number
  readonly coverage: readonly Coverage[]
  /** Every 5xx, undocumented answer, problem that is none, and write of a refused request. */
  readonly findings: readonly Finding[]
}

/** What the fuzzer has learned of a case from the answers. */
interface Known {
  readonly kind: string
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly total?: Json
  state: string
  /** What people would do with it next. */
  ahead: readonly Step[]
  /** The newest file of its customer. */
  attachmentId?: string
}

const staff: readonly string[] = staffRoles
const roles = ['storefront', ...staff]
const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole)

interface Shot {
  readonly options: RequestOptions & { readonly headers: Record<string, string> }
  readonly path: string
  readonly isWellFormed: boolean
  readonly subject?: Known | undefined
  readonly role: string | undefined
  readonly isStranger: boolean
}

/** Asks the house whatever its contract allows and much that it does not, half of it well formed, one request after the other,
 *  and learns from the answers which role and which state each operation wants. The seed decides everything. */
export async function fuzz(
  world: World,
  { requests, seed, progress = () => {} }: { requests: number; seed: string; progress?: (done: number) => void },
): Promise<Fuzzed> {
  const random = seededRandom(`fuzz ${seed}`)
  const known: Known[] = []
  const coverage = operations.map((operation): Coverage => ({ operation, statuses: new Map(), strangers: new Map() }))
  const findings: Finding[] = []
  const lessons = new Lessons()
  const hunt = { world, random, known, lessons }
  const senders = await admitted(world)
  let wellFormed = 0
  let begun = 0

  let done = 0

  const ask = async (seen: Coverage, road?: Road, mustBeStranger = false): Promise<number> => {
    const { operation } = seen
    const shot = sealed(
      await aim(hunt, operation, { road, metStranger: seen.strangers.size > 0, mustBeStranger, shots: done }),
      operation,
      senders,
      world.now(),
    )
    if (shot.isWellFormed) wellFormed++
    const before = writtenBy(world)
    const answer = await world.request(operation.method, shot.path, shot.options)
    const isStranger = shot.isWellFormed && (answer.status === 401 || answer.status === 403)
    bump(seen.statuses, answer.status)
    if (isStranger) bump(seen.strangers, answer.status)
    if (shot.isWellFormed) lessons.learn(operation, shot, answer.status)
    for (const what of complaints(operation, answer, before, writtenBy(world)))
      findings.push({
        what,
        request: `${done}: ${operation.id} ${shot.path} ${JSON.stringify(shot.options).slice(0, 600)}`,
      })
    remember(known, operation, shot, answer, road?.ahead ?? [])
    if (road?.subject) road.subject.ahead = answer.status < 300 ? road.ahead : []
    done++
    progress(1)
    return answer.status
  }
  const goOn = async (road: Road) => {
    if (road.step[0] !== 'advance') return ask(coverageOf(coverage, road.step), road)
    await world.advance(road.step[1])
    if (road.subject) road.subject.ahead = road.ahead
    return 0
  }

  while (done < requests) {
    if (chance(random, 1 / 150)) await world.advance(oneOf(random, ['PT20M', 'PT5H', 'P2D']))
    const road = chance(random, 0.3) ? onTheRoad(known, begun, random) : undefined
    if (road && !road.subject) begun++
    if (road) await goOn(road)
    else await ask(next(coverage, random))
  }

  // What chance has left out is gone for: the roads to what was never let through, and strangers for what has met none.
  const isUnmet = (step: Step) => step[0] !== 'advance' && !wasLetThrough(coverageOf(coverage, step))
  for (const way of roads.filter(steps => steps.some(isUnmet))) {
    let subject: Known | undefined
    for (const [place, step] of way.entries()) {
      const ahead = way.slice(place + 1)
      if ((await goOn({ subject, step, ahead })) >= 300) break
      subject = known.findLast(each => each.ahead === ahead) ?? subject
    }
  }
  for (const seen of coverage)
    for (let tries = 0; tries < 4 * roles.length && seen.operation.scheme && seen.strangers.size === 0; tries++)
      await ask(seen, undefined, true)
  return { requests: done, wellFormed, coverage, findings }
}

interface Road {
  readonly subject: Known | undefined
  readonly step: Step
  readonly ahead: readonly Step[]
}

/** The next step of a case that is under way, of the one touched last as a rule; or the first of a new one, road after road. */
function onTheRoad(known: readonly Known[], begun: number, random: Random): Road {
  const underWay = known.filter(({ ahead }) => ahead.length > 0)
  const goesOn = underWay.length > 20 || (underWay.length > 0 && chance(random, 0.8))
  const subject = goesOn ? (chance(random, 0.7) ? underWay.at(-1) : oneOf(random, underWay)) : undefined
  const [step, ...ahead] = subject?.ahead ?? (roads[begun % roads.length] as readonly Step[])
  return { subject, step: step as Step, ahead }
}

function coverageOf(coverage: readonly Coverage[], [id]: Step): Coverage {
  const found = coverage.find(({ operation }) => operation.id === id)
  if (!found) throw new Error(`no operation ${id} in the contract`)
  return found
}

/** Which roles and which states have let an operation through: most well-formed shots follow that, the others go on trying. */
class Lessons {
  private readonly taken = new Map<string, boolean>()

  learn({ id }: Operation, { role, subject }: Shot, status: number) {
    if (status < 300) this.taken.set(`${id} as ${role}`, true).set(`${id} on ${subject?.state}`, true)
    if (status === 401 || status === 403) this.taken.set(`${id} as ${role}`, false)
    const onState = `${id} on ${subject?.state}`
    if (status === 409 && !this.taken.get(onState)) this.taken.set(onState, false)
  }

  /** True: it was let through; false: it was refused; undefined: nobody has tried. */
  on({ id }: Operation, state: string): boolean | undefined {
    return this.taken.get(`${id} on ${state}`)
  }

  /** Someone who was never let through. */
  stranger({ id }: Operation, random: Random): string {
    const others = roles.filter(role => this.taken.get(`${id} as ${role}`) !== true)
    return oneOf(random, others.length > 0 ? others : roles)
  }

  role({ id }: Operation, random: Random): string {
    const as = (role: string) => this.taken.get(`${id} as ${role}`)
    const good = roles.filter(as)
    if (good.length > 0 && chance(random, 0.75)) return oneOf(random, good)
    const open = roles.filter(role => as(role) !== false)
    return oneOf(random, open.length > 0 && chance(random, 0.6) ? open : roles)
  }
}

const wasLetThrough = ({ statuses }: Pick<Coverage, 'statuses'>) => [...statuses.keys()].some(status => status < 300)

/** Often one that was never let through, or never met a stranger, as long as there are such. */
function next(coverage: readonly Coverage[], random: Random): Coverage {
  const rare = coverage.filter(
    ({ operation: { scheme }, statuses, strangers }) =>
      !wasLetThrough({ statuses }) || (scheme && strangers.size === 0),
  )
  return oneOf(random, rare.length > 0 && chance(random, 0.8) ? rare : coverage)
}

interface Hunt {
  readonly world: World
  readonly random: Random
  readonly known: readonly Known[]
  readonly lessons: Lessons
}

interface Target {
  readonly road: Road | undefined
  readonly metStranger: boolean
  readonly mustBeStranger: boolean
  /** How many there were before. */
  readonly shots: number
}

async function aim(hunt: Hunt, operation: Operation, target: Target): Promise<Shot> {
  const { world, random, lessons } = hunt
  const { road, metStranger, mustBeStranger, shots } = target
  const isWellFormed = road !== undefined || mustBeStranger || chance(random, metStranger ? 0.2 : 0.8)
  const isStranger = mustBeStranger || (!road && isWellFormed && chance(random, metStranger ? 0.1 : 0.7))
  const role = isStranger ? lessons.stranger(operation, random) : (road?.step[1] ?? lessons.role(operation, random))
  const subject = road ? road.subject : subjectFor(hunt, operation)
  const view = subject && asksForMore(operation) ? await viewOf(world, subject) : undefined
  const told = { view, shots, sender: senderFor(operation), plainly: road !== undefined }
  const meaning = meaningOf(hunt, subject, told)
  const given = road?.step[2]
  const plain = operation.body && { ...bodyOf(operation, meaning, random, road !== undefined), ...given }
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(String(meaning(name) ?? random.uuid())),
  )
  const query = given && !operation.body ? asQuery(Object.entries(given)) : queryOf(operation, random, meaning)
  const customer =
    role === 'storefront' && operation.id !== 'placeOrder' && operation.id !== 'openTicket'
      ? subject?.customerId
      : undefined
  const options = {
    ...(operation.scheme && { as: role, subject: role }),
    headers: {} as Record<string, string>,
    ...(customer && { customer }),
    ...(plain !== undefined && { body: plain }),
    ...(operation.method !== 'GET' &&
      (operation.creates || chance(random, 0.3)) && { idempotencyKey: `fuzz-key-${shots}` }),
  }
  const shot = { path: `${path}${query}`, options, isWellFormed, subject, role, isStranger }
  return isWellFormed ? shot : misshapen(shot, random, meaning)
}

/** What senders of webhooks ask is signed: by a stranger with a key of their own. */
function sealed(shot: Shot, operation: Operation, senders: Senders, now: number): Shot {
  if (operation.scheme !== 'kefu' && operation.scheme !== 'shopify') return shot
  const secret = shot.isStranger ? 'a guess' : senders.get(senderFor(operation))
  return { ...shot, options: signed(operation, shot.options, secret ?? '', now) }
}

/** One thing about the request is wrong. */
function misshapen(shot: Shot, random: Random, meaning: (name: string) => Json): Shot {
  const { body, ...rest } = shot.options
  const headers = (more: Record<string, string>) => ({ ...shot, options: { ...shot.options, headers: more } })
  const wrongs: (() => Shot)[] = [
    () => ({ ...shot, options: { ...rest, body: asBody(spoilt(body ?? {}, random)) } }),
    () => ({ ...shot, options: { ...rest, body: asBody(spoilt(body ?? {}, random)) } }),
    () => ({ ...shot, options: { ...rest, body: asBody(spoilt(spoilt(body ?? {}, random), random)) } }),
    () => ({ ...shot, options: { ...rest, body: '{"a":', headers: { 'content-type': 'application/json' } } }),
    () => headers({ 'content-type': oneOf(random, ['text/plain', 'application/xml', 'multipart/form-data']) }),
    () => headers({ 'if-match': oneOf(random, ['"0"', '"999999"', 'x', '"1"', '*']) }),
    () => headers({ 'idempotency-key': oneOf(random, ['', 'short', 'ü'.repeat(10), 'k'.repeat(300), 'fuzz-key-1']) }),
    () => headers({ authorization: oneOf(random, ['Bearer x', 'Basic eDp4', 'Bearer eyJhbGciOiJub25lIn0.e30.', '']) }),
    () => ({ ...shot, options: withoutToken(shot.options) }),
    () => ({ ...shot, options: { ...shot.options, as: 'storefront', customer: random.uuid() } }),
    () => ({
      ...shot,
      path: shot.path.replace(
        /[0-9a-f-]{36}/,
        oneOf(random, ['x', '%00', '..%2f..', random.uuid(), String(meaning('customerId'))]),
      ),
    }),
    () => ({
      ...shot,
      path: `${shot.path}${shot.path.includes('?') ? '&' : '?'}${oneOf(random, ['x=1', 'cursor=abc', 'list=nothing', 'list=review&list=transit', 'cursor=%00'])}`,
    }),
  ]
  return oneOf(random, wrongs)()
}

/** Whatever is no object goes as the JSON that it is. */
const asBody = (value: Json): object | string =>
  typeof value === 'object' && value !== null ? value : JSON.stringify(value)

const withoutToken = ({ as, ...options }: Shot['options']) => options

function subjectFor({ known, lessons, random }: Hunt, operation: Operation): Known | undefined {
  const kind =
    operation.ids[0] === 'ticketId' || operation.ids[0] === 'incidentId'
      ? 'ticket'
      : operation.ids[0] === 'orderId'
        ? 'order'
        : undefined
  const fitting = kind ? known.filter(each => each.kind === kind) : known
  const ready = fitting.filter(each => each.ahead.length === 0 && (lessons.on(operation, each.state) ?? true))
  const from = ready.length > 0 && chance(random, 0.85) ? ready : fitting
  return from.length > 0 ? oneOf(random, from) : undefined
}

/** Bodies that only make sense when one has looked at the case first. */
const asksForMore = ({ body, ids }: Operation) =>
  ids.includes('incidentId') || /"(refunded|productNumbers|trackingNumber|messageId)"/.test(JSON.stringify(body ?? {}))

async function viewOf(world: World, { kind, id }: Known): Promise<Json> {
  const { status, body } = await world.request('GET', `/v1/${kind}s/${id}`, { as: 'supervisor' })
  return status === 200 ? body : undefined
}

interface Told {
  readonly view: Json
  readonly shots: number
  readonly sender: string
  /** Nothing but what is usual. */
  readonly plainly: boolean
}

/** What names in bodies and paths stand for, so that well-formed requests also make sense. */
function meaningOf({ world, random, known }: Hunt, subject: Known | undefined, { view, shots, sender, plainly }: Told) {
  const total = view?.total ?? subject?.total ?? { amount: 25800, currency: 'CNY' }
  const usually = <T>(value: T, other: T) => (plainly || chance(random, 0.85) ? value : other)
  const less = { ...total, amount: Math.max(1, Math.floor(total.amount / 3)) }
  const meanings: Readonly<Record<string, () => Json>> = {
    orderId: () =>
      subject?.kind === 'order'
        ? subject.id
        : known.find(each => each.kind === 'order' && each.customerId === subject?.customerId)?.id,
    ticketId: () => (subject?.kind === 'ticket' ? subject.id : undefined),
    ticketIds: () =>
      known
        .filter(each => each.kind === 'ticket' && each.customerId === subject?.customerId && each.id !== subject?.id)
        .slice(-1)
        .map(({ id }) => id),
    caseId: () => subject?.id,
    messageId: () => view?.messages?.[0]?.id,
    assigneeId: () => 'agent',
    agentId: () => 'agent',
    team: () => 'logistics',
    department: () => 'warehouse',
    dueAt: () => new Date(world.now() + 3_600_000).toISOString(),
    incidentId: () => view?.incidentId,
    otherCustomerId: () => known.find(each => each.customerId !== subject?.customerId)?.customerId,
    targetId: () => subject?.id,
    attachmentId: () => subject?.attachmentId,
    attachments: () => subject?.attachmentId && [subject.attachmentId],
    customerId: () => subject?.customerId,
    orderIds: () =>
      known
        .filter(
          each =>
            each.kind === 'order' &&
            each.customerId === subject?.customerId &&
            each.id !== subject?.id &&
            each.state === 'pending_review',
        )
        .slice(-2)
        .map(({ id }) => id),
    received: () => usually(total, less),
    collected: () => usually(total, less),
    wanted: () => less,
    refunded: () => (view?.refund ? { ...total, amount: view.refund.amount } : total),
    productNumbers: () => [view?.lines?.[0]?.productNumber ?? 'P-1001'],
    sender: () => sender,
    trackingNumber: () => view?.trackingNumber ?? `FUZZ${shots}`,
    accountId: () => `fuzz-${random.below(40)}`,
    email: () => `fuzz-${random.below(40)}@example.com`,
    value: () => subject?.number,
    notice: () => (subject?.kind === 'ticket' ? 'N-01' : 'N-08'),
    market: () => 'CN',
    placedVia: () => 'online',
  }
  return (name: string) => meanings[name]?.()
}

function bodyOf(
  { id, body, example }: Operation,
  meaning: (name: string) => Json,
  random: Random,
  plainly: boolean,
): Json {
  const whole = () => valid(body, random, meaning)
  const made =
    example && (plainly || chance(random, 0.5))
      ? { ...(plainly ? {} : whole()), ...example, ...meant(example, meaning) }
      : whole()
  return id === 'placeOrder' ? addedUp(made) : made
}

/** The example with what the house knows in the place of what it says. */
function meant(example: Json, meaning: (name: string) => Json): Json {
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => [
      name,
      meaning(name) ??
        (typeof value === 'object' && value !== null && !Array.isArray(value) ? meant(value, meaning) : value),
    ]),
  )
}

const addedUp = (order: Json): Json => ({
  ...order,
  customer: { ...order.customer, accountId: order.customer?.accountId ?? 'fuzz-0' },
  total: {
    amount: (order.lines ?? []).reduce(
      (sum: number, line: Json) => sum + line.quantity * line.unitPrice,
      order.shipping ?? 0,
    ),
    currency: 'CNY',
  },
})

function queryOf({ query }: Operation, random: Random, meaning: (name: string) => Json): string {
  const given = query.filter(({ required, name }) => required || (name !== 'cursor' && chance(random, 0.3)))
  return asQuery(given.map(({ name, schema }) => [name, String(valid(schema, random, meaning, name))]))
}

const asQuery = (pairs: [name: string, value: string][]) => (pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '')

function remember(
  known: Known[],
  { id }: Operation,
  { options, subject }: Shot,
  { status, body }: Answer,
  ahead: readonly Step[],
) {
  if (subject && body?.state && (body.id === subject.id || (status === 409 && !id.endsWith('Incident'))))
    subject.state = body.state
  if (subject && id === 'bringAttachment' && status === 201) subject.attachmentId = body.id
  if (status !== 201 || !body?.id || !body.customerId) return
  if (known.some(each => each.id === body.id)) return
  const sent = options.body as Json
  known.push({
    kind: id === 'placeOrder' ? 'order' : 'ticket',
    id: body.id,
    number: body.number,
    customerId: body.customerId,
    total: sent?.total,
    state: body.state,
    ahead,
  })
}

function writtenBy(world: World) {
  const { writeUnits, mails, stateTransitions } = world.counters()
  return JSON.stringify({ writeUnits, mails, stateTransitions })
}

function complaints(
  { answers }: Operation,
  { status, headers, body }: Answer,
  before: string,
  after: string,
): string[] {
  const documented = answers.includes(String(status)) || answers.includes(`${String(status)[0]}XX`)
  const isProblem = /problem\+json/.test(String(headers['content-type'])) || [401, 403, 404, 413, 429].includes(status)
  return [
    ...(status >= 500 ? [`answered ${status}: ${JSON.stringify(body)}`] : []),
    ...(documented || status === 404 || status === 401 ? [] : [`answers ${status}, which its contract does not name`]),
    ...(status >= 400 && !isProblem ? [`a refusal ${status} that is no problem: ${headers['content-type']}`] : []),
    ...(status >= 400 && before !== after ? [`was refused with ${status}, and wrote: ${before} then ${after}`] : []),
  ]
}

const bump = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1)

/** What requests alone never reach: three years lie between a case and its destruction (R-SLA-23), and a mail comes by SMTP.
 *  test/functions/closing.test.ts and incoming-mail.test.ts let them through. */
const outOfReach: readonly string[] = ['requestDestruction', 'decideDestruction', 'readOriginal']

/** Operations that were never let through, never refused, or never met another's token. */
export const unseen = ({ coverage }: Fuzzed): readonly string[] =>
  coverage
    .filter(({ operation }) => operation.scheme !== undefined)
    .flatMap(({ operation: { id }, statuses, strangers }) => {
      const seen = [...statuses.keys()]
      return [
        ...(seen.some(status => status < 300) || outOfReach.includes(id) ? [] : [`${id}: no 2xx`]),
        ...(seen.some(status => status >= 400) ? [] : [`${id}: no 4xx`]),
        ...(strangers.size > 0 ? [] : [`${id}: no token of another role`]),
      ]
    })

/** Coverage by operation and status, to be printed. */
export function coverageTable({ coverage, requests, wellFormed }: Fuzzed): string {
  const statuses = [...new Set(coverage.flatMap(({ statuses }) => [...statuses.keys()]))].sort()
  const row = (name: string, cells: readonly (number | string)[]) =>
    [name.padEnd(28), ...cells.map(cell => String(cell).padStart(7))].join('')
  return [
    row('operation', [...statuses, 'other']),
    ...coverage.map(({ operation, statuses: seen, strangers }) =>
      row(operation.id, [
        ...statuses.map(status => seen.get(status) ?? '·'),
        [...strangers.values()].reduce((a, b) => a + b, 0),
      ]),
    ),
    `${requests} requests, ${(share(wellFormed, requests) * 100).toFixed(0)} % well formed; "other": well-formed requests with a token that was not for it`,
  ].join('\n')
}
