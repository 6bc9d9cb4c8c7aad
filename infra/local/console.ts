import { join } from 'node:path'
import { type Html, html, page, pageHeaders } from './html'
import { type HttpRequest, type HttpResponse, header, json, text } from './http'
import { inboxRoutes } from './inbox'
import type { Functions } from './lambda'
import type { Services } from './services/all'
import type { World } from './world'

/** What the console looks at. */
export interface Watched extends Pick<World, 'kernel' | 'executions' | 'smtp'> {
  readonly functions: Pick<Functions, 'uses'>
  readonly services: Pick<Services, 'cognito' | 'gateway' | 'receiving' | 'ses' | 'sqs'>
}

/** A command to copy. */
export interface Example {
  readonly title: string
  readonly command: string
}

const storefront = 'storefront'

/** The page that `npm start` points at: what runs, where to look, and a sign-in for each role by one click; the inbox and
 *  the endpoints of the user pool beside it. */
export function createConsole(world: Watched, examples: readonly Example[]) {
  const { cognito, gateway, receiving, ses } = world.services
  const roles = [...cognito.groups, storefront]
  const writeTo = world.smtp && `${receiving.recipients[0]} at ${world.smtp}`
  const inbox = inboxRoutes(() => ses.mails(), gateway.url, writeTo)

  const signIn = async (way: string, role: string): Promise<HttpResponse> => {
    if (!roles.includes(role)) return text(404, `No such role. There are ${roles.join(', ')}.\n`)
    const token = await (role === storefront ? cognito.storefrontToken() : cognito.token({ group: role }))
    if (way === 'token') return text(200, token)
    const location = `${gateway.url}/#${new URLSearchParams({ token, role })}`
    return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: '' }
  }

  return async (request: HttpRequest): Promise<HttpResponse> => {
    if (!isLocal(header(request, 'host'))) return text(403, 'This page answers on 127.0.0.1 and localhost alone.\n')
    const url = new URL(`http://127.0.0.1${request.path}`)
    const own = (await cognito.handle(request)) ?? inbox(url)
    if (own) return own
    if (request.method !== 'GET') return text(405, 'Only GET.\n')
    const [, way, role] = /^\/(sign-in|token)\/([\w-]+)$/.exec(url.pathname) ?? []
    if (way !== undefined && role !== undefined) return signIn(way, role)
    if (url.pathname === '/state.json') return json(200, stateOf(world), { 'cache-control': 'no-store' })
    if (url.pathname !== '/') return text(404, 'No such page.\n')
    const body = overview(gateway.url, roles, examples, stateOf(world))
    return { status: 200, headers: pageHeaders, body: page('Kefu 客服', body, refresh) }
  }
}

/** A page of another site that gives its own name the address 127.0.0.1 sends that name as Host (DNS rebinding). */
function isLocal(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)
}

function stateOf({ kernel: { clock, folder }, services, functions, executions }: Watched) {
  const running: Record<string, number> = {}
  for (const { status, state = '' } of executions())
    if (status === 'RUNNING') running[state] = (running[state] ?? 0) + 1
  return {
    time: new Date(clock.now()).toISOString(),
    clock: clock.virtual ? 'virtual' : 'real',
    queues: services.sqs.depths(),
    executions: running,
    functions: [...functions.uses].map(([name, { invocations, errors }]) => ({ name, invocations, errors })),
    logs: join(folder, 'logs'),
  }
}

type State = ReturnType<typeof stateOf>

function overview(api: string, roles: readonly string[], examples: readonly Example[], now: State): Html {
  return html`<h1>Kefu 客服 <small>local cloud · 本地云</small></h1>
<h2>Sign in by one click · 一键登录</h2>
<p class="quiet">Opens the <a href="${api}/">API page</a> as this role. No password here: on AWS people sign in at Cognito.<br>以该角色打开<a href="${api}/">接口页面</a>。此处无需密码；在 AWS 上通过 Cognito 登录。</p>
<p class="row">${roles.map(role => html`<a class="button" href="/sign-in/${role}">${role} ${chinese[role] ?? ''}</a>`)}</p>
<h2>Try it · 试一试</h2>
${examples.map(
  ({ title, command }) =>
    html`<p class="row">${title} <button type="button" class="copy">copy · 复制</button></p><pre>${command}</pre>`,
)}
<div id="state">${state(now)}</div>`
}

const chinese: Readonly<Record<string, string>> = {
  agent: '客服人员',
  supervisor: '客服主管',
  finance: '财务',
  warehouse: '仓库',
  courier: '快递',
  storefront: '商城',
}

function state({ time, clock, queues, executions, functions, logs }: State): Html {
  return html`<h2>The world now · 当前状态</h2>
<p>${time.slice(0, 19).replace('T', ' ')} UTC · ${clock === 'virtual' ? 'virtual time 虚拟时间' : 'real time 真实时间'} · <a href="/state.json">state.json</a></p>
<h2>Queues · 队列</h2>
${table(
  ['queue 队列', 'visible 可见', 'in flight 处理中', 'dead letters 死信'],
  queues.map(({ name, visible, inFlight, deadLetters }) => [name, visible, inFlight, alarming(deadLetters)]),
)}
<h2>Running orders · 进行中的订单流程</h2>
${table(['state 状态', 'running 进行中'], Object.entries(executions))}
<h2>Functions since the start · 启动以来的函数</h2>
${table(
  ['function 函数', 'invocations 调用', 'errors 错误'],
  functions.map(({ name, invocations, errors }) => [name, invocations, alarming(errors)]),
)}
<p class="quiet">Their logs · 日志 <code>${logs}</code></p>`
}

function table(titles: readonly string[], rows: readonly (readonly (string | number | Html)[])[]): Html {
  if (rows.length === 0) return html`<p class="quiet">none · 无</p>`
  const kind = (column: number) => (typeof rows[0]?.[column] === 'string' ? '' : 'n')
  return html`<table><tr>${titles.map((title, column) => html`<th class="${kind(column)}">${title}</th>`)}</tr>
${rows.map(cells => html`<tr>${cells.map((cell, column) => html`<td class="${kind(column)}">${cell}</td>`)}</tr>`)}</table>`
}

function alarming(count: number): number | Html {
  return count === 0 ? 0 : html`<b class="bad">${count}</b>`
}

/** Keeps the state fresh without a reload, which would lose the place of a reader. */
const refresh = `
setInterval(async () => {
  const answer = await fetch('/').catch(() => undefined)
  if (!answer) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  document.getElementById('state').replaceWith(fresh.getElementById('state'))
}, 3000)
for (const button of document.querySelectorAll('.copy')) button.onclick = async () => {
  await navigator.clipboard.writeText(button.parentElement.nextElementSibling.textContent)
  button.textContent = '✓'
}`
