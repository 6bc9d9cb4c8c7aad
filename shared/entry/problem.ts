import { Refusal, type RefusalKind } from '../domain/refusal'

/** RFC 9457; `type` is relative to the API. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  /** The request's id, as it stands in our logs. */
  readonly instance: string
  readonly [extension: string]: unknown
}

export const problems: Readonly<Record<RefusalKind | 'defect', { readonly status: number; readonly title: string }>> = {
  invalid: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Who is asking is not known' },
  forbidden: { status: 403, title: 'Not allowed for this caller' },
  not_found: { status: 404, title: 'Not found' },
  gone: { status: 410, title: 'No longer there' },
  conflict: { status: 409, title: 'Not possible in this state' },
  stale: { status: 412, title: 'Changed in the meantime' },
  too_large: { status: 413, title: 'Too large' },
  unprocessable: { status: 422, title: 'Well formed, but refused' },
  defect: { status: 500, title: 'Our fault' },
}

/** What a caller may know of an error: a refusal says why, a defect says nothing. */
export function problemOf(error: unknown, requestId: string): Problem {
  const kind = kindOf(error)
  return {
    type: `/problems/${kind.replace('_', '-')}`,
    ...problems[kind],
    ...(error instanceof Refusal && { detail: error.message }),
    instance: requestId,
    ...(error instanceof Refusal && error.details),
  }
}

function kindOf(error: unknown): RefusalKind | 'defect' {
  if (error instanceof Refusal) return error.kind
  // The router throws its own 404 for a path that has no route.
  return (error as { statusCode?: number })?.statusCode === 404 ? 'not_found' : 'defect'
}
