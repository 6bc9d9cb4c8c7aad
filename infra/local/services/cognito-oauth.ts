import { createHash } from 'node:crypto'
import { html, page, pageHeaders } from '../html'
import { type HttpRequest, type HttpResponse, header, json, text } from '../http'
import type { Kernel } from '../kernel'
import type { Mint } from './cognito'
import type { Client } from './cognito-pools'

/** What a code stands for until it is redeemed. */
interface Grant {
  readonly client: Client
  readonly group: string
  readonly scope: string
  readonly redirectUri: string
  readonly challenge: string | null
  readonly nonce: string | null
  readonly expiresAt: number
}

export interface Oauth {
  token(request: HttpRequest): Promise<HttpResponse>
  authorize(request: HttpRequest, query: URLSearchParams): HttpResponse
}

const codeLifetime = 5 * 60_000

/** The two OAuth endpoints of a user pool.
 *  docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html and token-endpoint.html */
export function createOauth({ clock, random }: Kernel, clients: readonly Client[], mint: Mint): Oauth {
  const grants = new Map<string, Grant>()

  const redeem = async (client: Client, form: URLSearchParams): Promise<HttpResponse> => {
    const code = form.get('code') ?? ''
    const grant = grants.get(code)
    grants.delete(code)
    const good =
      grant?.client === client &&
      grant.expiresAt > clock.now() &&
      grant.redirectUri === form.get('redirect_uri') &&
      (grant.challenge === null || grant.challenge === challengeOf(form.get('code_verifier')))
    if (!good) return refusal('invalid_grant')
    const openid = grant.scope.split(' ').includes('openid')
    return issued(client, {
      access_token: await mint.access(client, grant.scope, grant),
      ...(openid && { id_token: await mint.id(client, grant, grant.nonce) }),
    })
  }
  const authenticate = async (client: Client, form: URLSearchParams): Promise<HttpResponse> => {
    const scope = scopesOf(client, form.get('scope'))
    return scope === '' ? refusal('invalid_scope') : issued(client, { access_token: await mint.access(client, scope) })
  }
  const exchanges = new Map([
    ['authorization_code', { flow: 'code', run: redeem }],
    ['client_credentials', { flow: 'client_credentials', run: authenticate }],
  ])

  return {
    async token(request) {
      const form = new URLSearchParams(String(request.body ?? ''))
      const [id, secret] = credentials(request, form)
      const client = clients.find(each => each.id === id)
      if (!client || (client.secret !== undefined && client.secret !== secret)) return refusal('invalid_client')
      const grantType = form.get('grant_type')
      if (grantType === null) return refusal('invalid_request')
      const exchange = exchanges.get(grantType)
      if (!exchange) return refusal('unsupported_grant_type')
      return client.flows.includes(exchange.flow) ? exchange.run(client, form) : refusal('unauthorized_client')
    },

    authorize(request, query) {
      const client = clients.find(each => each.id === query.get('client_id'))
      if (!client) return text(400, 'invalid_request: no app client of the template has this client_id\n')
      const redirectUri = query.get('redirect_uri') ?? ''
      if (!client.callbacks.includes(redirectUri)) {
        return text(
          400,
          `redirect_mismatch: the app client allows ${client.callbacks.join(' and ') || 'no redirect'}\n`,
        )
      }
      const back = (name: 'code' | 'error', value: string) => redirect(redirectUri, name, value, query.get('state'))
      const challenge = query.get('code_challenge')
      const method = query.get('code_challenge_method')
      const scope = scopesOf(client, query.get('scope'))
      if (query.get('response_type') !== 'code') return back('error', 'invalid_request')
      if (!client.flows.includes('code')) return back('error', 'unauthorized_client')
      if (method !== (challenge === null ? null : 'S256')) return back('error', 'invalid_request')
      if (scope === '') return back('error', 'invalid_scope')
      if (request.method !== 'POST') return hostedPage(client, query)
      const group = new URLSearchParams(String(request.body ?? '')).get('group') ?? ''
      if (!client.pool.groups.includes(group)) return back('error', 'access_denied')
      const code = random.uuid()
      const expiresAt = clock.now() + codeLifetime
      grants.set(code, { client, group, scope, redirectUri, challenge, nonce: query.get('nonce'), expiresAt })
      return back('code', code)
    },
  }
}

function redirect(uri: string, name: string, value: string, state: string | null): HttpResponse {
  const target = new URL(uri)
  target.searchParams.set(name, value)
  if (state !== null) target.searchParams.set('state', state)
  return { status: 302, headers: { location: target.href }, body: '' }
}

function challengeOf(verifier: string | null): string {
  return createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url')
}

/** Scopes that the client does not have are left out, as Cognito does; none asked for means all. */
function scopesOf(client: Client, asked: string | null): string {
  const wanted = asked?.split(' ') ?? client.scopes
  return client.scopes.filter(scope => wanted.includes(scope)).join(' ')
}

function credentials(request: HttpRequest, form: URLSearchParams): readonly (string | null)[] {
  const basic = /^Basic (.+)$/i.exec(header(request, 'authorization') ?? '')?.[1]
  if (basic === undefined) return [form.get('client_id'), form.get('client_secret')]
  return Buffer.from(basic, 'base64').toString().split(':', 2)
}

const noStore = { 'cache-control': 'no-store', 'access-control-allow-origin': '*' }

function refusal(error: string): HttpResponse {
  return json(400, { error }, noStore)
}

function issued(client: Client, tokens: Record<string, string>): HttpResponse {
  return json(200, { ...tokens, expires_in: client.accessSeconds, token_type: 'Bearer' }, noStore)
}

function hostedPage(client: Client, query: URLSearchParams): HttpResponse {
  const buttons = client.pool.groups.map(group => html`<button name="group" value="${group}">${group}</button> `)
  const body = html`<h1>Sign in · 登录</h1>
<p>${client.name}</p>
<p>This page of the local cloud stands in for Cognito’s hosted sign-in: no password, one button for each group of the
template.<br>本页代替 Cognito 托管登录页：无需密码，模板中的每个用户组一个按钮。</p>
<form method="post" action="/oauth2/authorize?${query}" class="row">${buttons}</form>`
  return { status: 200, headers: pageHeaders, body: page('Sign in · 登录', body) }
}
