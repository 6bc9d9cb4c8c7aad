import { type Html, html, page, pageHeaders } from './html'
import type { HttpResponse } from './http'
import type { Mail } from './services/ses'

const PAGE = 100

/** The inbox of everybody at once: each mail as its recipient would see it, and nothing in it may act; where it leads to the API
 *  that runs here stands beside it. Answers undefined for a path that is not its own. */
export function inboxRoutes(
  mails: () => readonly Mail[],
  api = '',
  writeTo = '',
): (url: URL) => HttpResponse | undefined {
  return ({ pathname, searchParams }) => {
    if (pathname === '/inbox') return list(mails(), searchParams, writeTo)
    const [, id] = /^\/inbox\/([\w-]+)$/.exec(pathname) ?? []
    if (id === undefined) return undefined
    const mail = mails().find(mail => mail.id === id)
    if (!mail) return shown(404, 'No such mail · 没有这封邮件', html`<p>${id}</p>`)
    return read(mail, searchParams.get('show') ?? (mail.html ? 'html' : 'text'), linksIn(mail, api))
  }
}

function list(all: readonly Mail[], query: URLSearchParams, writeTo: string): HttpResponse {
  const to = query.get('to')?.trim() ?? ''
  const skip = Math.max(0, Math.trunc(Number(query.get('skip'))) || 0)
  const wanted = all.filter(mail => mail.to.some(address => address.toLowerCase().includes(to.toLowerCase())))
  const newest = wanted.slice(Math.max(0, wanted.length - skip - PAGE), Math.max(0, wanted.length - skip)).reverse()
  const older = `/inbox?${new URLSearchParams({ to, skip: String(skip + PAGE) })}`
  const addresses = [...new Set(all.flatMap(mail => mail.to))].slice(-PAGE)
  const body = html`<form action="/inbox" class="row">
<input name="to" value="${to}" list="addresses" aria-label="Recipient · 收件人" placeholder="Recipient · 收件人">
<datalist id="addresses">${addresses.map(address => html`<option value="${address}">`)}</datalist>
<button>Filter · 筛选</button>${to && html`<a class="button" href="/inbox">All · 全部</a>`}</form>
${writeTo && html`<p>Write to the shop · 写信给商城: <code>${writeTo}</code></p>`}
<main><p class="quiet">${wanted.length} mails · ${wanted.length} 封邮件</p>
${newest.length === 0 && html`<p>Nothing here yet: a mail appears as soon as one is sent. · 还没有邮件，寄出后会显示在这里。</p>`}
<ol>${newest.map(entry)}</ol>
${wanted.length > skip + PAGE && html`<a class="button" href="${older}">Older · 更早</a>`}</main>`
  return shown(200, 'Inbox · 收件箱', body, skip === 0 ? REFRESH : '')
}

function entry({ id, at, to, subject }: Mail): Html {
  return html`<li><a href="/inbox/${id}"><b>${subject || '(no subject · 无主题)'}</b><br>${to.join(', ')}<br>${time(at)}</a></li>`
}

const linksIn = ({ text }: Mail, api: string): readonly string[] =>
  api === '' ? [] : text.split(/\s+/).filter(word => word.startsWith(`${api}/v1/links/`))

function read(mail: Mail, view: string, links: readonly string[]): HttpResponse {
  const { id, at, from, to, subject } = mail
  const tabs = [
    ['html', 'Mail · 邮件', mail.html !== ''],
    ['text', 'Text · 纯文本', true],
    ['headers', 'Headers · 邮件头', true],
  ] as const
  const body = html`<p><a href="/inbox">← Inbox · 收件箱</a></p>
<dl><dt>From · 发件人</dt><dd>${from}</dd><dt>To · 收件人</dt><dd>${to.join(', ')}</dd>
<dt>Time · 时间</dt><dd>${time(at)}</dd></dl>
<nav class="row">${tabs.map(
    ([name, label, there]) =>
      there && html`<a class="button" href="/inbox/${id}?show=${name}" ${name === view && CURRENT}>${label}</a>`,
  )}</nav>
${content(mail, view)}
${links.map(link => html`<p><a href="${link}">${link}</a></p>`)}`
  return shown(200, subject || id, body)
}

const CURRENT = html`aria-current="page"`

function content({ html: markup, text, headers, tags }: Mail, view: string): Html {
  if (view === 'html') return html`<iframe sandbox title="Mail · 邮件" srcdoc="${INERT + markup}"></iframe>`
  if (view !== 'headers') return html`<pre>${text}</pre>`
  const row = (name: string, value: string) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`
  return html`<table>${headers.map(({ name, value }) => row(name, value))}</table>
<h2>Tags · 标签</h2><table>${Object.entries(tags).map(([name, value]) => row(name, value))}</table>`
}

function shown(status: number, title: string, body: Html, script = ''): HttpResponse {
  return { status, headers: pageHeaders, body: page(title, html`${STYLE}<h1>${title}</h1>${body}`, script) }
}

function time(at: number): Html {
  const iso = new Date(at).toISOString()
  return html`<time class="quiet" datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`
}

/** Stands before every mail: in a sandbox nothing acts, and by this nothing is fetched either. */
const INERT = `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`

/** Shows new mails as they come, without taking the filter out of somebody's hands. */
const REFRESH = `setInterval(async()=>{try{
const fresh=new DOMParser().parseFromString(await(await fetch(location)).text(),'text/html').querySelector('main')
const main=document.querySelector('main');if(fresh&&fresh.innerHTML!==main.innerHTML)main.replaceWith(document.adoptNode(fresh))
}catch{}},3000)`

const STYLE = html`<style>
h1{overflow-wrap:anywhere}ol{list-style:none;padding:0;margin:0}
li a{display:block;padding:.6rem .25rem;border-bottom:1px solid var(--line);color:inherit;text-decoration:none;overflow-wrap:anywhere}
li a:hover{background:var(--soft)}
input{font:inherit;flex:1;min-width:8rem;padding:.5rem;border:1px solid var(--line);border-radius:.5rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem .75rem}dt{opacity:.75}dd{margin:0;overflow-wrap:anywhere}
[aria-current]{border-color:currentColor;font-weight:600}
iframe{width:100%;height:70vh;border:1px solid var(--line);border-radius:.5rem;background:#fff;color-scheme:light;margin-top:.75rem}
</style>`
