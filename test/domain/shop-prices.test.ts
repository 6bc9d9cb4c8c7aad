import * as fc from 'fast-check'
import { sum } from '../../shared/domain/money'
import { linesWorth, minorUnits, reducedBy } from '../../shared/domain/shop-prices'

describe('an amount that a shop writes with a point', () => {
  test.each([
    ['0.1', 10],
    ['0.10', 10],
    ['0.2', 20],
    ['0.30', 30],
    ['199.95', 19995],
    ['1.005', null],
    ['1.0000', 100],
    ['7', 700],
    ['0.00', 0],
    ['999999999.99', 99999999999],
    ['1e3', null],
    ['-5.00', null],
    ['1,000.00', null],
    ['.5', null],
    ['5.', null],
    ['', null],
    ['NaN', null],
    ['9999999999.00', null],
  ])('%s is %s minor units', (decimal, amount) => {
    expect(minorUnits(decimal)).toBe(amount)
  })

  test('is exact for every amount of cents, however it is written', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999_999), fc.nat(4), (amount, zeros) => {
        const decimal = `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}${'0'.repeat(zeros)}`
        expect(minorUnits(decimal)).toBe(amount)
      }),
    )
  })
})

test('what was paid for some pieces becomes lines with whole prices, at most two, a cent apart', () => {
  expect(linesWorth('P', 3, 1000)).toEqual([
    { productNumber: 'P', quantity: 2, unitPrice: 333 },
    { productNumber: 'P', quantity: 1, unitPrice: 334 },
  ])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(1_000_000_000), (quantity, amount) => {
      const lines = linesWorth('P', quantity, amount)
      expect(sum(lines, 0)).toBe(amount)
      expect(lines.reduce((pieces, line) => pieces + line.quantity, 0)).toBe(quantity)
      expect(lines.length).toBeLessThanOrEqual(2)
      expect(lines.every(line => line.quantity > 0 && line.unitPrice >= 0)).toBe(true)
    }),
  )
})

test('a reduction of the whole is taken from each in proportion, to the cent, and never below nothing', () => {
  expect(reducedBy(100, [1000, 3000])).toEqual([975, 2925])
  expect(reducedBy(0, [0, 0])).toEqual([0, 0])
  fc.assert(
    fc.property(fc.array(fc.nat(1e11), { minLength: 1, maxLength: 20 }), fc.nat(1000), (amounts, share) => {
      const whole = amounts.reduce((sum, amount) => sum + amount, 0)
      const reduction = Math.floor((whole / 1000) * share)
      const left = reducedBy(reduction, amounts)
      expect(left.reduce((sum, amount) => sum + amount, 0)).toBe(whole - reduction)
      for (const [index, amount] of left.entries()) {
        expect(amount).toBeGreaterThanOrEqual(0)
        expect(amount).toBeLessThanOrEqual(amounts[index] ?? 0)
      }
    }),
  )
})
