import { createHash } from 'node:crypto'

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
