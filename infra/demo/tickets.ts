/** What happens to a demo ticket, one step after the other. */
export type TicketStage = 'untouched' | 'taken' | 'answered' | 'resolved'

/** How it was, in the customer's words; the record makes the lead file it. */
export interface DemoVerdict {
  readonly rating: number
  readonly text?: string
  readonly record?: object
}

export interface DemoTicket {
  /** How long before the shop opens to the visitor the customer wrote. */
  readonly hoursAgo: number
  readonly customer: number
  readonly channel: string
  readonly description: string
  readonly stage: TicketStage
  readonly reply?: string
  readonly result?: string
  /** Absent while the customer is silent. */
  readonly verdict?: DemoVerdict
}

/** Messages of a small shop for tea things and skin care, in the voices that such a shop hears. */
export const demoTickets: readonly DemoTicket[] = [
  {
    hoursAgo: 150,
    customer: 1,
    channel: 'website',
    description: '我上周买的紫砂壶收到了，壶盖有一道裂纹，想换一个新的，请问怎么办理？',
    stage: 'resolved',
    reply: '非常抱歉给您带来不便，已为您登记换货，请您发一张裂纹处的照片。',
    result: '新壶已安排寄出，旧壶由快递员上门取回，运费由我们承担。',
    verdict: {
      rating: 5,
      text: '换货很快，谢谢！',
      record: { place: '官网商城', review: '出厂检验漏检壶盖裂纹。', measures: ['供应商逐只复检', '包装增加壶盖衬垫'] },
    },
  },
  {
    hoursAgo: 141,
    customer: 2,
    channel: 'website',
    description:
      'My parcel says delivered since Monday but nothing arrived at my door. Can you check with the courier?',
    stage: 'resolved',
    reply: 'Thank you for telling us. We have asked the courier for the delivery record and will write to you today.',
    result:
      'The parcel was left at the collection point of your building; the courier has now brought it to your door.',
    verdict: { rating: 2, text: 'Solved, but I had to ask twice before anyone called the courier.' },
  },
  {
    hoursAgo: 126,
    customer: 3,
    channel: 'app_chat',
    description: '付款的时候扣了两次钱，银行短信都收到两条，赶紧帮我查一下！',
    stage: 'resolved',
    reply: '已看到两笔扣款，财务正在核对，请您放心。',
    result: '重复扣除的一笔已原路退回，预计一到三个工作日到账。',
  },
  {
    hoursAgo: 100,
    customer: 4,
    channel: 'website',
    description: '请问这款白茶适合冲泡几次？送长辈的话哪种包装比较合适？',
    stage: 'resolved',
    reply: '这款白茶一般可以冲泡七到八次，送长辈推荐木盒装。',
    result: '已为您备注木盒装与贺卡，感谢您的信任。',
    verdict: { rating: 5 },
  },
  {
    hoursAgo: 99,
    customer: 5,
    channel: 'self_service',
    description: 'How do I get an invoice for my last order? I need the company name on it.',
    stage: 'answered',
    reply: 'Gladly. Please send us the company name and tax number, and we will post the invoice.',
  },
  {
    hoursAgo: 88,
    customer: 6,
    channel: 'website',
    description: '等了半个月还没发货，客服还说不知道什么时候发，我要投诉你们！',
    stage: 'answered',
    reply: '让您久等了，实在抱歉。仓库已确认今天优先发出您的包裹，单号出来后马上告诉您。',
  },
  {
    hoursAgo: 75,
    customer: 7,
    channel: 'app_chat',
    description: '密码忘了，手机号也换了，怎么登录我的会员账户？积分还在吗？',
    stage: 'answered',
    reply: '积分都在。为了您的账户安全，请先提供最近一笔订单的编号，我们帮您更换手机号。',
  },
  {
    hoursAgo: 62,
    customer: 8,
    channel: 'website',
    description: 'The cart empties itself every time I press checkout. I tried two browsers, the page does not work.',
    stage: 'taken',
  },
  {
    hoursAgo: 51,
    customer: 9,
    channel: 'website',
    description: '我想把订单的收货地址改到公司，还没发货，可以改吗？',
    stage: 'answered',
    reply: '可以的，请告诉我新的地址，我们马上通知仓库。',
  },
  {
    hoursAgo: 44,
    customer: 10,
    channel: 'email',
    description: 'I returned the cream two weeks ago and the refund still has not arrived. What is going on?',
    stage: 'taken',
  },
  {
    hoursAgo: 37,
    customer: 11,
    channel: 'live_chat',
    description: '这两款面霜有什么区别？敏感肌能用哪个？最近有没有优惠？',
    stage: 'answered',
    reply: '第二款不含香精，更适合敏感肌；本周满三百减三十。',
  },
  {
    hoursAgo: 30,
    customer: 12,
    channel: 'website',
    description: 'Lovely packaging, and the tea smells wonderful. A smaller tin for travelling would be great.',
    stage: 'taken',
  },
  {
    hoursAgo: 26,
    customer: 13,
    channel: 'website',
    description: '包裹到了但是里面是空盒子，你们是怎么检查的？',
    stage: 'taken',
  },
  {
    hoursAgo: 21,
    customer: 14,
    channel: 'self_service',
    description: '订单一直显示待付款，可是我昨天已经转账了，麻烦核对。',
    stage: 'untouched',
  },
  {
    hoursAgo: 17,
    customer: 15,
    channel: 'website',
    description: 'Please cancel my order from this morning, I chose the wrong size by mistake.',
    stage: 'untouched',
  },
  {
    hoursAgo: 11,
    customer: 16,
    channel: 'app_chat',
    description: '到哪了？两天没有物流更新了。',
    stage: 'untouched',
  },
  {
    hoursAgo: 7,
    customer: 17,
    channel: 'website',
    description: '非常紧急！明天婚礼要用的茶具还没到，请马上帮我联系快递！',
    stage: 'untouched',
  },
  {
    hoursAgo: 3,
    customer: 18,
    channel: 'website',
    description: 'Do you ship to Hangzhou by tomorrow, and what does express shipping cost?',
    stage: 'untouched',
  },
  { hoursAgo: 1, customer: 19, channel: 'live_chat', description: '在吗？想找人工客服。', stage: 'untouched' },
  {
    hoursAgo: 0.3,
    customer: 20,
    channel: 'website',
    description: '你们拒绝退货，还说是我弄坏的，明明收到就是坏的，太过分了！',
    stage: 'untouched',
  },
]
