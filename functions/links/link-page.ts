import type { LinkPurpose } from '../../shared/domain/link'
import type { Language } from '../../shared/domain/market'
import { escapeHtml } from '../../shared/domain/notice-html'
import { pageOf } from '../../shared/entry/page'
import type { Problem } from '../../shared/entry/problem'
import type { LinkView } from './link-view'
import { dimensions, type LinkWords, languageAsked, linkWords } from './link-words'

const style = `
:root{color-scheme:light dark;--line:#8886;--accent:#0a6c5b}
*{box-sizing:border-box}
body{margin:0;font:17px/1.6 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
main{max-width:34rem;margin:0 auto;padding:1rem}
h1{font-size:1.35rem;line-height:1.3;margin:.5rem 0 1rem}
p{margin:0 0 1rem;overflow-wrap:anywhere}
fieldset{border:1px solid var(--line);border-radius:.6rem;margin:0 0 1rem;padding:.6rem .8rem .8rem}
legend{font-weight:600;padding:0 .3rem}
.row{display:flex;flex-wrap:wrap;gap:.4rem}
.row label{flex:1 1 3rem;min-height:2.75rem;display:flex;align-items:center;justify-content:center;gap:.35rem;border:1px solid var(--line);border-radius:.5rem}
.five label{flex:1 1 0;min-width:0;flex-direction:column;gap:0;padding:.35rem 0}
.row input{width:1.15rem;height:1.15rem;accent-color:var(--accent)}
.line{display:flex;justify-content:space-between;align-items:center;gap:.6rem;margin:.4rem 0}
select,textarea,button{font:inherit;border:1px solid var(--line);border-radius:.5rem;padding:.5rem .6rem}
textarea{width:100%;min-height:7rem;resize:vertical}
button{width:100%;margin:0 0 1rem;min-height:3rem;border:0;background:var(--accent);color:#fff;font-weight:600}
.quiet{opacity:.75;font-size:.9rem}
`

const scores = [1, 2, 3, 4, 5]
const choice = (name: string, value: string | number, label: string) =>
  `<label><input type="radio" name="${name}" value="${value}" required>${escapeHtml(label)}</label>`
const group = (legend: string, inner: string) => `<fieldset><legend>${escapeHtml(legend)}</legend>${inner}</fieldset>`
const paragraph = (text: string, quiet = false) => `<p${quiet ? ' class="quiet"' : ''}>${escapeHtml(text)}</p>`

function questions(words: LinkWords): string {
  const solved = choice('solved', 'yes', words.yes) + choice('solved', 'no', words.no)
  const rating = scores.map(score => choice('rating', score, String(score))).join('')
  const options = ['', ...scores].map(score => `<option>${score}</option>`).join('')
  const lines = dimensions.map(
    name =>
      `<label class="line">${escapeHtml(words.dimensions[name])}<select name="${name}">${options}</select></label>`,
  )
  return [
    group(words.solved, `<div class="row">${solved}</div>`),
    group(words.rating, `${paragraph(words.scale, true)}<div class="row five">${rating}</div>`),
    group(`${words.details} ${words.optional}`, lines.join('')),
  ].join('')
}

function form(purpose: LinkPurpose, words: LinkWords): string {
  if (purpose === 'unsubscribe') return `<form method="post"><button>${escapeHtml(words.unsubscribe)}</button></form>`
  const isRating = purpose === 'rate'
  const label = isRating ? `${words.text.rate} ${words.optional}` : words.text[purpose]
  const text = `<textarea name="text" maxlength="2000" aria-label="${escapeHtml(label)}"${isRating ? '' : ' required'}></textarea>`
  return `<form method="post">${isRating ? questions(words) : ''}${group(label, text)}<button>${escapeHtml(words.send)}</button></form>`
}

/** What stands after an answer, and whenever the link is opened again. */
function answered({ purpose, rating, state }: LinkView, words: LinkWords): string {
  if (purpose === 'unsubscribe') return paragraph(words.unsubscribed)
  return [
    paragraph(words.thanks),
    ...(rating === undefined ? [] : [paragraph(words.rated.replace('{rating}', String(rating)))]),
    paragraph(state === 'closed' || state === 'archived' ? words.closed : words.takenUp),
    paragraph(words.once, true),
  ].join('')
}

/** The page behind a link, in the customer's language: it reads at 320 px, in light and dark, and works without a script. */
export function linkPage(view: LinkView, language: Language) {
  const words = linkWords[language]
  const title = words.title[view.purpose]
  const opening = paragraph(words.opening[view.purpose].replace('{number}', view.number))
  const body = view.answered
    ? answered(view, words)
    : opening + form(view.purpose, words) + paragraph(words.nothingYet, true)
  return { status: 200, ...pageOf({ language, title, style, body: `<h1>${escapeHtml(title)}</h1>${body}` }) }
}

/** Why a link leads nowhere, in honest words that reveal nothing. */
export function problemPage({ type }: Problem, acceptLanguage: string) {
  const language = languageAsked(acceptLanguage)
  const { refusals } = linkWords[language]
  const kind = type.replace('/problems/', '').replace('-', '_')
  const [title, body] = Object.hasOwn(refusals, kind) ? refusals[kind as keyof typeof refusals] : refusals.other
  return pageOf({ language, title, style, body: `<h1>${escapeHtml(title)}</h1>${paragraph(body)}` })
}
