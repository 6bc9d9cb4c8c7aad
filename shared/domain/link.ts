import { links } from '../handbook/links'
import type { Instant } from './case'

/** What a link in a mail is for: to object to a result, to say how it was, to have a closed case opened again,
 *  to get no surveys, greetings and offers any more. */
export type LinkPurpose = 'object' | 'rate' | 'reopen' | 'unsubscribe'

/** One purpose of one case until one instant: whoever holds the link may do that and nothing else. */
export interface Link {
  readonly purpose: LinkPurpose
  readonly caseId: string
  /** Whole seconds. */
  readonly expiresAt: Instant
  /** The name of the key that it is signed with: while keys change over there are two. */
  readonly key: string
}

/** What is signed. */
export const signedText = (link: Link): string => `kefu/link/v1.${fieldsOf(link)}`

/** As it stands in an address: what it says, and the MAC of that. */
export const tokenOf = (link: Link, mac: Uint8Array): string =>
  Buffer.from(`${fieldsOf(link)}.${Buffer.from(mac).toString('base64url')}`).toString('base64url')

/** What a token claims; null for what is none. Of each token there is one spelling. */
export function linkIn(token: string): { readonly link: Link; readonly mac: Uint8Array } | null {
  const said = form.exec(Buffer.from(token, 'base64url').toString('latin1'))
  if (!said || !Object.hasOwn(links, said[1]!)) return null
  const [, purpose, caseId, seconds, key, proof] = said as unknown as [
    string,
    LinkPurpose,
    string,
    string,
    string,
    string,
  ]
  const link: Link = { purpose, caseId, expiresAt: new Date(Number(seconds) * 1000).toISOString(), key }
  const mac = Buffer.from(proof, 'base64url')
  return tokenOf(link, mac) === token ? { link, mac } : null
}

/** Until when a link that an event sends is good: whole seconds, the same however often it is made. */
export const linkExpiry = (purpose: LinkPurpose, at: Instant): Instant =>
  new Date(Math.ceil(Date.parse(at) / 1000) * 1000 + links[purpose].days * 86_400_000).toISOString()

const form = /^([a-z]+)\.([\w-]{1,64})\.(\d{10})\.([a-z0-9]{1,16})\.([\w-]{43})$/
const fieldsOf = ({ purpose, caseId, expiresAt, key }: Link) =>
  [purpose, caseId, Math.floor(Date.parse(expiresAt) / 1000), key].join('.')
