/** A whole number of minor units of a named currency (ISO 4217); 1999 CNY is ¥19.99. */
export interface Money {
  readonly amount: number
  readonly currency: 'CNY' | 'BRL'
}
