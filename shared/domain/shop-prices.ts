import type { OrderLine } from './order'

/** '19.90' is 1990: exact, or null when it is no amount of whole minor units of a currency with two decimals. */
export function minorUnits(decimal: string): number | null {
  const [, whole = '', fraction = ''] = /^(\d{1,9})(?:\.(\d{1,2})0*)?$/.exec(decimal) ?? []
  return whole === '' ? null : Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
}

/** What was paid for a number of pieces, as lines with whole prices: 1000 for three are two at 333 and one at 334. */
export function linesWorth(productNumber: string, quantity: number, amount: number): readonly OrderLine[] {
  const unitPrice = Math.floor(amount / quantity)
  const dearer = amount - unitPrice * quantity
  return [
    { productNumber, quantity: quantity - dearer, unitPrice },
    { productNumber, quantity: dearer, unitPrice: unitPrice + 1 },
  ].filter(line => line.quantity > 0)
}

/** Takes a reduction from amounts in proportion, exactly: what is left comes to the sum less the reduction. */
export function reducedBy(reduction: number, amounts: readonly number[]): readonly number[] {
  const whole = amounts.reduce((sum, amount) => sum + amount, 0)
  const until = (sum: number) => (whole === 0 ? 0 : Number((BigInt(sum) * BigInt(reduction)) / BigInt(whole)))
  let sum = 0
  return amounts.map(amount => {
    const taken = until(sum + amount) - until(sum)
    sum += amount
    return amount - taken
  })
}
