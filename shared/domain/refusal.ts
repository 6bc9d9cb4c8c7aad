export type RefusalKind =
  | 'invalid' // 400: the request does not fit its schema or makes no sense
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not_found' // 404: unknown, or another's
  | 'gone' // 410: it was there, and its time is over
  | 'conflict' // 409: not now; what would be allowed is in the details
  | 'stale' // 412: If-Match names an older version
  | 'too_large' // 413
  | 'unprocessable' // 422: well formed, but the business refuses it

/** What the caller may know and can act on; any other throw is a defect and shows nothing (RFC 9457 problem at the HTTP edge). */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
    this.name = 'Refusal'
  }
}
