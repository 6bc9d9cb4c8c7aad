import { columns } from '../handbook/columns'

/** So that Excel reads UTF-8; stands once, before the first row. */
export const byteOrderMark = '\ufeff'

/** The title of a column in the reader's language; a field that the handbook does not name keeps its own name. */
export const titleOf = (path: string, language: 'zh' | 'en'): string => columns[path]?.[language] ?? path

/** Rows as RFC 4180 has them, each ended by CRLF. */
export const csvRows = (rows: readonly (readonly unknown[])[]): string =>
  rows.map(row => `${row.map(csvCell).join(',')}\r\n`).join('')

/** Quoted where it must be. Text that a spreadsheet would take for a formula, also in full width or behind blanks, gets an
 *  apostrophe before it (OWASP: CSV injection); numbers are numbers, whatever their sign. */
function csvCell(value: unknown): string {
  const text = textOf(value)
  const isNumber = typeof value === 'number'
  const safe = !isNumber && /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('; ')
  return typeof value === 'object' && value !== null ? Object.values(value).map(textOf).join(' ') : String(value ?? '')
}

/** The value at a dotted path of a line, such as `total.amount`. */
export const valueAt = (line: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce((value: unknown, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name], line)
