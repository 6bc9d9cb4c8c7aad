import { createHash } from 'node:crypto'
import type { Language } from '../domain/market'
import { escapeHtml } from '../domain/notice-html'

export interface Page {
  readonly language: Language
  readonly title: string
  /** Markup: what is not ours in it is escaped already. */
  readonly body: string
  readonly style: string
}

/** A page that fetches nothing, runs nothing, stands in no frame and tells no other site where its reader came from. */
export function pageOf({ language, title, body, style }: Page) {
  const digest = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
    },
    body:
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
      '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">' +
      `<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`,
  }
}
