import { addresseeOf, wordsSaid } from '../../shared/domain/addressee'
import type { Case, CaseEvent, Change, Instant, Role } from '../../shared/domain/case'
import { type Act, decide, open } from '../../shared/domain/engine'
import type { Language } from '../../shared/domain/market'
import type { Told } from '../../shared/domain/notice-facts'
import { caseNumber } from '../../shared/domain/number'
import type { NoticeId } from '../../shared/domain/table'
import type { Classification } from '../../shared/domain/ticket'
import { notices } from '../../shared/handbook/notices'

/** `longest`: every fact is there and as long as the schemas let it be; `emptiest`: only what cannot be left out. */
export type Extent = 'longest' | 'emptiest'

/** A notice as an act of the real tables sends it, or, in the house, of a ticket about an event that says `data`. */
export interface Example {
  readonly notice: NoticeId
  /** What happened, in few words. */
  readonly about: string
  readonly extent: Extent
  readonly subject: Case
  readonly event: CaseEvent
  readonly told: Told
}

type Step = readonly [event: string, role: Role, data?: object, facts?: object, minutesLater?: number]
interface Story {
  readonly kind: 'order' | 'ticket'
  readonly about: string
  readonly facts?: object
  readonly steps: readonly Step[]
  readonly sends: readonly NoticeId[]
  readonly language?: Language
  readonly told?: Partial<Told>
}

const customerId = 'c3a1f0e2-7b4d-4c9a-9f51-d2e8a6b7c401'
/** A Monday morning in Shanghai. */
const start: Instant = '2026-03-09T01:00:00.000Z'
const minutesAfter = (minutes: number): Instant => new Date(Date.parse(start) + minutes * 60_000).toISOString()

const long = {
  /** With what a careless agent might write. */
  words:
    '您好，我们已与仓库和快递公司逐一核对：包裹于周六在分拣中心受潮，外箱破损，里面的两件商品已不能使用。\n' +
    '我们今天免费为您补发同款新品，旧件无需寄回；如您更希望退款，也可以全额原路退回，请直接回复本邮件告诉我们。\n' +
    '退款卡号 6222 0212 3456 7890 128，身份证 11010519491231002X，账号 account-0027-of-the-shop，电话 138-0000-0027，' +
    '邮箱 maximiliana@shop.example，地址 上海市示例区示例路 27 号 2 单元 1701 室。快递员电话 13900000028。\n' +
    'Thank you for your patience. https://tracking.carrier.example/parcels/very/long/path/that/has/no/break/SF1040289377130SF1040289377130',
  own: [
    '+86 138 0000 0027',
    'account-0027-of-the-shop',
    '上海市示例区示例路 27 号 2 单元 1701 室',
    'maximiliana@shop.example',
  ],
  customerName: 'Maximiliana Wilhelmine von Hohenstauffen-Oberlangenfeld 欧阳慕容上官司马诸葛',
  shopName: '云上商城旗舰店（华东区）Cloud Department Store',
  product: 'KF-2026-SPRING-LIMITED-EDITION-ULTRALIGHT-DOWN-JACKET-NAVY-XXL-01',
  courier: 'International Express and Logistics (Shanghai) Company Limited',
  tracking: 'SF104028937713000012345678901234567890123456789012345678901234',
}

const orderFacts = (extent: Extent, facts: object) => {
  const lines =
    extent === 'emptiest'
      ? [{ productNumber: 'P-1', quantity: 1, unitPrice: 100 }]
      : Array.from({ length: 12 }, (_, i) => ({
          ...{ productNumber: `${long.product.slice(0, 62)}${10 + i}`, quantity: 1000, unitPrice: 9_999_900 },
        }))
  const shipping = extent === 'emptiest' ? 0 : 1_234_500
  const amount = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, shipping)
  return {
    ...{ placedVia: 'online', paymentMethod: 'transfer', lines, shipping, total: { amount, currency: 'CNY' } },
    ...{ deliveryContentId: 'the delivery', contactAttempts: 0, ...facts },
  }
}

const classification = (said: Partial<Classification> = {}): Classification => ({
  ...{ topic: 'logistics', severity: 'general', urgent: false, grade: 'L1', priority: 'P3', team: 'logistics' },
  ...{ language: 'zh-Hans', because: [], ...said },
})
const message = (purpose: string, from = 'agent') => ({ message: { contentId: 'the words', from, purpose } })
const total = (before: Case) => (before.facts as { total: { amount: number; currency: string } }).total

const approve: Step = ['approve', 'agent']
const paid: readonly Step[] = [approve, ['confirm_payment', 'finance', { received: 'total' }]]
const packed: readonly Step[] = [...paid, ['notify_warehouse', 'finance'], ['pack', 'warehouse']]
const parcel = { courier: 'SF', trackingNumber: 'SF1040289377130' }
const shipped: readonly Step[] = [...packed, ['ship', 'warehouse', parcel]]
const completed: readonly Step[] = [...shipped, ['confirm_receipt', 'courier', { slipNumber: 'R-77' }]]
const wanted: readonly Step[] = [
  ...completed,
  ['want_invoice', 'customer', {}, { invoice: { state: 'needed', contentId: 'the title' } }],
]
const lost: Step = ['report_exception', 'courier', { kind: 'lost' }]
const onDelivery = { paymentMethod: 'cash_on_delivery' }

const classify = (said?: Partial<Classification>): Step => [
  'classify',
  'system',
  {},
  { classification: classification(said) },
]
const answered: readonly Step[] = [classify(), ['take', 'agent'], ['respond', 'agent', message('reply')]]
const feedback: readonly Step[] = [classify({ topic: 'feedback', grade: 'L6', priority: 'P4' }), ...answered.slice(1)]
const resolved: readonly Step[] = [...answered, ['resolve', 'agent', message('result')]]
const form = { complaint: { class: 'ordinary', type: 'product_quality', cause: 'defective' } }
const acknowledged: readonly Step[] = [
  classify({ topic: 'complaint', grade: 'L5' }),
  ['assess', 'agent', form],
  ['acknowledge', 'agent', message('apology')],
]
const agreed = { complaint: { fault: 'ours', solutionId: 'the solution' } }
const toTechnical = { task: { department: 'process_optimisation', contentId: 'the task', dueAt: minutesAfter(1500) } }

/** Every way in which a customer's notice is worded otherwise. */
const stories: readonly Story[] = [
  { kind: 'ticket', about: 'received', steps: [classify()], sends: ['N-01'] },
  {
    ...{ kind: 'ticket', about: 'received, urgent', steps: [classify({ topic: 'other', urgent: true })] },
    sends: ['N-01'],
  },
  { kind: 'ticket', about: 'a complaint received', steps: [classify({ topic: 'complaint' })], sends: ['N-01'] },
  {
    ...{ kind: 'ticket', about: 'progress', steps: [...answered, ['report_progress', 'agent', message('progress')]] },
    sends: ['N-03'],
  },
  {
    ...{ kind: 'ticket', about: 'an answer by mail', sends: ['N-03-reply'] },
    ...{ facts: { lastMailId: 'the mail' }, steps: answered },
  },
  {
    ...{ kind: 'ticket', about: 'a call promised', sends: ['N-04'] },
    steps: [...answered, ['promise_call_back', 'agent', { dueAt: minutesAfter(240) }]],
  },
  { kind: 'ticket', about: 'resolved', steps: resolved, sends: ['N-05'] },
  { kind: 'ticket', about: 'a complaint acknowledged', steps: acknowledged, sends: ['N-06'] },
  {
    ...{ kind: 'ticket', about: 'the result of a complaint', sends: ['N-07'] },
    steps: [
      ...acknowledged,
      ['investigate', 'agent'],
      ['agree_solution', 'agent', agreed],
      ['execute', 'agent'],
      ['feed_back', 'agent', message('result')],
    ],
  },
  {
    ...{ kind: 'ticket', about: 'feedback passed on', sends: ['N-33'], told: { words: undefined } },
    steps: [...feedback, ['hand_over', 'agent', toTechnical]],
  },
  {
    ...{ kind: 'ticket', about: 'the answer to feedback', sends: ['N-33'] },
    steps: [...feedback, ['resolve', 'agent', message('result')]],
  },
  {
    ...{ kind: 'ticket', about: 'what we do, by a date', sends: ['N-38'] },
    steps: [...answered, ['report_progress', 'agent', { ...message('progress'), doneBy: minutesAfter(2880) }]],
  },
  {
    ...{ kind: 'ticket', about: 'is it solved?', sends: ['N-41'] },
    steps: [...resolved, ['pass_verification', 'supervisor', { note: 'the note' }]],
  },
  { kind: 'order', about: 'placed, to be paid by transfer', steps: [], sends: ['N-08'] },
  { kind: 'order', about: 'placed and paid', facts: { paymentMethod: 'prepaid' }, steps: [], sends: ['N-08'] },
  { kind: 'order', about: 'placed, cash on delivery', facts: onDelivery, steps: [], sends: ['N-08'] },
  {
    ...{ kind: 'order', about: 'out of stock', sends: ['N-08'] },
    steps: [['warn_of_stock', 'agent', { productNumbers: 'all' }]],
  },
  { kind: 'order', about: 'by phone', facts: { placedVia: 'phone', readBack: true }, steps: [], sends: ['N-09'] },
  {
    ...{ kind: 'order', about: 'by phone, cash on delivery', sends: ['N-09'], steps: [] },
    facts: { placedVia: 'phone', readBack: true, ...onDelivery },
  },
  { kind: 'order', about: 'approved', steps: [approve], sends: ['N-10'] },
  { kind: 'order', about: 'money came', steps: paid, sends: ['N-11', 'N-11-service'] },
  { kind: 'order', about: 'released, cash on delivery', facts: onDelivery, steps: paid, sends: ['N-11'] },
  {
    ...{ kind: 'order', about: 'money did not come', sends: ['N-12', 'N-12-service'] },
    steps: [approve, ['not_arrived', 'finance']],
  },
  {
    ...{ kind: 'order', about: 'paid online, not found', sends: ['N-12'], facts: { paymentMethod: 'prepaid' } },
    steps: [approve, ['not_arrived', 'finance']],
  },
  {
    ...{ kind: 'order', about: 'not approved', sends: ['N-13'] },
    steps: [['reject', 'agent', { reason: 'incomplete_details' }]],
  },
  {
    ...{ kind: 'order', about: 'cancelled by the customer', sends: ['N-13'] },
    steps: [['cancel', 'customer', { reason: 'changed_mind' }]],
  },
  {
    ...{ kind: 'order', about: 'cancelled, money goes back', sends: ['N-13'], facts: { paymentMethod: 'prepaid' } },
    steps: [['cancel', 'customer', { reason: 'too_slow' }]],
  },
  {
    ...{ kind: 'order', about: 'cancelled, unpaid', sends: ['N-13'] },
    steps: [
      approve,
      ['not_arrived', 'finance'],
      ['record_contact_attempt', 'agent', { result: 'not_reached' }],
      ['cancel_unpaid', 'system', {}, {}, 13_000],
    ],
  },
  {
    ...{ kind: 'order', about: 'cancelled, money is back', sends: ['N-13', 'N-22-refund'] },
    facts: { paymentMethod: 'prepaid' },
    steps: [
      ['cancel', 'customer'],
      ['record_refund', 'finance', { refunded: 'total' }],
    ],
  },
  { kind: 'order', about: 'to be shipped', steps: [...paid, ['notify_warehouse', 'finance']], sends: ['N-14'] },
  { kind: 'order', about: 'shipped', steps: shipped, sends: ['N-15'] },
  {
    ...{ kind: 'order', about: 'shipped, cash on delivery', facts: onDelivery, sends: ['N-15'] },
    steps: shipped,
  },
  { kind: 'order', about: 'on its way', steps: [...shipped, ['scan', 'courier']], sends: ['N-16'] },
  { kind: 'order', about: 'delivered', steps: [...shipped, ['deliver', 'courier']], sends: ['N-16'] },
  {
    ...{ kind: 'order', about: 'lost and sent again', sends: ['N-16'] },
    steps: [...shipped, ['scan', 'courier'], lost, ['reship', 'supervisor', { trackingNumber: 'SF1040289377131' }]],
  },
  {
    ...{ kind: 'order', about: 'not shipped in time', sends: ['N-17', 'N-17-warehouse'] },
    steps: [...paid, ['delay', 'agent', { reason: 'the reason' }]],
  },
  {
    ...{ kind: 'order', about: 'held up on its way', sends: ['N-17'] },
    steps: [...shipped, ['scan', 'courier'], ['report_exception', 'courier', { kind: 'delay' }]],
  },
  { kind: 'order', about: 'lost', steps: [...shipped, ['scan', 'courier'], lost], sends: ['N-17'] },
  { kind: 'order', about: 'completed', steps: completed, sends: ['N-18'] },
  {
    ...{ kind: 'order', about: 'invoice posted', sends: ['N-23'] },
    steps: [...wanted, ['issue_invoice', 'finance'], ['post_invoice', 'agent', { postNumber: 'XA12345678944' }]],
  },
  {
    ...{ kind: 'order', about: 'another amount came', sends: ['N-37'] },
    steps: [approve, ['confirm_payment', 'finance', { received: { amount: 1, currency: 'CNY' } }]],
  },
  {
    ...{ kind: 'order', about: 'said to be paid', sends: ['N-37', 'N-37-finance'] },
    steps: [approve, ['report_payment_problem', 'agent']],
  },
  {
    ...{ kind: 'order', about: 'money came after the end', sends: ['N-37'] },
    steps: [
      ['cancel', 'customer'],
      ['record_late_payment', 'finance', { received: { amount: 21_000, currency: 'CNY' } }],
    ],
  },
]

const seedOf = ({ kind, facts = {}, language = 'zh-Hans' }: Story, extent: Extent) => {
  const id = kind === 'order' ? '0a000000-0000-4000-8000-0000000000a1' : '0b000000-0000-4000-8000-0000000000b1'
  const told =
    kind === 'order' ? orderFacts(extent, facts) : { channel: 'website', direction: 'customer_initiated', ...facts }
  return {
    ...{ id, number: caseNumber(kind, id), customerId },
    ...({ market: 'CN', language, facts: told } as const),
    ...(kind === 'ticket' && { data: message('request', 'customer') }),
  }
}

const byRole = (role: Role) => ({ role, id: role === 'customer' ? customerId : role })

/** Words of a story that stand for what its case holds. */
function filledIn(data: object, before: Case, extent: Extent): object {
  const said: Record<string, unknown> = { ...data }
  for (const name of ['received', 'refunded', 'collected']) if (said[name] === 'total') said[name] = total(before)
  if (said.slipNumber && (before.facts as { paymentMethod?: string }).paymentMethod === 'cash_on_delivery')
    said.collected = total(before)
  if (extent === 'longest') {
    if (said.courier) said.courier = long.courier
    for (const name of ['trackingNumber', 'postNumber']) if (said[name]) said[name] = long.tracking
  }
  if (said.productNumbers === 'all')
    said.productNumbers = (before.facts as { lines: { productNumber: string }[] }).lines.map(line => line.productNumber)
  return said
}

function lastOf(story: Story, extent: Extent): Change {
  const { kind, steps } = story
  const seed = seedOf(story, extent) as unknown as Parameters<typeof open>[1]
  const isByPhone = (seed.facts as { placedVia?: string }).placedVia === 'phone'
  const opened: Change =
    kind === 'order'
      ? open('order', seed as never, 'place', byRole(isByPhone ? 'agent' : 'customer'), start)
      : open('ticket', seed as never, 'receive', byRole('customer'), start)
  let minutes = 0
  return steps.reduce<Change>(({ after: before }, [event, role, data = {}, facts = {}, later = 5]) => {
    minutes += later
    const act: Act = {
      event,
      actor: byRole(role),
      at: minutesAfter(minutes),
      data: filledIn(data, before, extent),
      facts,
    }
    return decide(before, act)
  }, opened)
}

const toldOf = (extent: Extent, links: Readonly<Record<string, string>>): Told =>
  extent === 'emptiest'
    ? { shopName: 'Kefu', links }
    : { ...{ shopName: long.shopName, customerName: long.customerName, words: long.words, links } }

/** All notices to customers, in every way in which they are worded, and those of the house that orders send. */
function told(language: Language, extent: Extent, links: Readonly<Record<string, string>>): Example[] {
  return stories.flatMap(story => {
    const { after: subject, events } = lastOf({ ...story, language }, extent)
    return story.sends.map(notice => {
      const event = events.find(each => each.notices?.includes(notice))
      if (!event) throw new Error(`${notice} is not sent by: ${story.about}`)
      return { notice, about: story.about, extent, subject, event, told: { ...toldOf(extent, links), ...story.told } }
    })
  })
}

const inHouse: Readonly<Record<Extent, object>> = {
  emptiest: {},
  longest: {
    ...{ clock: 'SLA-01', dueAt: minutesAfter(1440), reason: 'top_management_demanded', tell: 'operations_manager' },
    ...{ ...toTechnical, amount: 12_345_678_900, limit: 12_345_678_900, decision: 'granted' },
  },
}

/** What departments and roles are told beside that: of an invoice that is due, and of tickets. */
function toldInHouse(extent: Extent, known: readonly NoticeId[]): Example[] {
  const invoiced: Story = { kind: 'order', about: '', steps: wanted, sends: [] }
  const ticket: Story = { kind: 'ticket', about: '', steps: answered, sends: [] }
  const { customerName, ...told } = toldOf(extent, {})
  const products = extent === 'longest' ? [long.product, long.product] : undefined
  return (Object.keys(notices) as NoticeId[])
    .filter(notice => !known.includes(notice) && notices[notice].recipient !== 'customer')
    .map(notice => {
      const { after: subject } = lastOf(notice === 'N-48' ? invoiced : ticket, extent)
      const event: CaseEvent = {
        ...{ caseId: subject.id, kind: subject.kind, seq: 7, type: 'ClockBreached', from: subject.state },
        ...{ to: subject.state, at: minutesAfter(60), actor: byRole('system'), data: { ...inHouse[extent] } },
      }
      const { mailbox } = { mailbox: undefined, ...addresseeOf(notices[notice], subject, event) }
      return { notice, about: 'in the house', extent, subject, event, told: { ...told, products, mailbox } }
    })
}

/** Words as they are sent. */
const masked = (example: Example): Example => {
  const { words } = example.told
  const said = words && wordsSaid(notices[example.notice], words, long.own)
  return { ...example, told: { ...example.told, words: said } }
}

/** `links` by the names that the words of notices know (handbook/links). */
export function examples(language: Language, links: Readonly<Record<string, string>>): readonly Example[] {
  const extents: readonly Extent[] = ['longest', 'emptiest']
  return extents.flatMap(extent => {
    const ofTables = told(language, extent, links)
    const known = ofTables.map(({ notice }) => notice)
    return [...ofTables, ...toldInHouse(extent, known)].map(masked)
  })
}
