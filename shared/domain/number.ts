import type { CaseKind } from './case'

/** Without I, L, O and U: read aloud, typed from a letter, never mistaken (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BITS = 40n

/** A complaint is a ticket that became one. */
const letters: Readonly<Record<CaseKind, string>> = { order: 'O', ticket: 'T', complaint: 'T', incident: 'I' }

/** What people say for a case: eight characters of its id. `attempt` gives another eight when the first are taken. */
export function caseNumber(kind: CaseKind, id: string, attempt = 0): string {
  const bits = BigInt(`0x${id.replaceAll('-', '')}`)
  const own = (bits >> (BITS * BigInt(attempt % 3))) + BigInt(Math.floor(attempt / 3))
  const characters = Array.from({ length: 8 }, (_, place) => ALPHABET[Number((own >> BigInt(5 * (7 - place))) & 31n)])
  return `${letters[kind]}-${characters.join('')}`
}

/** An archive number without its dashes (R-ARC-06). */
const archived = /^(SI|CP|FB|IN|RT|SV|RV)(\d{8})(\d{6})$/

/** The number as it was meant: letter case, spaces and a missing dash do no harm, nor do the letters that it never has. */
export function numberAsMeant(said: string): string {
  const plain = said
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  const [, type, day, place] = archived.exec(plain) ?? []
  if (place) return `${type}-${day}-${place}`
  return `${plain.slice(0, -8)}-${plain.slice(-8).replaceAll('O', '0').replace(/[IL]/g, '1')}`
}
