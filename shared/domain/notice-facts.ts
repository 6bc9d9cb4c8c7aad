import { limits } from '../handbook/limits'
import { links } from '../handbook/links'
import { markets } from '../handbook/markets'
import { notices } from '../handbook/notices'
import { cancellationReasons } from '../handbook/reasons'
import { workingSecondsBetween } from './calendar'
import { calendarOf } from './calendars'
import type { Case, CaseEvent, Instant } from './case'
import { dueOf, governing } from './clocks'
import { WORKING_DAY_SECONDS } from './deadlines'
import type { Language } from './market'
import { type Money, sayMoney } from './money'
import { type Brand, languages, type Mailbox, type NoticeLanguage, plainBrand } from './notice'
import type { Order } from './order'
import { missingFrom } from './record'
import type { ClockId, NoticeId } from './table'
import type { Task, Ticket } from './ticket'
import { sayInstant } from './time-text'

/** What a notice knows beside the case: words that are personal stay out of cases, and are handed in as they are read. */
export interface Told {
  readonly shopName: string
  /** Who is addressed, in the house. */
  readonly mailbox?: Mailbox | undefined
  readonly customerName?: string | undefined
  /** What was written at the event: an answer, a result, a reason, a task. */
  readonly words?: string | undefined
  /** Numbers of the products that it is about (N-36). */
  readonly products?: readonly string[] | undefined
  /** Addresses by which customers answer without signing in (handbook/links). */
  readonly links?: Readonly<Record<string, string>>
}

/** Customers are written to in their language, departments in that of their market (R-I18-01). */
export const languageFor = (
  id: NoticeId,
  { language, market }: Case,
  [first, ...others]: Brand['languages'] = plainBrand.languages,
): Language => {
  if (notices[id].recipient !== 'customer') return markets[market].staffLanguage
  return others.includes(language) ? language : first
}

/** All that the notices about a case may say; empty where it does not apply, and the words around it are then left out. */
export function noticeFacts(subject: Case, event: CaseEvent, language: Language, told: Told): Record<string, string> {
  const say = {
    words: languages[language],
    at: (at = '') => at && sayInstant(at, markets[subject.market].zone, language),
  }
  const common = {
    number: subject.number,
    shopName: told.shopName,
    customerName: told.customerName ?? '',
    happenedAt: say.at(event.at),
  }
  return subject.kind === 'order'
    ? { ...common, ...promises, ...orderFacts(subject as Order, event, language, say) }
    : {
        ...common,
        ...ticketPromises,
        ...ticketFacts(subject as Ticket, event, language, say),
        ...said(told, say.words),
      }
}

const noLinks = Object.fromEntries(Object.values(links).map(({ fact }) => [fact, '']))

const said = ({ words = '', mailbox, products = [], links = {} }: Told, { comma }: NoticeLanguage) => ({
  ...{ words, mailbox: mailbox ?? '', products: products.join(comma) },
  ...noLinks,
  ...links,
})

interface Say {
  readonly words: NoticeLanguage
  readonly at: (at?: string) => string
}

/** The bare figure of a span: the words around it carry the unit. */
const number = (span: object = {}): string => Object.values(span).join()

/** Limits that notices name: said once, in handbook/limits. */
const promises = {
  payDays: number(limits['SLA-37'].limit),
  tellTarget: number(limits['SLA-34'].target),
  tellLimit: number(limits['SLA-34'].limit),
  tellNever: number(limits['SLA-34'].absolute),
}

const ticketPromises = {
  complaintAnswer: number(limits['SLA-17'].limit),
  complaintResult: number(limits['SLA-18'].limit),
}

const mark = (holds: boolean) => (holds ? '1' : '')

/** What an event of the desk says of itself. Words are content: of these the ids. */
interface DeskSaid {
  readonly clock?: ClockId
  readonly dueAt?: Instant
  readonly task?: Task
  readonly reason?: string
  readonly department?: string
  readonly amount?: number
  readonly limit?: number
  readonly decision?: string
  readonly doneBy?: Instant
}

/** What the notices about tickets and complaints say of the event, and of the case where the event says nothing. */
function ticketFacts(ticket: Ticket, event: CaseEvent, language: Language, { words, at }: Say) {
  const { clocks, facts, customerId, market } = ticket
  const { classification, complaint, tasks, escalatedBecause, callBackBy } = facts
  const { clock = '', dueAt, amount, limit, department = '', doneBy, ...data } = event.data as DeskSaid
  const open = tasks?.filter(each => !each.answeredAt) ?? []
  const task =
    data.task ??
    (department || clock === 'HANDOVER' ? open.find(each => !department || each.department === department) : undefined)
  const money = (minor: number | undefined) =>
    minor === undefined ? '' : sayMoney({ amount: minor, currency: markets[market].currency }, language)
  const named = (names: object, name: unknown) => (names as Readonly<Record<string, string>>)[String(name)] ?? ''
  return {
    understood: classification ? words.topics[classification.topic] : words.topics.other,
    grade: classification ? `${classification.grade} · ${classification.priority}` : '',
    urgent: mark(classification?.urgent === true),
    apology: mark(classification?.topic === 'complaint' || complaint !== undefined),
    answerBy: at(dueOf(clocks, 'response')),
    resolveBy: at(dueOf(clocks, 'resolution')),
    recordBy: at(dueOf(clocks, 'record')),
    nextBy: at(dueOf(clocks, 'progress')),
    silenceBy: at(dueOf(clocks, 'silence')),
    dueBy: at(governing(clocks)?.dueAt),
    callBackBy: at(callBackBy),
    clock: clock && `${named(words.duties, limits[clock].duty)} ${clock}`,
    clockDue: at(dueAt),
    passed: mark(clock !== '' && event.type !== 'ClockWarned'),
    reason: named(words.reasons, data.reason ?? (ticket.state === 'escalated' ? escalatedBecause : undefined)),
    department: named(words.departments, task?.department ?? department),
    taskBy: at(task?.dueAt),
    urged: mark(event.type === 'DepartmentUrged' || clock === 'HANDOVER'),
    doneBy: at(doneBy),
    missing: missingFrom(facts, [])
      .map(field => named(words.recordFields, field))
      .join(words.comma),
    customer: customerId,
    wanted: money(amount),
    granted: mark(data.decision === 'granted'),
    grantedLimit: money(limit),
  }
}

function orderFacts(order: Order, event: CaseEvent, language: Language, { words, at }: Say) {
  const { paymentMethod, lines, shipping, total, exception } = order.facts
  const {
    received,
    refunded,
    courier = order.facts.courier,
    trackingNumber = order.facts.trackingNumber,
  } = event.data as Said
  const payBy = order.clocks['SLA-37']?.dueAt
  const daysLeft = payBy
    ? workingSecondsBetween(calendarOf(order.market), event.at, payBy) / WORKING_DAY_SECONDS
    : undefined
  const money = (said: Money | undefined) => (said ? sayMoney(said, language) : '')
  const news = event.type === 'ParcelDelivered' ? 'delivered' : event.to
  const problem = event.type === 'DispatchDelayed' ? 'not_shipped' : event.data.kind
  const onDelivery = paymentMethod === 'cash_on_delivery'
  return {
    total: sayMoney(total, language),
    shipping: sayMoney({ ...total, amount: shipping }, language),
    items: lines.map(({ productNumber, quantity }) => `${productNumber} × ${quantity}`).join('\n'),
    paymentMethod: words.paymentMethods[paymentMethod],
    transfer: mark(paymentMethod === 'transfer'),
    prepaid: mark(paymentMethod === 'prepaid'),
    cashOnDelivery: mark(onDelivery),
    collect: onDelivery ? sayMoney(total, language) : '',
    placedAt: at(order.createdAt),
    reviewBy: at(order.clocks['SLA-43']?.dueAt),
    shipBy: at(order.clocks.DISPATCH?.dueAt),
    approvedAt: at(order.clocks['SLA-34']?.startedAt),
    arriveBy: at(order.clocks['SLA-36']?.dueAt),
    payBy: at(payBy),
    daysLeft: daysLeft === undefined ? '' : String(Math.max(0, Math.ceil(daysLeft))),
    reason: reasonOf(event, exception, words),
    asAsked: mark(wasAsked(event)),
    refund: mark(event.to === 'refund_pending'),
    nothingTaken: mark(event.to === 'cancelled' && !refunded),
    courier: courier ?? '',
    status: (words.states as Readonly<Record<string, string>>)[news] ?? '',
    delivered: mark(news === 'delivered'),
    problem: (words.problems as Readonly<Record<string, string>>)[String(problem)] ?? '',
    notShipped: mark(problem === 'not_shipped'),
    lost: mark(problem === 'lost'),
    refunded: money(refunded),
    received: money(received),
    paid: money(received ?? total),
    late: mark(event.type === 'LatePaymentReceived'),
    postNumber: order.facts.invoice?.postNumber ?? '',
    invoiceBy: at(order.clocks['SLA-38']?.dueAt),
    outOfStock: (order.facts.outOfStock ?? []).join(words.comma),
    inStock: mark(!order.facts.outOfStock),
    trackingNumber: trackingNumber ?? '',
  }
}

/** What an event says of itself goes before what its order says by now: that may have gone on. */
interface Said {
  readonly received?: Money
  readonly refunded?: Money
  readonly courier?: string
  readonly trackingNumber?: string
}

/** What customers want themselves is nothing to be sorry for. */
const wasAsked = ({ type, actor, data }: CaseEvent) =>
  type === 'OrderCancelled' && (actor.role === 'customer' || cancellationReasons.some(reason => reason === data.reason))

/** Events that carry no reason of their own. */
const reasonOfEvent: Readonly<Record<string, string>> = {
  UnpaidOrderCancelled: 'unpaid',
  OrderCancelled: 'cancelled_by_customer',
  OrderRejected: 'not_approved',
  LostOrderCancelled: 'lost',
}

const reasonOf = ({ type, data }: CaseEvent, exception: string | undefined, { reasons }: NoticeLanguage): string =>
  reasons[String(data.reason)] ?? reasons[reasonOfEvent[type] ?? exception ?? ''] ?? ''
