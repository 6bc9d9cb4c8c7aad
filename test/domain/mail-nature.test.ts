import { type MailNature, natureOf } from '../../shared/domain/mail-nature'
import { aMail, anAddress } from '../support/a-mail'

const house = { domains: ['kefu.example'] }
type Given = Parameters<typeof aMail>[0]
const report = '这是来自QQ邮箱的假期自动回复邮件。'

/** What it is, why it is that, and the mail (R-CHN-07). */
const table: readonly (readonly [kind: MailNature['kind'], why: string, mail: Given])[] = [
  ['person', 'an ordinary mail', {}],
  ['person', 'who says that no machine wrote it (RFC 3834)', { head: { 'auto-submitted': 'no' } }],
  [
    'person',
    'who writes about an automatic reply',
    { subject: '自动回复里说的电话打不通', text: '你们的自动回复说可以打电话，打不通。' },
  ],
  [
    'person',
    'who answers an automatic reply of ours',
    { subject: 'Re: 自动回复: 我的订单', text: '还是没有人联系我。' },
  ],
  [
    'person',
    'who quotes ours',
    { text: '没人理我\n> 这是一封自动回复邮件，请勿回复。\n> 您的邮件已收到，我们会尽快回复。' },
  ],
  ['person', 'who asks whether it is one', { text: '这是自动回复吗？能不能找个真人？' }],
  ['auto_reply', 'RFC 3834', { head: { 'auto-submitted': 'auto-replied (vacation)' } }],
  ['auto_reply', 'QQ: a subject and nothing else', { subject: '自动回复:您的订单', text: '收到，谢谢' }],
  ['auto_reply', 'QQ: the words that it begins with', { subject: 'Re: 您的订单', text: report }],
  ['auto_reply', 'Outlook', { subject: 'Automatic reply: Your order', text: 'I am out of the office.' }],
  ['own', 'a mail of ours that was passed on to us', { messageId: 'c1.4.N-03@kefu.example' }],
  [
    'bounce',
    'of a daemon',
    { from: anAddress('MAILER-DAEMON@mx.example'), text: 'User unknown: <li@customer.example>' },
  ],
]

describe('the nature of a mail', () => {
  test.each(table)('%s: %s', (kind, _why, given) => {
    expect(natureOf(aMail(given), house)).toMatchObject({ kind })
  })
})
