import type { Case, CaseEvent } from '../../shared/domain/case'
import { decide } from '../../shared/domain/engine'
import type { Language } from '../../shared/domain/market'
import { languages, renderNotice } from '../../shared/domain/notice'
import { languageFor, noticeFacts } from '../../shared/domain/notice-facts'
import type { PaymentMethod } from '../../shared/domain/order'
import type { NoticeId } from '../../shared/domain/table'
import { notices } from '../../shared/handbook/notices'
import { cancellationReasons, rejectionReasons } from '../../shared/handbook/reasons'
import { traditionalToSimplified } from '../../shared/handbook/traditional-characters'
import { aClassification, aMessage, anOrder, aTicket, by, later, monday, placeOrder } from '../support/builders'

const ids = Object.keys(notices) as NoticeId[]
const spoken = Object.keys(languages) as Language[]
const everyNotice = spoken.flatMap(language => ids.map(id => [id, language] as const))

/** All placeholders of a notice, read from its words. */
const placeholders = (id: NoticeId, language: Language) => {
  const { greeting, signOff, texts } = languages[language]
  const all = JSON.stringify([greeting.named, signOff, texts[id]])
  return [...new Set(Array.from(all.matchAll(/\{[?!]?(\w+)\}/g), match => match[1] ?? ''))]
}

const filled = (id: NoticeId, language: Language, value: (name: string) => string) =>
  renderNotice(id, language, Object.fromEntries(placeholders(id, language).map(name => [name, value(name)])))

const ofUsualLength: Readonly<Record<string, string>> = {
  ...{ number: 'O-7Q2M4XDK', shopName: '云上商城', total: 'CNY 1,234,567.00', refunded: 'CNY 1,234,567.00' },
  ...{ courier: 'SF Express', trackingNumber: 'SF1040289377130', postNumber: 'XA12345678944', reason: '不再需要' },
  ...{ problem: 'your order has not been shipped in time', status: 'being packed and sent again' },
}

describe('what an agent writes by mail', () => {
  const mailOf = (words: string, language: Language = 'zh-Hans') =>
    filled('N-03-reply', language, name => ({ ...ofUsualLength, words, customerName: '示例顾客' })[name] ?? '')
  const greetings = (said: string) => said.match(/您好|你好|尊敬的|Hello|Dear/g) ?? []

  test.each([
    '您好！已为您查到。',
    '示例顾客，您好：\n已为您查到。',
    '尊敬的顾客：已查到。',
    'Dear customer, we found it.',
  ])('is greeted once: %j', words => {
    for (const language of spoken) {
      const { text, html } = mailOf(words, language)
      expect([greetings(text).length, greetings(html).length]).toEqual([1, 1])
    }
  })

  test.each(['已为您查到。', '我们为您好好检查了一遍。', 'Highly likely it comes today.'])(
    'has the greeting of the house before it when it has none: %j',
    words => expect(mailOf(words).text.startsWith('示例顾客，您好：\n\n')).toBe(true),
  )
})

describe.each(everyNotice)('notice %s in %s', (id, language) => {
  const longest = filled(id, language, name => `<${name}>&"'`.padEnd(400, '长'))
  const emptiest = filled(id, language, name => (['number', 'shopName', 'total'].includes(name) ? name : ''))
  const usual = filled(id, language, name => ofUsualLength[name] ?? '')

  test('leaves no placeholder, with the longest and with the emptiest data', () => {
    for (const { subject, text, html, short } of [longest, emptiest]) {
      for (const said of [subject, text, short]) expect(said).not.toMatch(/[{}]|undefined/)
      expect(html.replace(/<style>.*<\/style>/, '')).not.toMatch(/[{}]|undefined/)
    }
  })

  test('has a short text of at most 70 characters', () => {
    expect(Array.from(longest.short).length).toBeLessThanOrEqual(70)
    expect(emptiest.short.length).toBeGreaterThan(5)
  })

  test('has a short text that names the case, and is whole with what a case usually holds', () => {
    for (const short of [languages[language].texts[id].short].flat()) expect(short).toContain('{number}')
    for (const { short } of [usual, emptiest]) expect(short).not.toMatch(/…/)
    expect(usual.short).toContain(ofUsualLength.number)
  })

  test('escapes what people wrote', () => {
    expect(longest.html).not.toMatch(/<(number|total|shopName|customerName|words|items)>/)
    expect(longest.html).toContain('&#60;')
  })

  test('loads nothing from elsewhere and reads on a small screen, light and dark', () => {
    expect(longest.html).not.toMatch(/https?:|src=|@import|url\(|<script|<img|<link/)
    expect(longest.html).toMatch(/width=device-width/)
    expect(longest.html).toMatch(/prefers-color-scheme:dark/)
    expect(longest.html).toContain(`<html lang="${language}">`)
    expect(longest.html).not.toMatch(/[;"]width:\d+px/)
  })

  test('names the case in its subject, and says how to answer', () => {
    for (const subject of [languages[language].texts[id].subject].flat()) expect(subject).toContain('{number}')
    expect(languages[language].texts[id].answer).toContain('{number}')
  })

  test('is refused when a fact is missing', () => {
    expect(() => renderNotice(id, language, {})).toThrow(`notice ${id} in ${language} has no fact for`)
  })
})

describe('the languages', () => {
  test.each(spoken)('say the same: each notice uses the same facts in %s as in English', language => {
    for (const id of ids) expect([id, placeholders(id, language).sort()]).toEqual([id, placeholders(id, 'en').sort()])
  })

  test('of Chinese are each written in their own characters', () => {
    const pairs = Array.from(traditionalToSimplified.matchAll(/(.)(.)/gu), ([, ...pair]) => pair)
    const written = (language: Language) => new Set(JSON.stringify(languages[language]))
    const hans = written('zh-Hans')
    const hant = written('zh-Hant')
    /** Characters that traditional texts use too, in another sense. */
    const both = new Set('准里系面')
    expect(pairs.filter(([traditional]) => hans.has(traditional!))).toEqual([])
    expect(pairs.filter(([, simplified]) => hant.has(simplified!) && !both.has(simplified!))).toEqual([])
  })

  test('have words for every reason that a use case may give', () => {
    for (const reason of [...rejectionReasons, ...cancellationReasons]) {
      for (const language of spoken) expect(languages[language].reasons[reason]).toMatch(/./)
    }
  })

  test('a line break cannot get into a subject', () => {
    const facts = {
      ...Object.fromEntries(placeholders('N-08', 'en').map(name => [name, name])),
      number: 'O-1\r\nBcc: all@example.com',
    }
    expect(renderNotice('N-08', 'en', facts).subject).toBe('We have your order O-1 Bcc: all@example.com')
  })
})

describe('what a notice says of a case', () => {
  const told = { shopName: '云上商城', customerName: '李雷' }
  const of = (id: NoticeId, { after, events }: { after: Case; events: readonly CaseEvent[] }, words?: string) => {
    const event = events.find(({ notices: sent }) => sent?.includes(id))
    if (!event) throw new Error(`${id} is not sent`)
    const language = languageFor(id, after)
    return renderNotice(id, language, noticeFacts(after, event, language, { ...told, words }))
  }
  const approve = (paymentMethod: PaymentMethod) =>
    decide(anOrder('pending_review', { paymentMethod }), {
      event: 'approve',
      actor: by('agent'),
      at: later(monday, { minutes: 10 }),
    })

  test('N-01: number, what we understood, and until when we answer', () => {
    const facts = { classification: aClassification({ urgent: true }) }
    const { text, subject } = of(
      'N-01',
      decide(aTicket(), { event: 'classify', actor: by('system'), at: later(monday, { minutes: 1 }), facts }),
    )
    expect(subject).toContain(aTicket().number)
    expect(text).toContain('我们的理解：物流配送')
    expect(text).toContain('最晚答复：2026年3月9日 周一 11:00（北京时间）')
    expect(text).toContain('优先安排')
    expect(text).not.toContain('抱歉')
  })

  test('N-01 apologises to who complains, in their language', () => {
    const ticket = aTicket('received', {}, { language: 'en' })
    const facts = { classification: aClassification({ topic: 'complaint' }) }
    const { text } = of(
      'N-01',
      decide(ticket, { event: 'classify', actor: by('system'), at: later(monday, { minutes: 1 }), facts }),
    )
    expect(text).toContain('Hello 李雷,')
    expect(text).toContain('very sorry')
    expect(text).toContain('First answer by: Tue 10 March 2026, 09:00 (Beijing time)')
  })

  test('N-05 gives the result as it was written', () => {
    const ticket = aTicket('in_progress')
    const change = decide(ticket, {
      event: 'resolve',
      actor: by('agent'),
      at: later(monday, { hours: 1 }),
      data: { message: aMessage({ purpose: 'result' }) },
    })
    const { text, html } = of('N-05', change, '已补发。\n单号 <SF1>')
    expect(text).toContain('处理结果：已补发。\n    单号 <SF1>')
    expect(html).toContain('已补发。<br>单号 &#60;SF1&#62;')
    expect(of('N-05', change).text).not.toContain('处理结果')
  })

  test('N-08 says how the order will be paid', () => {
    const text = (paymentMethod: PaymentMethod) => of('N-08', placeOrder({ paymentMethod })).text
    expect(text('transfer')).toContain('5 个工作日内付款')
    expect(text('prepaid')).toContain('您已在线支付')
    expect(text('cash_on_delivery')).toContain('收货时请支付 ¥210.00')
    expect(text('cash_on_delivery')).not.toContain('工作日内付款')
  })

  test('N-10 tells finance the amount and every limit', () => {
    const { text, subject } = of('N-10', approve('transfer'))
    expect(subject).toContain('请核对到账 ¥210.00')
    expect(text).toContain('财务部同事：')
    expect(text).toContain('到账时限：2026年3月10日 周二 09:10（北京时间）')
    expect(text).toContain('未付款取消时限：2026年3月16日 周一 09:10（北京时间）')
    expect(text).toContain('目标 1 小时，最迟 2 小时，绝不超过 24 小时')
    expect(of('N-10', approve('cash_on_delivery')).text).not.toContain('到账时限')
  })

  test('N-12 tells the customer until when, and customer service how many days are left', () => {
    const change = decide(anOrder('pending_payment'), {
      event: 'not_arrived',
      actor: by('finance'),
      at: later(monday, { hours: 4 }),
    })
    expect(of('N-12', change).text).toContain('请在 2026年3月16日 周一 09:01（北京时间） 之前完成')
    expect(of('N-12-service', change).text).toContain('剩余工作日：5')
  })

  test('N-13 gives the reason, and promises a refund only where money was taken (R-ORD-15)', () => {
    const cancel = (order = anOrder(), data = {}) =>
      decide(order, { event: 'cancel', actor: by('customer'), at: later(monday, { hours: 1 }), data })
    expect(of('N-13', cancel()).text).toContain('原因：应客户要求取消')
    expect(of('N-13', cancel(anOrder(), { reason: 'changed_mind' })).text).toContain('原因：不再需要')
    expect(of('N-13', cancel()).text).not.toContain('由财务退回')
    expect(of('N-13', cancel(anOrder('pending_review', { paymentMethod: 'prepaid' }))).text).toContain(
      '您已支付的 ¥210.00 由财务退回',
    )
    const unpaid = decide(anOrder('payment_overdue', { contactAttempts: 1 }), {
      event: 'cancel_unpaid',
      actor: by('system'),
      at: later(monday, { days: 9 }),
    })
    expect(of('N-13', unpaid).text).toContain('原因：在规定时间内未收到付款')
  })

  test('N-15 gives courier and tracking number, and what to pay on delivery (R-ORD-20, R-TRK-02)', () => {
    const ship = (paymentMethod: PaymentMethod) =>
      of(
        'N-15',
        decide(anOrder('packed', { paymentMethod }), {
          event: 'ship',
          actor: by('warehouse'),
          at: later(monday, { hours: 1 }),
          data: { courier: '顺丰', trackingNumber: 'SF123' },
        }),
      )
    expect(ship('transfer').short).toBe(`订单 ${anOrder().number} 已发货，单号 SF123（顺丰），请当面验货。`)
    expect(ship('transfer').text).not.toContain('收货时支付')
    expect(ship('cash_on_delivery').text).toContain('收货时支付：¥210.00')
  })

  test('N-08 names what is out of stock, and gives the choice (R-ORD-05)', () => {
    const data = { productNumbers: ['P-1001', 'P-2002'] }
    const lines = data.productNumbers.map(productNumber => ({ productNumber, quantity: 1, unitPrice: 9900 }))
    const order = anOrder('pending_review', { lines })
    const warned = decide(order, { event: 'warn_of_stock', actor: by('agent'), at: later(monday, { hours: 1 }), data })
    const { subject, short, text } = of('N-08', warned)
    expect(subject).toBe(`订单 ${order.number} 有商品缺货，请您决定`)
    expect(short).toBe(`订单 ${order.number} 有商品缺货，请告诉我们等待还是取消。`)
    expect(text).toContain('下列商品目前缺货：P-1001、P-2002')
    expect(of('N-08', placeOrder()).text).not.toContain('下列商品目前缺货')
  })

  test('N-13 at the end of a refund says what went back, and takes nothing for granted that was paid (O24)', () => {
    const order = anOrder('refund_pending', { refund: { kind: 'whole', amount: 21000 } })
    const data = { refunded: { amount: 21000, currency: 'CNY' } }
    const done = decide(order, { event: 'record_refund', actor: by('finance'), at: later(monday, { days: 1 }), data })
    expect(of('N-13', done).text).toContain('¥210.00 已按您原来的付款方式退回')
    expect(of('N-13', done).text).not.toContain('没有收取')
    expect(of('N-13', done).short).toBe(`订单 ${order.number} 已取消，已退款 ¥210.00。`)
    expect(of('N-22-refund', done).text).toContain('退款金额：¥210.00')
  })

  test('N-16 says what the event said, wherever the order has come to since', () => {
    const delivered = decide(anOrder('shipped'), {
      ...{ event: 'deliver', actor: by('courier'), at: later(monday, { days: 2 }) },
    })
    const after = { ...delivered.after, state: 'completed' } as Case
    expect(of('N-16', { ...delivered, after }).text).toContain('状态：快递公司显示已送达')
    const scanned = decide(anOrder('shipped'), { event: 'scan', actor: by('courier'), at: later(monday, { days: 1 }) })
    expect(of('N-16', scanned).short).toBe(`订单 ${anOrder().number}：配送途中。`)
  })

  test('N-17 regrets, says what is the matter and what comes (R-TRK-03, R-ABN-04)', () => {
    const lost = decide(anOrder('in_transit'), {
      ...{ event: 'report_exception', actor: by('courier'), at: later(monday, { days: 3 }), data: { kind: 'lost' } },
    })
    expect(of('N-17', lost).text).toContain('非常抱歉：您的包裹可能丢失了')
    expect(of('N-17', lost).text).toContain('补发或全额退款')
    const late = decide(anOrder('paid'), {
      ...{ event: 'delay', actor: by('agent'), at: later(monday, { hours: 3 }), data: { reason: 'x' } },
    })
    expect(of('N-17', late).text).toContain('非常抱歉：您的订单没有按时发出')
    expect(of('N-17-warehouse', late).text).toContain('请今天发货')
  })

  test('departments are written to in the language of their market, customers in their own', () => {
    const order = anOrder('pending_review', {}, { market: 'BR', language: 'zh-Hans' })
    expect([languageFor('N-08', order), languageFor('N-10', order)]).toEqual(['zh-Hans', 'en'])
  })
})
