import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type * as z from 'zod'
import { Refusal } from '../domain/refusal'

/** Bytes of a body: of a request that people or storefronts make, and of a shop's order with all that the shop knows of it. */
export const largest = { request: 128 * 1024, webhook: 1024 * 1024 }

export const tooLarge = (most: number) => new Refusal('too_large', `a body has at most ${most} bytes`)

type Event = Pick<APIGatewayProxyEventV2, 'body' | 'headers' | 'isBase64Encoded'>

/** The body as JSON, or as the fields of a form where the route has one, and nothing else; absent where the request has none. */
export function bodyOf(event: Event, { form, most = largest.request }: { form?: true; most?: number }): unknown {
  if (!event.body) return undefined
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body
  if (Buffer.byteLength(text) > most) throw tooLarge(most)
  if (form && /^application\/x-www-form-urlencoded\s*(;|$)/i.test(event.headers['content-type'] ?? ''))
    return Object.fromEntries([...new URLSearchParams(text)].filter(([, value]) => value.trim() !== ''))
  if (!/^application\/json\s*(;|$)/i.test(event.headers['content-type'] ?? '')) {
    throw new Refusal('invalid', 'the content type is application/json')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('invalid', 'the body is not JSON')
  }
}

/** Field by field what does not fit (R-CHN-10): `path` is dotted, as in `lines.0.quantity`. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const errors = result.error.issues.flatMap(issue =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(key => ({ path: [...issue.path, key].join('.'), message: 'this field is not known' }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  )
  throw new Refusal('invalid', 'some fields do not fit', { errors })
}
