import type { Language } from '../domain/market'

/** What a macro may say of its case and of who speaks. */
export const macroVariables = {
  customerName: { zh: '客户姓名', from: 'file' },
  number: { zh: '单号', from: 'case' },
  orderNumber: { zh: '订单号', from: 'order' },
  agentName: { zh: '客服称呼', from: 'agent' },
  until: { zh: '时间', from: 'agent' },
} as const

export type MacroVariable = keyof typeof macroVariables

interface Macro {
  readonly zh: string
  readonly en: string
  readonly texts: Readonly<Record<Language, string>>
  readonly requirement: string
}

/** 常用语: what agents say often, in the customer's language. A variable stands in braces. */
export const macros: Readonly<Record<string, Macro>> = {
  'looking-into-it': {
    zh: '正在核实',
    en: 'We are looking into it',
    texts: {
      'zh-Hans': '{customerName}，您好，我是客服{agentName}。您的问题（{number}）我正在核实，{until}之前给您答复。',
      'zh-Hant': '{customerName}，您好，我是客服{agentName}。您的問題（{number}）我正在核實，{until}之前給您答覆。',
      en: 'Dear {customerName}, this is {agentName}. I am looking into your request {number} and will answer you by {until}.',
    },
    requirement: 'R-CSL-13, R-ABN-07',
  },
  'which-order': {
    zh: '询问订单号',
    en: 'Which order is it?',
    texts: {
      'zh-Hans': '您好，我是客服{agentName}。请告诉我您的订单号，或下单时留的手机号后四位，我马上为您查询。',
      'zh-Hant': '您好，我是客服{agentName}。請告訴我您的訂單編號，或下單時留的手機號碼末四碼，我馬上為您查詢。',
      en: 'Hello, this is {agentName}. Which order is it about? Its number, or the last four digits of the phone number you gave, will do.',
    },
    requirement: 'T6, R-CHN-10',
  },
  'photo-please': {
    zh: '请发照片',
    en: 'A photo, please',
    texts: {
      'zh-Hans': '很抱歉给您带来不便。请发一张商品和外包装的照片，我们据此尽快处理您的问题（{number}）。',
      'zh-Hant': '很抱歉給您帶來不便。請傳一張商品和外包裝的照片，我們據此儘快處理您的問題（{number}）。',
      en: 'We are sorry for the trouble. Please send us a photo of the goods and of the parcel, so that we can settle your request {number} quickly.',
    },
    requirement: 'T6, R-ABN-05',
  },
  'parcel-traced': {
    zh: '正在追查包裹',
    en: 'We are tracing your parcel',
    texts: {
      'zh-Hans':
        '{customerName}，您好。订单 {orderNumber} 的包裹我们已请快递公司追查，{until}之前把结果告诉您。让您久等，非常抱歉。',
      'zh-Hant':
        '{customerName}，您好。訂單 {orderNumber} 的包裹我們已請快遞公司追查，{until}之前把結果告訴您。讓您久等，非常抱歉。',
      en: 'Dear {customerName}, we have asked the carrier to trace the parcel of your order {orderNumber} and will tell you the result by {until}. We are sorry for the delay.',
    },
    requirement: 'R-ABN-04',
  },
  'wrong-goods': {
    zh: '发错货、质量问题',
    en: 'Wrong or faulty goods',
    texts: {
      'zh-Hans':
        '{customerName}，您好。订单 {orderNumber} 给您添麻烦了，非常抱歉。您可以选择换货或退货，我们在{until}之前办好。',
      'zh-Hant':
        '{customerName}，您好。訂單 {orderNumber} 給您添麻煩了，非常抱歉。您可以選擇換貨或退貨，我們在{until}之前辦好。',
      en: 'Dear {customerName}, we are sorry about your order {orderNumber}. You may choose an exchange or a return; we will have it done by {until}.',
    },
    requirement: 'R-ABN-05',
  },
  'did-payment-succeed': {
    zh: '确认付款',
    en: 'Did the payment succeed?',
    texts: {
      'zh-Hans': '您好，订单 {orderNumber} 的款项我们还没有查到。请确认付款是否成功，并告诉我付款方式和时间。',
      'zh-Hant': '您好，訂單 {orderNumber} 的款項我們還沒有查到。請確認付款是否成功，並告訴我付款方式和時間。',
      en: 'Hello, we do not see the payment of your order {orderNumber} yet. Did it succeed on your side? Please tell us how and when you paid.',
    },
    requirement: 'R-ABN-03',
  },
  'call-promised': {
    zh: '承诺回电',
    en: 'We will call you',
    texts: {
      'zh-Hans': '{customerName}，您好，这个问题一时不能答复。{agentName}会在{until}之前给您回电，请保持电话畅通。',
      'zh-Hant': '{customerName}，您好，這個問題一時無法答覆。{agentName}會在{until}之前給您回電，請保持電話暢通。',
      en: 'Dear {customerName}, this takes a little longer to answer. {agentName} will call you by {until}.',
    },
    requirement: 'R-ABN-07, R-CSL-13',
  },
  'with-colleagues': {
    zh: '已转同事处理',
    en: 'With our colleagues',
    texts: {
      'zh-Hans': '您好，您的问题（{number}）已请专门的同事核查，我仍然负责跟进，{until}之前给您答复。',
      'zh-Hant': '您好，您的問題（{number}）已請專門的同事核查，我仍然負責跟進，{until}之前給您答覆。',
      en: 'Hello, our specialists are looking at your request {number}. It stays with me, and I will answer you by {until}.',
    },
    requirement: 'R-DSP-03, T8',
  },
  'refund-on-its-way': {
    zh: '退款办理中',
    en: 'Your refund is on its way',
    texts: {
      'zh-Hans': '您好，订单 {orderNumber} 的退款已在办理，预计{until}之前原路退回。',
      'zh-Hant': '您好，訂單 {orderNumber} 的退款已在辦理，預計{until}之前原路退回。',
      en: 'Hello, the refund for your order {orderNumber} is under way and should reach you, the way you paid, by {until}.',
    },
    requirement: 'R-ABN-05',
  },
  thanks: {
    zh: '感谢来信',
    en: 'Thank you',
    texts: {
      'zh-Hans': '{customerName}，谢谢您的来信。如果还有问题，直接回复工单 {number} 就可以。{agentName}',
      'zh-Hant': '{customerName}，謝謝您的來信。如果還有問題，直接回覆工單 {number} 就可以。{agentName}',
      en: 'Thank you for writing, {customerName}. If anything is left, just answer under {number}. {agentName}',
    },
    requirement: 'R-CLO-07',
  },
}
