import { sameMoney, sayMoney, sum } from '../../shared/domain/money'

describe('money', () => {
  test('is the same in amount and currency', () => {
    expect(sameMoney({ amount: 1, currency: 'CNY' }, { amount: 1, currency: 'CNY' })).toBe(true)
    expect(sameMoney({ amount: 1, currency: 'CNY' }, { amount: 1, currency: 'BRL' })).toBe(false)
    expect(sameMoney({ amount: 1, currency: 'CNY' }, { amount: 2, currency: 'CNY' })).toBe(false)
  })

  test('of lines and shipping adds up in minor units', () => {
    expect(
      sum(
        [
          { quantity: 3, unitPrice: 1999 },
          { quantity: 1, unitPrice: 1 },
        ],
        600,
      ),
    ).toBe(6598)
    expect(sum([], 0)).toBe(0)
  })

  test.each([
    [1999, '¥19.99'],
    [5, '¥0.05'],
    [0, '¥0.00'],
    [123456789, '¥1,234,567.89'],
    [100000, '¥1,000.00'],
    [-2500, '-¥25.00'],
  ])('%d fen is written %s', (amount, said) => {
    expect(sayMoney({ amount, currency: 'CNY' }, 'zh-Hans')).toBe(said)
  })

  test('an English reader sees which yuan, a real is a real', () => {
    expect(sayMoney({ amount: 1999, currency: 'CNY' }, 'en')).toBe('CNY 19.99')
    expect(sayMoney({ amount: 123456, currency: 'BRL' }, 'en')).toBe('R$1,234.56')
  })
})
