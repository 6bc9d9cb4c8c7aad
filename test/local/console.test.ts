import { request } from 'node:http'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { createConsole, type Watched } from '../../infra/local/console'
import { listen } from '../../infra/local/http'
import { createCognito } from '../../infra/local/services/cognito'
import { cognitoTypes } from '../../infra/local/services/cognito-pool'
import { aResource, fakeKernel } from './support/fake-kernel'

const pool = aResource(cognitoTypes, 'AWS::Cognito::UserPool', 'Staff')
const flows = (name: string, more: object) =>
  aResource(cognitoTypes, 'AWS::Cognito::UserPoolClient', name, {
    UserPoolId: pool.ref,
    AllowedOAuthFlowsUserPoolClient: true,
    ...more,
  })
const shop = flows('Shop', {
  AllowedOAuthFlows: ['client_credentials'],
  AllowedOAuthScopes: ['kefu/storefront'],
  GenerateSecret: true,
})
const resources = [
  pool,
  shop,
  flows('Desk', { AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid'] }),
  ...['agent', 'finance'].map(name =>
    aResource(cognitoTypes, 'AWS::Cognito::UserPoolGroup', name, { GroupName: name, UserPoolId: pool.ref }),
  ),
]

const idle = { name: 'notifications', visible: 2, inFlight: 1, deadLetters: 0 }

function aConsole({ queue = idle } = {}) {
  const kernel = fakeKernel({ resources })
  const services = {
    cognito: createCognito(kernel),
    gateway: { url: 'http://127.0.0.1:3000' },
    ses: { mails: () => [] },
    sqs: { depths: () => [queue] },
  }
  const functions = { uses: new Map([['orders', { invocations: 7, errors: 0 }]]) }
  const executions = () => ['RUNNING', 'RUNNING', 'SUCCEEDED'].map(status => ({ status, state: 'Finance' }))
  const world = { kernel, services, functions, executions } as unknown as Watched
  const answer = createConsole(world, [{ title: 'One ticket', command: "curl -d '{}' <url>" }])
  const get = async (path: string, host = '127.0.0.1:4000') => {
    const { status, headers, body } = await answer({ method: 'GET', path, headers: { host } })
    return { status, headers, body: String(body) }
  }
  return { answer, get, kernel }
}

describe('The console', () => {
  test('shows what runs and where to look, in both languages', async () => {
    const { status, body } = await aConsole().get('/')
    expect(status).toBe(200)
    for (const shown of ['http://127.0.0.1:3000/', '/inbox', '2026-01-05 01:00:00 UTC', 'virtual time 虚拟时间']) {
      expect(body).toContain(shown)
    }
    expect(body).toContain(
      '<td class="">notifications</td><td class="n">2</td><td class="n">1</td><td class="n">0</td>',
    )
    expect(body).toContain('<td class="">Finance</td><td class="n">2</td>')
    expect(body).toContain('<td class="">orders</td><td class="n">7</td>')
  })

  test('loads nothing from elsewhere, fits a phone and follows light and dark', async () => {
    const { body, headers } = await aConsole().get('/')
    expect(body.match(/https?:\/\/[^"'\s<]+/g)?.filter(url => !url.startsWith('http://127.0.0.1:3000'))).toEqual([])
    expect(body).not.toMatch(/<(link|img|iframe)|\ssrc=|@import|url\(/)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(body).toContain('width=device-width')
    expect(body).toContain('prefers-color-scheme:dark')
  })

  test('escapes the commands that it shows', async () => {
    const { body } = await aConsole().get('/')
    expect(body).toContain('<pre>curl -d &#39;{}&#39; &#60;url&#62;</pre>')
  })

  test('marks dead letters and errors', async () => {
    const { get } = aConsole({ queue: { ...idle, deadLetters: 4 } })
    expect((await get('/')).body).toContain('<td class="n"><b class="bad">4</b></td>')
  })

  test('says the same as JSON', async () => {
    const { get, kernel } = aConsole()
    const { status, body } = await get('/state.json')
    expect([status, JSON.parse(body)]).toEqual([
      200,
      {
        time: '2026-01-05T01:00:00.000Z',
        clock: 'virtual',
        queues: [idle],
        executions: { Finance: 2 },
        functions: [{ name: 'orders', invocations: 7, errors: 0 }],
        logs: join(kernel.folder, 'logs'),
      },
    ])
  })

  test('carries the inbox and the endpoints of the user pool', async () => {
    const { get } = aConsole()
    expect((await get('/inbox')).body).toContain('Inbox · 收件箱')
    expect((await get(`/${pool.ref}/.well-known/jwks.json`)).status).toBe(200)
    expect((await get('/nowhere')).status).toBe(404)
  })
})

describe('A click on a role', () => {
  test.each([
    ['agent', { 'cognito:groups': ['agent'], token_use: 'access' }],
    ['finance', { 'cognito:groups': ['finance'], token_use: 'access' }],
    ['storefront', { client_id: shop.ref, scope: 'kefu/storefront' }],
  ])('%s leads to the API page with a token in the fragment, which no server sees', async (role, claims) => {
    const { get } = aConsole()
    expect((await get('/')).body).toContain(`href="/sign-in/${role}"`)
    const { status, headers } = await get(`/sign-in/${role}`)
    const target = new URL(String(headers.location))
    expect([status, target.origin, target.pathname, target.search]).toEqual([303, 'http://127.0.0.1:3000', '/', ''])
    const fragment = new URLSearchParams(target.hash.slice(1))
    expect(fragment.get('role')).toBe(role)
    expect(decodeJwt(`${fragment.get('token')}`)).toMatchObject(claims)
  })

  test('that does not exist leads nowhere', async () => {
    expect((await aConsole().get('/sign-in/admin')).status).toBe(404)
  })
})

describe('A page of another site', () => {
  test.each(['evil.example', 'evil.example:4000', '127.0.0.1.evil.example', 'localhost.evil.example'])(
    'that calls itself %s is refused',
    async host => {
      const { get } = aConsole()
      for (const path of ['/', '/state.json', '/sign-in/agent', '/inbox', '/oauth2/token']) {
        expect((await get(path, host)).status).toBe(403)
      }
    },
  )

  test('is refused over a socket too, while localhost is served', async () => {
    const listening = await listen(0, aConsole().answer, 1024)
    const { port } = new URL(listening.url)
    const statusFor = (host: string) =>
      new Promise(resolve => {
        request({ host: '127.0.0.1', port, headers: { host } }, answer => resolve(answer.resume().statusCode)).end()
      })
    expect(await statusFor('evil.example')).toBe(403)
    expect(await statusFor(`localhost:${port}`)).toBe(200)
    await listening.close()
  })
})
