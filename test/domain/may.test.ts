import type { Role } from '../../shared/domain/case'
import { type Action, actorFor, may, mayList, type Principal } from '../../shared/domain/may'
import { permissions } from '../../shared/handbook/permissions'

const staff = (...roles: Role[]): Principal => ({ kind: 'staff', id: 's-1', roles })
const storefront = (customerId?: string): Principal => ({
  kind: 'storefront',
  id: 'shop',
  ...(customerId ? { customerId } : {}),
})
const own = { customerId: 'c-1' }

/** R-ORD-09, G-14 once more, by hand: c customer, a agent, s supervisor, f finance, w warehouse, k courier. */
const letters: Readonly<Record<string, Role>> = {
  c: 'customer',
  a: 'agent',
  s: 'supervisor',
  f: 'finance',
  w: 'warehouse',
  k: 'courier',
}
const granted: Readonly<Record<Action, string>> = {
  'ticket.open': 'cas',
  'ticket.read': 'cas',
  'ticket.list': 'as',
  'ticket.take': 'as',
  'ticket.reply': 'as',
  'ticket.resolve': 'as',
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
  'customer.read': 'as',
  'customer.cases': 'cas',
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

describe('which lists are open', () => {
  test.each<[string, string]>([
    ['orders:review', 'as'],
    ['orders:contact', 'as'],
    ['orders:finance', 'asf'],
    ['orders:warehouse', 'asw'],
    ['orders:transit', 'asw'],
    ['tickets:team:logistics', 'as'],
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

describe('as whom one acts', () => {
  test('staff act in the role that is asked for, if it is theirs', () => {
    expect(actorFor(staff('supervisor', 'agent'), ['agent'])).toEqual({ role: 'agent', id: 's-1' })
    expect(actorFor(staff('warehouse'), ['agent'])).toEqual({ role: 'warehouse', id: 's-1' })
  })

  test('the storefront acts as its customer', () => {
    expect(actorFor(storefront('c-1'), ['customer', 'agent'])).toEqual({ role: 'customer', id: 'c-1' })
  })

  test('no one signs in as the house', () => {
    expect(actorFor(staff('system'), ['system']).role).toBe('customer')
  })
})
