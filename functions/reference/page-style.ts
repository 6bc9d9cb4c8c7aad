export const style = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #0a6c5b; --method: #0a6c5b; --link: #0b57d0 }
@media (prefers-color-scheme: dark) { :root { --method: #4cc9b0; --link: #8ab4f8 } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 16px/1.5 system-ui, 'PingFang SC', 'Noto Sans CJK SC', sans-serif }
h1 { font-size: 1.4rem; margin: .5rem 0 } h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; text-transform: capitalize }
.token { position: sticky; top: 0; background: Canvas; padding: .5rem 0; border-bottom: 1px solid var(--line); z-index: 1 }
label { display: block; margin: .5rem 0 .1rem; font-size: .85rem; opacity: .8 }
input, select, textarea, button { width: 100%; font: inherit; padding: .45rem .6rem; border: 1px solid var(--line); border-radius: .4rem; background: Field; color: FieldText }
textarea { font: 13px/1.45 ui-monospace, monospace; min-height: 8rem; resize: vertical }
button { width: auto; margin: .8rem 0; padding: .45rem 1.2rem; background: var(--accent); color: #fff; border: 0; cursor: pointer }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .4rem 0; overflow: hidden }
details > :not(summary) { margin-left: .8rem; margin-right: .8rem }
details details { margin: .6rem .8rem }
summary { padding: .5rem .8rem; cursor: pointer; background: var(--soft); overflow-wrap: anywhere }
a { color: var(--link) }
summary b { display: inline-block; min-width: 3.4rem; color: var(--method) }
summary small { display: block; opacity: .75 }
table { border-collapse: collapse; font-size: .85rem; margin: .5rem 0; width: calc(100% - 1.6rem) }
td { border-top: 1px solid var(--line); padding: .2rem .4rem; vertical-align: top; overflow-wrap: anywhere }
td:first-child { font-family: ui-monospace, monospace }
@media (max-width: 40rem) {
  tr { display: block; border-top: 1px solid var(--line); padding: .2rem 0 }
  td { display: inline; border: 0; padding: 0 .4rem 0 0 }
  td:first-child { display: block }
}
pre { background: var(--soft); padding: .6rem; border-radius: .4rem; overflow: auto; font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
`
