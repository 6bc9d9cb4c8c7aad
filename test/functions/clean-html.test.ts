import { cleanHtml } from '../../shared/entry/mail/clean-html'
import { htmlToText } from '../../shared/entry/mail/html-text'

describe('the HTML of a mail, as staff see it (R-CHN-07)', () => {
  test.each([
    ['<script>alert(1)</script>hi<style>@import "https://x.example"</style>', 'hi'],
    ['<p onclick="a()" id="top" class="x">hi</p>', '<p>hi</p>'],
    ['<form action="https://x.example"><input name="q"><button>go</button></form>', 'go'],
    ['<iframe src="https://x.example"></iframe><object data="x"></object><svg><a href="x">s</a></svg>', ''],
    [
      '<p style="color: red; position: fixed; background: url(https://x.example/a)">x</p>',
      '<p style="color: red">x</p>',
    ],
    ['<p style="width: expression(alert(1)); color: url(x)">x</p>', '<p>x</p>'],
    ['<td background="https://x.example/a">x</td>', '<td>x</td>'],
    ['<img src="https://x.example/a.png" alt="杯盖">', '<span>[🖼 杯盖]</span>'],
    ['<img src="//x.example/a.png" width="1" height="1">', '<span></span>'],
    ['<img src="cid:a@x.example" onerror="a()">', '<img src="cid:a@x.example" alt="" />'],
    ['<img src="data:image/svg+xml;base64,AAAA" alt="">', '<span>[🖼 ]</span>'],
    ['<base href="https://x.example"><meta http-equiv="refresh" content="0">x', 'x'],
  ])('%s becomes %s', (dirty, cleaned) => {
    expect(cleanHtml(dirty)).toBe(cleaned)
  })

  test.each([
    ['<a href="https://evil.example/x">www.bank.example</a>', ' [evil.example]'],
    ['<a href="https://bank.example@evil.example/">https://bank.example/</a>', ' [evil.example]'],
  ])('%s shows where it leads', (dirty, shown) => {
    expect(cleanHtml(dirty)).toContain(shown)
  })

  test.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', ' vbscript:x', '//evil.example'])(
    'a link to %s leads nowhere',
    href => {
      expect(cleanHtml(`<a href="${href}">x</a>`)).not.toMatch(/script|data:|evil/i)
    },
  )

  test('a link that says where it leads is left as it is', () => {
    expect(cleanHtml('<a href="https://www.shop.example/a">shop.example</a>')).not.toContain('[')
  })
})

describe('HTML made plain', () => {
  test.each([
    ['<p>一</p><p>二</p>', '一\n\n二'],
    ['<div>一</div><div><br></div><div>二</div>', '一\n\n二'],
    ['<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>', '- a\n- b\n  1. c'],
    ['<table><tr><td>杯子</td><td>2</td></tr><tr><td>盖</td><td>1</td></tr></table>', '杯子\t2\n盖\t1'],
    ['在 1 月写道：<blockquote>您好<br>请问</blockquote>', '在 1 月写道：\n> 您好\n> 请问'],
    ['<blockquote>一<blockquote>二</blockquote></blockquote>', '> 一\n>> 二'],
    ['<a href="https://x.example/y">点这里</a>', '点这里 <https://x.example/y>'],
    ['<a href="https://x.example/">x.example</a>', 'x.example'],
    ['&lt;<a href="mailto:a@b.example">a@b.example</a>&gt; wrote:', '<a@b.example> wrote:'],
    ['<span style="display:none">hidden</span>seen', 'seen'],
    ['a&nbsp;b &amp; c<pre> d\n  e</pre>', 'a b & c\n\n d\n  e'],
    ['<img src="cid:x" alt="照片">', '[照片]'],
    ['中文\n换行', '中文换行'],
  ])('%s reads %j', (html, text) => {
    expect(htmlToText(html)).toBe(text)
  })
})
