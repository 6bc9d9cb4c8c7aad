import { createHash } from 'node:crypto'
import contract from '../../shared/api/openapi.json'
import { route } from '../../shared/entry/route'
import { script } from './page-script'
import { style } from './page-style'

/** JSON inside a page: nothing in it can end the element that holds it. */
const embedded = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kefu 客服 API</title>
<style>${style}</style>
<h1>Kefu 客服 API</h1>
<p>Open an operation, fill it in, send it. 打开一个操作，填写后发送。 <a href="/openapi.json">OpenAPI</a></p>
<div class="token"><label for="token">Access token · 访问令牌 <b id="role"></b></label>
<input id="token" type="password" autocomplete="off" spellcheck="false" placeholder="or #token=… in the address"></div>
<main id="operations"></main>
<script type="application/json" id="contract">${embedded(contract)}</script>
<script>${script}</script>
</html>
`

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Only this page's own script and style run, and only this API is called. */
const policy = [
  "default-src 'none'",
  `script-src ${digest(script)}`,
  `style-src ${digest(style)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The API as a page to read and to try, made of the contract alone. */
export async function readApiPage() {
  const headers = {
    ...{ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
    ...{ 'cache-control': 'public, max-age=300', 'referrer-policy': 'no-referrer' },
  }
  return { status: 200, body: html, headers }
}

export const readApiPageRoute = route({
  method: 'GET',
  path: '/',
  operationId: 'readApiPage',
  summary: { en: 'This page', zh: '本页' },
  audience: ['public'],
  throttle: { rate: 20, burst: 40 },
  run: readApiPage,
})
