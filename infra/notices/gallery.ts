import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type LinkPurpose, linkExpiry, tokenOf } from '../../shared/domain/link'
import type { Language } from '../../shared/domain/market'
import { type Brand, languages, type RenderedNotice, renderNotice } from '../../shared/domain/notice'
import { languageFor, noticeFacts } from '../../shared/domain/notice-facts'
import { links } from '../../shared/handbook/links'
import { notices } from '../../shared/handbook/notices'
import { stages } from '../stages'
import { type Example, type Extent, examples } from './examples'

export interface Exhibit extends RenderedNotice, Pick<Example, 'notice' | 'about' | 'extent'> {
  readonly language: Language
  readonly zh: string
  readonly recipient: string
  /** What somebody wrote, and the mail repeats. */
  readonly words?: string
  readonly unsubscribe?: string
}

/** As long as those that are sent; no key signed them. */
const exampleLinks = Object.fromEntries(
  Object.entries(links).map(([name, { fact }]) => {
    const purpose = name as LinkPurpose
    const expiresAt = linkExpiry(purpose, '2026-03-09T01:00:00.000Z')
    const token = tokenOf(
      { purpose, caseId: '0b000000-0000-4000-8000-0000000000b1', expiresAt, key: 'a' },
      Buffer.alloc(32),
    )
    return [fact, `https://api.kefu.example/v1/links/${token}`]
  }),
)

/** Every notice as it is sent, once for each language that it can have. */
export const exhibits = (): readonly Exhibit[] =>
  (Object.keys(languages) as Language[]).flatMap(language => {
    const linked = examples(language, exampleLinks)
    return linked.flatMap(({ subject, event, told, notice, about, extent }) => {
      const written = languageFor(notice, subject)
      const { recipient, zh } = notices[notice]
      if (recipient !== 'customer' && language !== written) return []
      const borne = Object.values(links).filter(rule => rule.notices.includes(notice))
      const own = Object.fromEntries(borne.map(({ fact }) => [fact, exampleLinks[fact] ?? '']))
      const facts = noticeFacts(subject, event, written, { ...told, links: own })
      return [
        {
          ...{ notice, about, extent, zh, recipient, language, ...renderNotice(notice, written, facts, brand) },
          ...(told.words !== undefined && subject.kind !== 'order' && facts.words && { words: facts.words }),
          ...(own.unsubscribeUrl && { unsubscribe: own.unsubscribeUrl }),
        },
      ]
    })
  })

export const brand: Brand = stages.prod.mailBrand

const inScript = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

const style = `*{box-sizing:border-box}body{margin:0;font:14px/1.5 system-ui,sans-serif;display:flex;height:100vh;background:#fff;color:#1c2024}
nav{width:17rem;overflow:auto;border-right:1px solid #ccc;padding:.5rem;flex:none}nav a{display:block;padding:.2rem .4rem;color:inherit;text-decoration:none;border-radius:4px}
nav a.here{background:#1f5fbf;color:#fff}nav b{display:block;margin:.7rem 0 .2rem}main{flex:1;overflow:auto;padding:1rem}
.side{display:flex;gap:1rem;align-items:flex-start;margin:0 0 1rem}iframe{border:1px solid #999;height:400px;flex:none}
.narrow{width:320px}.wide{width:600px}pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #999;padding:.6rem;width:38rem;font:13px/1.5 ui-monospace,monospace;margin:0}
h2{margin:1rem 0 .2rem;font-size:1rem}button{font:inherit;margin-right:.4rem}button.here{background:#1f5fbf;color:#fff}p{margin:.1rem 0}`

/** A mail asks the reader's system whether it is dark: a frame is told. */
const script = `
const shown=(html,dark)=>html.replace('@media (prefers-color-scheme:dark)',dark?'@media all':'@media not all').replace('content="light dark"',dark?'content="dark"':'content="light"')
const names=[...new Set(all.map(e=>e.notice+'|'+e.about))].map(n=>all.find(e=>e.notice+'|'+e.about===n))
const tongues=[...new Set(all.map(e=>e.language))]
function el(tag,props,...inner){const e=Object.assign(document.createElement(tag),props);e.append(...inner);return e}
function frame(html,wide,dark){return el('iframe',{className:wide?'wide':'narrow',srcdoc:shown(html,dark),title:(wide?600:320)+(dark?' dark':' light'),onload(){this.style.height=this.contentDocument.documentElement.scrollHeight+2+'px'}})}
function show(){
  const [at=0,tongue=tongues[0]]=decodeURIComponent(location.hash.slice(1)).split('/')
  const one=names[at]||names[0]
  document.querySelector('nav').replaceChildren(...['customer','house'].flatMap(who=>[el('b',{},who==='customer'?'To customers 致客户':'In the house 内部'),...names.map((e,i)=>[e,i]).filter(([e])=>(e.recipient==='customer')===(who==='customer')).map(([e,i])=>el('a',{href:'#'+i+'/'+tongue,className:e===one?'here':''},e.notice+' '+e.zh+' · '+e.about))]))
  const mine=all.filter(e=>e.notice===one.notice&&e.about===one.about)
  const spoken=mine.some(e=>e.language===tongue)?tongue:mine[0].language
  const main=document.querySelector('main')
  main.replaceChildren(el('h1',{},one.notice+' '+one.zh+' · '+one.about),...tongues.map(t=>el('button',{className:t===spoken?'here':'',disabled:!mine.some(e=>e.language===t),onclick(){location.hash=at+'/'+t}},t)))
  for(const dark of [false,true])main.append(...mine.filter(e=>e.language===spoken).map(e=>el('div',{},el('h2',{},e.extent+(dark?' · dark':' · light')+' · HTML '+Math.ceil(new Blob([e.html]).size/1024)+' KB'),el('p',{},'Subject: '+e.subject+' ('+[...e.subject].length+')'),el('p',{},'Short: '+e.short+' ('+[...e.short].length+')'),el('div',{className:'side'},frame(e.html,false,dark),frame(e.html,true,dark),...(dark?[]:[el('pre',{},e.text)])))))
  main.scrollTop=0
}
addEventListener('hashchange',show);show()`

/** One page that needs nothing but itself. */
export const gallery = (all: readonly Exhibit[]): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Notices 通知</title><style>${style}</style></head>
<body><nav></nav><main></main><script>const all=${inScript(all)}${script}</script></body></html>
`

const usage = `npm run notices [-- --out DIR]
Renders every notice, with the longest and with the emptiest data, to one page: HTML at 320 and 600 px, light and dark, text, subject, short text.`

/** `npm run notices` */
function command(): void {
  const { values } = parseArgs({ options: { out: { type: 'string' }, help: { type: 'boolean' } } })
  if (values.help) {
    console.log(usage)
    return
  }
  const folder = resolve(values.out ?? '.build/notices')
  mkdirSync(folder, { recursive: true })
  const all = exhibits()
  const page = join(folder, 'notices.html')
  writeFileSync(page, gallery(all))
  const count = (extent: Extent) => all.filter(each => each.extent === extent).length
  console.log(
    `${new Set(all.map(each => each.notice)).size} notices, ${count('longest')} mails with the longest data and ${count('emptiest')} with the emptiest: ${page}`,
  )
}

if (require.main === module) command()
