import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { newTextOf, type Passage, passagesOf } from '../../shared/domain/mail-words'

const folded = (text: string) => text.replace(/\s+/g, ' ').trim()
const kindsIn = (passages: readonly Passage[]) => passages.map(({ kind }) => kind).join(' ')

interface Row {
  readonly mail: readonly string[]
  readonly subject?: string
  readonly says: string
  readonly kinds?: string
}
const row = (name: string, mail: readonly string[], says: string, more: Partial<Row> = {}) =>
  [name, { mail, says, ...more }] as const

const reply = '空调还是不制冷，请尽快安排师傅上门。'
const rest = ['您好，', '您的工单已受理。', '', '客服小林']
const zhQuote = ['> 您好，', '> 您的工单已受理。', '>', '> 客服小林']

const chineseClients = [
  row(
    'QQ 邮箱, in the browser',
    [
      reply,
      '',
      '',
      '------------------ 原始邮件 ------------------',
      '发件人: "客服中心" <service@kefu.example>;',
      '发送时间: 2026年1月5日(星期一) 上午10:22',
      '收件人: "林夏"<linxia@qq.example>;',
      '',
      '主题: Re: 工单 TKT-20260105-0001',
      '',
      ...rest,
    ],
    reply,
    { kinds: 'new quoted' },
  ),
  row(
    'QQ 邮箱, with the entities that it leaves in plain text',
    [
      reply,
      '',
      '------------------&nbsp;原始邮件&nbsp;------------------',
      '发件人: "客服中心" &lt;service@kefu.example&gt;;',
      '发送时间:&nbsp;2026年1月5日(星期一) 上午10:22',
      '收件人:&nbsp;"林夏"&lt;linxia@qq.example&gt;;',
      '主题:&nbsp;Re: 工单',
      '',
      ...rest,
    ],
    reply,
  ),
  row(
    'QQ 邮箱 in English',
    [
      reply,
      '',
      '------------------ Original ------------------',
      'From:  "service"<service@kefu.example>;',
      'Date:  Mon, Jan 5, 2026 10:22 AM',
      'To:  "linxia"<linxia@qq.example>;',
      'Subject:  Re: TKT-20260105-0001',
      '',
      ...rest,
    ],
    reply,
  ),
  row(
    'QQ 邮箱 as of late: no dashes',
    [
      reply,
      '',
      '         原始邮件',
      '       ',
      '',
      '发件人：客服中心 < service@kefu.example >',
      '',
      '发件时间：2026年1月5日 10:22',
      '',
      '收件人：林夏 < linxia@qq.example >',
      '',
      '主题：Re: 工单',
      '',
      ...rest,
    ],
    reply,
  ),
  row(
    'QQ 邮箱 as of late, in English',
    [
      reply,
      '',
      '         Original Email',
      '       ',
      '  ',
      'Sender:"service"< service@kefu.example >;',
      'Sent Time:2026/1/5 10:22',
      'To:"linxia"< linxia@qq.example >;',
      'Cc recipient:"song"< song@qq.example >;',
      'Subject:Re: TKT',
      '',
      ...rest,
    ],
    reply,
  ),
  row(
    'QQ 邮箱 on a phone',
    [
      reply,
      '',
      '发自我的iPhone',
      '',
      '',
      '---原始邮件---',
      '发件人: "客服中心"<service@kefu.example>',
      '发送时间: 2026年1月5日(周一) 上午10:22',
      '收件人: "林夏"<linxia@qq.example>;',
      '主题: Re: 工单',
      '',
      ...rest,
    ],
    reply,
    { kinds: 'new signature quoted' },
  ),
  row(
    '网易邮箱 in the browser',
    [reply, '', '', '在 2026-01-05 10:22:33，"客服中心" <service@kefu.example> 写道：', '', ...zhQuote],
    reply,
  ),
  row(
    '网易邮箱 with nothing marked',
    [reply, '', '', '在 2026-01-05 10:22:33，"客服中心" <service@kefu.example> 写道：', '', ...rest],
    reply,
  ),
  row(
    '网易邮箱, the older one in half English',
    [reply, '', 'At 2026-01-05 10:22:33, "客服中心" <service@kefu.example> wrote:', '', ...zhQuote],
    reply,
  ),
  row(
    '网易邮箱大师',
    [
      reply,
      '',
      '| |',
      '林夏',
      '|',
      '|',
      'linxia@163.example',
      '|',
      '签名由网易邮箱大师定制',
      '',
      '在2026年1月5日 10:22，客服中心<service@kefu.example> 写道：',
      ...rest,
    ],
    reply,
    { kinds: 'new signature quoted' },
  ),
  row(
    '网易邮箱大师 as of late, heads in a table',
    [
      reply,
      '',
      '| |',
      '林夏',
      '|',
      '',
      '---- 回复的原邮件 ----',
      '| 发件人 | 客服中心<service@kefu.example> |',
      '| 日期 | 2026年01月05日 10:22 |',
      '| 收件人 | linxia@yeah.example<linxia@yeah.example> |',
      '| 抄送至 | |',
      '| 主题 | Re: 工单 |',
      ...rest,
    ],
    reply,
  ),
  row(
    '网易邮箱大师 in English',
    [
      'The air conditioner still does not cool.',
      '',
      '| |',
      'linxia',
      '|',
      '|',
      'Email:linxia@163.example',
      '|',
      '',
      'Signature is customized by Netease Mail Master',
      '',
      'On 01/05/2026 10:22, service wrote:',
      'Hello,',
      'your request was received.',
    ],
    'The air conditioner still does not cool.',
  ),
  row(
    'Foxmail',
    [
      reply,
      '',
      '',
      '',
      'linxia@foxmail.example',
      ' ',
      '发件人： 客服中心',
      '发送时间： 2026-01-05 10:22',
      '收件人： 林夏',
      '抄送： song',
      '主题： Re: 工单',
      ...rest,
    ],
    reply,
  ),
  row(
    'Outlook in simplified Chinese',
    [
      reply,
      '',
      '________________________________',
      '发件人: 客服中心 <service@kefu.example>',
      '发送时间: 2026年1月5日 10:22',
      '收件人: 林夏 <linxia@hotmail.example>',
      '主题: 答复: 工单',
      '',
      ...rest,
    ],
    reply,
    { kinds: 'new quoted' },
  ),
  row(
    'Outlook at work, no rule',
    [
      reply,
      '',
      '发件人: 客服中心 [mailto:service@kefu.example] ',
      '发送时间: 2026年1月5日 10:22',
      '收件人: 林夏',
      '抄送: 宋',
      '主题: 答复: 工单',
      '',
      ...rest,
    ],
    reply,
  ),
  row(
    'Outlook for Mac in Chinese',
    [
      reply,
      '',
      '发件人: 客服中心 <service@kefu.example>',
      '日期: 星期一, 2026年1月5日 10:22',
      '收件人: 林夏',
      '主题: 回复: 工单',
      ...rest,
    ],
    reply,
  ),
  row(
    'Outlook on a phone in Chinese',
    [
      reply,
      '',
      '获取 Outlook for iOS<https://aka.example/o0ukef>',
      '________________________________',
      '发件人: 客服中心 <service@kefu.example>',
      '已发送: 星期一, 一月 5, 2026 10:22 上午',
      '收件人: 林夏',
      '主题: 工单',
      ...rest,
    ],
    reply,
  ),
  row(
    'Outlook in traditional Chinese',
    [
      '冷氣還是不冷，請盡快安排師傅。',
      '',
      '寄件者: 客服中心 <service@kefu.example>',
      '寄件日期: 2026年1月5日 上午 10:22',
      '收件者: 林夏',
      '副本: 宋',
      '主旨: RE: 工單',
      '',
      '您好',
    ],
    '冷氣還是不冷，請盡快安排師傅。',
  ),
  row(
    'Apple Mail in simplified Chinese',
    [reply, '', '> 2026年1月5日 上午10:22，客服中心 <service@kefu.example> 写道：', '> ', ...zhQuote],
    reply,
  ),
  row(
    'Apple Mail, the older one',
    [reply, '', '在 2026年1月5日，上午10:22，客服中心 <service@kefu.example> 写道：', '', ...zhQuote],
    reply,
  ),
  row(
    'iPhone',
    [
      reply,
      '',
      '发自我的 iPhone',
      '',
      '> 在 2026年1月5日，10:22，客服中心 <service@kefu.example> 写道：',
      '> ',
      '> ﻿',
      ...zhQuote,
    ],
    reply,
    { kinds: 'new signature quoted' },
  ),
  row(
    'Apple Mail in traditional Chinese',
    [
      '還是不冷。',
      '',
      '從我的 iPhone 傳送',
      '',
      '> 客服中心 <service@kefu.example> 於 2026年1月5日 上午10:22 寫道：',
      '> ',
      '> 您好',
    ],
    '還是不冷。',
  ),
  row(
    'Gmail in simplified Chinese',
    [reply, '', '客服中心 <service@kefu.example> 于2026年1月5日周一 10:22写道：', '', ...zhQuote],
    reply,
  ),
  row(
    'Gmail in simplified Chinese, wrapped',
    [
      reply,
      '',
      '客服中心一个名字很长很长的部门 <',
      'service-with-a-long-address@kefu.example> 于2026年1月5日周一 10:22写道：',
      '',
      ...zhQuote,
    ],
    reply,
  ),
  row(
    'Gmail in traditional Chinese',
    ['還是不冷。', '', '客服中心 <service@kefu.example> 於 2026年1月5日 週一 上午10:22寫道：', '', '> 您好'],
    '還是不冷。',
  ),
  row(
    'Gmail long ago',
    [reply, '', '2026-01-05 10:22 GMT+08:00 客服中心 <service@kefu.example>:', '', ...zhQuote],
    reply,
  ),
  row('Thunderbird in Chinese', [reply, '', '在 2026/1/5 10:22, 客服中心 写道:', ...zhQuote], reply),
  row('Thunderbird in Chinese, long ago', [reply, '', '于 2026年01月05日 10:22, 客服中心 写道:', ...zhQuote], reply),
  row(
    '阿里邮箱',
    [
      reply,
      '',
      '',
      '------------------------------------------------------------------',
      '发件人：客服中心 <service@kefu.example>',
      '发送时间：2026年1月5日(星期一) 10:22',
      '收件人：林夏 <linxia@aliyun.example>',
      '抄　送：宋 <song@aliyun.example>',
      '主　题：Re: 工单',
      '',
      ...rest,
    ],
    reply,
    { kinds: 'new quoted' },
  ),
  row(
    '新浪邮箱',
    [
      reply,
      '',
      '----- 原始邮件 -----',
      '发件人：客服中心 <service@kefu.example>',
      '收件人：linxia@sina.example',
      '抄送人：song@sina.example',
      '主题：Re: 工单',
      '日期：2026年01月05日 10点22分',
      '',
      ...rest,
    ],
    reply,
  ),
  row(
    '139邮箱',
    [
      reply,
      '',
      '----邮件原文----',
      '发件人：客服中心 <service@kefu.example>',
      '收 件 人：linxia <linxia@139.example>',
      '抄 送： (无)',
      '发送时间：2026-01-05 10:22:33',
      '主题：Re: 工单',
      ...rest,
    ],
    reply,
  ),
  row(
    'Coremail of a university',
    [
      reply,
      '',
      '',
      '-----原始邮件-----',
      '发件人:"客服中心" <service@kefu.example>',
      '发送时间:2026-01-05 10:22:33 (星期一)',
      '收件人: linxia@edu.example',
      '抄送: ',
      '主题: Re: 工单',
      '',
      ...rest,
    ],
    reply,
  ),
  row(
    'Coremail, the history marked',
    [
      reply,
      '',
      '> -----原始邮件-----',
      '> 发件人: "客服中心" <service@kefu.example>',
      '> 发送时间: 2026-01-05 10:22:33',
      '> 主题: Re: 工单',
      '>',
      ...zhQuote,
    ],
    reply,
  ),
  row(
    '飞书邮箱',
    [
      reply,
      '',
      '发件人: "客服中心"<service@kefu.example>',
      '日期: 2026年1月5日 (周一) 10:22',
      '主题: Re: 工单',
      '收件人: "林夏"<linxia@feishu.example>',
      ...rest,
    ],
    reply,
  ),
  row(
    '飞书邮箱, in one line',
    [reply, '', '客服中心 <service@kefu.example> 于 2026年1月5日 周一 10:22 写道：', ...rest],
    reply,
  ),
  row(
    '钉钉邮箱',
    [
      reply,
      '',
      '来自钉钉专属邮箱',
      '',
      '------------------------------------------------------------------',
      '发件人：客服中心<service@kefu.example>',
      '日　期：2026年01月05日 10:22:33',
      '收件人：林夏<linxia@dingtalk.example>',
      '主　题：Re: 工单',
      ...rest,
    ],
    reply,
  ),
  row(
    '发自网易邮箱手机版',
    [reply, '', '发自网易邮箱手机版', '', '', '在2026年01月05日 10:22，客服中心 写道：', ...rest],
    reply,
  ),
  row(
    '来自华为手机',
    [
      reply,
      '',
      '来自我的华为手机',
      '',
      '-------- 原始邮件 --------',
      '发件人： 客服中心 <service@kefu.example>',
      '日期： 2026年1月5日周一 10:22',
      '收件人： 林夏',
      '主 题： 工单',
      ...rest,
    ],
    reply,
  ),
  row(
    '从 Windows 版邮件发送',
    [
      reply,
      '',
      '从 Windows 版邮件<https://go.example/fwlink>发送',
      '',
      '发件人: 客服中心<mailto:service@kefu.example>',
      '发送时间: 2026年1月5日 10:22',
      '收件人: 林夏',
      '主题: 工单',
      ...rest,
    ],
    reply,
  ),
] as const

describe('What a customer newly wrote, as Chinese clients send it', () => {
  test.each(chineseClients)('%s', (_, { mail, says, kinds, subject }: Row) => {
    const passages = passagesOf(mail.join('\n'), { subject })
    expect(newTextOf(passages)).toBe(says)
    if (kinds) expect(kindsIn(passages)).toBe(kinds)
  })
})

const trimmer = '/work/shared/data/emails/trimmer/test'
const isThere = existsSync(trimmer)
const notAgreed = {
  'embedded_email_17.txt': 'a quote between two answers is folded, there it stays',
  'embedded_email_7.txt': 'a quote between two answers is folded, there it stays',
  'quote_only.txt': 'a mail that is nothing but a quote says nothing new, there it is shown',
}
const agreeing = isThere ? describe : describe.skip
agreeing(`The mails of ${trimmer}${isThere ? '' : ' (not here)'}`, () => {
  test('what is new in them is what is expected, but for those listed with why: more than 95 %', () => {
    const names = readdirSync(`${trimmer}/emails`)
    const others = names.filter(name => {
      const [mail, expected] = ['emails', 'trimmed'].map(folder => readFileSync(`${trimmer}/${folder}/${name}`, 'utf8'))
      return folded(newTextOf(passagesOf(mail!))) !== folded(expected!)
    })
    expect(others).toEqual(Object.keys(notAgreed))
    expect(others.length / names.length).toBeLessThan(0.05)
  })
})

describe('Nothing is deleted', () => {
  const line = fc.constantFrom(
    '',
    '> a',
    '>> b',
    '--',
    '-- ',
    'On Mon, Jan 5, 2026 at 10:22 AM A <a@b.example> wrote:',
    '发件人: A <a@b.example>',
    '主题: x',
    '发自我的 iPhone',
    '在 2026年1月5日，A 写道：',
    '________',
    'hello',
    '谢谢',
    '| |',
    '---- 转发的邮件 ----',
  )
  test('the passages of any text are the text again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(line, fc.string()), { maxLength: 30 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (lines, end) => {
          const text = lines.join(end)
          expect(
            passagesOf(text)
              .map(passage => passage.text)
              .join(''),
          ).toBe(text)
        },
      ),
    )
  })
})
