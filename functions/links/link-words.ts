import type { LinkPurpose } from '../../shared/domain/link'
import type { Language } from '../../shared/domain/market'

/** The four dimensions of satisfaction (R-SUR-06), beside the rating as a whole. */
export const dimensions = ['efficiency', 'quality', 'experience', 'feedback'] as const
export type Dimension = (typeof dimensions)[number]

/** What the pages behind our links say; {number} is the ticket's. */
export interface LinkWords {
  readonly unsubscribe: string
  readonly unsubscribed: string
  readonly title: Readonly<Record<LinkPurpose, string>>
  readonly opening: Readonly<Record<LinkPurpose, string>>
  readonly solved: string
  readonly yes: string
  readonly no: string
  readonly rating: string
  readonly scale: string
  readonly details: string
  readonly dimensions: Readonly<Record<Dimension, string>>
  readonly optional: string
  readonly text: Readonly<Record<Exclude<LinkPurpose, 'unsubscribe'>, string>>
  readonly send: string
  readonly nothingYet: string
  readonly thanks: string
  readonly rated: string
  readonly takenUp: string
  readonly closed: string
  readonly once: string
  /** Titles of refusals, and what to do. */
  readonly refusals: Readonly<
    Record<'not_found' | 'gone' | 'conflict' | 'invalid' | 'other', readonly [string, string]>
  >
}

const zhHans: LinkWords = {
  unsubscribe: '退订',
  unsubscribed: '已退订。如需恢复，请联系客服。',
  title: { object: '对处理结果有异议', rate: '请评价本次服务', reopen: '问题仍未解决', unsubscribe: '退订' },
  opening: {
    object: '工单 {number}：请告诉我们哪里还没有解决，我们会重新处理。',
    rate: '工单 {number}：您的问题解决了吗？您的评价会帮助我们改进。',
    reopen: '工单 {number}：请告诉我们现在的情况，我们会重新处理。',
    unsubscribe:
      '点击下面的按钮后，我们不再给您发送满意度调查、节日问候和优惠信息。与您的订单和问题有关的邮件仍会照常发送。',
  },
  ...{ solved: '问题解决了吗？', yes: '已解决', no: '未解决', rating: '总体满意度', scale: '1 很不满意，5 很满意' },
  details: '分项评价',
  dimensions: { efficiency: '服务效率', quality: '服务质量', experience: '客户体验', feedback: '反馈是否方便' },
  optional: '（可不填）',
  text: { object: '还有什么没有解决？', rate: '想对我们说的话', reopen: '现在的情况' },
  send: '提交',
  nothingYet: '打开本页不会产生任何操作，点击“提交”后才会记录。',
  thanks: '谢谢，已记录。',
  rated: '您的评分：{rating}（满分 5）。',
  takenUp: '我们会继续处理您的问题，并尽快答复。',
  closed: '工单已关闭。如问题再次出现，请联系客服并提供工单号。',
  once: '每个链接只记录一次，以上是首次提交的内容。',
  refusals: {
    not_found: ['无法识别的链接', '链接不完整，或不是我们发出的。请从邮件中重新打开，或联系客服。'],
    gone: ['链接已过期', '链接的有效期已过。如仍需帮助，请联系客服并提供工单号。'],
    conflict: ['现在无法提交', '工单的状态已有变化。请稍后再试，或联系客服并提供工单号。'],
    invalid: ['还差一点', '有必填项没有填写，或内容过长。请返回上一页补充后再提交。'],
    other: ['暂时无法处理', '这是我们的问题，您的内容没有记录。请稍后再试。'],
  },
}

const zhHant: LinkWords = {
  unsubscribe: '取消訂閱',
  unsubscribed: '已取消訂閱。如需恢復，請聯絡客服。',
  title: { object: '對處理結果有異議', rate: '請評價本次服務', reopen: '問題仍未解決', unsubscribe: '取消訂閱' },
  opening: {
    object: '工單 {number}：請告訴我們哪裡還沒有解決，我們會重新處理。',
    rate: '工單 {number}：您的問題解決了嗎？您的評價會幫助我們改進。',
    reopen: '工單 {number}：請告訴我們現在的情況，我們會重新處理。',
    unsubscribe:
      '點選下面的按鈕後，我們不再寄給您滿意度調查、節日問候與優惠訊息。與您的訂單和問題有關的郵件仍會照常寄送。',
  },
  ...{ solved: '問題解決了嗎？', yes: '已解決', no: '未解決', rating: '整體滿意度', scale: '1 很不滿意，5 很滿意' },
  details: '分項評價',
  dimensions: { efficiency: '服務效率', quality: '服務品質', experience: '客戶體驗', feedback: '回饋是否方便' },
  optional: '（可不填）',
  text: { object: '還有什麼沒有解決？', rate: '想對我們說的話', reopen: '現在的情況' },
  send: '提交',
  nothingYet: '開啟本頁不會產生任何操作，點選「提交」後才會記錄。',
  thanks: '謝謝，已記錄。',
  rated: '您的評分：{rating}（滿分 5）。',
  takenUp: '我們會繼續處理您的問題，並儘快答覆。',
  closed: '工單已關閉。如問題再次出現，請聯絡客服並提供工單號。',
  once: '每個連結只記錄一次，以上是首次提交的內容。',
  refusals: {
    not_found: ['無法識別的連結', '連結不完整，或不是我們發出的。請從郵件中重新開啟，或聯絡客服。'],
    gone: ['連結已過期', '連結的有效期已過。如仍需協助，請聯絡客服並提供工單號。'],
    conflict: ['現在無法提交', '工單的狀態已有變化。請稍後再試，或聯絡客服並提供工單號。'],
    invalid: ['還差一點', '有必填項沒有填寫，或內容過長。請返回上一頁補充後再提交。'],
    other: ['暫時無法處理', '這是我們的問題，您的內容沒有記錄。請稍後再試。'],
  },
}

const en: LinkWords = {
  unsubscribe: 'Unsubscribe',
  unsubscribed: 'You are unsubscribed. If you change your mind, tell customer service.',
  title: {
    object: 'I do not agree with the result',
    rate: 'How did we do?',
    reopen: 'It is still not solved',
    unsubscribe: 'Unsubscribe',
  },
  opening: {
    object: 'Ticket {number}: tell us what is not solved yet, and we take it up again.',
    rate: 'Ticket {number}: is your problem solved? What you say helps us to do better.',
    reopen: 'Ticket {number}: tell us how it stands now, and we take it up again.',
    unsubscribe:
      'Press the button, and we send you no more surveys, greetings and offers. What concerns your own orders and requests still comes.',
  },
  ...{ solved: 'Is it solved?', yes: 'Yes', no: 'Not yet', rating: 'All in all' },
  scale: '1 very dissatisfied, 5 very satisfied',
  details: 'In detail',
  dimensions: {
    efficiency: 'How quick',
    quality: 'How good',
    experience: 'How it felt',
    feedback: 'How easy to tell us',
  },
  optional: '(if you like)',
  text: { object: 'What is not solved?', rate: 'Anything else', reopen: 'How it stands now' },
  send: 'Send',
  nothingYet: 'Opening this page does nothing: only “Send” does.',
  thanks: 'Thank you, we have it.',
  rated: 'Your rating: {rating} of 5.',
  takenUp: 'We go on with your problem and answer you as soon as we can.',
  closed: 'The ticket is closed. Should the problem come back, contact customer service with its number.',
  once: 'Each link counts once; this is what came first.',
  refusals: {
    not_found: [
      'We do not know this link',
      'It is not complete, or not ours. Open it from our mail again, or contact customer service.',
    ],
    gone: [
      'This link is over',
      'Its time has passed. If you still need us, contact customer service with your ticket number.',
    ],
    conflict: [
      'Not possible now',
      'The ticket has moved on. Try again later, or contact customer service with its number.',
    ],
    invalid: [
      'Something is missing',
      'A question is not answered, or a text is too long. Go back, complete it and send again.',
    ],
    other: ['Not just now', 'This is our fault, and nothing was recorded. Please try again later.'],
  },
}

export const linkWords: Readonly<Record<Language, LinkWords>> = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }

/** The first of our languages that a browser asks for; who asks for none reads the house's first. */
export function languageAsked(acceptLanguage: string): Language {
  const asked = /\b(zh|en)\b[-\w]*/i.exec(acceptLanguage)?.[0].toLowerCase() ?? (acceptLanguage ? 'en' : 'zh')
  if (asked.startsWith('en')) return 'en'
  return /hant|tw|hk|mo/.test(asked) ? 'zh-Hant' : 'zh-Hans'
}
