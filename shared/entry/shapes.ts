import { domainToASCII } from 'node:url'
import * as z from 'zod'
import { mostAttachments } from '../domain/attachment'

/** Text of people: trimmed, never empty, never endless. */
export const words = (most: number) => z.string().trim().min(1).max(most)

/** Names of the shop's own and of couriers': product numbers, tracking numbers, accounts. */
export const code = (most = 64) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]+$/u)

/** What a shop or a carrier is called in the address of its webhooks. */
export const senderName = z.string().regex(/^[a-z][a-z0-9-]{0,38}[a-z0-9]$/, 'small letters, digits and hyphens')

export const caseId = z.string().min(1).max(64)

/** The subject of an agent's token. */
export const agentId = z.string().regex(/^[\x21-\x7e]{1,64}$/, 'visible ASCII characters')

/** Files that were brought before (附件): of one message, each once. */
export const attachmentIds = z
  .array(caseId)
  .min(1)
  .max(mostAttachments)
  .refine(ids => new Set(ids).size === ids.length, 'each once')

/** Whole minor units: no fraction, no negative, no rounding. */
export const amount = z.int().min(0).max(100_000_000_000)

export const market = z.enum(['CN', 'BR'])
export const language = z.enum(['zh-Hans', 'zh-Hant', 'en'])
export const money = z.strictObject({ amount, currency: z.enum(['CNY', 'BRL']) })

export const phone = z
  .string()
  .trim()
  .regex(/^\+?[\d ()-]{5,24}$/, 'digits, with a leading + if international')

/** An address in any script is kept as mail travels: its domain in ASCII (RFC 5891). Names before the @ are ASCII, as SES takes them. */
export const email = z
  .string()
  .trim()
  .max(254)
  .regex(/^[\x21-\x7e]+@/, 'ASCII before the @')
  .meta({ format: 'email' })
  .transform(asMailTravels)
  .pipe(z.email().max(254))

function asMailTravels(address: string): string {
  const at = address.lastIndexOf('@') + 1
  return address.slice(0, at) + (domainToASCII(address.slice(at)) || address.slice(at))
}

/** How the customer can be reached, at least one way (R-CHN-10); only what the service needs (R-CUS-04). */
export const contact = z
  .strictObject({
    accountId: code(128).optional(),
    name: words(100).optional(),
    email: email.optional(),
    phone: phone.optional(),
    handle: code(128).optional(),
  })
  .superRefine((given, context) => {
    if (given.accountId || given.email || given.handle) return
    if (given.phone && given.name) return
    const path = given.phone ? ['name'] : []
    const message = 'an account id, an e-mail address, a handle, or name and phone are needed'
    context.addIssue({ code: 'custom', path, message })
  })

export const instant = z.iso.datetime()
export const cursor = z.string().min(1).max(4_000)
export const versionNumber = z.int().min(1)

/** What an act or a creation answers: where the case stands now. */
export const standing = () => z.object({ id: caseId, number: z.string(), state: z.string(), version: versionNumber })

export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), cursor: cursor.optional() })
