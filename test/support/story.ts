import type { Input } from '../../infra/local/kernel'
import type { Answer, RequestOptions } from '../../infra/local/world'
import { type ActName, anOrderRequest, aTicketRequest, type Made, madeOf, type Shop, wholeWay } from './journey'

/** What somebody does beside the plain acts. It may be tried again, with the same key. */
export interface Deed {
  readonly name: string
  readonly done: (shop: Shop, made: Made, options: RequestOptions) => Promise<Answer>
}

/** One case of a story: what is asked for, and what people then do about it, one act a round. */
export interface Thread {
  readonly name: string
  readonly kind: Made['kind']
  readonly request: { readonly customer: object }
  readonly acts: readonly (ActName | Deed)[]
}

const fates: readonly (readonly [kind: Made['kind'], acts: readonly ActName[], fields?: object])[] = [
  ['order', wholeWay],
  ['order', wholeWay, { paymentMethod: 'cash_on_delivery', language: 'en' }],
  ['ticket', ['take', 'respond', 'resolve']],
  ['order', wholeWay, { paymentMethod: 'prepaid' }],
  ['order', ['reject'], { paymentMethod: 'prepaid' }],
  ['ticket', [], { description: 'Hello, my parcel arrived damaged, I want my money back immediately!' }],
  ['order', ['approve', 'record_contact_attempt']],
  ['order', ['approve', 'cancel']],
  ['ticket', ['take'], { description: '发票抬头开错了' }],
  ['order', ['approve', 'confirm_payment', 'notify_warehouse', 'pack']],
  ['order', []],
  ['order', ['reject'], { language: 'en' }],
]

/** So many cases, of one fate after the other. Names, customers and keys are the story's own: in two worlds it is the same. */
export const aStory = (size: number, { kind, title = 'story' }: { kind?: Made['kind']; title?: string } = {}) => {
  const chosen = fates.filter(fate => kind === undefined || fate[0] === kind)
  return Array.from({ length: size }, (_, index): Thread => {
    const [kind, acts, fields = {}] = chosen[index % chosen.length] as (typeof fates)[number]
    const name = `${title}-${kind}-${String(index + 1).padStart(3, '0')}`
    const own = { customer: { accountId: name, name: '示例顾客', email: `${name}@example.com` }, ...fields }
    return { name, kind, acts, request: kind === 'order' ? anOrderRequest(own) : aTicketRequest(undefined, own) }
  })
}

/** What of a story is done, so that it can go on after a kill; without a file it is remembered in memory. */
export interface Told {
  get(step: string): Input
  done(step: string, answer: Input): void
}
export const inMemory = (): Told => {
  const steps = new Map<string, Input>()
  return { get: step => steps.get(step), done: (step, answer) => void steps.set(step, answer) }
}

const roundMs = 10 * 60_000

/** Tells a story: in each round every case has its next act and all at once meet the house; between rounds time passes, so
 *  that what failed is tried again. Every request has a key of its own: whatever is not known to be done is sent again. */
export async function tell(
  shop: Shop,
  story: readonly Thread[],
  from: string,
  told: Told = inMemory(),
): Promise<Made[]> {
  const { world } = shop
  const casesOf = (thread: Thread) => told.get(`${thread.name}-0`) as Made
  const step = async (thread: Thread, round: number): Promise<object> => {
    const { name, kind, request, acts } = thread
    const options = { idempotencyKey: `${name}-${round}`, settle: false }
    const act = acts[round - 1]
    if (typeof act === 'object') return success(() => act.done(shop, casesOf(thread), options))
    if (act) return success(() => shop.tried(casesOf(thread), act, options))
    return madeOf(kind, request, await success(() => shop.asked(kind, request, options)))
  }

  const rounds = 1 + Math.max(...story.map(({ acts }) => acts.length))
  for (let round = 0; round < rounds; round++) {
    for (const thread of story.filter(({ acts }) => acts.length >= round)) {
      const name = `${thread.name}-${round}`
      if (!told.get(name)) told.done(name, await step(thread, round))
    }
    await world.settle()
    const end = Date.parse(from) + (round + 1) * roundMs
    if (world.now() < end) await world.advance(end - world.now())
  }
  return story.map(casesOf)
}

/** A storefront sends again what met a fault of ours. */
export async function success(request: () => Promise<Answer>, attempts = 3): Promise<Input> {
  const { status, body } = await request()
  if (status < 300) return body
  if (status >= 500 && attempts > 1) return success(request, attempts - 1)
  throw new Error(`answered ${status}: ${JSON.stringify(body)}`)
}

export interface Ending {
  readonly lastAct: string
  readonly state: string
  readonly gate: string
  readonly history: readonly string[]
  readonly notices: readonly string[]
}

/** How each case ended, in words that are the same in every world. Where the classification came late triage had the ticket
 *  meanwhile (R-DSP-06): that ends no otherwise. */
export async function endings(shop: Shop, story: readonly Thread[], cases: readonly Made[]) {
  const ends: Ending[] = []
  for (const [index, { acts }] of story.entries()) {
    const made = cases[index] as Made
    const { state, history } = await shop.seen(made)
    const notices = shop.noticesOf(made).map(({ notice, to }) => `${notice} ${to === made.email ? 'customer' : to}`)
    const last = acts.at(-1) ?? 'none'
    ends.push({
      ...{ lastAct: typeof last === 'string' ? last : last.name, state, gate: shop.gateOf(made) },
      history: history
        .filter(({ type }: Input) => type !== 'TicketTriaged')
        .map(({ type, to, by }: Input) => `${type} ${to} ${by}`),
      notices: notices.sort(),
    })
  }
  return ends
}

/** The business keys of all mails of a world, each as often as it is in the inbox. */
export const keysOfMails = ({ world }: Shop): readonly string[] =>
  world.mails().map(({ tags }) => `${tags.caseId} ${tags.seq} ${tags.notice}`)
