import { inboxRoutes } from '../../infra/local/inbox'
import type { Mail } from '../../infra/local/services/ses'

const aMail = (mail: Partial<Mail> = {}): Mail => ({
  id: 'm1',
  at: Date.parse('2026-01-05T01:00:00Z'),
  from: 'Shop <service@shop.example>',
  to: ['li@example.com'],
  subject: 'Your order',
  text: 'Hello',
  html: '<p>Hello</p>',
  headers: [{ name: 'Subject', value: 'Your order' }],
  tags: { notice: 'N-08' },
  ...mail,
})

const open = (mails: readonly Mail[], path: string) => inboxRoutes(() => mails)(new URL(path, 'http://127.0.0.1'))
const body = (mails: readonly Mail[], path: string) => String(open(mails, path)?.body)

describe('the inbox', () => {
  test('says that it is empty, in both languages', () => {
    expect(body([], '/inbox')).toMatch(/Nothing here yet.*还没有邮件/)
  })

  test('says where one writes to the shop', () => {
    const [url, at] = [new URL('http://127.0.0.1/inbox'), 'service@shop.example at smtp://127.0.0.1:3003']
    expect(inboxRoutes(() => [], '', at)(url)?.body).toContain(`写信给商城: <code>${at}</code>`)
  })

  test('lists the newest first with subject, recipient and time', () => {
    const page = body([aMail(), aMail({ id: 'm2', subject: '您的订单已发货', to: ['wang@example.com'] })], '/inbox')
    expect(page.indexOf('您的订单已发货')).toBeLessThan(page.indexOf('Your order'))
    expect(page).toContain('wang@example.com')
    expect(page).toContain('2026-01-05 01:00:00 UTC')
    expect(page).toContain('href="/inbox/m2"')
  })

  test('shows the mails of one address', () => {
    const mails = [aMail(), aMail({ id: 'm2', subject: 'Another', to: ['wang@example.com'] })]
    const page = body(mails, '/inbox?to=WANG')
    expect(page).toContain('Another')
    expect(page).not.toContain('Your order')
  })

  test('turns its pages', () => {
    const mails = Array.from({ length: 150 }, (_, index) =>
      aMail({ id: `m${index}`, subject: `Mail number ${index}.` }),
    )
    expect(body(mails, '/inbox')).toContain('Mail number 149.')
    expect(body(mails, '/inbox')).not.toContain('Mail number 49.')
    expect(body(mails, '/inbox?skip=100')).toContain('Mail number 49.')
    expect(body(mails, '/inbox?skip=100')).not.toContain('Older')
  })

  test('leaves other paths to others, and knows what it does not have', () => {
    expect(open([], '/state.json')).toBeUndefined()
    expect(open([], '/inbox/none')?.status).toBe(404)
  })

  test('loads nothing from elsewhere, fits a phone, and is light or dark', () => {
    const page = body([aMail()], '/inbox')
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//)
    expect(page).toContain('width=device-width')
    expect(page).toContain('color-scheme:light dark')
  })
})

describe('a mail', () => {
  test('is shown as HTML, as text and with its headers', () => {
    expect(body([aMail()], '/inbox/m1')).toContain('&#60;p&#62;Hello&#60;/p&#62;')
    expect(body([aMail()], '/inbox/m1?show=text')).toContain('<pre>Hello</pre>')
    const headers = body([aMail()], '/inbox/m1?show=headers')
    expect(headers).toContain('<th scope="row">Subject</th><td>Your order</td>')
    expect(headers).toContain('<th scope="row">notice</th><td>N-08</td>')
  })

  test('without HTML opens as text', () => {
    const page = body([aMail({ html: '' })], '/inbox/m1')
    expect(page).toContain('<pre>Hello</pre>')
    expect(page).not.toContain('<iframe')
  })
})

describe('a hostile mail', () => {
  const evil = '"><script>alert(1)</script><img src="https://evil.example/p.gif"><a href="javascript:alert(1)">x</a>'
  const mail = aMail({
    from: evil,
    to: [evil],
    subject: evil,
    text: evil,
    html: evil,
    headers: [{ name: evil, value: evil }],
    tags: { [evil]: evil },
  })

  test.each([
    '/inbox',
    '/inbox/m1',
    '/inbox/m1?show=text',
    '/inbox/m1?show=headers',
    '/inbox/m1?show="><script>alert(1)',
  ])('is only text at %s', path => {
    const page = body([mail], path)
    expect(page).not.toContain('<script>alert')
    expect(page).not.toMatch(/<img|<a href="javascript/)
  })

  test('finds a frame where no script runs, no link leaves and nothing is fetched', () => {
    const response = open([mail], '/inbox/m1')!
    const [frame = ''] = /<iframe[^>]*>/.exec(String(response.body)) ?? []
    expect(frame).toMatch(/^<iframe sandbox title=/)
    expect(frame).not.toContain('allow-')
    expect(frame).toContain('default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:')
    expect(response.headers['content-security-policy']).toContain("default-src 'none'")
  })

  test('cannot escape by the filter either', () => {
    const page = body([aMail()], `/inbox?to=${encodeURIComponent(evil)}`)
    expect(page).not.toContain('<script>alert')
  })
})

test('what a mail leads to on the API that runs here stands beside it, and no other address does', () => {
  const mail = aMail({
    text: 'http://127.0.0.1:3000/v1/links/abc https://evil.example/v1/links/abc http://127.0.0.1:3000/',
  })
  const response = inboxRoutes(() => [mail], 'http://127.0.0.1:3000')(new URL('/inbox/m1', 'http://127.0.0.1'))!
  expect([...String(response.body).matchAll(/<a href="(http[^"]*)"/g)].map(([, href]) => href)).toEqual([
    'http://127.0.0.1:3000/v1/links/abc',
  ])
})
