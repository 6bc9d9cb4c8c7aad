import type { Language } from '../../shared/domain/market'
import type { Topic } from '../../shared/domain/ticket'

type Said = Readonly<Record<Language, string>>

/** What people say in a simulation, by who says it and why. */
export const sayings = {
  reply: {
    'zh-Hans': '您好，您的问题由我负责，正在为您核实，有结果马上告诉您。',
    'zh-Hant': '您好，您的問題由我負責，正在為您核實，有結果馬上告訴您。',
    en: 'Hello, I am looking into this for you and will write as soon as I know more.',
  },
  question: {
    'zh-Hans': '为了尽快处理，请告诉我们商品的型号和收货时的情况。',
    'zh-Hant': '為了儘快處理，請告訴我們商品的型號和收貨時的情況。',
    en: 'To go on we need the model of the product, and how it looked when it arrived.',
  },
  situation: {
    'zh-Hans': '相关同事仍在核实。',
    'zh-Hant': '相關同事仍在核實。',
    en: 'Our colleagues are still checking.',
  },
  proposal: {
    'zh-Hans': '我们会继续跟进，明天再向您通报。',
    'zh-Hant': '我們會繼續跟進，明天再向您通報。',
    en: 'We stay with it and write to you again tomorrow.',
  },
  result: {
    'zh-Hans': '您的问题已经处理完毕：已按您的要求登记并安排，感谢您的耐心。',
    'zh-Hant': '您的問題已經處理完畢：已按您的要求登記並安排，感謝您的耐心。',
    en: 'This is settled now: everything is arranged as you asked. Thank you for your patience.',
  },
  apology: {
    'zh-Hans': '非常抱歉给您带来不便，您的投诉由我负责，48小时内给您处理结果。',
    'zh-Hant': '非常抱歉給您帶來不便，您的投訴由我負責，48小時內給您處理結果。',
    en: 'We are sorry for the trouble. I am in charge of your complaint, and you have a result within 48 hours.',
  },
  answer: {
    'zh-Hans': '型号在订单里，收货时包装完好，其他情况如前所述。',
    'zh-Hant': '型號在訂單裡，收貨時包裝完好，其他情況如前所述。',
    en: 'The model is in the order. The box looked fine, the rest is as I wrote.',
  },
  impatient: {
    'zh-Hans': '怎么还没有人回复？请尽快处理。',
    'zh-Hant': '怎麼還沒有人回覆？請儘快處理。',
    en: 'Nobody has answered me yet. Please look at this.',
  },
  complaint: {
    'zh-Hans': '等了这么久没有人管，我要投诉你们的服务！',
    'zh-Hant': '等了這麼久沒有人管，我要投訴你們的服務！',
    en: 'I have waited far too long. I want to complain about your service!',
  },
  unsolved: {
    'zh-Hans': '问题还是没有解决，请重新处理。',
    'zh-Hant': '問題還是沒有解決，請重新處理。',
    en: 'It is still not solved. Please take it up again.',
  },
} as const satisfies Record<string, Said>

/** What colleagues write for each other, in the language of the house. */
export const notes = {
  task: '请核实情况并告知处理结果。',
  done: '已核实并处理，结果见系统记录。',
  tried: '已答复并解释，客户不接受，需要上级处理。',
  verified: '已与客户、相关部门核对，处理有效。',
  notVerified: '核对时发现尚未完成。',
  phoned: '电话联系客户，补充说明了情况。',
  solution: '按客户要求处理，费用由我方承担。',
  measure: '按客户要求补偿。',
  explanation: '同意，按此办理。',
  calledBack: '电话回访，客户表示可以接受。',
  unreached: '电话回访，未能联系上客户。',
  givenOn: '团队当前无人，交同事跟进。',
} as const

/** 问题记录: what the history of a ticket cannot know. */
export const problemRecord = {
  place: '线上商城',
  description: '客户反映的问题，见往来消息。',
  review: '流程衔接不到位。',
  measures: ['交接时核对一次'],
} as const

/** Messages in traditional Chinese, which the corpus of the classifier does not hold. */
export const traditional: Readonly<Partial<Record<Topic, readonly string[]>>> = {
  logistics: [
    '我的包裹三天沒有更新了，請問到哪裡了？',
    '物流顯示已簽收，可是我沒有收到包裹',
    '請問什麼時候送到？已經等了一個星期',
  ],
  after_sales: [
    '收到的杯子有裂痕，我想換一個新的',
    '尺寸不合，想辦理退貨，請問怎麼寄回？',
    '退款已經兩個星期了還沒有收到',
  ],
  order: ['我想修改訂單的收貨地址，還沒有出貨', '請幫我取消今天早上的訂單，尺寸選錯了'],
  product: ['請問這款面霜敏感肌可以用嗎？', '這個鍋子可以放進洗碗機嗎？'],
  payment: ['付款的時候被扣了兩次錢，請幫我查一下', '信用卡一直付款失敗'],
  invoice: ['請問發票什麼時候可以開？抬頭要寫公司名稱'],
  account: ['忘記密碼了，手機號碼也換了，怎麼登入帳號？'],
  complaint: ['客服態度很差，一直推來推去，我要投訴'],
  technical: ['購物車按了結帳就沒有反應，網頁一直轉圈'],
  feedback: ['包裝很漂亮，建議可以出小份量的'],
  other: ['請問有人在嗎？'],
}
