import { type Bounce, bounceOf, marksAddress } from '../../shared/domain/bounce'
import { aMail, anAddress } from '../support/a-mail'

type Given = Parameters<typeof aMail>[0]
type Expected = readonly [address: string, reason: string, lasts: 'permanent' | 'transient']

const ours = {
  from: 'service@kefu.example',
  to: 'li@customer.example',
  'message-id': '<c1.4.N-03@kefu.example>',
  subject: '进度',
}
const returned = aMail({ head: ours, messageId: 'c1.4.N-03@kefu.example', references: ['c1@kefu.example'] })
const daemon = {
  from: anAddress('MAILER-DAEMON@mx.example', 'Mail Delivery System'),
  subject: 'Undelivered Mail Returned to Sender',
}
const postmaster = (domain: string, subject: string) => ({
  from: anAddress(`Postmaster@${domain}`, 'Postmaster'),
  subject,
})
const status = (...lines: readonly string[]) => ({
  reports: [{ type: 'message/delivery-status', text: `Reporting-MTA: dns; mx.example\n\n${lines.join('\n')}` }],
})
const quoted = Object.entries(ours)
  .map(([name, value]) => `${name}: ${value}`)
  .join('\n')

/** Reports as machines of many makes write them, in our own words (R-NTF-03, R-CHN-07). */
const table: readonly (readonly [system: string, mail: Given, expected: readonly Expected[]])[] = [
  [
    'RFC 3464',
    { ...daemon, ...status('Final-Recipient: rfc822; li@customer.example', 'Action: failed', 'Status: 5.1.1') },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'RFC 3464: the one who was written to, where mail is passed on',
    {
      ...daemon,
      ...status(
        'Original-Recipient: rfc822;li@customer.example',
        'Final-Recipient: rfc822;li@home.example',
        'Action: failed',
        'Status: 5.2.2',
      ),
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'RFC 3464: still tried',
    { ...daemon, ...status('Final-Recipient: rfc822; li@customer.example', 'Action: delayed', 'Status: 4.4.1') },
    [['li@customer.example', 'not_reached', 'transient']],
  ],
  [
    'RFC 3464: given up after days',
    { ...daemon, ...status('Final-Recipient: rfc822; li@customer.example', 'Action: failed', 'Status: 4.4.7') },
    [['li@customer.example', 'not_reached', 'transient']],
  ],
  [
    'RFC 3464: a status that says nothing, and words that do',
    {
      ...daemon,
      ...status(
        'Final-Recipient: rfc822; li@customer.example',
        'Action: failed',
        'Status: 5.0.0',
        'Diagnostic-Code: smtp; 550 No such user',
        ' here',
      ),
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'RFC 6533: an address that is not ASCII',
    { ...daemon, ...status('Final-Recipient: utf-8; \\x{674E}@\\x{4F8B}.example', 'Action: failed', 'Status: 5.1.1') },
    [['李@例.example', 'unknown_address', 'permanent']],
  ],
  [
    'RFC 3464: two at once, one of whom got it',
    {
      ...daemon,
      ...status(
        'Final-Recipient: rfc822; li@customer.example\nAction: failed\nStatus: 5.7.1',
        '\nFinal-Recipient: rfc822; wang@customer.example\nAction: delivered\nStatus: 2.0.0',
        '\nFinal-Recipient: rfc822; zhao@customer.example\nAction: failed\nStatus: 5.1.2',
      ),
    },
    [
      ['li@customer.example', 'refused', 'permanent'],
      ['zhao@customer.example', 'no_domain', 'permanent'],
    ],
  ],
  [
    'McAfee: the fields without a status',
    {
      ...daemon,
      ...status(
        'Original-Recipient: <li@customer.example>',
        'Action: failed',
        'Diagnostic-Code: smtp; 550 unknown user',
      ),
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'WorkMail: the fields in the text',
    {
      ...daemon,
      text: 'Technical report:\n\nAction: failed\nFinal-Recipient: rfc822; li@customer.example\nDiagnostic-Code: smtp; 452 4.2.2 full\nStatus: 4.2.2',
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'SES: on the list of those that are not tried any more',
    {
      ...daemon,
      ...status(
        'Final-Recipient: rfc822; li@customer.example',
        'Action: failed',
        'Diagnostic-Code: the address is on the suppression list',
      ),
    },
    [['li@customer.example', 'suppressed', 'permanent']],
  ],
  [
    'exim, Gmail: a header',
    {
      ...daemon,
      head: { 'x-failed-recipients': 'li@customer.example' },
      text: 'The account that you tried to reach does not exist.',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'qmail',
    {
      ...postmaster('mx.example', 'failure notice'),
      text: `Hi. This is the program at mx.example.\nI wasn't able to deliver your message to the following addresses.\n\n<li@customer.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n${quoted}`,
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'sendmail of old, which only waits',
    {
      ...daemon,
      subject: 'Warning: could not send message for past 4 hours',
      text: '    **  THIS IS A WARNING MESSAGE ONLY  **\n\n   ----- Transcript of session follows -----\n<li@customer.example>... Deferred: Connection timed out with mx.customer.example.\nWill keep trying until message is 5 days old',
    },
    [['li@customer.example', 'not_reached', 'transient']],
  ],
  [
    'exim, where the sender stands first',
    {
      ...daemon,
      text: 'A message sent by\n\n  <bounce@kefu.example>\n\ncould not be delivered to one or more of its recipients. The following\naddress(es) failed:\n\n  li@customer.example\n    mailbox is full: retry timeout exceeded',
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'Exchange of old: named with a day behind it',
    {
      ...postmaster('corp.example', 'Undeliverable: 进度'),
      text: 'Your message\n\n  To:      service@kefu.example\n  Subject: 进度\n\ndid not reach the following recipient(s):\n\nli@customer.example on Mon, 5 Jan 2026 09:00:00 +0800\n    The recipient name is not recognized',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'Office 365 by Outlook in Chinese',
    {
      ...{ from: anAddress('MicrosoftExchange329e@corp.example', 'Microsoft Outlook'), subject: '未传递: 进度' },
      text: '邮件未能传递到以下收件人或组:\n\nli@customer.example\n找不到你输入的电子邮件地址。\n\n供管理员使用的诊断信息:\n\nli@customer.example\nRemote Server returned 550 5.1.10 RESOLVER.ADR.RecipientNotFound',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'Domino',
    {
      ...postmaster('corp.example', 'DELIVERY FAILURE: User li (li@customer.example) not listed in Domino Directory'),
      text: 'Your message\n\n  Subject: 进度\n\nwas not delivered to:\n\n  li@customer.example\n\nbecause:\n\n  User li (li@customer.example) not listed in Domino Directory',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'GroupWise',
    {
      ...{ from: anAddress('Mailer-Daemon@corp.example'), subject: 'Message status - undeliverable' },
      text: 'The message that you sent was undeliverable to the following:\n\tli@customer.example (user not found)\n\nPossibly truncated original message follows:\n\nhello',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'IMail',
    {
      ...postmaster('mx.example', 'Undeliverable Mail'),
      text: 'User mailbox exceeds allowed size: li@customer.example\n\n\nOriginal message follows.\n\nhello',
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'dovecot',
    {
      ...postmaster('mx.example', 'Rejected: 进度'),
      text: 'Your message to <li@customer.example> was automatically rejected:\nQuota exceeded (mailbox for user is full)',
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'Mimecast',
    {
      ...{ from: anAddress('postmaster@mx.example', 'postmaster'), subject: '[Postmaster] Email Delivery Failure' },
      text: 'This is an automated alert. Please do not reply.\n\nAn email to the following address could not be delivered:\n-- li@customer.example\n\nThe problem appears to be :\n-- Blocked by policy\n\nAdditional information follows :\n-- 5.7.1 refused',
    },
    [['li@customer.example', 'refused', 'permanent']],
  ],
  [
    'a filter that answers with the transcript alone',
    {
      ...postmaster('mx.example', '配信できませんでした'),
      text: '...\n\nSent <<< MAIL FROM:<service@kefu.example>\nSent <<< RCPT TO:<li@customer.example>\nReceived >>> 550 5.1.1 unknown\n\n...',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'KDDI, by a sender that nobody answers',
    {
      ...{ from: anAddress('no-reply@mail.example'), subject: 'メールエラー通知' },
      text: '送信先のメールボックスが一杯のため、送信できませんでした。\n\n     Could not be delivered to: <li@customer.example>\n     As their mailbox is full.',
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'docomo',
    {
      ...postmaster('mx.example', 'Mail System Error - Returned Mail'),
      text: '次のあて先へのメッセージはエラーのため送信できませんでした。\n\n    Recipient: <li@customer.example>\n    >>> RCPT TO:<li@customer.example>\n    <<< 550 Unknown user li@customer.example',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'mail.ru',
    {
      ...{ from: anAddress('mailer-daemon@corp.example'), subject: 'Ваше сообщение не доставлено' },
      text: 'К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\n\n  li@customer.example\n    почтовый ящик переполнен',
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'a provider in German',
    {
      ...postmaster('mx.example', 'Unzustellbar: 进度'),
      text: 'Ihre Nachricht konnte nicht zugestellt werden an:\n\nli@customer.example\n\n550 5.1.1 Empfänger unbekannt',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'a provider in French',
    {
      ...postmaster('mx.example', 'Non remis : 进度'),
      text: "Votre message n'a pas pu être remis au destinataire :\n\nli@customer.example\n\n552 5.2.2 boîte pleine",
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'a provider in Portuguese',
    {
      ...postmaster('mx.example', 'Não entregue: 进度'),
      text: 'A sua mensagem não pôde ser entregue para:\n\nli@customer.example\n\n550 5.1.1 usuário inexistente',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'QQ 邮箱: 地址不存在',
    {
      ...{ from: anAddress('PostMaster@qq.example', 'PostMaster'), subject: '来自qq.example的退信' },
      text: '很抱歉，您发送的邮件被退回，相关信息如下：\n\n被退回邮件\n主 题：进度\n时 间：2026-01-05 09:00:00\n\n无法发送到 li@customer.example\n\n退信原因\n收件人邮件地址（li@customer.example）不存在，邮件无法送达。\n\n解决方案\n请联系您的收件人，重新核实邮箱地址。',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'QQ 邮箱: 对方服务器说了原因',
    {
      ...{ from: anAddress('PostMaster@qq.example', 'PostMaster'), subject: '[Qmail] 来自qq.example的退信' },
      text: '您发送的邮件被退回：\n\n无法发送到 li@customer.example\n\n退信原因\n未知原因\nhost mx.customer.example[192.0.2.1] said: 550 5.7.515 Access denied, the sending domain has no DKIM',
    },
    [['li@customer.example', 'refused', 'permanent']],
  ],
  [
    '腾讯企业邮: 空间不足',
    {
      ...{ from: anAddress('postmaster@exmail.example'), subject: '系统退信' },
      text: '您的邮件无法送达以下收件人：\nli@customer.example\n退信原因：收件人邮箱空间不足，请稍后再试。',
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    '网易 163: 表格里的收件人',
    {
      ...postmaster('163.example', '系统退信'),
      text: '抱歉，您的邮件被退回来了\n原邮件信息：\n时　间：\n2026-01-05 09:00:00\n主　题：\n进度\n收件人：\nli@customer.example\n抄　送：\nxxx\n退信原因：\n对方邮箱已满。\n英文说明:552 Quota exceeded',
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    '网易 126: 连接不上',
    {
      ...postmaster('126.example', '系统退信'),
      text: '抱歉，您的邮件被退回来了\n原邮件信息：\n收件人： li@customer.example\n退信原因： 我们无法与收信方联络上。\n英文说明:Can not connect to customer.example:192.0.2.1:25',
    },
    [['li@customer.example', 'not_reached', 'transient']],
  ],
  [
    '网易企业邮: 系统退信/The email is returned',
    {
      ...postmaster('qiye.example', '系统退信/The email is returned'),
      text: '您的邮件被退回\n收件人：li@customer.example\n退信原因：收件人地址不存在\n550 User not found: li@customer.example',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    '网易 by words in English',
    {
      ...postmaster('163.example', 'Delivery failure'),
      text: 'Sorry, your mail could not be delivered.\nRecipient: li@customer.example\nReason: 550 user suspended',
    },
    [['li@customer.example', 'disabled', 'permanent']],
  ],
  [
    '阿里企业邮: 账号冻结',
    {
      ...{ from: anAddress('postmaster@mail.aliyun.example', '邮件系统'), subject: '退信通知：进度' },
      text: '您好，您发给li@customer.example的邮件投递失败。\n退信原因：收件人账号已冻结。',
    },
    [['li@customer.example', 'disabled', 'permanent']],
  ],
  [
    '阿里云: 域名不存在',
    {
      ...{ from: anAddress('postmaster@aliyun.example', '邮件投递系统'), subject: '投递失败通知' },
      text: '以下收件人投递失败:\n\nli@customer.exmaple\n\n原因: DNS query error, 域名不存在',
    },
    [['li@customer.exmaple', 'no_domain', 'permanent']],
  ],
  [
    '新浪: 拒收',
    {
      ...postmaster('sina.example', '退信：进度'),
      text: '您的邮件没有成功送达 li@customer.example ，对方服务器拒收：554 垃圾邮件',
    },
    [['li@customer.example', 'refused', 'permanent']],
  ],
  [
    'Coremail: 频率',
    {
      ...postmaster('edu.example', '系统退信'),
      text: '您的信件递送失败\n收件人地址：li@customer.example\n错误信息：550 Mail rate limit exceeded 发信频率过高',
    },
    [['li@customer.example', 'refused', 'permanent']],
  ],
  [
    '一家在台湾的',
    {
      ...postmaster('tw.example', '郵件無法投遞'),
      text: '您的郵件無法投遞給下列收件者：\n\nli@customer.example\n\n原因：信箱已滿',
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'one that names nobody, but shows the mail',
    {
      ...daemon,
      subject: 'Delivery failure',
      text: 'Your message could not be delivered to a mobile.',
      enclosed: [returned],
    },
    [['li@customer.example', 'unknown', 'transient']],
  ],
  [
    'one that names nobody, but quotes the head',
    { ...daemon, text: `Unable to deliver.\n\n----- Original message -----\n\n${quoted}` },
    [['li@customer.example', 'unknown', 'transient']],
  ],
  ['one that names nobody at all', { ...daemon, text: 'Your message could not be delivered.' }, []],
  [
    'several, each with a reason of its own',
    {
      ...daemon,
      text: 'This is the mail system.\n\n<li@customer.example>: host mx said: 550 5.1.1 User unknown\n\n<wang@other.example>: connect to mx.other.example: Connection timed out\n\nFor help write to <postmaster@mx.example>',
    },
    [
      ['li@customer.example', 'unknown_address', 'permanent'],
      ['wang@other.example', 'not_reached', 'transient'],
    ],
  ],
  [
    'one who is helped by nobody',
    {
      ...daemon,
      text: 'For assistance, please send mail to postmaster@mx.example.\n\nYour mail could not be delivered: 550 5.1.1 li@customer.example is unknown. See abuse@mx.example',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'MDaemon, with all that was said',
    {
      ...{ from: anAddress('MDaemon@mx.example'), subject: 'Permanent Delivery Failure' },
      text: 'YOUR MESSAGE WAS NOT DELIVERED!\n\nThe following addresses did NOT receive a copy of it:\n\n> li@customer.example\n\n--- Session Transcript ---\n MAIL From:<bounce@kefu.example> SIZE=1861\n RCPT To:<li@customer.example>\n 552 Message for <li@customer.example> would exceed mailbox quota\n--- End Transcript ---',
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'an X.400 address around it',
    {
      ...postmaster('corp.example', 'Undeliverable: 进度'),
      text: 'did not reach the following recipient(s):\n\nc=CN;a= ;p=CORP;dda:SMTP=li@customer.example; on Mon, 5 Jan 2026\n    The recipient name is not recognized',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'MailEnable',
    {
      ...postmaster('mx.example', 'Message Delivery Failure'),
      text: 'Message could not be delivered to some recipients.\n\nRecipient: [SMTP:li@customer.example]\nReason: Mailbox unavailable\n\nMessage headers follow:',
    },
    [['li@customer.example', 'unknown_address', 'permanent']],
  ],
  [
    'one who is named among others who can help',
    {
      ...postmaster('lab.example', 'FAILED MAIL to "li" regarding "进度"'),
      text: 'The address to\nwhich your message was addressed, li@customer.example, did not match an address here.\n\nPerhaps you mean:\n\n  Li Min   +86 10 5555   li.min@customer.example',
    },
    [['li@customer.example', 'unknown', 'transient']],
  ],
  [
    'dovecot, which calls it a receipt',
    {
      ...{ from: anAddress('admin@mx.example', 'Mail Delivery Subsystem'), subject: 'Automatically rejected mail' },
      ...{
        head: { 'auto-submitted': 'auto-replied (rejected)' },
        text: 'Your message to <li@customer.example> was automatically rejected:\nQuota exceeded',
      },
      reports: [
        {
          type: 'message/disposition-notification',
          text: 'Disposition: automatic-action/MDN-sent-automatically; deleted',
        },
      ],
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'a gateway of no name, that sends back what we wrote',
    {
      ...{
        from: anAddress('gw1@corp.example'),
        to: [anAddress('service@kefu.example')],
        subject: 'Mail could not be delivered',
      },
      ...{
        text: 'The following mail could not be delivered.',
        enclosed: [{ ...returned, from: anAddress('service@kefu.example') }],
      },
    },
    [['li@customer.example', 'unknown', 'transient']],
  ],
  [
    'a sender without an address',
    {
      from: anAddress('', 'Jetmail System'),
      subject: 'Mail Error',
      text: 'Your mail cannot be delivered to the following address(es):\n\n li@customer.example (0), ErrMsg=mail box space not enough',
    },
    [['li@customer.example', 'mailbox_full', 'transient']],
  ],
  [
    'too many hops',
    { ...daemon, text: '<li@customer.example>: 554 5.4.6 Too many hops' },
    [['li@customer.example', 'loop', 'permanent']],
  ],
  [
    'too large',
    { ...daemon, text: '<li@customer.example>: 552 5.3.4 Message size exceeds fixed limit' },
    [['li@customer.example', 'too_large', 'permanent']],
  ],
  [
    'a list that takes no mail of ours',
    {
      ...{
        from: anAddress('cats-admin@lists.example'),
        subject: 'You are not member (cats)',
        head: { 'x-mlserver': 'fml' },
      },
      text: 'You are not a member of this mailing list <cats@lists.example>.\n\nSend mail to the address\n\n  cats-ctl@lists.example',
    },
    [['cats@lists.example', 'refused', 'permanent']],
  ],
]

const shown = ({ recipients }: Bounce): readonly Expected[] =>
  recipients.map(({ address, reason, isPermanent }) => [address, reason, isPermanent ? 'permanent' : 'transient'])

describe('a bounce', () => {
  test.each(table)('%s', (_system, given, expected) => {
    const bounce = bounceOf(aMail({ text: '', ...given }))
    expect(bounce && shown(bounce)).toEqual(expected)
  })

  test.each([
    ['enclosed', { ...daemon, enclosed: [returned] }],
    ['quoted in the text', { ...daemon, text: `Returned.\n\n--- Original message ---\n\n${quoted}` }],
    [
      'in a file beside it',
      {
        ...daemon,
        files: [{ name: 'headers.txt', type: 'text/plain', content: new TextEncoder().encode(`\n${quoted}\n`) }],
      },
    ],
    ['as a part of headers', { ...daemon, reports: [{ type: 'text/rfc822-headers', text: quoted }] }],
    ['named in its own head', { ...daemon, inReplyTo: ['c1.4.N-03@kefu.example'] }],
  ])('says which mail came back: %s', (_where, given) => {
    expect(bounceOf(aMail(given))?.returned.messageId).toBe('c1.4.N-03@kefu.example')
  })

  test('shows the references of what came back: a provider may have put an id of its own', () => {
    expect(bounceOf(aMail({ ...daemon, enclosed: [returned] }))?.returned.references).toEqual(['c1@kefu.example'])
  })

  test('says both addresses where mail was passed on', () => {
    const fields = [
      'Original-Recipient: rfc822;li@customer.example',
      'Final-Recipient: rfc822;li@home.example',
      'Action: failed',
    ]
    expect(bounceOf(aMail({ ...daemon, ...status(...fields) }))?.recipients).toMatchObject([
      { address: 'li@customer.example', finalAddress: 'li@home.example' },
    ])
  })

  test.each([
    ['unknown_address', true],
    ['no_domain', true],
    ['disabled', true],
    ['suppressed', true],
    ['refused', false],
    ['too_large', false],
    ['mailbox_full', false],
    ['unknown', false],
  ] as const)('%s marks the address: %s (R-NTF-03)', (reason, marks) => {
    expect(marksAddress({ address: 'li@customer.example', action: 'failed', isPermanent: true, reason })).toBe(marks)
    expect(marksAddress({ address: 'li@customer.example', action: 'failed', isPermanent: false, reason })).toBe(false)
  })

  test.each([
    ['an ordinary mail', {}],
    [
      'a person who passes one on',
      {
        subject: 'Fwd: Undelivered Mail Returned to Sender',
        text: '为什么收到这个？\nYour message could not be delivered to li@customer.example',
      },
    ],
    ['a customer whose parcel was not delivered', { subject: '快递退回了', text: '包裹无法送达被退回，请重新发货' }],
    [
      'a carrier about a parcel',
      {
        from: anAddress('noreply@carrier.example'),
        subject: 'Delivery failed',
        text: 'Your parcel could not be delivered. The recipient was absent.',
      },
    ],
    [
      'one who is away',
      {
        returnPath: '',
        subject: 'Automatic reply: 进度',
        text: 'I no longer work here. Your message was not delivered to anyone.',
      },
    ],
    [
      'a report that it arrived',
      status('Final-Recipient: rfc822; li@customer.example', 'Action: delivered', 'Status: 2.0.0'),
    ],
    [
      'a postmaster who asks',
      { from: anAddress('postmaster@corp.example'), subject: '发票', text: '请给我们开一张发票。' },
    ],
  ])('is not %s', (_what, given) => {
    expect(bounceOf(aMail(given))).toBeNull()
  })
})
