import type { Market } from '../../shared/domain/market'
import { tellAt } from '../../shared/domain/quiet-hours'

describe('what nobody waits for', () => {
  test.each<[Market, string, string]>([
    ['CN', '2026-03-09T01:00:00.000Z', '2026-03-09T01:00:00.000Z'],
    ['CN', '2026-03-09T00:59:59.999Z', '2026-03-09T01:00:00.000Z'],
    ['CN', '2026-03-09T11:59:59.999Z', '2026-03-09T11:59:59.999Z'],
    ['CN', '2026-03-09T12:00:00.000Z', '2026-03-10T01:00:00.000Z'],
    ['CN', '2026-10-01T15:00:00.000Z', '2026-10-02T01:00:00.000Z'],
    ['BR', '2026-03-09T22:59:00.000Z', '2026-03-09T22:59:00.000Z'],
    ['BR', '2026-03-09T23:00:00.000Z', '2026-03-10T12:00:00.000Z'],
  ])('in %s at %s is said at %s: from 9 to 20 by its own clocks, on holidays too (G-22)', (market, at, said) => {
    expect(tellAt({ courtesy: 'a wish' }, market, at)).toBe(said)
  })

  test('does not keep back what is about their own request', () => {
    expect(tellAt({}, 'CN', '2026-03-09T20:00:00.000Z')).toBe('2026-03-09T20:00:00.000Z')
  })
})
