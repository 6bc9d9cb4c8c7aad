import type { Language } from './market'

/** A whole number of minor units of a named currency (ISO 4217); 1999 CNY is ¥19.99. */
export interface Money {
  readonly amount: number
  readonly currency: 'CNY' | 'BRL'
}

export const sameMoney = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency

/** In minor units: what the lines and the shipping come to. */
export const sum = (lines: readonly { quantity: number; unitPrice: number }[], shipping: number): number =>
  lines.reduce((total, line) => total + line.quantity * line.unitPrice, shipping)

const symbols: Record<Money['currency'], Record<Language, string>> = {
  CNY: { 'zh-Hans': '¥', 'zh-Hant': 'CN¥', en: 'CNY ' },
  BRL: { 'zh-Hans': 'R$', 'zh-Hant': 'R$', en: 'R$' },
}

/** As people read it, in the languages of the house: ¥1,999.00. Elsewhere than on the mainland ¥ alone may be the yen. */
export const sayMoney = (money: Money, language: Language): string => {
  const [whole = '0', cents = '00'] = (Math.abs(money.amount) / 100).toFixed(2).split('.')
  const sign = money.amount < 0 ? '-' : ''
  return `${sign}${symbols[money.currency][language]}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`
}
