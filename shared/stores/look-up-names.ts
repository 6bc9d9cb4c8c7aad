import { domainToASCII } from 'node:url'
import parsePhoneNumber from 'libphonenumber-js/min'
import type { Market } from '../domain/market'
import type { Contact, LookUpKind } from './ports'

export interface Name {
  readonly kind: LookUpKind
  readonly name: string
}

/** In the order in which they decide whose file it is: what is one's own before what a family may share. */
export function namesOf({ accountId, handle, email, phone }: Contact, market: Market): readonly Name[] {
  return [
    ...(accountId ? [{ kind: 'account', name: accountId } as const] : []),
    ...(handle ? [{ kind: 'handle', name: handle.normalize('NFKC').toLowerCase() } as const] : []),
    ...(email ? [{ kind: 'email', name: emailName(email) } as const] : []),
    ...(phone ? [{ kind: 'phone', name: phoneName(phone, market) } as const] : []),
  ]
}

/** One writing of an address: case and the writing of the domain make no difference; `li+shop@` stays another one than `li@`. */
export function emailName(email: string): string {
  const address = email.trim().normalize('NFKC').toLowerCase()
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`
}

/** E.164, read as people of the market write their numbers; what is no number anywhere is at least found again by its digits. */
export function phoneName(phone: string, market: Market): string {
  const plain = phone.normalize('NFKC')
  const { number, ext } = parsePhoneNumber(plain, { defaultCountry: market, extract: false }) ?? {}
  return number ? `${number}${ext ? `;ext=${ext}` : ''}` : plain.replace(/[^\d+]/g, '').replace(/^00/, '+')
}
