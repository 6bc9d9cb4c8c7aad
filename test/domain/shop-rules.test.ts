import { classify } from '../../shared/domain/classify'
import { differs, type ShopRule, withShopRules } from '../../shared/domain/shop-rules'
import type { Classification } from '../../shared/domain/ticket'

const under = (text: string, ...rules: Omit<ShopRule, 'id'>[]) =>
  withShopRules(classify(text), text, { version: 3, rules: rules.map((rule, at) => ({ id: `S-${at + 1}`, ...rule })) })

describe('a rule of the shop', () => {
  test('says the topic where one of its phrases stands, and its team, grade and priority follow (R-DSP-04)', () => {
    expect(classify('以舊換新怎麼弄').topic).not.toBe('payment')
    const proposal = under('以舊換新怎麼弄', { phrases: ['以旧换新'], topic: 'payment' })
    expect(proposal).toMatchObject({ topic: 'payment', team: 'payment', grade: 'L1', priority: 'P3' })
    expect(proposal.because[0]).toBe('shop rules 3, S-1: 以旧换新')
  })

  test.each([
    ['its phrase is not there', '我要开发票', { phrases: ['以旧换新'], topic: 'payment' }],
    [
      'what silences it stands beside',
      '我要开发票，不是收据',
      { phrases: ['发票'], unless: ['不是收据'], topic: 'order' },
    ],
  ] as const)('is silent where %s', (_, text, rule) => {
    expect(under(text, rule)).toEqual(classify(text))
  })

  test('of two that name a topic the first is heard, and both say that they spoke', () => {
    const proposal = under('发票和包裹', { phrases: ['包裹'], topic: 'order' }, { phrases: ['发票'], topic: 'payment' })
    expect(proposal.topic).toBe('order')
    expect(proposal.because.slice(0, 2)).toEqual(['shop rules 3, S-1: 包裹', 'shop rules 3, S-2: 发票'])
  })

  test('takes out of triage what it names, and leaves there what it only hurries', () => {
    const unsure: Classification = { ...classify('嗯嗯那个'), triage: true, team: 'triage' }
    const told = (rule: Omit<ShopRule, 'id'>) =>
      withShopRules(unsure, '嗯嗯那个', { version: 1, rules: [{ id: 'S-1', ...rule }] })
    expect(told({ phrases: ['那个'], topic: 'logistics' })).toMatchObject({ team: 'logistics' })
    expect(told({ phrases: ['那个'], topic: 'logistics' }).triage).toBeUndefined()
    expect(told({ phrases: ['那个'], urgent: true })).toMatchObject({ team: 'triage', triage: true, priority: 'P2' })
  })

  test('lifts severity and never lowers it (CLS-08, CLS-09)', () => {
    expect(under('我要退货', { phrases: ['退货'], severity: 'major' })).toMatchObject({ grade: 'L2', urgent: true })
    const leaked = '我的银行卡信息被泄露了，几百人都这样'
    expect(under(leaked, { phrases: ['泄露'], severity: 'major' }).severity).toBe(classify(leaked).severity)
  })
})

test('two proposals differ in what people act upon, not in their reasons', () => {
  const was = classify('我要退货')
  expect(differs(was, { ...was, because: ['another reason'] })).toBeUndefined()
  expect(differs(was, { ...was, topic: 'order', team: 'order' })).toEqual({
    was: { topic: 'after_sales', team: 'after_sales' },
    would: { topic: 'order', team: 'order' },
  })
})
