import type { Input } from '../../infra/local/kernel'
import { type Answer, type RequestOptions, startWorld, type World, type WorldOptions } from '../../infra/local/world'
import type { CaseKind } from '../../shared/domain/case'

/** Monday 09:00 in Shanghai, in a week without holidays. */
export const monday = '2026-03-09T01:00:00.000Z'

/** The local cloud with the whole house on it, in virtual time. */
export const aWorld = (options: Partial<WorldOptions> = {}): Promise<World> =>
  startWorld({ assembly: process.env.KEFU_ASSEMBLY ?? '', at: monday, seed: 'journey', ...options })

/** Names that nobody in this process has used: customers and keys of one test never meet those of another. */
let named = 0
const fresh = (name: string) => `${name}-${String(++named).padStart(6, '0')}`
export const aKey = () => fresh('journey')

export const aCustomer = (fields: object = {}) => {
  const name = fresh('customer')
  return { accountId: name, name: '示例顾客', email: `${name}@example.com`, ...fields }
}

export const anOrderRequest = (fields: object = {}) => ({
  customer: aCustomer(),
  delivery: { consignee: '示例顾客', phone: '+86 138 0000 0027', address: '上海市徐汇区示例路 8 号' },
  paymentMethod: 'transfer',
  lines: [{ productNumber: 'P-1001', quantity: 2, unitPrice: 12900 }],
  total: { amount: 25800, currency: 'CNY' },
  ...fields,
})

export const aTicketRequest = (description = '包裹三天没更新了，到哪了？', fields: object = {}) => ({
  channel: 'website',
  customer: aCustomer(),
  description,
  ...fields,
})

/** A case as those who made it know it. */
export interface Made {
  readonly kind: CaseKind
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly email: string
  readonly total?: object
}

interface Act {
  readonly by: string
  readonly path: string
  readonly body: (made: Made) => object
}

const act = (by: string, path: string, body: (made: Made) => object = () => ({})): Act => ({ by, path, body })

/** Every act of people on an order: who does it, where, and what they say. */
export const orderActs = {
  approve: act('agent', 'approval'),
  reject: act('agent', 'rejection', () => ({ reason: 'out_of_stock' })),
  confirm_payment: act('finance', 'payment-confirmation', ({ total }) => ({ received: total })),
  warn_of_stock: act('agent', 'stock-warnings', () => ({ productNumbers: ['P-1001'] })),
  not_arrived: act('finance', 'nonarrival'),
  report_payment_problem: act('agent', 'payment-problem'),
  clarify_paid: act('finance', 'payment-clarification', ({ total }) => ({
    finding: 'paid_elsewhere',
    received: total,
  })),
  clarify_unpaid: act('agent', 'nonpayment', () => ({ finding: 'failed' })),
  cancel_unpaid: act('agent', 'unpaid-cancellation'),
  record_late_payment: act('finance', 'late-payment', ({ total }) => ({ received: total })),
  want_refund: act('agent', 'refund-requests', () => ({ kind: 'part', wanted: { amount: 2000, currency: 'CNY' } })),
  record_refund: act('finance', 'refunds', () => ({ refunded: { amount: 2000, currency: 'CNY' } })),
  record_contact_attempt: act('agent', 'contact-attempts', () => ({ by: 'phone', result: 'no_answer' })),
  notify_warehouse: act('finance', 'warehouse-notice'),
  pack: act('warehouse', 'packing'),
  ship: act('warehouse', 'shipment', () => ({ courier: 'SF Express', trackingNumber: 'SF1040289377130' })),
  scan: act('courier', 'scans', () => ({ code: 'departed', place: 'Shanghai hub' })),
  confirm_receipt: act('courier', 'receipt', ({ total }) => ({ slipNumber: 'SF-POD-7130', collected: total })),
  cancel: act('storefront', 'cancellation', () => ({ reason: 'changed_mind' })),
  delay: act('agent', 'delay', () => ({ reason: 'supplier_late' })),
  deliver: act('courier', 'delivery', () => ({ place: 'front desk' })),
  report_exception: act('courier', 'exceptions', () => ({ kind: 'lost' })),
  resolve_exception: act('agent', 'exception-resolution', () => ({ solution: 'found' })),
  reship: act('supervisor', 'reshipment', () => ({ reason: 'no_trace' })),
  refund_lost: act('supervisor', 'loss-refund', () => ({ reason: 'no_trace' })),
  dispute_receipt: act('storefront', 'receipt-dispute', () => ({ description: '显示已签收，但我没有收到包裹。' })),
  want_invoice: act('storefront', 'invoice', () => ({ title: '示例公司', taxNumber: '91310000MA1K000000' })),
  issue_invoice: act('finance', 'invoice-issue'),
  post_invoice: act('agent', 'invoice-posting', () => ({ postNumber: 'XA 1234 5678 9 31' })),
} satisfies Record<string, Act>

/** Every act of people on a ticket. */
export const ticketActs = {
  take: act('agent', 'take'),
  respond: act('agent', 'replies', () => ({ text: '您好，我们已联系快递核实，今天内给您答复。' })),
  resolve: act('agent', 'resolution', () => ({ text: '包裹已重新派送，预计明天送达。' })),
} satisfies Record<string, Act>

const acts: Readonly<Record<string, Act>> = { ...orderActs, ...ticketActs }
export type ActName = keyof typeof orderActs | keyof typeof ticketActs

/** The way of an order that is paid and delivered. */
export const wholeWay = [
  ...['approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship', 'scan', 'confirm_receipt'],
] as readonly ActName[]

export function madeOf(kind: CaseKind, request: { customer: object; total?: object }, answer: Input): Made {
  const { id, number, customerId } = answer
  const { email } = request.customer as { email: string }
  return { kind, id, number, customerId, email, ...(request.total && { total: request.total }) }
}

/** A mail about a case, by its business key: the case and the notice. */
export interface Notice {
  readonly notice: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly at: string
}

/** What people do in the shop of a world, and what they then see. */
export type Shop = ReturnType<typeof shopIn>

export function shopIn(world: World) {
  /** The answer to a request for a new case, whatever it is. */
  const asked = (kind: CaseKind, request: object, options: RequestOptions = {}): Promise<Answer> =>
    world.request('POST', `/v1/${kind}s`, { as: 'storefront', idempotencyKey: aKey(), body: request, ...options })

  const make = async (kind: CaseKind, request: { customer: object }, options: RequestOptions): Promise<Made> => {
    const { status, body } = await asked(kind, request, options)
    if (status !== 201) throw new Error(`a new ${kind} answered ${status}: ${JSON.stringify(body)}`)
    return madeOf(kind, request, body)
  }

  /** The answer to an act, whatever it is. */
  const tried = (made: Made, name: ActName, options: RequestOptions = {}): Promise<Answer> => {
    const { by, path, body } = acts[name] as Act
    const customer = (options.as ?? by) === 'storefront' ? { customer: made.customerId } : {}
    return world.request('POST', `/v1/${made.kind}s/${made.id}/${path}`, {
      ...{ as: by, body: body(made), ...customer },
      ...options,
    })
  }

  /** Acts one after the other, each of which must succeed. */
  const did = async (made: Made, ...names: readonly ActName[]): Promise<void> => {
    for (const name of names) {
      const { status, body } = await tried(made, name)
      if (status !== 200) throw new Error(`${name} of ${made.number} answered ${status}: ${JSON.stringify(body)}`)
    }
  }

  const seen = ({ kind, id }: Made, as = 'agent'): Promise<Input> => world.get(`/v1/${kind}s/${id}`, { as })

  return {
    world,
    asked,
    tried,
    did,
    seen,
    placed: (request = anOrderRequest(), options: RequestOptions = {}) => make('order', request, options),
    opened: (request = aTicketRequest(), options: RequestOptions = {}) => make('ticket', request, options),

    /** As the customer reads it in the storefront. */
    readBy: ({ kind, id }: Made, customer: string): Promise<Answer> =>
      world.request('GET', `/v1/${kind}s/${id}`, { as: 'storefront', customer }),

    stateOf: async (made: Made): Promise<string> => (await seen(made)).state,

    /** Types of history, oldest first. */
    historyOf: async (made: Made): Promise<readonly string[]> =>
      (await seen(made)).history.map(({ type }: Input) => type),

    /** The same with the instants. */
    timesOf: async (made: Made): Promise<readonly string[]> =>
      (await seen(made)).history.map(({ at, type }: Input) => `${at} ${type}`),

    /** Numbers of the cases in a work list, in its order, all pages of it. */
    async list(kind: CaseKind, list: string, as = 'agent'): Promise<readonly string[]> {
      const numbers: string[] = []
      let more = ''
      do {
        const page = await world.get(`/v1/${kind}s?list=${list}${more}`, { as })
        numbers.push(...page.items.map(({ number }: Input) => number))
        more = page.cursor ? `&cursor=${encodeURIComponent(page.cursor)}` : ''
      } while (more)
      return numbers
    },

    /** Where the order's workflow stands: its newest execution. */
    gateOf({ id }: Made): string {
      const execution = world.executions().findLast(({ name }) => name.split('.')[0] === id)
      if (!execution) return 'none'
      return execution.status === 'RUNNING' ? String(execution.state) : execution.status
    },

    /** The mails about a case, oldest first. */
    noticesOf: ({ id }: Made): readonly Notice[] =>
      world
        .mails()
        .filter(({ tags }) => tags.caseId === id)
        .map(({ tags, to, subject, text, at }) => ({
          ...{ notice: String(tags.notice), to: to.join(), subject, text, at: new Date(at).toISOString() },
        })),
  }
}

/** All that was ever written: units of the tables, and the journal of queues, workflows, mails and schedules. Two of these
 *  are equal when nothing was written in between. */
export const writtenIn = (world: World) => ({ units: world.counters().writeUnits, journal: world.journal() })
