import fc from 'fast-check'
import {
  choose,
  hasRoom,
  isGone,
  isThere,
  nextBoundary,
  type Wanted,
  type WorkPlace,
  withCase,
} from '../../shared/domain/dispatch'
import { later, monday } from '../support/builders'

const aPlace = (agentId: string, more: Partial<WorkPlace> = {}): WorkPlace => ({
  ...{ agentId, team: 'logistics', topics: [], languages: ['zh', 'en'], capacity: 5, presence: 'available', leave: [] },
  ...{ dedicated: { customers: [], tiers: [] }, open: [], turn: 0, version: 1 },
  ...more,
})
const wanted: Wanted = { topic: 'logistics', language: 'zh', customerId: 'li', tier: 'general' }
const holiday = { from: monday, until: later(monday, { hours: 24 }) }
const chosen = (places: readonly WorkPlace[], more: Partial<Wanted> = {}) =>
  choose(places, { ...wanted, ...more }, monday)?.agentId

describe('a ticket is given (R-DSP-05)', () => {
  test('to nobody when nobody is there', () => {
    expect(chosen([aPlace('wang', { presence: 'away' }), aPlace('zhao', { presence: 'offline' })])).toBeUndefined()
    expect(chosen([aPlace('wang', { leave: [holiday] }), aPlace('zhao', { leftAt: monday })])).toBeUndefined()
    expect(chosen([])).toBeUndefined()
  })

  test('from the instant at which a leave ends, not before', () => {
    const place = aPlace('wang', { leave: [holiday] })
    expect(isThere(place, later(holiday.until, { ms: -1 }))).toBe(false)
    expect(isThere(place, holiday.until)).toBe(true)
  })

  test('to who knows the topic and writes the language, before whose turn it is', () => {
    const [english, chinese, both] = [
      aPlace('english', { languages: ['en'] }),
      aPlace('orders', { languages: ['zh'], topics: ['order'] }),
      aPlace('both', { languages: ['zh'], topics: ['logistics'], turn: 9 }),
    ]
    expect(chosen([english, chinese, both])).toBe('both')
    expect(chosen([english, chinese])).toBe('orders')
    expect(chosen([english, chinese], { language: 'en' })).toBe('english')
  })

  test('to nobody while those who fit best are full, and to others once they are gone', () => {
    const full = aPlace('full', { capacity: 1, open: ['another'] })
    const unfit = aPlace('unfit', { languages: ['en'] })
    expect(chosen([full, unfit])).toBeUndefined()
    expect(chosen([{ ...full, presence: 'offline' }, unfit])).toBe('unfit')
  })

  test('to the own agent of a key customer, to those of the tier, to others when these have no room (R-PRI-06)', () => {
    const own = aPlace('own', { dedicated: { customers: ['li'], tiers: [] }, turn: 9 })
    const ofTier = aPlace('tier', { dedicated: { customers: [], tiers: ['key'] }, turn: 8 })
    const other = aPlace('other')
    expect(chosen([other, ofTier, own], { tier: 'key' })).toBe('own')
    expect(chosen([other, ofTier, own], { tier: 'key', customerId: 'hong' })).toBe('tier')
    expect(chosen([other, ofTier, own], { customerId: 'hong' })).toBe('other')
    expect(chosen([other, { ...own, presence: 'away' }], { tier: 'key' })).toBe('other')
    expect(chosen([other, { ...own, capacity: 0 }], { tier: 'key' })).toBe('other')
  })

  test('to its first responder, if they are there (R-DSP-02)', () => {
    const places = [aPlace('other'), aPlace('first', { turn: 9, topics: ['order'] })]
    expect(chosen(places, { firstResponderId: 'first' })).toBe('first')
    expect(chosen(places, { firstResponderId: 'gone' })).toBe('other')
  })
})

describe('a work place', () => {
  test('is looked at again when its leave begins and ends, and never once its agent has left', () => {
    const place = aPlace('wang', { leave: [{ from: later(monday, { hours: 1 }), until: later(monday, { hours: 3 }) }] })
    expect(nextBoundary(place, monday)).toBe(later(monday, { hours: 1 }))
    expect(nextBoundary(place, later(monday, { hours: 1 }))).toBe(later(monday, { hours: 3 }))
    expect(nextBoundary(place, later(monday, { hours: 3 }))).toBeUndefined()
    expect(nextBoundary({ ...place, leftAt: monday }, monday)).toBeUndefined()
  })

  test('is left by who has left or is on leave, not by who has a break or sleeps', () => {
    expect(isGone(aPlace('wang', { leave: [holiday] }), monday)).toBe(true)
    expect(isGone(aPlace('wang', { leftAt: monday }), monday)).toBe(true)
    expect(isGone(aPlace('wang', { presence: 'offline' }), monday)).toBe(false)
  })
})

interface Desk {
  readonly places: readonly WorkPlace[]
  /** In order of their assignment: to whom, of which class of ticket. */
  readonly given: readonly {
    readonly agentId: string
    readonly places: readonly WorkPlace[]
    readonly wanted: Wanted
  }[]
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('ticket' as const),
      topic: fc.constantFrom('logistics' as const, 'order' as const),
      language: fc.constantFrom('zh' as const, 'en' as const),
      customerId: fc.constantFrom('li', 'hong'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('close' as const), pick: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('presence' as const),
      pick: fc.nat(),
      presence: fc.constantFrom('available' as const, 'away' as const, 'offline' as const),
    }),
  },
)

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const replaced = (places: readonly WorkPlace[], at: number, more: Partial<WorkPlace>) =>
  places.map((place, index) => (index === at ? { ...place, ...more } : place))

function worked({ places, given }: Desk, one: Step, index: number): Desk {
  if (one.do === 'presence') {
    return { places: replaced(places, one.pick % places.length, { presence: one.presence }), given }
  }
  if (one.do === 'close') {
    const at = one.pick % places.length
    return { places: replaced(places, at, { open: places[at]!.open.slice(1) }), given }
  }
  const asked = { ...wanted, ...one }
  const place = choose(places, asked, monday)
  if (!place) return { places, given }
  const after = withCase(place, `case-${index}`, places)
  return {
    places: places.map(each => (each === place ? after : each)),
    given: [...given, { agentId: place.agentId, places, wanted: asked }],
  }
}

const run = (places: readonly WorkPlace[], steps: readonly Step[]) =>
  steps.reduce<Desk>((desk, one, index) => worked(desk, one, index), { places, given: [] })

const anyPlace = (agentId: string) =>
  fc
    .record({
      topics: fc.subarray(['logistics', 'order'] as const),
      languages: fc.subarray(['zh', 'en'] as const, { minLength: 1 }),
      capacity: fc.integer({ min: 0, max: 3 }),
      own: fc.subarray(['li', 'hong']),
    })
    .map(({ own, ...more }) => aPlace(agentId, { ...more, dedicated: { customers: own, tiers: [] } }))
const anyDesk = fc.tuple(anyPlace('a'), anyPlace('b'), anyPlace('c'), anyPlace('d'))
const anyShift = fc.array(step, { minLength: 1, maxLength: 120 })

describe('whatever comes', () => {
  test('nobody who is absent gets a ticket, and nobody beyond their capacity', () => {
    fc.assert(
      fc.property(anyDesk, anyShift, (places, steps) => {
        const { given, places: after } = run(places, steps)
        for (const { agentId, places } of given) {
          const place = places.find(each => each.agentId === agentId)!
          expect(isThere(place, monday) && hasRoom(place)).toBe(true)
        }
        for (const { open, capacity } of after) expect(open.length).toBeLessThanOrEqual(capacity)
      }),
      { seed: 5 },
    )
  })

  test('nobody gets a ticket who fits less than someone who is there, unless the customer is their own', () => {
    const fits = ({ languages, topics }: WorkPlace, { language, topic }: Wanted) => ({
      speaks: languages.includes(language),
      knows: topics.length === 0 || topics.includes(topic),
    })
    fc.assert(
      fc.property(anyDesk, anyShift, (places, steps) => {
        for (const { agentId, places: then, wanted } of run(places, steps).given) {
          const place = then.find(each => each.agentId === agentId)!
          if (place.dedicated.customers.includes(wanted.customerId)) continue
          const there = then.filter(each => isThere(each, monday)).map(each => fits(each, wanted))
          const { speaks, knows } = fits(place, wanted)
          expect(speaks || !there.some(each => each.speaks)).toBe(true)
          expect(knows || !there.some(each => each.speaks === speaks && each.knows)).toBe(true)
        }
      }),
      { seed: 5 },
    )
  })

  test('over any 1,000 assignments no agent has more than one ahead of an equal, whoever else is there', () => {
    const equals = ['a', 'b', 'c']
    fc.assert(
      fc.property(
        fc.array(
          anyPlace('x').map(place => ({ ...place, dedicated: { customers: [], tiers: [] }, capacity: 2 })),
          { maxLength: 3 },
        ),
        fc.infiniteStream(step.filter(one => one.do === 'ticket')),
        (others, tickets) => {
          const places = [
            ...equals.map(agentId => aPlace(agentId, { capacity: 10_000 })),
            ...others.map((place, index) => ({ ...place, agentId: `x${index}` })),
          ]
          const { given } = run(places, [...tickets.take(1_300)])
          const to = given.map(({ agentId }) => agentId)
          for (const from of [0, 1, 7, 100, 299]) {
            const span = to.slice(from, from + 1_000)
            const counts = equals.map(agent => span.filter(agentId => agentId === agent).length)
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
          }
        },
      ),
      { seed: 5, numRuns: 12 },
    )
  })

  test('who comes back from a long absence is not flooded: their turn comes as often as that of the others', () => {
    const ticket: Step = { do: 'ticket', topic: 'logistics', language: 'zh', customerId: 'li' }
    const away = [
      aPlace('a', { capacity: 999 }),
      aPlace('b', { capacity: 999 }),
      aPlace('c', { capacity: 999, presence: 'offline' }),
    ]
    const before = run(away, Array(400).fill(ticket))
    const { given } = run(replaced(before.places, 2, { presence: 'available' }), Array(9).fill(ticket))
    expect(given.map(({ agentId }) => agentId)).toEqual(['c', 'a', 'b', 'c', 'a', 'b', 'c', 'a', 'b'])
  })

  test('the order in which places are read changes nothing', () => {
    fc.assert(
      fc.property(anyDesk, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (places, order) => {
        expect(chosen(order.map(at => places[at]!))).toBe(chosen(places))
      }),
      { seed: 5 },
    )
  })
})
