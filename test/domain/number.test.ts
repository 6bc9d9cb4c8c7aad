import * as fc from 'fast-check'
import { caseNumber, numberAsMeant } from '../../shared/domain/number'

describe('the number of a case', () => {
  const id = '7f3c1a52-9d4e-5b86-a1f0-3e8c59d27b64'

  test('tells the kind, and eight characters of the id', () => {
    expect(caseNumber('order', id)).toBe(`O-${caseNumber('ticket', id).slice(2)}`)
    expect(caseNumber('order', id)).toMatch(/^O-[0-9A-HJKMNP-TV-Z]{8}$/)
  })

  test('is the same for the same id, and another for each further attempt', () => {
    const numbers = Array.from({ length: 9 }, (_, attempt) => caseNumber('order', id, attempt))
    expect(numbers[0]).toBe(caseNumber('order', id))
    expect(new Set(numbers).size).toBe(9)
  })

  test('is spread over the ids', () => {
    const numbers = fc.sample(fc.uuid(), { numRuns: 5000, seed: 7 }).map(one => caseNumber('order', one))
    expect(new Set(numbers).size).toBeGreaterThan(4900)
    expect(
      fc.check(
        fc.property(fc.uuid(), fc.nat(20), (one, attempt) =>
          /^T-[0-9A-Z]{8}$/.test(caseNumber('ticket', one, attempt)),
        ),
      ).failed,
    ).toBe(false)
  })

  test('is understood as people say and type it', () => {
    for (const said of ['O-0I10KMPQ', 'o0110kmpq', ' o o1l0 kmpq', 'Ｏ－０１１０ＫＭＰＱ']) {
      expect(numberAsMeant(said)).toBe('O-0110KMPQ')
      for (const said of ['SI-20250107-000123', 'si 20250107 000123'])
        expect(numberAsMeant(said)).toBe('SI-20250107-000123')
    }
    fc.assert(
      fc.property(fc.uuid(), one => expect(numberAsMeant(caseNumber('ticket', one))).toBe(caseNumber('ticket', one))),
    )
  })
})
