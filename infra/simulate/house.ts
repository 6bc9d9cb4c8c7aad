import type { Language } from '../../shared/domain/market'
import { type Heap, heap } from '../local/heap'
import type { Input } from '../local/kernel'
import type { World } from '../local/world'
import type { Matter, Temper } from './customers'

/** What people remember of a ticket beside what stands in it. */
export interface File {
  readonly id: string
  readonly name: string
  readonly team: string
  readonly customerId: string
  readonly email: string
  readonly language: Language
  readonly openedAt: number
  readonly matter: Matter
  readonly temper: Temper
  holder?: string
  answeredAt?: number
  /** When the customer last heard of us. */
  toldAt?: number
  /** Before this nothing can be done about it. */
  readyAt?: number
  /** Results told so far, and how many there must be until it is solved. */
  results: number
  solvedAt: number
  asked?: number
  slip?: 'asked' | 'answered'
  isAngry?: boolean
  wasEscalated?: boolean
  authorisation?: 'asked' | 'decided'
  calls: number
  /** After a refusal: someone else was quicker. */
  skipUntil?: number
}

export interface Person {
  readonly as: string
  readonly subject?: string
  readonly customer?: string
}

export interface Mail {
  readonly notice: string
  readonly caseId: string
  readonly to: string
  readonly at: number
  readonly text: string
}

interface Due {
  readonly at: number
  readonly order: number
  readonly happen: () => Promise<unknown>
}

/** One shop in one world: who does what at which instant, over HTTP; nothing happens that nobody does. */
export interface House {
  readonly world: World
  readonly files: Map<string, File>
  /** Requests that the tables refused, and those that failed: these are defects. */
  readonly refusals: Record<string, number>
  readonly failures: string[]
  now(): number
  at(instant: number, happen: () => Promise<unknown>): void
  after(hours: number, happen: () => Promise<unknown>): void
  /** The body of a success; undefined after a refusal, which is counted. */
  post(who: Person, path: string, body: object, key?: string): Promise<Input | undefined>
  get(who: Person, path: string): Promise<Input>
  /** All pages of a list. */
  all(who: Person, path: string): Promise<readonly Input[]>
  onMail(hear: (mail: Mail) => void): void
  /** Lets everything happen until then; told how far it is. */
  run(until: number, progress: (share: number) => void): Promise<void>
}

const HOUR = 3_600_000

export function houseIn(world: World): House {
  const dues: Heap<Due> = heap((a, b) => a.at - b.at || a.order - b.order)
  const hearers: ((mail: Mail) => void)[] = []
  const refusals: Record<string, number> = {}
  const failures: string[] = []
  let order = 0
  let read = 0

  const deliver = () => {
    const mails = world.mails()
    for (; read < mails.length; read++) {
      const { tags, to, at, text } = mails[read]!
      const mail = { notice: String(tags.notice), caseId: String(tags.caseId), to: String(to[0]), at, text }
      for (const hear of hearers) hear(mail)
    }
  }

  const request = async (method: string, { as, ...who }: Person, path: string, more: object = {}) => {
    const { status, body } = await world.request(method, path, { ...(as !== 'nobody' && { as }), ...who, ...more })
    return { status, body }
  }

  const at = (instant: number, happen: () => Promise<unknown>) =>
    dues.add({ at: Math.max(instant, world.now()), order: order++, happen })

  const failed = (what: string, { status, body }: { status: number; body: Input }) => {
    const when = new Date(world.now()).toISOString()
    failures.push(`${when} ${what} answered ${status}: ${JSON.stringify(body)}${status < 500 ? '' : errorsOf(world)}`)
  }

  const get = async (who: Person, path: string) => {
    const { status, body } = await request('GET', who, path)
    if (status >= 300) failed(`GET ${path}`, { status, body })
    return body
  }

  return {
    world,
    files: new Map(),
    refusals,
    failures,
    now: world.now,
    at,
    after: (hours, happen) => at(world.now() + hours * HOUR, happen),
    get,

    async post(who, path, body, idempotencyKey) {
      const { status, body: said } = await request('POST', who, path, {
        body,
        ...(idempotencyKey && { idempotencyKey }),
      })
      if (status < 300) return said
      const act = path.replace(/^\/v1\/links\/.*/, 'links').replace(/[0-9a-f-]{36}\//, '')
      if (status === 403 || status === 409 || status === 410) {
        const why = `${act} ${said.state ? `while ${said.state}` : status}`
        refusals[why] = (refusals[why] ?? 0) + 1
      } else failed(`POST ${act}`, { status, body: said })
      return undefined
    },

    async all(who, path) {
      const items: Input[] = []
      let cursor = ''
      do {
        const page = await get(who, `${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
        items.push(...(page?.items ?? []))
        cursor = page?.cursor ?? ''
      } while (cursor)
      return items
    },

    onMail: hear => void hearers.push(hear),

    async run(until, progress) {
      const start = world.now()
      for (let due = dues.first(); due && due.at < until; due = dues.first()) {
        dues.take()
        if (due.at > world.now()) await world.advanceTo(new Date(due.at).toISOString())
        deliver()
        await due.happen()
        deliver()
        progress((world.now() - start) / (until - start))
      }
      await world.advanceTo(new Date(until).toISOString())
      progress(1)
    },
  }
}

/** Functions that ended in an error so far, since the API says nothing of it. */
const errorsOf = ({ functions }: World): string =>
  [...functions.uses].map(([name, { lastError }]) => (lastError ? `; ${name}: ${lastError}` : '')).join('')
