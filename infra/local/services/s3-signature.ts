import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { roleOfAccessKey, SECRET_ACCESS_KEY, SESSION_TOKEN } from '../credentials'
import { type HttpRequest, header } from '../http'
import { AwsError } from '../kernel'

/** What a browser brings was signed by a function and handed to a stranger: unlike the calls of SDK clients it is checked.
 *  https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */

const ALGORITHM = 'AWS4-HMAC-SHA256'
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.'
const LONGEST_SECONDS = 604_800

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** Whose signature of `text` that is. Throws as S3 does. */
export function signerOf(
  text: string,
  { credential, token, signature }: { credential: string; token: string | undefined; signature: string },
): string {
  const [key = '', date = '', region = '', service = '', end = ''] = credential.split('/')
  const principal = roleOfAccessKey(key)
  if (!principal)
    throw new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403)
  if (token !== SESSION_TOKEN)
    throw new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.', 400)
  const signingKey = [region, service, end].reduce(hmac, hmac(`AWS4${SECRET_ACCESS_KEY}`, date))
  const expected = hmac(signingKey, text).toString('hex')
  if (service !== 's3' || end !== 'aws4_request' || !equal(expected, signature))
    throw new AwsError('SignatureDoesNotMatch', MISMATCH, 403)
  return principal
}

const equal = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** Whose address that is, which may be used until its time is over. */
export function presigner(request: HttpRequest, now: number): string {
  const [path = '', query = ''] = request.path.split('?')
  const pairs = query.split('&').map(pair => pair.split('=') as [string, string?])
  const value = (name: string) => {
    const found = pairs.find(([key]) => key === name)?.[1]
    return found === undefined ? undefined : decodeURIComponent(found)
  }
  const [credential, at = '', names = ''] = ['Credential', 'Date', 'SignedHeaders'].map(part => value(`X-Amz-${part}`))
  const [seconds, signature] = [Number(value('X-Amz-Expires')), value('X-Amz-Signature')]
  const signedAt = instantOf(at)
  const wellFormed = value('X-Amz-Algorithm') === ALGORITHM && credential && signature && signedAt && seconds > 0
  if (!wellFormed || seconds > LONGEST_SECONDS)
    throw new AwsError(
      'AuthorizationQueryParametersError',
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    )
  const expires = signedAt + seconds * 1000
  if (now > expires) {
    const [Expires, ServerTime] = [expires, now].map(instant => `${new Date(instant).toISOString().slice(0, 19)}Z`)
    throw new AwsError('AccessDenied', 'Request has expired', 403, { 'X-Amz-Expires': seconds, Expires, ServerTime })
  }
  const canonicalQuery = pairs
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, text = '']) => `${name}=${text}`)
    .sort()
    .join('&')
  const headers = names.split(';').map(name => `${name}:${header(request, name)?.trim() ?? ''}\n`)
  const canonical = [request.method, path, canonicalQuery, headers.join(''), names, 'UNSIGNED-PAYLOAD'].join('\n')
  const scope = credential.split('/').slice(1).join('/')
  const text = [ALGORITHM, at, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  return signerOf(text, { credential, token: value('X-Amz-Security-Token'), signature })
}

/** `20260309T010000Z` as milliseconds; undefined for anything else. */
function instantOf(text: string): number | undefined {
  const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(text) ?? []
  if (!day || !time) return undefined
  const parts = [day.slice(0, 4), day.slice(4, 6), day.slice(6)].join('-')
  return Date.parse(`${parts}T${time.replace(/(..)(?=.)/g, '$1:')}Z`)
}
