import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { linesOf } from '../../shared/domain/mail-lines'
import { kindsOf, newTextOf, type Passage, passagesOf } from '../../shared/domain/mail-words'

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
  row(
    'QQ 邮箱 with a signature of its own',
    [
      reply,
      '',
      '------------------',
      '林夏',
      '某某（深圳）有限公司',
      '',
      '',
      '------------------ 原始邮件 ------------------',
      '发件人: "客服中心" <service@kefu.example>;',
      '发送时间: 2026年1月5日(星期一) 上午10:22',
      '主题: 工单',
      '',
      ...rest,
    ],
    reply,
    { kinds: 'new signature quoted' },
  ),
  row(
    '网易邮箱大师, its table made plain',
    [
      reply,
      '',
      '林夏\tlinxia@163.example',
      '签名由 网易邮箱大师 定制',
      '',
      '---- 回复的原邮件 ----',
      '发件人\t客服中心<service@kefu.example>',
      '发送日期\t2026年01月05日 10:22',
      '主题\tRe: 工单',
      ...rest,
    ],
    reply,
    { kinds: 'new signature quoted' },
  ),
  row(
    '网易邮箱, the marks set close',
    [reply, '', 'At 2026-01-05 10:22:33，"客服中心" <service@kefu.example> wrote:', '>您好，', '>您的工单已受理。'],
    reply,
  ),
  row(
    '网易邮箱大师 replying in English',
    [
      reply,
      '',
      '---- Replied Message ----',
      '| From | service<service@kefu.example> |',
      '| Date | 01/05/2026 10:22 |',
      '| Subject | Re |',
      ...rest,
    ],
    reply,
  ),
  row(
    '华为邮件',
    [
      reply,
      '',
      '发自我的华为手机',
      '',
      '',
      '-------- 原始邮件 --------',
      '发件人： 客服中心 <service@kefu.example>',
      '日期： 2026年1月5日周一 10:22',
      '收件人： linxia@139.example',
      '主 题： 工单',
      ...rest,
    ],
    reply,
  ),
  row('小米邮件', [reply, '', '"客服中心" <service@kefu.example>于 2026年1月5日 10:22写道：', '', ...zhQuote], reply),
  row(
    'Spark',
    [reply, '', '在 2026年1月5日 +0800 AM10:22，客服中心 <service@kefu.example>，写道：', ...zhQuote],
    reply,
  ),
  row(
    'Proton',
    [
      reply,
      '',
      '------- 原始邮件 -------',
      '2026年1月5日星期一 10:22，客服中心 <service@kefu.example> 写道：',
      '',
      ...zhQuote,
    ],
    reply,
  ),
  row(
    'Yahoo',
    ['還是不冷。', '', '客服中心 <service@kefu.example> 於 2026年1月5日 週一 上午10:22:33 [GMT+8] 寫道：', '', '您好'],
    '還是不冷。',
  ),
  row(
    'Thunderbird in traditional Chinese',
    ['還是不冷。', '', '客服中心 於 2026/1/5 上午 10:22 寫道:', '> 您好'],
    '還是不冷。',
  ),
  row(
    'Hotmail',
    [
      reply,
      '',
      '-----邮件原件-----',
      '发件人: 客服中心',
      '发送时间: 2026年1月5日 10:22',
      '收件人: 林夏',
      '主题: 工单',
      ...rest,
    ],
    reply,
  ),
  row(
    'all heads in one line',
    [reply, '', '发件人：客服中心 发送时间：2026-01-05 10:22 收件人：林夏 主题：工单', ...rest],
    reply,
  ),
  row('a rule of em dashes', [reply, '', '—————— 原始邮件 ——————', '发件人：客服中心', '主题：工单', ...rest], reply),
  row('回复于', [reply, '', '在2026-01-05 10:22:33,客服中心<service@kefu.example>写道：', ...rest], reply),
  row(
    'iCloud, nothing marked',
    [reply, '', '在 2026年1月5日，10:22，客服中心 <service@kefu.example> 写道：', '', '\ufeff', ...rest],
    reply,
  ),
  row(
    '企业微信',
    [
      reply,
      '',
      '发自我的企业微信',
      '',
      '',
      '------------------ Original ------------------',
      'From: "客服中心"<service@kefu.example>',
      'Date: 2026年1月5日(星期一) 上午10:22',
      'To: "林夏"<linxia@corp.example>',
      'Subject: 工单',
      ...rest,
    ],
    reply,
  ),
] as const

const quoted = ['> Hello,', '> your request was received.', '>', '> Lin']
const unmarked = ['Hello,', 'your request was received.', '', 'Lin']
const still = 'It still leaks.'
/** What a program writes above the mail that is answered, with the history marked or not. */
const attributed = (name: string, lines: readonly string[], history = quoted) =>
  row(name, [still, '', ...lines, '', ...history], still, { kinds: 'new quoted' })

const manyLanguages = [
  attributed('Gmail', ['On Mon, Jan 5, 2026 at 10:22 AM Kefu <service@kefu.example> wrote:']),
  attributed('Gmail, wrapped before the address', [
    'On Mon, Jan 5, 2026 at 10:22 AM Kefu, the service of the house <',
    'service@kefu.example> wrote:',
  ]),
  attributed('Gmail, wrapped within the day', [
    'On Mon, Jan 5, 2026 at',
    '10:22 AM Kefu <service@kefu.example> wrote:',
  ]),
  attributed('a name first, right below the words', ['Kefu <service@kefu.example> wrote:']),
  attributed('Gmail, wrapped before the verb', [
    'On Mon, Jan 5, 2026 at 10:22 AM Kefu <service@kefu.example>',
    'wrote:',
  ]),
  attributed('a wrap after every word that fits', [
    'On Jan 5, 2026,',
    'at 10:22,',
    'Kefu <service@kefu.example> wrote:',
  ]),
  attributed('Apple Mail', ['> On Jan 5, 2026, at 10:22 AM, Kefu <service@kefu.example> wrote:', '>']),
  attributed(
    'Yahoo, nothing marked',
    ['On Monday, January 5, 2026 at 10:22:33 AM GMT+8, Kefu <service@kefu.example> wrote:'],
    unmarked,
  ),
  attributed(
    'Outlook',
    ['From: Kefu <service@kefu.example>', 'Sent: Monday, January 5, 2026 10:22 AM', 'To: Xia', 'Subject: RE: Request'],
    unmarked,
  ),
  attributed(
    'Outlook with a rule',
    [
      '________________________________',
      'From: Kefu <service@kefu.example>',
      'Sent: Monday, January 5, 2026 10:22 AM',
      'To: Xia',
      'Subject: RE: Request',
    ],
    unmarked,
  ),
  attributed(
    'Outlook long ago',
    [
      '-----Original Message-----',
      'From: Kefu [mailto:service@kefu.example]',
      'Sent: Monday, January 5, 2026 10:22 AM',
      'To: Xia',
      'Subject: RE: Request',
    ],
    unmarked,
  ),
  attributed(
    'bold heads of HTML made plain',
    [
      '*From:* Kefu <service@kefu.example>',
      '*Sent:* Monday, January 5, 2026 10:22 AM',
      '*To:* Xia',
      '*Subject:* RE: Request',
    ],
    unmarked,
  ),
  attributed(
    'a Samsung',
    [
      '-------- Original message --------',
      'From: Kefu <service@kefu.example>',
      'Date: 05/01/2026 10:22 (GMT+08:00)',
      'To: Xia',
      'Subject: Request',
    ],
    unmarked,
  ),
  attributed('Zoho', ['---- On Mon, 05 Jan 2026 10:22:33 +0800 Kefu <service@kefu.example> wrote ---'], unmarked),
  attributed('Proton', [
    '------- Original Message -------',
    'On Monday, January 5th, 2026 at 10:22 AM, Kefu <service@kefu.example> wrote:',
  ]),
  attributed('a help desk', ['##- Please type your reply above this line -##'], unmarked),
  attributed('German', ['Am Mo., 5. Jan. 2026 um 10:22 Uhr schrieb Kefu <service@kefu.example>:']),
  attributed('German, the name first', ['Kefu <service@kefu.example> schrieb am Mo., 5. Jan. 2026,', '10:22:']),
  attributed(
    'German Outlook',
    ['Von: Kefu <service@kefu.example>', 'Gesendet: Montag, 5. Januar 2026 10:22', 'An: Xia', 'Betreff: AW: Anfrage'],
    unmarked,
  ),
  attributed('French', ['Le lun. 5 janv. 2026 à 10:22, Kefu <service@kefu.example> a écrit :']),
  attributed(
    'French Outlook',
    ['De : Kefu <service@kefu.example>', 'Envoyé : lundi 5 janvier 2026 10:22', 'À : Xia', 'Objet : RE: Demande'],
    unmarked,
  ),
  attributed('Spanish', ['El lun, 5 ene 2026 a las 10:22, Kefu (<service@kefu.example>) escribió:']),
  attributed(
    'Spanish Outlook',
    [
      'De: Kefu <service@kefu.example>',
      'Enviado el: lunes, 5 de enero de 2026 10:22',
      'Para: Xia',
      'Asunto: RE: Consulta',
    ],
    unmarked,
  ),
  attributed('Portuguese', ['Em seg., 5 de jan. de 2026 às 10:22, Kefu <service@kefu.example> escreveu:']),
  attributed(
    'Portuguese Outlook',
    [
      'De: Kefu <service@kefu.example>',
      'Enviada em: segunda-feira, 5 de janeiro de 2026 10:22',
      'Para: Xia',
      'Assunto: RES: Pedido',
    ],
    unmarked,
  ),
  attributed('Italian', ['Il giorno lun 5 gen 2026 alle ore 10:22 Kefu <service@kefu.example> ha', 'scritto:']),
  attributed('Dutch', ['Op ma 5 jan 2026 om 10:22 schreef Kefu <service@kefu.example>:']),
  attributed('Dutch, the verb at the end', [
    'Op 5 jan 2026 om 10:22 heeft Kefu <service@kefu.example> het volgende geschreven:',
  ]),
  attributed('Russian', ['пн, 5 янв. 2026 г. в 10:22, Kefu <service@kefu.example>:']),
  attributed('Russian, with the verb', ['5 января 2026 г., в 10:22, Kefu <service@kefu.example> написал(а):']),
  attributed(
    'Russian Outlook',
    ['От: Kefu <service@kefu.example>', 'Отправлено: 5 января 2026 г. 10:22', 'Кому: Xia', 'Тема: RE: запрос'],
    unmarked,
  ),
  attributed('Ukrainian', ['пн, 5 січ. 2026 р. о 10:22 Kefu <service@kefu.example> пише:']),
  attributed('Japanese', ['2026年1月5日(月) 10:22 Kefu <service@kefu.example>:']),
  attributed('Japanese of Apple', ['2026/01/05 10:22、Kefu <service@kefu.example>のメール:']),
  attributed(
    'Japanese Outlook',
    ['差出人: Kefu <service@kefu.example>', '送信日時: 2026年1月5日 10:22', '宛先: Xia', '件名: RE: 依頼'],
    unmarked,
  ),
  attributed('Korean', ['2026년 1월 5일 (월) 오전 10:22, Kefu <service@kefu.example>님이 작성:']),
  attributed(
    'Korean Daum',
    [
      '--------- 원본 메일 ---------',
      '보낸사람 : Kefu <service@kefu.example>',
      '받는사람 : Xia',
      '날짜: 2026년 1월 5일',
      '제목: 요청',
    ],
    unmarked,
  ),
  attributed('Polish', ['pon., 5 sty 2026 o 10:22 Kefu <service@kefu.example> napisał(a):']),
  attributed(
    'Polish Outlook',
    [
      'Od: Kefu <service@kefu.example>',
      'Wysłano: poniedziałek, 5 stycznia 2026 10:22',
      'Do: Xia',
      'Temat: Odp: Zapytanie',
    ],
    unmarked,
  ),
  attributed('Swedish', ['Den mån 5 jan. 2026 kl 10:22 skrev Kefu <service@kefu.example>:']),
  attributed('Danish', ['Den man. 5. jan. 2026 kl. 10.22 skrev Kefu <service@kefu.example>:']),
  attributed('Norwegian', ['man. 5. jan. 2026 kl. 10:22 skrev Kefu <service@kefu.example>:']),
  attributed('Finnish', ['ma 5. tammik. 2026 klo 10.22 Kefu (service@kefu.example) kirjoitti:']),
  attributed('Turkish', ['Kefu <service@kefu.example>, 5 Oca 2026 Pzt, 10:22 tarihinde şunu yazdı:']),
  attributed('Czech', ['po 5. 1. 2026 v 10:22 odesílatel Kefu <service@kefu.example> napsal:']),
  attributed('Hungarian', ['Kefu <service@kefu.example> ezt írta (időpont: 2026. jan. 5., H, 10:22):']),
  attributed('Romanian', ['În lun., 5 ian. 2026 la 10:22, Kefu <service@kefu.example> a scris:']),
  attributed('Vietnamese', ['Vào Th 2, 5 thg 1, 2026 vào lúc 10:22 Kefu <service@kefu.example> đã viết:']),
  attributed('Indonesian', ['Pada tanggal Sen, 5 Jan 2026 pukul 10.22 Kefu <service@kefu.example> menulis:']),
]

const placed = [
  row(
    'the answer below all',
    ['On Mon, Jan 5, 2026 at 10:22 AM Kefu <service@kefu.example> wrote:', ...quoted, '', still],
    still,
    { kinds: 'quoted new' },
  ),
  row(
    'the answer below all, in Chinese',
    ['在 2026-01-05 10:22:33，"客服中心" <service@kefu.example> 写道：', ...zhQuote, '', reply],
    reply,
  ),
  row(
    'answers between the lines',
    [
      '见下。',
      '',
      '客服中心 <service@kefu.example> 于2026年1月5日周一 10:22写道：',
      '> 您的订单号是多少？',
      'KF-20260105-7',
      '> 什么时候购买的？',
      '',
      '上周三。',
      '',
      '> 还有别的问题吗？',
      '没有了。',
      '> 客服小林',
    ],
    '见下。\n\nKF-20260105-7\n\n上周三。\n\n没有了。',
    { kinds: 'new quoted new quoted new quoted new quoted' },
  ),
  row(
    'a short answer right below a long question',
    [
      'On Mon, Jan 5, 2026 at 10:22 AM Kefu <service@kefu.example> wrote:',
      '> Would you be at home on Thursday, between nine and eleven in the morning?',
      'yes',
      '> Has the pump been loud, too, or is it the fan alone that makes the noise?',
      'both',
      '> Lin',
    ],
    'yes\n\nboth',
  ),
  row(
    'own words that bring in a quote',
    ['Your agent wrote:', '> We refund you.', '', 'You did not.'],
    'Your agent wrote:\n\nYou did not.',
  ),
  row(
    'whom to reach, right above the history, is said',
    [
      reply,
      '',
      '让你们经理打电话给我',
      '发到 linxia@mail.example',
      '',
      '------------------ 原始邮件 ------------------',
      '主题: 工单',
      ...rest,
    ],
    `${reply}\n\n让你们经理打电话给我\n发到 linxia@mail.example`,
  ),
  row('nothing but a quote', zhQuote, '', { kinds: 'quoted' }),
  row(
    'nothing but a quote and who wrote it',
    ['On Mon, Jan 5, 2026 at 10:22 AM Kefu <service@kefu.example> wrote:', ...quoted],
    '',
    { kinds: 'quoted' },
  ),
  row(
    'nothing but a quote below the line of a phone',
    ['发自我的 iPhone', '', '> 在 2026年1月5日，10:22，客服中心 <service@kefu.example> 写道：', '>', ...zhQuote],
    '',
  ),
  row(
    'nothing but history of QQ 邮箱',
    [
      '',
      '',
      '------------------ 原始邮件 ------------------',
      '发件人: "客服中心" <service@kefu.example>;',
      '发送时间: 2026年1月5日(星期一) 上午10:22',
      '主题: 工单',
      '',
      ...rest,
    ],
    '',
  ),
  row(
    'a citation of nobody above the words',
    ['> 七天无理由退货', '', '这一条为什么对我不算数？'],
    '> 七天无理由退货\n\n这一条为什么对我不算数？',
    { kinds: 'new' },
  ),
  row(
    'quotes within quotes',
    [
      still,
      '',
      'On Mon, Jan 5, 2026 at 10:22 AM Kefu <service@kefu.example> wrote:',
      '> On Sun, Jan 4, 2026 at 9:00 PM Xia <xia@mail.example> wrote:',
      '>> It leaks.',
      '>',
      '> > since Sunday',
      '> We send someone.',
    ],
    still,
  ),
  row(
    'who wrote it, right below words with a day',
    ['On 5 January the parts came.', 'Kefu <service@kefu.example> wrote:', ...quoted],
    'On 5 January the parts came.',
  ),
  row(
    'words in front of who wrote it',
    ['Thanks! On Mon, Jan 5, 2026 at 10:22 AM Kefu <service@kefu.example> wrote:', ...quoted],
    'Thanks!',
  ),
  row(
    'all in one line, as a page made plain',
    ['已读 ---- 回复的原邮件 ---- 发件人 客服中心 <service@kefu.example> 主题 工单 您好'],
    '已读',
    { kinds: 'new quoted' },
  ),
  row(
    'all in one line in Chinese',
    ['收到，谢谢！在 2026年1月5日 10:22，客服中心 <service@kefu.example> 写道：', ...zhQuote],
    '收到，谢谢！',
  ),
  row('a separator of single dashes', [still, '', '- - - Original Message - - -', ...unmarked], still),
  row(
    'half a line wrapped out of its quote',
    [
      still,
      '',
      'On Mon, Jan 5, 2026 at 10:22 AM Kefu <service@kefu.example> wrote:',
      '> We shall send an engineer to your house on Thursday between nine and',
      'eleven in the morning.',
      '> Please stay at home.',
    ],
    still,
  ),
  row(
    'windows line ends',
    [
      `${reply}\r`,
      '\r',
      '------------------ 原始邮件 ------------------\r',
      '发件人: "客服中心" <service@kefu.example>;\r',
      '主题: 工单\r',
      '\r',
      '您好',
    ],
    reply,
  ),
  row('no text', [''], ''),
]

const sentOn = [
  row(
    'Gmail, with a word above',
    [
      'Please see below.',
      '',
      '---------- Forwarded message ---------',
      'From: Shop <shop@store.example>',
      'Date: Mon, Jan 5, 2026 at 10:22 AM',
      'Subject: Your order',
      'To: <xia@mail.example>',
      '',
      '',
      'Your order was cancelled.',
    ],
    'Please see below.',
    { kinds: 'new forwarded' },
  ),
  row(
    'Gmail, with no word above',
    [
      '---------- Forwarded message ---------',
      'From: Shop <shop@store.example>',
      'Date: Mon, Jan 5, 2026 at 10:22 AM',
      'Subject: Your order',
      'To: <xia@mail.example>',
      '',
      '',
      'Your order was cancelled.',
    ],
    'Your order was cancelled.',
    { kinds: 'forwarded' },
  ),
  row(
    'Apple Mail',
    [
      'FYI',
      '',
      '> Begin forwarded message:',
      '> ',
      '> From: Shop <shop@store.example>',
      '> Subject: Your order',
      '> Date: January 5, 2026 at 10:22:33 GMT+8',
      '> To: xia@mail.example',
      '> ',
      '> Your order was cancelled.',
    ],
    'FYI',
    { kinds: 'new forwarded' },
  ),
  row(
    'Apple Mail, unmarked head',
    [
      'Begin forwarded message:',
      '',
      '> From: Shop <shop@store.example>',
      '> Subject: Your order',
      '> ',
      '> Your order was cancelled.',
    ],
    'Your order was cancelled.',
    { kinds: 'forwarded' },
  ),
  row(
    'Thunderbird',
    [
      'FYI',
      '',
      '-------- Forwarded Message --------',
      'Subject: \tYour order',
      'Date: \tMon, 5 Jan 2026 10:22:33 +0800',
      'From: \tShop <shop@store.example>',
      'To: \txia@mail.example',
      '',
      'Your order was cancelled.',
    ],
    'FYI',
    { kinds: 'new forwarded' },
  ),
  row(
    '网易邮箱',
    [
      '请看下面商家的回复',
      '',
      '',
      '-------- 转发邮件信息 --------',
      '发件人："店铺" <shop@store.example>',
      '发送日期：2026-01-05 10:22:33',
      '收件人："林夏" <linxia@163.example>',
      '主题：订单',
      '您的订单已取消。',
    ],
    '请看下面商家的回复',
    { kinds: 'new forwarded' },
  ),
  row(
    '网易邮箱, with no word above',
    [
      '',
      '-------- 转发邮件信息 --------',
      '发件人："店铺" <shop@store.example>',
      '发送日期：2026-01-05 10:22:33',
      '主题：订单',
      '',
      '您的订单已取消。',
    ],
    '您的订单已取消。',
    { kinds: 'forwarded' },
  ),
  row(
    '网易邮箱大师',
    [
      '---- 转发的邮件 ----',
      '| 发件人 | 店铺<shop@store.example> |',
      '| 日期 | 2026年01月05日 10:22 |',
      '| 收件人 | linxia@163.example |',
      '| 主题 | 订单 |',
      '',
      '您的订单已取消。',
    ],
    '您的订单已取消。',
    { kinds: 'forwarded' },
  ),
  row(
    'QQ 邮箱: only the subject says so',
    [
      '请处理',
      '',
      '------------------ 原始邮件 ------------------',
      '发件人: "店铺" <shop@store.example>;',
      '发送时间: 2026年1月5日(星期一) 上午10:22',
      '主题: 订单',
      '',
      '您的订单已取消。',
    ],
    '请处理',
    { kinds: 'new forwarded', subject: '转发：订单' },
  ),
  row(
    'QQ 邮箱 with no word above',
    [
      '------------------ 原始邮件 ------------------',
      '发件人: "店铺" <shop@store.example>;',
      '发送时间: 2026年1月5日(星期一) 上午10:22',
      '主题: 订单',
      '',
      '您的订单已取消。',
    ],
    '您的订单已取消。',
    { kinds: 'forwarded', subject: '转发：订单' },
  ),
  row(
    'Outlook with no word above',
    [
      '发件人: 店铺 <shop@store.example>',
      '发送时间: 2026年1月5日 10:22',
      '收件人: 林夏',
      '主题: 订单',
      '',
      '您的订单已取消。',
    ],
    '您的订单已取消。',
    { kinds: 'forwarded', subject: 'FW: 订单' },
  ),
  row(
    'Apple Mail in Chinese',
    [
      '麻烦看看',
      '',
      '> 下面是被转发的邮件：',
      '> ',
      '> 发件人: 店铺 <shop@store.example>',
      '> 主题: 订单',
      '> 日期: 2026年1月5日 GMT+8 10:22:33',
      '> 收件人: linxia@mail.example',
      '> ',
      '> 您的订单已取消。',
    ],
    '麻烦看看',
    { kinds: 'new forwarded' },
  ),
  row(
    'a gate that writes before the subject',
    [
      '请处理',
      '',
      '发件人: 店铺 <shop@store.example>',
      '发送时间: 2026年1月5日 10:22',
      '主题: 订单',
      '',
      '您的订单已取消。',
    ],
    '请处理',
    { kinds: 'new forwarded', subject: '【外部邮件】转发：订单' },
  ),
  row(
    'twice sent on',
    [
      '---------- Forwarded message ---------',
      'From: Shop <shop@store.example>',
      'Subject: Fwd: Your order',
      '',
      '---------- Forwarded message ---------',
      'From: Depot <depot@store.example>',
      'Subject: Your order',
      '',
      'The parcel was lost.',
    ],
    'The parcel was lost.',
  ),
  row(
    'German',
    [
      'Zur Kenntnis',
      '',
      '-------- Weitergeleitete Nachricht --------',
      'Betreff: Bestellung',
      'Datum: Mon, 5 Jan 2026 10:22:33 +0800',
      'Von: Shop <shop@store.example>',
      'An: xia@mail.example',
      '',
      'Storniert.',
    ],
    'Zur Kenntnis',
    { kinds: 'new forwarded' },
  ),
]

const feet = [
  row('a marked signature', [still, '', '-- ', 'Xia Lin', '+86 755 0000 0000'], still, { kinds: 'new signature' }),
  row('a mark that lost its space', [reply, '--', '林夏', '某某有限公司'], reply, { kinds: 'new signature' }),
  row(
    'a signature and then history',
    [still, '', '-- ', 'Xia', '', 'On Mon, Jan 5, 2026 at 10:22 AM Kefu <service@kefu.example> wrote:', ...quoted],
    still,
    { kinds: 'new signature quoted' },
  ),
  row(
    'a name block behind the greetings',
    [still, '', 'Best regards,', 'Xia Lin', 'Purchasing Manager', 'Lin Trading Ltd.', 'www.lin-trading.example'],
    `${still}\n\nBest regards,`,
    { kinds: 'new signature' },
  ),
  row(
    'a name block in Chinese',
    [reply, '', '此致', '敬礼！', '林夏', '采购部经理', '林氏贸易有限公司', '邮箱：linxia@lin.example'],
    `${reply}\n\n此致\n敬礼！`,
    { kinds: 'new signature' },
  ),
  row('a name behind the greetings is said', [reply, '', '谢谢！', '林夏'], `${reply}\n\n谢谢！\n林夏`, {
    kinds: 'new',
  }),
  row(
    'where to send the parts is said',
    ['请把配件寄到：', '', '谢谢', '林夏', '电话 13800000000', '深圳市南山区某路1号'],
    '请把配件寄到：\n\n谢谢\n林夏\n电话 13800000000\n深圳市南山区某路1号',
    { kinds: 'new' },
  ),
  row(
    'a notice of secrecy',
    [
      still,
      '',
      'This e-mail and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient, please delete it.',
    ],
    still,
    { kinds: 'new disclaimer' },
  ),
  row(
    'a notice of secrecy in Chinese',
    [
      reply,
      '',
      '本邮件及其附件含有保密信息，仅限于发送给上面地址中列出的个人或群组。禁止任何其他人使用。',
      '如果您错收了本邮件，请立即通知发件人。',
    ],
    reply,
    { kinds: 'new disclaimer' },
  ),
  row('a notice behind a signature', [reply, '', '-- ', '林夏', '', '保密声明：本邮件仅供指定收件人使用。'], reply, {
    kinds: 'new signature disclaimer',
  }),
  row('a notice with a heading', [reply, '', '【免责声明】', '本邮件载有机密信息，请勿外传。'], reply, {
    kinds: 'new disclaimer',
  }),
  row(
    'a notice in German',
    ['Es leckt noch.', '', 'Diese E-Mail enthält vertrauliche Informationen.'],
    'Es leckt noch.',
  ),
  row(
    'a banner of the house above all',
    ['CAUTION: This email originated from outside of the organization. Do not click links.', '', still],
    still,
    { kinds: 'disclaimer new' },
  ),
  row('a banner in Chinese, the words right below', ['【注意】此邮件来自公司外部，请谨慎点击链接。', reply], reply, {
    kinds: 'disclaimer new',
  }),
  row(
    'the foot of a list',
    [
      still,
      '',
      '_______________________________________________',
      'users mailing list',
      'users@lists.example',
      'https://lists.example/listinfo/users',
    ],
    still,
    { kinds: 'new disclaimer' },
  ),
  row('a virus scanner', [still, '', '-- ', '此电子邮件已由 Avast 防病毒软件检测。', 'www.avast.com'], still),
  ...[
    'Sent from my iPhone',
    'Sent from Yahoo Mail for iPhone',
    'Sent from Mail for Windows',
    'Get Outlook for Android',
    '发自我的华为手机',
    '发自我的小米手机',
    '发送自 Windows 10 版邮件应用',
    '发自QQ邮箱',
    '來自我的 iPhone',
    '从我的iPhone发送',
    '從我的 iPad 傳送',
    '来自小米手机',
    '获取 Outlook for iOS',
    '发自新浪邮箱客户端',
    'Von meinem iPhone gesendet',
    'Envoyé de mon iPhone',
    'Enviado desde mi iPhone',
    'Inviato da iPhone',
    'Verstuurd vanaf mijn iPhone',
    'Отправлено с iPhone',
    'iPhoneから送信',
    '나의 iPhone에서 보냄',
    'Wysłane z iPhone’a',
    'Skickat från min iPhone',
    'iPhone’umdan gönderildi',
    'Odesláno z iPhonu',
  ].map(line => row(line, [still, '', line], still, { kinds: 'new signature' })),
]

const said = [
  ['On Monday he wrote: the engineer will come tomorrow.', 'Nobody came.'],
  ['在电话里他说今天来。', '他在微信里写道：', '明天一定到。', '结果没人来。'],
  ['On 5 January I wrote:', '', 'please send someone.', '', 'Nobody answered.'],
  ['我在2026年1月5日的邮件里写道：', '请尽快退款。', '至今没有人回复。'],
  ['On your remote control there is a button that says:', '', 'On 12 / Off', '', 'it does nothing.'],
  ['Sent from your warehouse on Monday, the parcel is still not here.'],
  ['Sent from Shenzhen last week.'],
  ['Sent from my office in Shenzhen last Monday'],
  ['我于2026年1月5日 10:22 给你们写道：', '请退款。'],
  ['Your agent Lin (service@kefu.example) wrote:', 'we refund you.', 'You did not.'],
  ['The display shows', '```', '> boot', '-----Original Message-----', 'From: x', '```', 'and stops.'],
  ['> Visit us <<< or >>> call <<<', 'is what your page says.'],
  ['来自小米商城的订单怎么退货？'],
  ['发自内心地感谢你们'],
  ['由顺丰寄出'],
  ['发件人：林夏', '收件人：宋远', '电话：13800000000', '运费到付，请问多少钱？'],
  ['寄件人：林夏', '收件人：宋远', '时间：2026-01-05 10:22', '包裹丢了。'],
  ['From: Shenzhen', 'To: Berlin', 'Date: 5 January 2026', 'When will it arrive?'],
  ['What did not work:', '- the fan', '- the pump', '-- the valve, too', 'Please repair all of it.'],
  ['型号 KF-35 -- 不是 KF-26 -- 请更正。'],
  ['如果收件人不是我，请改成宋远。'],
  ['Attention: the outside unit of the air conditioner leaks, and the company says nothing.'],
  ['请转发给经理：', '这件事已经第三次了。'],
  ['谢谢', '你们公司的客服经理一直没有给我回电话。', '请尽快处理。'],
  ['步骤一', '-----', '步骤二', '-----', '步骤三：还是不行'],
  ['谢谢', '让你们经理给我打电话', '给我公司抬头的发票'],
  ['thanks', 'let me speak to your manager', 'i want to complain about your company'],
  ['在吗', '...'],
  ['At 10:22 the engineer wrote on the form:', 'nothing to be done.', 'That is not true.'],
  ['On 5 January 2026 your agent wrote:', 'we refund you.', 'You did not.'],
  ['The engineer wrote on 5 January at 10:22:', 'nothing to be done.'],
  ['The price is > 100 and < 200.'],
  ['客服小王 2026-01-05 10:22:33', '您好，请问有什么可以帮您', '我 10:23', '没人理我'],
  ['主题：空调', '内容：不制冷', '时间：昨天'],
] as const

const checked = (_: string, { mail, says, kinds, subject }: Row) => {
  const passages = passagesOf(mail.join('\n'), { subject })
  expect(newTextOf(passages)).toBe(says)
  if (kinds) expect(kindsIn(passages)).toBe(kinds)
}
describe('What a customer newly wrote, as Chinese programs send it', () => {
  test.each(chineseClients)('%s', checked)
})
describe('What a customer newly wrote, as the programs of many languages send it', () => {
  test.each(manyLanguages)('%s', checked)
})
const bodies = [
  [
    '您好：',
    '',
    '订单 KF20260105 已经等了十天，物流一直没有更新。',
    '1. 请核实包裹在哪里',
    '2. 丢了请退款',
    '',
    '谢谢',
    '林夏',
  ],
  ['麻烦把发票寄到：', '深圳市南山区某路 1 号', '收件人：林夏', '电话：13800000000'],
  [
    'Dear all,',
    '',
    'On 5 January I bought a heater, and it does not heat.',
    'See https://shop.example/orders/7?from=mail',
    '',
    'Kind regards',
    'Xia',
  ],
  ['主题：退款', '时间：上周一', '内容：至今没有收到'],
  ['型号 | 数量', 'KF-35 | 2', 'KF-26 | 1'],
  ['Temperature > 30 all day.', '- fan: broken', '- pump: broken', '', 'What now?'],
  ['👍'],
  ['不行', '', '', '还是不行'],
].map(lines => lines.join('\n'))
describe('Whatever a customer writes, and with whatever program', () => {
  test.each(bodies)('%s', body => {
    for (const [program, { mail, says }] of [...chineseClients, ...manyLanguages] as readonly (readonly [
      string,
      Row,
    ])[]) {
      const [first, ...below] = mail
      expect(says).toBe(first)
      expect([program, newTextOf(passagesOf([body, ...below].join('\n')))]).toEqual([program, body])
    }
  })
})
describe('What is new, wherever it stands', () => {
  test.each(placed)('%s', checked)
})
describe('What was sent on stays to be seen, with who wrote it', () => {
  test.each(sentOn)('%s', checked)
})
describe('What stands below the words', () => {
  test.each(feet)('%s', checked)
})
describe('What only reads like it is not cut', () => {
  test.each(said.map(lines => [lines.join(' / '), lines.join('\n')] as const))('%s', (_, text) => {
    expect(passagesOf(text)).toEqual([{ kind: 'new', text }])
  })

  test('nothing is cut of what customers write in the corpus of the classification, alone or some at once', () => {
    const folder = join(__dirname, '../../functions/classification/corpus')
    const texts = readdirSync(folder)
      .flatMap(name => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
      .map(line => (JSON.parse(line) as { readonly text: string }).text)
    const some = texts.flatMap((_, at) => (at % 4 ? [] : [texts.slice(at, at + 4).join(at % 8 ? '\n' : '\n\n')]))
    const cut = [...texts, ...some].filter(text => passagesOf(text).some(({ kind }) => kind !== 'new'))
    expect(texts.length).toBeGreaterThan(5000)
    expect(cut).toEqual([])
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

const lineOf = fc.constantFrom(
  ...[
    '',
    '> a',
    '>> b',
    '--',
    '-- ',
    '________',
    'hello',
    '谢谢',
    '| |',
    '---- 转发的邮件 ----',
    '主题: x',
    '> wrote:',
    '<',
  ],
  ...['On Mon, Jan 5, 2026 at 10:22 AM A <a@b.example> wrote:', '发件人: A <a@b.example>', '在 2026年1月5日，A 写道：'],
  ...[
    '发自我的 iPhone',
    'This e-mail is confidential and intended only for you.',
    'wrote:',
    '> 在 2026年1月5日，A 写道：',
  ],
)
describe('Nothing is deleted', () => {
  test('the passages of any text are the text again, and no two neighbours are of one kind', () => {
    const anyLines = fc.array(fc.oneof(lineOf, fc.string(), fc.string({ unit: 'binary' })), { maxLength: 30 })
    const mail = fc.tuple(anyLines, fc.constantFrom('\n', '\r\n', '\r'), fc.constantFrom('', '转发：x', 'Re: x'))
    fc.assert(
      fc.property(mail, ([lines, end, subject]) => {
        const passages = passagesOf(lines.join(end), { subject })
        expect(passages.map(({ text }) => text).join('')).toBe(lines.join(end))
        expect(passages.some(({ kind }, at) => kind === passages[at - 1]?.kind)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  test('what is new is found in the text as it stands', () => {
    fc.assert(
      fc.property(fc.array(lineOf, { maxLength: 20 }), lines => {
        const text = lines.join('\n')
        for (const piece of newTextOf(passagesOf(text)).split('\n')) expect(text).toContain(piece.trim())
      }),
    )
  })
})

/** How often a line is looked at while a mail is read. */
function looksAt(text: string): { readonly lines: number; readonly looks: number } {
  let looks = 0
  const lines = new Proxy(linesOf(text), {
    get(all, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) looks++
      return Reflect.get(all, key, receiver)
    },
  })
  kindsOf(lines)
  return { lines: lines.length, looks }
}

const hostile = [
  '>',
  '>\n',
  '> \n\n',
  '\n',
  'On ',
  'On Mon, Jan 5, 2026 at 10:22\n',
  'On 5 wrote:\n',
  'On Mon, Jan 5, 2026 at 10:22 AM A <a@b.example> wrote:\n',
  'On Mon, Jan 5, 2026 at 10:22 AM A <a@b.example> wrote:\n> a\nb\n',
  'a@b.example> wrote:\n',
  '<\n',
  '--\n',
  '-- \n',
  '________\n',
  '| |\n',
  '发自我的 iPhone\n\n',
  '发件人: a\n',
  '主题: a\n发件人: a@b.example\n\n\n',
  '---- 转发的邮件 ----\n',
  'This e-mail is confidential\n\n',
  'this e-mail ',
  'Best regards,\na@b.example\nwww.b.example\n',
  '谢谢\n',
  '&nbsp;',
  '-',
  '- ',
  'a. On 5 ',
  'a\r',
  '<<<<',
  '(((([[[[',
]
describe('However hostile a mail is, it is read in one pass', () => {
  test.each(
    hostile.map(
      (piece, at) =>
        [JSON.stringify(piece), piece.repeat(Math.ceil((at < 8 ? 100_000 : 30_000) / piece.length))] as const,
    ),
  )('a long run of %s', (_, text) => {
    const passages = passagesOf(text)
    expect(passages.map(passage => passage.text).join('')).toBe(text)
    newTextOf(passages)
    const { lines, looks } = looksAt(text.slice(0, 10_000))
    expect(looks).toBeLessThanOrEqual(120 * lines + 120)
    expect(Math.max(...linesOf(text).map(({ said }) => said.length))).toBeLessThanOrEqual(400)
  })
})
