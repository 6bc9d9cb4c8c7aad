import { voiceOf } from '../../shared/domain/still-broken'

describe('after the result, a customer who writes', () => {
  test.each([
    // simplified Chinese
    '还是没有解决，请继续处理。',
    '问题还在，一点变化都没有。',
    '你们说已经解决了，可我还是用不了。',
    '谢谢，但是还没收到退款。',
    '好了两天，今天又坏了。',
    '怎么还没到账？',
    '收到了，不过依然有划痕。',
    '我不接受这个处理结果。',
    '同样的问题又出现了',
    '没用',
    '快递显示签收，可是我根本没拿到。',
    '已经解决？我这边仍然打不开。',
    '之前说修好了，结果用不了。',
    // in scorn
    '真是太感谢了，又坏了。',
    '呵呵，这也叫解决？',
    '谢谢你们，解决了个寂寞。',
    '好的呢，白等一个星期，辛苦了。',
    '你们的服务真“好”，一个问题敷衍三次。',
    '给个好评？越修越差。',
    // traditional Chinese
    '還是沒有解決。',
    '我還沒收到包裹，請再查一下。',
    '問題依舊，非常失望',
    '謝謝，不過還是打不開。',
    '根本沒人處理！',
    '這也叫處理好了？',
    // English
    'It is still not working.',
    'Still broken.',
    'Thanks, but the problem is not solved.',
    "I still haven't received my refund.",
    'You said it was fixed, but I have the same problem today.',
    'It worked for a day and now it stopped working.',
    'The parcel never arrived',
    "It isn't fixed at all",
    'Solved?? Nothing has changed.',
    'I am not satisfied with this answer.',
    // in scorn
    'Thanks for nothing.',
    'Great, broken again. Wonderful service.',
    'You call this solved?',
    'So much for your two-day promise, thank you very much.',
    'Perfect. Same error as last week.',
    'Yeah right, "resolved".',
  ])('"%s" says that it is still broken', text => {
    expect(voiceOf(text)).toEqual({ says: 'still_broken', heard: expect.any(String) })
  })

  test.each([
    '谢谢',
    '谢谢！已经收到了。',
    '问题解决了，辛苦了！',
    '好的，收到。',
    '非常满意，给你们点赞',
    '之前一直没解决，现在终于好了，谢谢。',
    '原来没收到，今天到账了，多谢',
    '如果还是不行我再联系你们，谢谢！',
    '没问题了，谢谢亲',
    '没用多久就处理好了，很满意',
    '嗯嗯',
    '👍',
    '🙏🙏',
    '謝謝你們，已經修好了。',
    '感謝！收到貨了',
    '太好了，辛苦您了',
    'Thank you!',
    'Thanks, it works now.',
    'All good now, cheers',
    'Ok thx',
    'It arrived today. Great service!',
    'It was not working before but now it is fixed. Thank you.',
    "If it breaks again I'll let you know. Thanks!",
    'It is no longer broken, thanks a lot',
    'Perfect, got my refund.',
    'Understood.',
    'No problem, thank you for the quick answer',
  ])('"%s" thanks', text => {
    expect(voiceOf(text)).toMatchObject({ says: 'thanks' })
  })

  test.each([
    '谢谢，另外发票什么时候开？',
    '请问可以换一个颜色吗',
    '我的地址换了，新的地址是示例路 9 号。',
    '帮我再下一单，谢谢',
    '謝謝，請問保固多久？',
    'Thanks! When will the invoice be sent?',
    'Could you also change my address please',
    'My new phone number is 13800000027',
    '……',
    '',
    `谢谢${'我还想补充一些使用的细节。'.repeat(30)}`,
  ])('"%s" says something else', text => {
    expect(voiceOf(text)).toEqual({ says: 'other' })
  })

  test('names the phrase of the handbook that was heard, in the writing of the handbook', () => {
    expect(voiceOf('還是沒有解決').heard).toBe('没有解决')
    expect(voiceOf('ＳＴＩＬＬ　ＢＲＯＫＥＮ').heard).toBe('still broken')
  })
})
