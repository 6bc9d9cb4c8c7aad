import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { html, page, pageHeaders } from './html'
import { type HttpRequest, type HttpResponse, header, json, type Listening, listen, text } from './http'
import type { Kernel } from './kernel'
import type { Cognito } from './services/cognito'

/** What the services of a world tell about themselves. */
export interface WorldState {
  readonly queues: readonly QueueState[]
  /** Running executions by the state of the machine they are in. */
  readonly executions: Readonly<Record<string, number>>
  readonly functions: readonly { readonly name: string; readonly invocations: number; readonly errors: number }[]
}

export interface QueueState {
  readonly name: string
  readonly visible: number
  readonly inFlight: number
  readonly deadLetters: number
}

export interface ConsoleParts {
  readonly kernel: Kernel
  readonly cognito: Cognito
  readonly gateway: { readonly url: string }
  /** The pages of the inbox; undefined for a path that is not theirs. */
  readonly inbox: (url: URL) => HttpResponse | undefined
  readonly state: () => WorldState
  /** Commands to copy, such as the curl line of one order. */
  readonly examples: readonly { readonly title: string; readonly command: string }[]
}

export interface Console {
  /** Answers with its URL. Throws one sentence when the port is in use. */
  listen(port: number): Promise<string>
  handle(request: HttpRequest): Promise<HttpResponse>
  stop(): Promise<void>
}

const storefront = 'storefront'

/** The page that `npm start` points at: what runs, where to look, and a sign-in for each role by one click. */
export function createConsole(parts: ConsoleParts): Console {
  const { cognito, gateway, kernel } = parts
  const roles = [...cognito.groups, storefront]
  let listening: Listening | undefined

  const signIn = async (way: string, role: string): Promise<HttpResponse> => {
    if (!roles.includes(role)) return text(404, `No such role. There are ${roles.join(', ')}.\n`)
    const token = await (role === storefront ? cognito.storefrontToken() : cognito.token({ group: role }))
    if (way === 'token') return text(200, token)
    const location = `${gateway.url}/#${new URLSearchParams({ token, role })}`
    return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: '' }
  }

  const now = () => ({
    time: new Date(kernel.clock.now()).toISOString(),
    clock: kernel.clock.virtual ? 'virtual' : 'real',
    ...parts.state(),
    errors: lastErrors(join(kernel.folder, 'logs'), 10),
  })

  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    if (!isLocal(header(request, 'host'))) return text(403, 'This page answers on 127.0.0.1 and localhost alone.\n')
    const url = new URL(`http://127.0.0.1${request.path}`)
    const own = (await cognito.handle(request)) ?? parts.inbox(url)
    if (own) return own
    if (request.method !== 'GET') return text(405, 'Only GET.\n')
    const [, way, role] = /^\/(sign-in|token)\/([\w-]+)$/.exec(url.pathname) ?? []
    if (way !== undefined && role !== undefined) return signIn(way, role)
    if (url.pathname === '/state.json') return json(200, now(), { 'cache-control': 'no-store' })
    if (url.pathname !== '/') return text(404, 'No such page.\n')
    return { status: 200, headers: pageHeaders, body: page('Kefu 客服', overview(parts, roles, now()), refresh) }
  }

  return {
    handle,
    async listen(port) {
      listening = await listen(port, handle, 65_536)
      return listening.url
    },
    async stop() {
      await listening?.close()
    },
  }
}

/** A page of another site that gives its own name the address 127.0.0.1 sends that name as Host (DNS rebinding). */
function isLocal(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)
}

type Now = WorldState & { readonly time: string; readonly clock: string; readonly errors: readonly LoggedError[] }

function overview({ gateway, examples, cognito }: ConsoleParts, roles: readonly string[], now: Now) {
  return html`<h1>Kefu 客服 <small>local cloud · 本地云</small></h1>
<p class="row"><a class="button" href="${gateway.url}/">API page · 接口页面</a>
<a class="button" href="/inbox">Inbox · 收件箱</a> <a class="button" href="/state.json">state.json</a></p>
<h2>Sign in by one click · 一键登录</h2>
<p class="quiet">Opens the API page as this role. No password here: on AWS people sign in at Cognito.<br>以该角色打开接口页面。此处无需密码；在 AWS 上通过 Cognito 登录。</p>
<p class="row">${roles.map(role => html`<a class="button" href="/sign-in/${role}">${role} ${chinese[role] ?? ''}</a>`)}</p>
<h2>Try it · 试一试</h2>
${examples.map(
  ({ title, command }) =>
    html`<p>${title} <button type="button" class="copy">copy · 复制</button></p><pre>${command}</pre>`,
)}
<div id="state">${state(now)}</div>
<h2>App clients · 应用客户端</h2>
${rows(
  ['client', 'client_id', 'client_secret'],
  cognito.clients.map(({ name, id, secret }) => [name, id, secret ?? 'none · 无']),
)}`
}

const chinese: Readonly<Record<string, string>> = {
  agent: '客服人员',
  supervisor: '客服主管',
  finance: '财务',
  warehouse: '仓库',
  courier: '快递',
  storefront: '商城',
}

function state({ time, clock, queues, executions, functions, errors }: Now) {
  const running = Object.entries(executions)
  return html`<h2>The world now · 当前状态</h2>
<p>${time} · ${clock === 'virtual' ? 'virtual time 虚拟时间' : 'real time 真实时间'}</p>
<h2>Queues · 队列</h2>
${rows(
  ['queue 队列', 'visible 可见', 'in flight 处理中', 'dead letters 死信'],
  queues.map(({ name, visible, inFlight, deadLetters }) => [name, visible, inFlight, alarming(deadLetters)]),
)}
<h2>Running orders · 进行中的订单流程</h2>
${running.length === 0 ? html`<p class="quiet">none · 无</p>` : rows(['state 状态', 'running 进行中'], running)}
<h2>Functions · 函数</h2>
${rows(
  ['function 函数', 'invocations 调用', 'errors 错误'],
  functions.map(({ name, invocations, errors }) => [name, invocations, alarming(errors)]),
)}
<h2>Last errors · 最近的错误</h2>
${
  errors.length === 0
    ? html`<p class="good">none · 无</p>`
    : rows(
        ['at 时间', 'where 位置', 'message 信息'],
        errors.map(({ at, where, message }) => [at, where, message]),
      )
}`
}

function rows(titles: readonly string[], cells: readonly (readonly unknown[])[]) {
  const kind = (cell: unknown) => (typeof cell === 'number' || isAlarming(cell) ? 'n' : '')
  return html`<table><tr>${titles.map((title, index) => html`<th class="${kind(cells[0]?.[index])}">${title}</th>`)}</tr>
${cells.map(row => html`<tr>${row.map(cell => html`<td class="${kind(cell)}">${cell}</td>`)}</tr>`)}</table>`
}

function alarming(count: number) {
  return count === 0 ? 0 : html`<b class="bad">${count}</b>`
}

function isAlarming(cell: unknown): boolean {
  return typeof cell === 'object' && cell !== null
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

interface LoggedError {
  readonly at: string
  readonly where: string
  readonly message: string
}

const tail = 65_536

/** The newest errors in the logs of the functions. */
function lastErrors(folder: string, count: number): readonly LoggedError[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter(name => name.endsWith('.jsonl'))
  const found = files.flatMap(name =>
    endOf(join(folder, name))
      .split('\n')
      .filter(line => line.includes('"ERROR"'))
      .flatMap(line => readError(name.replace('.jsonl', ''), line)),
  )
  return found.sort((one, other) => (one.at < other.at ? 1 : -1)).slice(0, count)
}

function readError(where: string, line: string): LoggedError[] {
  try {
    const { level, timestamp, message, errorType, errorMessage } = JSON.parse(line)
    if (level !== 'ERROR') return []
    return [{ at: String(timestamp), where, message: String(message ?? `${errorType}: ${errorMessage}`) }]
  } catch {
    return []
  }
}

function endOf(path: string): string {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const end = Buffer.alloc(Math.min(size, tail))
    readSync(file, end, 0, end.length, size - end.length)
    return end.toString()
  } finally {
    closeSync(file)
  }
}
