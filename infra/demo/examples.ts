import type { Example } from '../local/console'
import type { World } from '../local/world'

/** One ticket and one order by hand; the console's sign-in answers with a token when asked for text. */
export function examplesAt({ api, smtp, services }: World, page: string): Example[] {
  const token = (role: string) => `$(curl -s ${page}/token/${role})`
  const post = (path: string, role: string, key: string, body: object) =>
    `curl -s ${api}${path} -H "authorization: Bearer ${token(role)}" -H 'idempotency-key: ${key}' -H 'content-type: application/json' -d '${JSON.stringify(body)}'`
  const customer = { accountId: 'shop-2001', name: 'Curious visitor', email: 'visitor@example.com' }
  const machine = services.cognito.clients.find(({ secret }) => secret !== undefined)
  return [
    {
      title: 'A customer writes · 顾客留言',
      command: post('/v1/tickets', 'storefront', 'my-first-ticket', {
        channel: 'website',
        customer,
        description: '我的包裹三天没有更新了，请帮忙查一下。',
      }),
    },
    { title: 'A customer writes a mail · 顾客发邮件', command: mail(smtp, services.receiving.recipients[0] ?? '') },
    {
      title: 'A customer orders · 顾客下单',
      command: post('/v1/orders', 'storefront', 'my-first-order', {
        customer,
        delivery: { consignee: 'Curious visitor', phone: '+86 138 0000 0000', address: '上海市示例路 8 号' },
        paymentMethod: 'prepaid',
        lines: [{ productNumber: 'TEA-WHITE-250', quantity: 1, unitPrice: 16800 }],
        shipping: 0,
        total: { amount: 16800, currency: 'CNY' },
      }),
    },
    { title: 'A shop tells of an order by webhook · 商城推送订单', command: webhook(api, token('supervisor')) },
    {
      title: 'Staff see the review list · 客服查看待审订单',
      command: `curl -s '${api}/v1/orders?list=review' -H "authorization: Bearer ${token('agent')}"`,
    },
    {
      title: 'The storefront’s server gets its token, as on AWS · 商城服务器获取令牌',
      command: `curl -s ${page}/oauth2/token -u ${machine?.id}:${machine?.secret} -d grant_type=client_credentials`,
    },
  ]
}

/** Signed in, so that it is truly from this sender. A file goes the same way: npm run mail -- FILE.eml --as visitor@example.com */
function mail(smtp: string, to: string): string {
  const from = 'visitor@example.com'
  const fields = [
    `From: ${from}`,
    `To: ${to}`,
    'Subject: Where is my parcel?',
    'Content-Type: text/plain; charset=utf-8',
  ]
  const text = '我的包裹三天没有更新了，请帮忙查一下。'
  const lines = [...fields, '', text].join('\\r\\n')
  return `printf '${lines}' | curl -s ${smtp} -u ${from}:any --mail-from ${from} --mail-rcpt ${to} -T -`
}

/** A sender is admitted, and signs an order with its secret: three lines of a shell. */
function webhook(api: string, token: string): string {
  const order = {
    customer: { name: 'Curious visitor', email: 'visitor@example.com' },
    delivery: { consignee: 'Curious visitor', phone: '+86 138 0000 0000', address: '上海市示例路 8 号' },
    paymentMethod: 'transfer',
    lines: [{ productNumber: 'TEA-WHITE-250', quantity: 1, unitPrice: 16800 }],
    total: { amount: 16800, currency: 'CNY' },
  }
  const json = "-H 'content-type: application/json'"
  const admit = `curl -s ${api}/v1/webhook-senders/partner/secrets -H "authorization: Bearer ${token}" -H 'idempotency-key: my-first-sender' ${json}`
  return [
    `SECRET=$(${admit} -d '{"kind":"shop"}' | sed 's/.*"secret":"\\([^"]*\\)".*/\\1/')`,
    `NOW=$(date +%s); BODY='${JSON.stringify({ externalId: '1001', order })}'; SIGNATURE=$(printf '%s.%s' "$NOW" "$BODY" | openssl dgst -sha256 -hmac "$SECRET" | sed 's/.* //')`,
    `curl -s ${api}/v1/inbound/orders/partner -H "kefu-timestamp: $NOW" -H "kefu-signature: v1=$SIGNATURE" ${json} --data-binary "$BODY"`,
  ].join('\n')
}
