import type { Role } from '../../shared/domain/case'
import type { FileField } from '../../shared/domain/customer'
import type { LinkPurpose } from '../../shared/domain/link'
import {
  type Action,
  actorFor,
  may,
  mayList,
  mayWrite,
  type PersonalField,
  type Principal,
  shown,
} from '../../shared/domain/may'
import { permissions } from '../../shared/handbook/permissions'
import { personalFields } from '../../shared/handbook/personal-fields'

const staff = (...roles: Role[]): Principal => ({ kind: 'staff', id: 's-1', roles })
const storefront = (customerId?: string): Principal => ({
  kind: 'storefront',
  id: 'shop',
  ...(customerId ? { customerId } : {}),
})
const own = { customerId: 'c-1' }

/** R-ORD-09, G-14 once more, by hand: c customer, a agent, s supervisor, f finance, w warehouse, k courier; l team lead,
 *  o operations manager, m senior management. */
const letters: Readonly<Record<string, Role>> = {
  c: 'customer',
  a: 'agent',
  s: 'supervisor',
  f: 'finance',
  w: 'warehouse',
  k: 'courier',
  l: 'team_lead',
  o: 'operations_manager',
  m: 'senior_management',
  t: 'technical',
  p: 'process_optimisation',
  e: 'emergency',
}
const granted: Readonly<Record<Action, string>> = {
  'ticket.open': 'cas',
  'ticket.report': '',
  'ticket.read': 'caslom',
  'ticket.read_original': 'as',
  'ticket.list': 'as',
  'ticket.take': 'as',
  'ticket.reassign': 's',
  'ticket.hand_over': 'as',
  'ticket.answer_handover': 'fwtpems',
  'ticket.read_handovers': 'afwtpems',
  'rules.read': 'slp',
  'rules.try': 's',
  'rules.adopt': 's',
  'place.list': 'asl',
  'place.furnish': 'sl',
  'place.grant_leave': 'sl',
  'place.retire': 's',
  'place.set_presence': 'as',
  'ticket.reply': 'as',
  'ticket.write': 'ca',
  'ticket.ask': 'as',
  'ticket.take_back': 'as',
  'ticket.note': 'asfwtpemlo',
  'ticket.tag': 'as',
  'ticket.promise_call_back': 'as',
  'ticket.keep_call_back': 'as',
  'ticket.dismiss': 'as',
  'ticket.regrade': 'asl',
  'ticket.merge': 'as',
  'ticket.split': 'as',
  'ticket.be_present': 'as',
  'macro.list': 'as',
  'ticket.resolve': 'as',
  'ticket.record_call': 'as',
  'ticket.report_progress': 'as',
  'ticket.escalate': 'aso',
  'ticket.take_over': 'som',
  'ticket.request_authorisation': 's',
  'ticket.decide_authorisation': 'om',
  'ticket.urge': 's',
  'ticket.record_complaint': 'as',
  'ticket.record_consultation': 'as',
  'question.register': 'as',
  'question.list': 'asl',
  'ticket.log_issue': 'as',
  'ticket.settle_issue': 'slp',
  'customer.claim_same': 'as',
  'customer.decide_same': 's',
  'incident.read': 'asteom',
  'incident.handle': 'asfwtpemo',
  'complaint.assess': 'as',
  'complaint.acknowledge': 'as',
  'complaint.investigate': 'as',
  'complaint.coordinate': 's',
  'complaint.agree': 'as',
  'complaint.execute': 'as',
  'complaint.feed_back': 'as',
  'complaint.call_back': 's',
  'complaint.close': 's',
  'complaint.withdraw': 'ca',
  'ticket.rate': 'cas',
  'ticket.verify': 'as',
  'ticket.record': 'as',
  'ticket.read_record': 'aslo',
  'ticket.archive': 'l',
  'archive.list': 'aslo',
  'archive.correct': 'asl',
  'archive.mark': 'aslo',
  'archive.hold': 'lom',
  'archive.request_destruction': 'lo',
  'archive.decide_destruction': 'lom',
  'ticket.object': 'cas',
  'order.place': 'ca',
  'order.read': 'casfw',
  'order.list': 'asfw',
  'order.approve': 'a',
  'order.reject': 'a',
  'order.confirm_payment': 'f',
  'order.not_arrived': 'f',
  'order.cancel_unpaid': 'a',
  'order.notify_warehouse': 'f',
  'order.pack': 'w',
  'order.ship': 'w',
  'order.scan': 'k',
  'order.confirm_receipt': 'ck',
  'order.cancel': 'ca',
  'order.record_contact_attempt': 'a',
  'order.warn_of_stock': 'a',
  'order.merge': 'a',
  'order.report_payment_problem': 'fa',
  'order.clarify_paid': 'f',
  'order.clarify_unpaid': 'a',
  'order.record_late_payment': 'f',
  'order.want_refund': 'as',
  'order.record_refund': 'f',
  'order.read_dispatch_note': 'asfw',
  'order.delay': 'a',
  'order.deliver': 'k',
  'order.report_exception': 'cak',
  'order.resolve_exception': 'a',
  'order.reship': 's',
  'order.refund_lost': 's',
  'order.dispute_receipt': 'ca',
  'order.want_invoice': 'ca',
  'order.read_invoice': 'af',
  'order.issue_invoice': 'f',
  'order.post_invoice': 'a',
  'order.record_call': 'a',
  'case.clocks': 'caslom',
  'customer.read': 'cas',
  'customer.correct': 'cas',
  'customer.unsubscribe': 'c',
  'customer.cases': 'cas',
  'customer.accesses': 's',
  'attachment.bring': 'cas',
  'attachment.read': 'cas',
  'look_up.order_number': 'casfw',
  'look_up.ticket_number': 'cas',
  'look_up.tracking_number': 'casw',
  'look_up.phone': 'cas',
  'look_up.email': 'cas',
  'figures.read': 'slom',
  'sender.read': 's',
  'sender.rotate_secret': 's',
}

describe('who may do what', () => {
  for (const [action, who] of Object.entries(granted) as [Action, string][]) {
    test(`${action} is open to ${[...who].map(letter => letters[letter]).join(', ')}, and to no one else`, () => {
      for (const [letter, role] of Object.entries(letters)) {
        const principal = role === 'customer' ? storefront('c-1') : staff(role)
        expect([role, may(principal, action, own)]).toEqual([role, who.includes(letter)])
      }
    })
  }

  test('every action of the handbook is in this table', () => {
    expect(Object.keys(permissions).sort()).toEqual(Object.keys(granted).sort())
  })

  test('a storefront reads and acts for the customer it names alone', () => {
    expect(may(storefront('c-1'), 'order.read', own)).toBe(true)
    expect(may(storefront('c-2'), 'order.read', own)).toBe(false)
    expect(may(storefront(), 'order.read', own)).toBe(false)
    expect(may(storefront(), 'order.place')).toBe(true)
    expect(may(storefront(), 'order.approve')).toBe(false)
  })

  test('staff without a role, and groups that are named like the house or its customers, may nothing', () => {
    for (const action of Object.keys(granted) as Action[]) {
      expect(may(staff(), action, own)).toBe(false)
      expect(may(staff('customer', 'system'), action, own)).toBe(false)
    }
  })

  test('two roles may what either may', () => {
    expect(may(staff('finance', 'warehouse'), 'order.pack', own)).toBe(true)
    expect(may(staff('finance', 'warehouse'), 'order.confirm_payment', own)).toBe(true)
  })
})

describe('who holds a link', () => {
  const holder = (purpose: LinkPurpose): Principal => ({
    ...{ kind: 'link', id: 'link', purpose, caseId: 't-1', customerId: 'c-1', expiresAt: '2026-03-23T01:00:00.000Z' },
  })
  const granted: Readonly<Record<LinkPurpose, readonly Action[]>> = {
    object: ['ticket.object'],
    rate: ['ticket.rate', 'ticket.object'],
    reopen: ['ticket.object'],
    unsubscribe: ['customer.unsubscribe'],
  }

  test.each(Object.entries(granted) as [LinkPurpose, readonly Action[]][])(
    'to %s may do that to its case, and nothing else',
    (purpose, open) => {
      for (const action of Object.keys(permissions) as Action[]) {
        const asked = [{ id: 't-1', customerId: 'c-1' }, { id: 't-2', customerId: 'c-1' }, own, undefined]
        const answers = asked.map(subject => may(holder(purpose), action, subject))
        expect([action, ...answers]).toEqual([action, open.includes(action), false, false, false])
      }
      for (const list of ['tickets:team:logistics', 'orders:review']) expect(mayList(holder(purpose), list)).toBe(false)
      expect(shown(holder(purpose), { name: 'x', words: 'x', email: 'x' })).toEqual({})
      expect(actorFor(holder(purpose), ['customer', 'agent'])).toEqual({ role: 'customer', id: 'c-1' })
    },
  )
})

describe('which lists are open', () => {
  test.each<[string, string]>([
    ['orders:review', 'as'],
    ['orders:contact', 'as'],
    ['orders:finance', 'asf'],
    ['orders:warehouse', 'asw'],
    ['orders:transit', 'asw'],
    ['tickets:team:logistics', 'asl'],
    ['tickets:unanswered', 'asl'],
    ['tickets:agent:s-1', 'as'],
    ['tickets:agent:another', 's'],
    ['tickets:first-contact:another', 's'],
    ['unheard:of', ''],
  ])('%s', (listKey, who) => {
    for (const [letter, role] of Object.entries(letters)) {
      const principal = role === 'customer' ? storefront('c-1') : staff(role)
      expect([role, mayList(principal, listKey)]).toEqual([role, who.includes(letter)])
    }
  })
})

describe('which personal data are shown', () => {
  /** R-CUS-04, R-CUS-09 once more, by hand: who is shown it, and who may correct it in the file. */
  const fields: Readonly<Record<PersonalField, readonly [readers: string, writers: string]>> = {
    name: ['cas', 'cas'],
    sex: ['cas', 'cas'],
    email: ['cas', 'cas'],
    phone: ['casw', 'cas'],
    address: ['casw', 'cas'],
    accountId: ['cas', ''],
    handle: ['cas', ''],
    language: ['cas', 'cas'],
    region: ['cas', 'as'],
    customerTier: ['cas', 's'],
    serviceTier: ['cas', 's'],
    serviceScore: ['cas', 's'],
    marketingConsent: ['cas', 'cas'],
    preferences: ['cas', 'cas'],
    serviceNeeds: ['cas', 'cas'],
    consignee: ['casw', ''],
    words: ['casl', ''],
  }

  for (const [letter, role] of Object.entries(letters)) {
    test(`to the ${role}, and which the ${role} may correct`, () => {
      const principal = role === 'customer' ? storefront('c-1') : staff(role)
      const record = Object.fromEntries(Object.keys(fields).map(field => [field, 'x']))
      const open = (column: 0 | 1) =>
        Object.keys(fields).filter(f => fields[f as PersonalField][column].includes(letter))
      expect(Object.keys(shown(principal, record)).sort()).toEqual(open(0).sort())
      const mayBe = Object.keys(fields).filter(field => mayWrite(principal, field as FileField))
      expect(mayBe.sort()).toEqual(open(1).sort())
    })
  }

  test('to nobody who signs in without a role, or as the customer or the house', () => {
    for (const principal of [staff(), staff('customer', 'system')]) expect(shown(principal, { name: 'x' })).toEqual({})
  })

  test('all of them stand in this table', () => {
    expect(Object.keys(personalFields).sort()).toEqual(Object.keys(fields).sort())
  })
})

describe('as whom one acts', () => {
  test('staff act in the role that is asked for, if it is theirs', () => {
    expect(actorFor(staff('supervisor', 'agent'), ['agent'])).toEqual({ role: 'agent', id: 's-1' })
    expect(actorFor(staff('agent', 'supervisor'), ['agent', 'supervisor']).role).toBe('supervisor')
    expect(actorFor(staff('warehouse'), ['agent'])).toEqual({ role: 'warehouse', id: 's-1' })
  })

  test('the storefront acts as its customer', () => {
    expect(actorFor(storefront('c-1'), ['customer', 'agent'])).toEqual({ role: 'customer', id: 'c-1' })
  })

  test('no one signs in as the house', () => {
    expect(actorFor(staff('system'), ['system']).role).toBe('customer')
  })
})
