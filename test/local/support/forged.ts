import { generateKeyPairSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

interface Forgery {
  readonly alg?: 'RS256' | 'HS256' | 'none'
  readonly kid?: string | undefined
  /** The payload changes, the signature stays. */
  readonly keepSignature?: boolean
}

/** A token that looks like `jwt` with changed claims, but that no pool has signed. */
export async function forged(jwt: string, claims: JWTPayload, forgery: Forgery = {}): Promise<string> {
  const payload = { ...decodeJwt(jwt), ...claims }
  const { alg = 'RS256', kid = 'kid' in forgery ? undefined : decodeProtectedHeader(jwt).kid } = forgery
  if (forgery.keepSignature) {
    const [header, , signature] = jwt.split('.')
    return [header, Buffer.from(JSON.stringify(payload)).toString('base64url'), signature].join('.')
  }
  if (alg === 'none') return new UnsecuredJWT(payload).encode()
  const key = alg === 'HS256' ? Buffer.alloc(32) : stranger
  return new SignJWT(payload).setProtectedHeader({ alg, ...(kid && { kid }) }).sign(key)
}
