import type { Market, StaffLanguage } from '../../shared/domain/market'
import { type Money, sayMoney } from '../../shared/domain/money'
import { languages } from '../../shared/domain/notice'
import { escapeHtml } from '../../shared/domain/notice-html'
import { sayInstant } from '../../shared/domain/time-text'
import { markets } from '../../shared/handbook/markets'
import { signOffLines } from '../../shared/handbook/sign-offs'
import type { DispatchNote } from './read-dispatch-note'

const words = {
  'zh-Hans': {
    ...{ title: '发货单', from: '发货方', warehouse: '仓库', supplier: '供应商', consignee: '收货人', phone: '电话' },
    ...{ address: '地址', payment: '付款方式', total: '订单金额', collect: '代收货款', courier: '快递' },
    ...{ tracking: '运单号', product: '商品编号', quantity: '数量', step: '环节', by: '签字', at: '时间', how: '方式' },
    ...{ system: '系统', signature: '签字', verbal: '口头' },
  },
  en: {
    ...{ title: 'Dispatch note', from: 'Ships from', warehouse: 'Warehouse', supplier: 'Supplier' },
    ...{ consignee: 'Consignee', phone: 'Phone', address: 'Address', payment: 'Payment', total: 'Total' },
    ...{ collect: 'Collect on delivery', courier: 'Courier', tracking: 'Tracking number', product: 'Product' },
    ...{ quantity: 'Quantity', step: 'Gate', by: 'Confirmed by', at: 'When', how: 'How' },
    ...{ system: 'system', signature: 'signature', verbal: 'verbal' },
  },
} satisfies Record<StaffLanguage, Record<string, string>>

const style =
  'body{font:14px/1.5 sans-serif;margin:2em;max-width:48em}h1{font-size:20px}' +
  'table{border-collapse:collapse;width:100%;margin:0 0 1.5em}th,td{border:1px solid #888;padding:4px 8px;text-align:left}'

const table = (rows: readonly (readonly string[])[], head: readonly string[] = []) => {
  const cells = (row: readonly string[], tag: 'td' | 'th') => row.map(cell => `<${tag}>${escapeHtml(cell)}</${tag}>`)
  const lines = [...(head.length > 0 ? [cells(head, 'th')] : []), ...rows.map(row => cells(row, 'td'))]
  return `<table>${lines.map(line => `<tr>${line.join('')}</tr>`).join('')}</table>`
}

/** The paper that goes with the goods, in the language of the market's staff (R-ORD-09, R-ORD-27). */
export function dispatchNotePage(note: DispatchNote, market: Market) {
  const { zone, staffLanguage: language } = markets[market]
  const say = words[language]
  const money = (amount: Money | undefined) => (amount ? sayMoney(amount, language) : '')
  const method =
    languages[language].paymentMethods[note.paymentMethod as keyof (typeof languages)['en']['paymentMethods']]
  const rows: readonly (readonly [string, string | undefined])[] = [
    [say.from, note.shipsFrom && say[note.shipsFrom]],
    [say.consignee, note.delivery?.consignee],
    [say.phone, note.delivery?.phone],
    [say.address, note.delivery?.address],
    [say.payment, method],
    [say.total, money(note.total)],
    [say.collect, money(note.collect)],
    [say.courier, note.courier],
    [say.tracking, note.trackingNumber],
  ]
  const signed = note.signOffs.map(({ type, by, at, how }) => {
    const line = signOffLines.find(candidate => candidate.type === type)
    const step = language === 'en' ? line?.en : line?.zh
    return [step ?? type, `${by.role} ${by.id}`, sayInstant(at, zone, language), say[how as 'system']]
  })
  const body = [
    `<h1>${escapeHtml(`${say.title} ${note.number}`)}</h1>`,
    table(rows.flatMap(([label, value]) => (value ? [[label, value]] : []))),
    table(
      note.lines.map(({ productNumber, quantity }) => [productNumber, String(quantity)]),
      [say.product, say.quantity],
    ),
    table(signed, [say.step, say.by, say.at, say.how]),
  ].join('')
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body: `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${escapeHtml(`${say.title} ${note.number}`)}</title><style>${style}</style>${body}</html>`,
  }
}
