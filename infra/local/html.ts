/** Markup that needs no more escaping. */
export interface Html {
  readonly markup: string
}

/** Builds markup in which every value is escaped, so that a page cannot forget to. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return { markup: parts.reduce((sofar, part, index) => sofar + shown(values[index - 1]) + part) }
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === false) return ''
  if (Array.isArray(value)) return value.map(shown).join('')
  if (typeof value === 'object' && 'markup' in value) return String(value.markup)
  return String(value).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
}

/** A whole page of the local cloud: nothing remote, light and dark, readable on a phone. `script` must be a constant. */
export function page(title: string, body: Html, script = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${shown(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
<body><nav class="row"><a href="/">Console · 控制台</a><a href="/inbox">Inbox · 收件箱</a></nav>
${body.markup}${script && `<script>${script}</script>`}</body></html>\n`
}

/** Headers of such a page: a browser loads nothing from elsewhere, frames it nowhere and tells nobody where it was. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

const style = `
:root{color-scheme:light dark;--line:#8885;--soft:#8881;--good:#0a7d46;--bad:#c22;--link:#0b57d0}
@media(prefers-color-scheme:dark){:root{--good:#4ade80;--bad:#f87171;--link:#8ab4f8}}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}
small{font-size:.75em}small,.quiet{opacity:.75}.bad{color:var(--bad)}.good{color:var(--good)}a{color:var(--link)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
td{overflow-wrap:anywhere}td:first-child{min-width:7.5rem}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.row{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .6rem}
.button,button{font:inherit;color:inherit;background:var(--soft);border:1px solid var(--line);border-radius:.5rem;padding:.5rem .9rem;cursor:pointer;text-decoration:none}
.button:hover,button:hover{border-color:currentColor}
pre{background:var(--soft);border:1px solid var(--line);border-radius:.5rem;padding:.75rem;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem;margin:.3rem 0}
code{font-size:.9em;overflow-wrap:anywhere}
@media(max-width:32rem){table,.button,button{font-size:.9rem}th,td{padding:.25rem}}
`
