import { Parser } from 'htmlparser2'
import { boundedHtml } from './html-bounds'

const deepestQuote = 20

const blocks = new Set(
  'address article aside body center dd details div dl dt fieldset figcaption figure footer form header main nav section table tbody tfoot thead tr ul ol html caption'.split(
    ' ',
  ),
)
const spaced = new Set('p h1 h2 h3 h4 h5 h6 pre'.split(' '))
const unread = new Set('script style head title template noscript object svg math iframe select'.split(' '))
const hidden = /display\s*:\s*none|mso-hide\s*:\s*all/i

const bare = (url: string) =>
  url
    .trim()
    .replace(/^(https?:\/\/|mailto:)/i, '')
    .replace(/^www\./i, '')
    .replace(/\/$/, '')
    .toLowerCase()

/** Where a link leads, if its text does not say so itself. */
function targetBeside(text: string, href: string): string | undefined {
  const target = href.trim().replace(/\s+/g, '')
  if (!/^(https?:|mailto:|tel:|ftp:)/i.test(target)) return undefined
  const [shown, real] = [bare(text), bare(target.replace(/^(mailto:[^?]*)\?.*$/i, '$1').replace(/^tel:/i, ''))]
  return shown === real || shown.replace(/[\s-]/g, '') === real ? undefined : target.replace(/^(mailto|tel):/i, '')
}

const cjk = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/
const unseen = /\u200b|\ufeff|\u00ad|\u034f|\ufffc/g
const squeezed = (text: string) =>
  text.replace(/[ \t\r\n\f]+/g, (space, at: number) =>
    /[\r\n]/.test(space) && cjk.test(text[at - 1] ?? '') && cjk.test(text[at + space.length] ?? '') ? '' : ' ',
  )

/** HTML as people read it, in lines: quotations begin with `> `, so that the rules for plain mails see them. */
export function htmlToText(html: string): string {
  const lines: string[] = []
  let [line, isEmpty, last]: [string[], boolean, string] = [[], true, '']
  let [quotes, lastQuotes, skipping, pre, wantsGap, marker] = [0, 0, 0, 0, false, '']
  let link: { readonly href: string; shown: string } | undefined
  const lists: { readonly isOrdered: boolean; count: number }[] = []
  const open: { readonly name: string; readonly isSkipped: boolean }[] = []
  const marks = (depth: number) => (depth ? `${'>'.repeat(Math.min(depth, deepestQuote))} ` : '')
  const isBlank = (text: string | undefined) => text === undefined || /^[> ]*$/.test(text)
  const clear = () => {
    ;[line, isEmpty, last] = [[], true, '']
  }
  const end = () => {
    if (!(isEmpty && isBlank(lines.at(-1)) && isBlank(lines.at(-2))))
      lines.push((marks(quotes) + line.join('')).trimEnd())
    clear()
    lastQuotes = quotes
  }
  const block = () => (isEmpty ? clear() : end())
  const write = (text: string) => {
    if (isEmpty && wantsGap && lines.length && !isBlank(lines.at(-1)))
      lines.push(marks(Math.min(quotes, lastQuotes)).trimEnd())
    if (marker) line.push(marker)
    ;[wantsGap, marker] = [false, '']
    line.push(text)
    last = text.at(-1)!
    isEmpty &&= text.trim() === ''
    if (link && link.shown.length < 500) link.shown += text
  }
  const text = (raw: string) => {
    if (skipping) return
    const plain = raw.replace(/\u00a0/g, ' ').replace(unseen, '')
    if (pre) {
      for (const [at, piece] of plain.split('\n').entries()) {
        if (at) end()
        if (piece) write(piece)
      }
      return
    }
    const piece = squeezed(raw)
      .replace(/\u00a0/g, ' ')
      .replace(unseen, '')
    const rest = last === '' || last === ' ' ? piece.replace(/^[ \t]/, '') : piece
    if (rest) write(rest)
  }
  const parser = new Parser({
    onopentag(name, { style = '', href, alt }) {
      const isSkipped = unread.has(name) || hidden.test(style)
      open.push({ name, isSkipped })
      if (isSkipped) skipping++
      if (skipping) return
      if (name === 'br') return end()
      if (name === 'hr') {
        block()
        write('________________________________')
        return end()
      }
      if (name === 'blockquote') {
        block()
        quotes++
      } else if (spaced.has(name) || blocks.has(name)) {
        block()
        if (spaced.has(name)) wantsGap = true
      }
      if (name === 'pre') pre++
      if (name === 'ul' || name === 'ol') lists.push({ isOrdered: name === 'ol', count: 0 })
      if (name === 'li') {
        block()
        const list = lists.at(-1)
        if (list) list.count++
        marker = `${'  '.repeat(Math.min(8, Math.max(0, lists.length - 1)))}${list?.isOrdered ? `${list.count}. ` : '- '}`
      }
      if ((name === 'td' || name === 'th') && !isEmpty) write('\t')
      if (name === 'a' && href) link = { href, shown: '' }
      if (name === 'img' && alt?.trim()) text(`[${alt.trim().slice(0, 200)}]`)
    },
    ontext: text,
    onclosetag(name) {
      const opened = open.pop()
      if (opened?.isSkipped) skipping--
      if (skipping || opened?.isSkipped) return
      if (name === 'blockquote') {
        block()
        quotes = Math.max(0, quotes - 1)
      } else if (spaced.has(name) || blocks.has(name) || name === 'li') {
        block()
        if (spaced.has(name)) wantsGap = true
      }
      if (name === 'pre') pre = Math.max(0, pre - 1)
      if (name === 'ul' || name === 'ol') lists.pop()
      if (name === 'a' && link) {
        const target = link.shown.trim() ? targetBeside(link.shown, link.href) : undefined
        link = undefined
        if (target) write(` <${target}>`)
      }
    },
  })
  parser.write(boundedHtml(html))
  parser.end()
  block()
  return lines
    .join('\n')
    .replace(/^\s*\n/, '')
    .trimEnd()
}
