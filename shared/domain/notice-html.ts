import type { NoticeParts } from './notice'

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)

/** Lines that people wrote stay lines, and a case's number is not broken at its hyphen. */
const shown = (text: string) =>
  escapeHtml(text)
    .replaceAll('\n', '<br>')
    .replace(/\b[OT]-[0-9A-Z]{8}\b/g, '<span style="white-space:nowrap">$&</span>')

const font = "font-family:-apple-system,'PingFang SC','Microsoft YaHei','Segoe UI',Roboto,Arial,sans-serif"
const paragraph = (text: string, style = '') =>
  `<p style="margin:0 0 14px;font-size:16px;line-height:1.6;${style}">${shown(text)}</p>`

const row = ([label, value]: readonly [string, string]) =>
  `<tr><td class="quiet" style="padding:6px 12px 6px 0;font-size:14px;line-height:1.5;color:#5b6470;vertical-align:top;width:34%">${shown(label)}</td><td style="padding:6px 0;font-size:16px;line-height:1.5;vertical-align:top;overflow-wrap:anywhere">${shown(value)}</td></tr>`

/** A button that is a plain link: nothing happens until its page is answered. */
const link = ([label, address]: readonly [string, string], colour: string) =>
  `<p style="margin:0 0 12px"><a href="${escapeHtml(address)}" style="display:inline-block;padding:10px 16px;border-radius:6px;background:${colour};color:#ffffff;font-size:16px;text-decoration:none">${shown(label)}</a></p>`

const small = 'margin:0 0 6px;font-size:13px;line-height:1.5;color:#5b6470'
const quiet = (text: string) => `<p class="quiet" style="${small}">${escapeHtml(text)}</p>`
const quietLink = ([label, address]: readonly [string, string]) =>
  `<p class="quiet" style="${small}"><a class="quiet" href="${escapeHtml(address)}" style="color:#5b6470">${escapeHtml(label)}</a></p>`

/** One column that reads at 320 px, light and dark, with nothing to load from elsewhere. */
export const htmlOf = (parts: NoticeParts): string => `<!doctype html>
<html lang="${parts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(parts.heading)}</title>
<style>@media (prefers-color-scheme:dark){.page{background:#14171a!important}.sheet{background:#1e2328!important;color:#e8eaed!important}.quiet{color:#a8b0ba!important}.rule{border-color:#3a4149!important}}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f2f4f6;${font}">
<div class="page" style="background:#f2f4f6;padding:16px 8px">
<div class="sheet" style="max-width:560px;margin:0 auto;padding:24px 18px;background:#ffffff;color:#1c2024;border-radius:8px;overflow-wrap:anywhere">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.35">${escapeHtml(parts.heading)}</h1>
${parts.opening.map(text => paragraph(text)).join('\n')}
${parts.rows.length > 0 ? `<table role="presentation" class="rule" style="width:100%;border-collapse:collapse;margin:0 0 16px;border-top:1px solid #d9dee3;border-bottom:1px solid #d9dee3">${parts.rows.map(row).join('')}</table>` : ''}
${parts.links.map(each => link(each, parts.colour)).join('\n')}
${parts.next.length > 0 ? `<h2 style="margin:0 0 8px;font-size:16px;line-height:1.4">${escapeHtml(parts.nextHeading)}</h2><ul style="margin:0 0 16px;padding:0 0 0 20px">${parts.next.map(step => `<li style="margin:0 0 6px;font-size:16px;line-height:1.6">${shown(step)}</li>`).join('')}</ul>` : ''}
${paragraph(parts.answer)}
${paragraph(parts.signOff, 'margin-bottom:18px')}
${parts.foot.map(quiet).join('\n')}
${parts.unsubscribe ? quietLink(parts.unsubscribe) : ''}
</div>
</div>
</body>
</html>
`
