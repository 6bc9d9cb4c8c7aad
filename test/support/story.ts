import type { Input } from '../../infra/local/kernel'
import { type ActName, anOrderRequest, aTicketRequest, type Made, type Shop, wholeWay } from './journey'

/** One case of a story: what is asked for, and what people then do about it, one act a round. */
export interface Thread {
  readonly name: string
  readonly kind: Made['kind']
  readonly request: { readonly customer: object }
  readonly acts: readonly ActName[]
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

/** So many cases of every fate. Names, customers and keys are the story's own: told in two worlds it is the same story. */
export const aStory = (size: number, kind?: Made['kind']): readonly Thread[] => {
  const told = fates.filter(fate => kind === undefined || fate[0] === kind)
  return Array.from({ length: size }, (_, index) => {
    const [kind, acts, fields = {}] = told[index % told.length] as (typeof fates)[number]
    const name = `${kind}-${String(index + 1).padStart(3, '0')}`
    const own = { customer: { accountId: name, name: '李青', email: `${name}@example.com` }, ...fields }
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
 *  that what is tried again is done. Every request carries a key of its own: whatever is not known to be done is sent again. */
export async function tell(
  shop: Shop,
  story: readonly Thread[],
  from: string,
  told: Told = inMemory(),
): Promise<Made[]> {
  const { world } = shop
  const rounds = 1 + Math.max(...story.map(({ acts }) => acts.length))
  for (let round = 0; round < rounds; round++) {
    for (const thread of story) {
      const step = `${thread.name}-round-${round}`
      const act = thread.acts[round - 1]
      if (told.get(step) || (round > 0 && !act)) continue
      const options = { idempotencyKey: step, settle: false }
      if (!act)
        told.done(step, await (thread.kind === 'order' ? shop.placed : shop.opened)(thread.request as never, options))
      else {
        const { status, body } = await shop.tried(told.get(`${thread.name}-round-0`), act, options)
        if (status !== 200) throw new Error(`${step} answered ${status}: ${JSON.stringify(body)}`)
        told.done(step, body)
      }
    }
    await world.settle()
    const end = Date.parse(from) + (round + 1) * roundMs
    if (world.now() < end) await world.advance(end - world.now())
  }
  return story.map(({ name }) => told.get(`${name}-round-0`))
}

/** How each case ended, in words that are the same in every world. */
export async function endings(shop: Shop, story: readonly Thread[], cases: readonly Made[]) {
  const ends: Record<string, object> = {}
  for (const [index, { name, acts }] of story.entries()) {
    const made = cases[index] as Made
    const { state, history } = await shop.seen(made)
    ends[`${name} ${acts.at(-1) ?? 'left alone'}`] = {
      ...{ state, gate: shop.gateOf(made) },
      history: history.map(({ type, to, by }: Input) => `${type} ${to} ${by}`),
      notices: shop
        .noticesOf(made)
        .map(({ notice, to }) => `${notice} ${to}`)
        .sort(),
    }
  }
  return ends
}

/** The business keys of all mails of a world, each as often as it is in the inbox. */
export const keysOfMails = ({ world }: Shop): readonly string[] =>
  world.mails().map(({ tags }) => `${tags.caseId} ${tags.notice}`)
