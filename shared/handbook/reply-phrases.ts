/** What customers write when it is still not solved, when it is, and when they only thank. Chinese is written in simplified
 *  characters: traditional ones are read as these. `…` stands for a few words, `*` for the end of one. */

/** 仍未解决. */
export const brokenPhrases: readonly string[] = [
  ...['没解决', '没有解决', '没能解决', '未解决', '未能解决', '解决不了', '没处理好', '没有处理', '没人处理', '没弄好'],
  ...[
    '没修好',
    '没搞定',
    '没搞好',
    '没改好',
    '还是不行',
    '还是不能',
    '还是没',
    '还是用不了',
    '还是打不开',
    '还是老样子',
  ],
  ...[
    '还是一样',
    '还是坏',
    '还是有问题',
    '还是错',
    '还没收到',
    '还没到账',
    '还没退',
    '还没好',
    '还没有',
    '仍然',
    '仍未',
  ],
  ...[
    '仍旧',
    '依然',
    '依旧',
    '没收到',
    '没有收到',
    '没到账',
    '没有到账',
    '没退款',
    '没用',
    '没有用',
    '没效果',
    '没什么用',
  ],
  ...['不管用', '用不了', '不能用', '又坏了', '又出现', '又不行', '又是同样', '再次出现', '同样的问题', '一样的问题'],
  ...[
    '问题还在',
    '问题依',
    '不满意',
    '不接受',
    '不同意',
    '怎么还',
    '为什么还',
    '说好的',
    '说话不算',
    '根本没',
    '压根没',
  ],
  ...['越修越', '越弄越', '没变化', '没有变化', '没好', '没动静', '白等', '白忙'],
  ...[
    'still not',
    'still no',
    'still broken',
    'still waiting',
    'still have',
    'still having',
    'still the same',
    'still does*',
  ],
  ...["still doesn't", "still hasn't", "still haven't", "still can't", 'still cannot', "still isn't", "still won't"],
  ...[
    "still didn't",
    'still fails',
    'still failing',
    'still missing',
    'still wrong',
    'still a problem',
    'still an issue',
  ],
  ...['not solved', 'not resolved', 'not fixed', 'unresolved', 'never arrived', 'never got', 'never came'],
  ...["isn't solved", "isn't resolved", "isn't fixed", "wasn't solved", "wasn't resolved", "wasn't fixed"],
  ...["hasn't been solved", "hasn't been resolved", "hasn't been fixed", "didn't help", "didn't work", "didn't solve"],
  ...["didn't fix", "doesn't work", 'does not work', 'did not work', 'did not help', "doesn't help", 'not working'],
  ...['no longer works', 'stopped working', 'same problem', 'same issue', 'same error', 'broken again', 'back again'],
  ...['happened again', 'happening again', 'it broke', 'keeps happening', 'nothing has changed', 'nothing changed'],
  ...['no change', 'no refund', 'not received', "haven't received", 'have not received', "hasn't arrived"],
  ...['has not arrived', 'not happy', 'not satisfied', 'unsatisfied', 'not acceptable', 'unacceptable', 'worse than'],
]

/** 反话: praise that is none. */
export const scornPhrases: readonly string[] = [
  ...[
    '敷衍',
    '忽悠',
    '这也叫',
    '这就叫',
    '也算解决',
    '也算处理',
    '解决了个寂寞',
    '解决个',
    '处理了个寂寞',
    '谢谢你全家',
    '呵呵',
  ],
  ...['thanks for nothing', 'thank you for nothing', 'so much for', 'call this solved', 'call that solved'],
  ...['call this a solution', 'call that a solution', 'yeah right', 'what a joke', 'useless', 'how is this solved'],
]

/** 已解决. */
export const solvedPhrases: readonly string[] = [
  ...['解决了', '已解决', '已经解决', '处理好了', '弄好了', '搞定', '修好了', '收到了', '已收到', '到账了', '已到账'],
  ...['可以用了', '能用了', '可以了', '正常了', '没问题了', '没有问题了', '好了', '不再', '恢复了', '满意', '不用处理'],
  ...['仍然满意', '依然满意', '依旧满意', '没用多久', '没用几', '没有用多久'],
  ...['solved', 'resolved', 'fixed', 'works now', 'working now', 'works again', 'working again', 'works fine'],
  ...['works perfectly', 'work* great', 'all good', 'all set', 'sorted', 'arrived today', 'has arrived', 'it arrived'],
  ...[
    'received it',
    'got it',
    'got my refund',
    'got the refund',
    'no longer broken',
    'no more problem*',
    'no problem*',
  ],
  ...['no longer a problem', 'no longer an issue', 'happy with', 'satisfied', 'not an issue any*', 'still works'],
]

/** 致谢、确认: an end of the conversation. */
export const thanksPhrases: readonly string[] = [
  ...[
    '谢谢',
    '感谢',
    '多谢',
    '谢啦',
    '谢了',
    '辛苦',
    '麻烦你们了',
    '好的',
    '好滴',
    '收到',
    '明白',
    '知道了',
    '了解',
    '嗯',
  ],
  ...['好评', '不错', '很好', '赞', '给力', '祝', '再见'],
  ...['thank*', 'thx', 'ty', 'cheers', 'appreciate*', 'ok', 'okay', 'great', 'perfect', 'excellent', 'awesome', 'good'],
  ...['wonderful', 'brilliant', 'nice', 'noted', 'understood', 'bye', 'best regards', 'kind regards', 'have a nice'],
]

/** Someone wants something: no thanks, however politely it is said. */
export const askingPhrases: readonly string[] = [
  ...[
    '请问',
    '请帮',
    '帮我',
    '麻烦帮',
    '能不能',
    '可不可以',
    '可以…吗',
    '能…吗',
    '什么时候',
    '多久',
    '怎么',
    '为什么',
    '为何',
  ],
  ...['哪里', '吗', '另外', '还有一个', '还有个', '还想', '还要', '我要', '我想', '希望', '需要'],
  ...['please', 'could you', 'can you', 'would you', 'will you', 'can i', 'could i', 'may i', 'when', 'where', 'how'],
  ...[
    'why',
    'what',
    'another question',
    'another thing',
    'one more',
    'i need',
    'i want',
    "i'd like",
    'i would like',
    'also',
  ],
]

/** What a sentence begins with that speaks of what might happen: 'if it breaks again, I will write'. */
export const conditions: readonly string[] = [
  ...['如果', '要是', '假如', '万一', '若', '一旦', '除非'],
  ...['if', 'in case', 'should it', 'should this', 'should the', 'unless', 'whenever'],
]
