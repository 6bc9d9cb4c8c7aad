import type { CaseKind } from './case'

/** Without I, L, O and U: read aloud, typed from a letter, never mistaken (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BITS = 40n

/** What people say for a case: eight characters of its id. `attempt` gives another eight when the first are taken. */
export function caseNumber(kind: CaseKind, id: string, attempt = 0): string {
  const bits = BigInt(`0x${id.replaceAll('-', '')}`)
  const own = (bits >> (BITS * BigInt(attempt % 3))) + BigInt(Math.floor(attempt / 3))
  const characters = Array.from({ length: 8 }, (_, place) => ALPHABET[Number((own >> BigInt(5 * (7 - place))) & 31n)])
  return `${kind === 'order' ? 'O' : 'T'}-${characters.join('')}`
}
