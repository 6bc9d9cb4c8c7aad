import { propose } from '../../functions/classification/propose'
import { messages, ordinary } from '../../functions/classification/training/corpus'
import type { Language } from '../../shared/domain/market'
import type { Topic } from '../../shared/domain/ticket'
import { type Draw, drawFor } from './draw'
import { traditional } from './sayings'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Monday, midnight in Shanghai: the first day of every simulation. */
export const firstDay = Date.parse('2026-03-01T16:00:00Z')

/** How a matter goes once someone takes it up: nobody's staffing or limits change that. */
export interface Matter {
  /** Of work until the result, for an agent of ordinary speed. */
  readonly minutes: number
  /** What others need meanwhile: the courier, the bank, the factory. */
  readonly hours: number
  readonly needsAnswer: boolean
  readonly department?: 'finance' | 'warehouse' | 'technical'
  readonly departmentHours: number
  /** Beyond an agent: it goes to the supervisor. */
  readonly isHard: boolean
  /** More than a supervisor may grant. */
  readonly isDear: boolean
  /** At which result it is really solved. */
  readonly solvedAt: number
  readonly survivesCheck: boolean
}

/** What a customer does, in hours after what they wait for; never what they were told or by whom. */
export interface Temper {
  readonly patience: number
  /** Says that it is a complaint, when it is too long. */
  readonly complains: boolean
  /** Absent: never answers a question. */
  readonly answers?: number
  /** Absent: rates nothing, and the silence closes it. */
  readonly rates?: number
  readonly mood: -1 | 0 | 1
  /** Absent: lives with what is not solved. */
  readonly objects?: number
  /** Comes back after everything was closed. */
  readonly reopens?: number
  readonly callsReached: readonly boolean[]
}

/** One message that reaches the shop, and all that will come of it. */
export interface Visit {
  readonly name: string
  readonly at: number
  readonly customer: { readonly accountId: string; readonly name: string; readonly email: string }
  readonly language: Language
  readonly channel: string
  readonly text: string
  /** Whose it will be, as the product's own classifier says: so teams can be shared out to worlds. */
  readonly team: string
  readonly matter: Matter
  readonly temper: Temper
}

/** 来访分布: by hour of the day in Shanghai, and from Monday to Sunday. */
const hours = [6, 4, 2, 2, 2, 2, 4, 8, 20, 36, 42, 40, 34, 36, 42, 40, 38, 36, 32, 34, 40, 42, 32, 16]
const weekdays = [112, 106, 102, 100, 104, 92, 84]
const topics: Readonly<Partial<Record<Topic, number>>> = {
  ...{ logistics: 26, after_sales: 19, product: 16, order: 13, payment: 8, invoice: 4, account: 4 },
  ...{ complaint: 4, technical: 2, feedback: 2, other: 2 },
}
const languages: Readonly<Record<Language, number>> = { 'zh-Hans': 72, 'zh-Hant': 8, en: 20 }
const channels = { website: 42, app_chat: 14, self_service: 16, online_form: 14, live_chat: 8, social_media: 6 }
/** Of ten messages three come from someone who wrote before, about the same thing. */
const comesBack = 0.3

/** Everybody who will write, in the order of their coming: one seed, one quarter, whatever the staff or the limits. */
export function customersOf(
  seed: string,
  days: number,
  tickets: number,
  drawn = (_visits: number) => {},
): readonly Visit[] {
  const arrivals = Array.from({ length: tickets }, (_, n) => arrival(drawFor(seed, 'arrival', n), days)).sort(
    (a, b) => a - b,
  )
  const texts = textsOf()
  const known: Visit[] = []
  const visits: Visit[] = []
  for (const [index, at] of arrivals.entries()) {
    const draw = drawFor(seed, 'customer', index)
    const former = draw.chance(comesBack) && known.length > 0 ? draw.oneOf(known) : undefined
    const topic = draw.weighted(topics)
    const language = draw.weighted(languages)
    const text = former ? former.text : draw.oneOf(texts(topic, language))
    const name = `visit-${index + 1}`
    const visit = {
      ...{ name, at, text, language: former?.language ?? language, channel: draw.weighted(channels) },
      customer: former?.customer ?? {
        ...{ accountId: `sim-${index + 1}`, name: `示例顾客 ${index + 1}`, email: `sim-${index + 1}@example.com` },
      },
      team: former?.team ?? teamFor(text),
      matter: matterOf(draw),
      temper: temperOf(draw),
    }
    if (!former) known.push(visit)
    visits.push(visit)
    drawn(visits.length)
  }
  return visits
}

function arrival(draw: Draw, days: number): number {
  const day = draw.weighted(Object.fromEntries(Array.from({ length: days }, (_, n) => [n, weekdays[n % 7]!])))
  const hour = draw.weighted(Object.fromEntries(hours.map((weight, n) => [n, weight])))
  return firstDay + Number(day) * DAY + Number(hour) * HOUR + Math.floor(draw.between(0, 3600)) * 1000
}

export const matterOf = (draw: Draw): Matter => ({
  minutes: draw.between(4, 18),
  hours: draw.chance(0.45) ? 0 : draw.about(9),
  needsAnswer: draw.chance(0.22),
  ...(draw.chance(0.14) && { department: draw.weighted({ warehouse: 6, finance: 3, technical: 1 }) }),
  departmentHours: 1 + draw.about(7),
  isHard: draw.chance(0.03),
  isDear: draw.chance(0.3),
  solvedAt: draw.chance(0.92) ? 1 : draw.chance(0.8) ? 2 : 3,
  survivesCheck: draw.chance(0.96),
})

export const temperOf = (draw: Draw): Temper => ({
  patience: 2 + draw.about(20),
  complains: draw.chance(0.25),
  ...(draw.chance(0.82) && { answers: 0.2 + draw.about(8) }),
  ...(draw.chance(0.4) && { rates: 0.3 + draw.about(20) }),
  mood: draw.oneOf([-1, 0, 0, 0, 1] as const),
  ...(draw.chance(0.75) && { objects: 0.5 + draw.about(14) }),
  ...(draw.chance(0.02) && { reopens: draw.between(24, 6 * 24) }),
  callsReached: [draw.chance(0.7), draw.chance(0.7), draw.chance(0.7)],
})

const teams = new Map<string, string>()
function teamFor(text: string): string {
  const known = teams.get(text) ?? propose(text).team
  teams.set(text, known)
  return known
}

/** The product's own messages, by topic and language; of a few characters nobody is sure. */
function textsOf() {
  const all = [...messages(), ...ordinary()].filter(({ text }) => text.length >= 6)
  const isChinese = (text: string) => /\p{Script=Han}/u.test(text)
  const shelves = new Map<string, readonly string[]>()
  return (topic: Topic, language: Language): readonly string[] => {
    const name = `${topic} ${language}`
    const shelf =
      shelves.get(name) ??
      (language === 'zh-Hant'
        ? traditional[topic]!
        : all
            .filter(one => one.topic === topic && isChinese(one.text) === (language === 'zh-Hans'))
            .map(({ text }) => text))
    shelves.set(name, shelf)
    return shelf
  }
}
