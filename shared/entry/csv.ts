import * as z from 'zod'
import { byteOrderMark, csvRows, titleOf, valueAt } from '../domain/csv'
import type { Answer, Call, Route } from './route'

/** A function answers at most 6 MB, in which the text stands as a JSON string. */
const mostBytes = 5_000_000
const mostPages = 100

type Headers = Readonly<Record<string, string | undefined>>

/** Whether the caller would rather have the list as CSV: asks for it, and for JSON not more. */
export function prefersCsv(accept = ''): boolean {
  const wanted = new Map(
    accept
      .toLowerCase()
      .split(',')
      .map(range => {
        const [type = '', ...parameters] = range.split(';').map(part => part.trim())
        const q = parameters.find(parameter => parameter.startsWith('q='))
        return [type, q ? Number(q.slice(2)) || 0 : 1] as const
      }),
  )
  const csv = wanted.get('text/csv') ?? 0
  return csv > 0 && csv >= (wanted.get('application/json') ?? 0)
}

/** The fields of a line in their order; what is nested gets a dotted name. */
export function columnsOf(line: z.ZodObject): readonly string[] {
  return Object.entries(line.shape).flatMap(([name, field]) => {
    const type = field instanceof z.ZodOptional ? field.unwrap() : field
    return type instanceof z.ZodObject ? columnsOf(type).map(inner => `${name}.${inner}`) : [name]
  })
}

/** A list from its cursor on, page after page, as one CSV; `Link` leads to the rest of what is too long for one answer. */
export async function csvAnswer<Needs>(
  route: Route<Needs> & Required<Pick<Route<Needs>, 'line'>>,
  needs: Needs,
  call: Call,
  request: { readonly path: string; readonly query: Headers; readonly headers: Headers },
): Promise<Answer> {
  const paths = columnsOf(route.line())
  const language = /\b(zh|en)\b/.exec((request.headers['accept-language'] ?? '').toLowerCase())?.[1] ?? 'zh'
  let text = byteOrderMark + csvRows([paths.map(path => titleOf(path, language as 'zh' | 'en'))])
  let bytes = 0
  let cursor: string | undefined
  for (let pages = 0; pages < mostPages && bytes < mostBytes; pages++) {
    const query = { ...(call.query as object), ...(cursor && { cursor }) }
    const { body } = await route.run(needs, { ...call, query })
    const page = body as { readonly items: readonly unknown[]; readonly cursor?: string }
    const rows = csvRows(page.items.map(line => paths.map(path => valueAt(line, path))))
    text += rows
    bytes += Buffer.byteLength(JSON.stringify(rows))
    cursor = page.cursor
    if (!cursor) break
  }
  return {
    status: 200,
    body: text,
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${route.operationId}-${call.now.slice(0, 10)}.csv"`,
      'content-language': language,
      ...(cursor && { link: `<${request.path}?${new URLSearchParams({ ...request.query, cursor })}>; rel="next"` }),
    },
  }
}
