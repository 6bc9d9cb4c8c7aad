import { parsedMail } from '../../infra/operate/parse-mail'

const mail = (...lines: readonly string[]) => new TextEncoder().encode(lines.join('\r\n'))

describe('npm run parse-mail', () => {
  test('says of a reply what is new in it, and to whom it went', async () => {
    const raw = mail(
      ...['From: a@b.example', 'To: "客服" <service@kefu.example>, x@y.example', 'Cc: x@y.example'],
      ...['In-Reply-To: <1@kefu.example>', 'Subject: =?gbk?B?u9i4tA==?=', 'Content-Type: text/plain; charset=utf-8'],
      ...['', '好的', '', '在 2026-01-05 10:00:00，"客服" <service@kefu.example> 写道：', '> 可以吗？'],
    )
    expect(await parsedMail('a.eml', raw)).toEqual({
      ...{ file: 'a.eml', newText: '好的', isBounce: false, isAutoReply: false, inReplyTo: '1@kefu.example' },
      ...{ recipients: ['service@kefu.example', 'x@y.example'], subject: '回复', charset: 'utf-8' },
    })
  })

  test('takes a file without headers as a body', async () => {
    expect(await parsedMail('body.txt', mail('Thanks!', '', 'On Mon, Service wrote:', '> Hello'))).toMatchObject({
      ...{ newText: 'Thanks!', subject: '', recipients: [], inReplyTo: null },
    })
  })
})
