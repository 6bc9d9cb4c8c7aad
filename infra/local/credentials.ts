import { createHash } from 'node:crypto'

/** Of every access key: forms and addresses that were signed with it travel beyond this machine's own programs, and are checked. */
export const SECRET_ACCESS_KEY = 'local'
export const SESSION_TOKEN = 'local'

const principals = new Map<string, string>()

/** The access key that tells the endpoint who signed a request, as AWS tells sessions apart: one fixed key a principal
 *  (a role's ARN, or the ARN of a session of it), so that two runs send the same headers. */
export function accessKeyOf(principal: string): string {
  const key = `ASIA${createHash('sha256').update(principal).digest('hex').slice(0, 16).toUpperCase()}`
  principals.set(key, principal)
  return key
}

/** Whose key that is; undefined for one that was never given out. */
export function roleOfAccessKey(key: string): string | undefined {
  return principals.get(key)
}
