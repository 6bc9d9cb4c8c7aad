import sanitize from 'sanitize-html'
import { boundedHtml } from './html-bounds'

const text =
  'a abbr address b bdi bdo big blockquote br caption center cite code dd del details div dl dt em figcaption figure font'
const more =
  'footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strike'
const rest =
  'strong sub summary sup table tbody td tfoot th thead tr tt u ul var wbr col colgroup article aside main nav'

const colour = /^(#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d\s.,%/]{1,40}\))$/i
const length =
  /^-?[\d.]{1,6}(px|pt|em|rem|%)?( -?[\d.]{1,6}(px|pt|em|rem|%)?){0,3}$|^(auto|normal|medium|small|large|smaller|larger|x-large|xx-large|x-small)$/i

/** A style that stays within its own element: no address, no place of its own on the page, nothing hidden. */
const styles: Readonly<Record<string, RegExp>> = {
  ...{ color: colour, 'background-color': colour },
  ...{ 'font-weight': /^(bold|bolder|normal|lighter|[1-9]00)$/i, 'font-style': /^(italic|normal|oblique)$/i },
  ...{ 'font-size': length, 'line-height': length, 'text-indent': length },
  ...{
    'text-align': /^(left|right|center|justify|start|end)$/i,
    'text-decoration': /^(underline|line-through|none)$/i,
  },
  ...{
    padding: length,
    margin: length,
    'margin-left': length,
    'padding-left': length,
    'white-space': /^(pre|pre-wrap|pre-line|normal)$/i,
  },
}

const stayingStyle = (style: string): string =>
  style
    .slice(0, 2_000)
    .split(';')
    .map(rule => /^\s*([a-z-]{1,30})\s*:\s*([^\\]{1,80}?)\s*(?:!important\s*)?$/i.exec(rule))
    .flatMap(found =>
      found && styles[found[1]!.toLowerCase()]?.test(found[2]!) ? [`${found[1]!.toLowerCase()}: ${found[2]}`] : [],
    )
    .join('; ')

const html = (plain: string) =>
  plain.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

const kept: sanitize.IOptions = {
  allowedTags: `${text} ${more} ${rest}`.split(' '),
  allowedAttributes: {
    '*': ['style', 'dir', 'align', 'valign', 'lang'],
    a: ['href', 'rel', 'target', 'title'],
    img: ['src', 'alt', 'width', 'height'],
    td: ['colspan', 'rowspan', 'width', 'bgcolor'],
    th: ['colspan', 'rowspan', 'width', 'bgcolor'],
    table: ['width', 'border', 'cellpadding', 'cellspacing', 'bgcolor'],
    font: ['color', 'size'],
    ol: ['start', 'type'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['cid'] },
  allowProtocolRelative: false,
  parseStyleAttributes: false,
  disallowedTagsMode: 'discard',
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'title',
    'template',
    'object',
    'svg',
    'math',
    'iframe',
    'select',
  ],
  nestingLimit: 200,
  transformTags: {
    '*': (tagName, { style, ...attribs }) => {
      const kept = style ? stayingStyle(style) : ''
      return { tagName, attribs: kept ? { ...attribs, style: kept } : attribs }
    },
    img: (tagName, { src = '', alt = '', width = '', height = '' }) =>
      /^cid:/i.test(src.trim())
        ? { tagName, attribs: { src: src.trim(), alt, ...(width && { width }), ...(height && { height }) } }
        : {
            tagName: 'span',
            attribs: {},
            text: /^[01](px)?$/.test(width) || /^[01](px)?$/.test(height) ? '' : `[🖼 ${alt}]`,
          },
    a: (tagName, { href = '', title = '' }) => ({
      tagName,
      attribs: { href: href.trim(), rel: 'noopener noreferrer nofollow', target: '_blank', ...(title && { title }) },
    }),
  },
}

/** Another host is shown than the link leads to: what phishing is made of. */
function hostBeside(shown: string, href: string): string | undefined {
  const said = /(?:https?:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,24})/i.exec(shown)?.[1]?.toLowerCase()
  const real = /^https?:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(href)?.[1]?.toLowerCase()
  if (!real || !said || shown.includes('@')) return undefined
  return real === said || real.replace(/^www\./, '') === said.replace(/^www\./, '') ? undefined : real
}

const withRealHosts = (cleaned: string) =>
  cleaned.replace(/<a ([^<>]*)>([\s\S]*?)<\/a>/g, (link, attributes: string, inner: string) => {
    const host = hostBeside(inner.replace(/<[^<>]*>/g, ''), /href="([^"]*)"/.exec(attributes)?.[1] ?? '')
    return host ? `${link} [${html(host)}]` : link
  })

/**
 * The HTML of a mail as staff may see it: nothing that runs, asks, loads or hides (R-CHN-07). Pictures from elsewhere become their
 * words, those of the mail itself keep `cid:`; a link whose text shows another host is followed by its real one.
 */
export function cleanHtml(dirty: string): string {
  return withRealHosts(sanitize(boundedHtml(dirty), kept))
}
