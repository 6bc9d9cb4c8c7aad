import type * as z from 'zod'
import type { Instant } from '../domain/case'
import type { Principal } from '../domain/may'
import type { SigningScheme } from '../domain/sender'
import type { Ids } from './ids'

/** Everything that a use case may know about its request. The only time and the only ids there are. */
export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  readonly operation: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly principal: Principal
  readonly now: Instant
  readonly ids: Ids
  /** Idempotency-Key, and a digest of key and body that tells a repeated request from another one. */
  readonly key?: string
  readonly requestHash: string
  /** The version that the caller has seen (If-Match). */
  readonly ifMatch?: number
  /** The caller wants a page to look at (Accept: text/html) of a route that has one. */
  readonly page?: true
}

export interface Answer {
  readonly status: number
  readonly body: unknown
  /** Of the case that the answer shows or changed: its ETag. */
  readonly version?: number
  readonly headers?: Readonly<Record<string, string>>
}

export type Audience = 'public' | 'staff' | 'storefront' | 'webhook' | 'link'

/** Words of the API page, for the people of the shop and their partners. */
export interface Summary {
  readonly en: string
  readonly zh: string
}

/** One operation of the API as data: the router, OpenAPI, API Gateway and its throttles are made from it. */
export interface Route<Needs> {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly operationId: string
  readonly summary: Summary
  readonly audience: readonly Audience[]
  /** Of a webhook: how its sender signs. Its path names the sender as `{sender}`. */
  readonly signed?: SigningScheme
  /** A POST that makes something: Idempotency-Key is required and the answer is 201. */
  readonly creates?: true
  /** The answer has an ETag and the call honours If-Match or If-None-Match. */
  readonly versioned?: true
  /** Answers a page for people as well, to those who accept text/html; `first`: to all who don't ask for JSON. */
  readonly page?: true | 'first'
  /** Takes its body as a form of that page too. */
  readonly form?: true
  /** Requests a second, and the most at once, for all callers together. */
  readonly throttle?: { readonly rate: number; readonly burst: number }
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  /** Made when the contract is written; a running function never needs it. */
  readonly answer?: () => z.ZodType
  /** One line of a list: the answer is a page of them, or with `Accept: text/csv` the whole list. */
  readonly line?: () => z.ZodObject
  /** A body that can be sent as it is: shown and tried on the API page. */
  readonly example?: unknown
  run(needs: Needs, call: Call): Promise<Answer>
}

type Out<T> = T extends z.ZodType ? z.output<T> : Record<string, never>

/** Ties the types of the schemas to those of the use case; afterwards all routes have one type. */
export function route<
  Needs,
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodObject | undefined = undefined,
>(
  definition: Omit<Route<Needs>, 'params' | 'query' | 'body' | 'run'> & {
    readonly params?: Params
    readonly query?: Query
    readonly body?: Body
    run(needs: Needs, call: Call<Out<Params>, Out<Query>, Out<Body>>): Promise<Answer>
  },
): Route<Needs> {
  return definition as unknown as Route<Needs>
}
