import type { complaintCauses, complaintTypes } from './complaint-form'

export interface ComplaintTypeRule {
  readonly id: string
  readonly type: (typeof complaintTypes)[number]
  readonly cause?: (typeof complaintCauses)[number]
  readonly pattern: RegExp
}

/** 投诉问题分类、投诉原因 (R-CLS-04, R-CLS-18, C-14) by the words of a complaint: the first that matches. */
export const complaintTypeRules: readonly ComplaintTypeRule[] = [
  {
    id: 'complaint-promise',
    type: 'promise_not_kept',
    cause: 'differs_from_promise',
    pattern:
      /承诺|说好|答应|不认账|说话不算|言而无信|出尔反尔|虚假宣传|虚假广告|与(描述|宣传)不符|包退|\b(promis\w+|guarantee\w*|advert\w*|misled|misleading|bait and switch|lied about)\b/,
  },
  {
    id: 'complaint-price',
    type: 'product_price',
    cause: 'differs_from_promise',
    pattern: /先涨|涨价|杀熟|价格欺诈|太贵|降价|\b(price|prices|overpriced|rip ?off|ripped off|discounts?|sale)\b/,
  },
  {
    id: 'complaint-payment',
    type: 'transaction_payment',
    cause: 'failed_in_duty',
    pattern:
      /扣款|扣费|乱扣|支付|付款|押金|收了定金|乱收费|\b(charg\w+|billed|payment|hidden (charges|fees)|took my money|stole my money)\b/,
  },
  {
    id: 'complaint-quality',
    type: 'product_quality',
    cause: 'defective',
    pattern:
      /质量|假货|售假|假的|坏了?|破|瑕疵|山寨|翻新|二手|\b(quality|fakes?|faulty|broken|defective|counterfeit|used goods|damaged)\b/,
  },
  {
    id: 'complaint-service',
    type: 'service_dissatisfaction',
    cause: 'failed_in_duty',
    pattern:
      /客服|态度|服务|敷衍|踢皮球|推(卸|诿|来推去)|没人(理|管|回|处理)|不回复|骂|挂.{0,2}电话|工号|主管|\b(rude|agents?|staff|service|support|hung up|ignor\w+|no reply|on hold|manager|supervisor|swore|attitude|called back|call back)\b/,
  },
  {
    id: 'complaint-receipt',
    type: 'transaction_receipt',
    cause: 'failed_in_duty',
    pattern:
      /发货|快递|物流|签收|配送|送货|收货|没收到|安装|\b(deliver\w*|driver|courier|parcel|package|shipping|arrived?|lost)\b/,
  },
]
