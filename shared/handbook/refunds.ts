import type { Role } from '../domain/case'
import type { Money } from '../domain/money'

/** 退款权限: what each role may grant in part, in minor units; more goes to a higher role (G-20 †). */
export const refundLimits: Readonly<Record<Money['currency'], Readonly<Partial<Record<Role, number>>>>> = {
  CNY: { agent: 20_000, supervisor: 500_000 },
  BRL: { agent: 10_000, supervisor: 250_000 },
}

/** How long a customer may say that nothing arrived (C-20 †). */
export const disputeDays = 7
