import { createHmac } from 'node:crypto'
import type { Mailboxes } from '../../functions/notifications/letter'
import { stages } from '../../infra/stages'
import { type Link, linkIn, signedText, tokenOf } from '../../shared/domain/link'
import { type Brand, plainBrand } from '../../shared/domain/notice'
import type { AttachmentFiles, FileName, Quarantine } from '../../shared/gateways/attachment-files'
import type { Executions } from '../../shared/gateways/executions'
import type { IncomingMails } from '../../shared/gateways/incoming-mail'
import type { LinkTokens } from '../../shared/gateways/links'
import type { Mail, MailGateway, Sending } from '../../shared/gateways/mail'
import type { Message, Queue } from '../../shared/gateways/queues'
import { replyAddressesBy } from '../../shared/gateways/reply-addresses'
import { newWebhookSecret } from '../../shared/gateways/webhook-secret'
import type { Waiting, Workflow } from '../../shared/gateways/workflow'
import { attachmentStore } from '../../shared/stores/attachments'
import { caseStore } from '../../shared/stores/cases'
import { customerStore } from '../../shared/stores/customers'
import { figureStore } from '../../shared/stores/figures'
import { noticeStore } from '../../shared/stores/notices'
import { patternStore } from '../../shared/stores/patterns'
import { placeStore } from '../../shared/stores/places'
import { presenceStore } from '../../shared/stores/presences'
import { questionStore } from '../../shared/stores/questions'
import { customerRegistry } from '../../shared/stores/registry'
import { ruleStore } from '../../shared/stores/rules'
import { senderStore } from '../../shared/stores/senders'
import { tokenStore } from '../../shared/stores/tokens'
import { later } from './builders'
import type { Engine } from './engine'

export const shards = 2

/** The stores of the house on tables of their own. */
export async function openHouse(engine: Engine) {
  const { documents } = engine
  const tables = await engine.tables()
  return {
    tables,
    shards,
    cases: caseStore(documents, { ...tables, shards }),
    customers: customerStore(documents, tables.customers),
    attachments: attachmentStore(documents, tables.customers),
    files: fileRooms(),
    mails: mailBucket(),
    registry: customerRegistry(documents, tables.customers, async () => Buffer.from('secret of the test')),
    tokens: tokenStore(documents, tables),
    senders: senderStore(documents, tables.customers),
    questions: questionStore(documents, tables.customers),
    rules: ruleStore(documents, tables.customers),
    newSecret: newWebhookSecret,
    patterns: patternStore(documents, tables.cases),
    places: placeStore(documents, tables.cases, shards),
    dispatch: messageQueue(),
    notices: noticeStore(documents, tables.cases, shards),
    presences: presenceStore(documents, tables.cases),
    links: linksSignedBy('1'),
    replies: replyAddressesBy([['1', async () => Buffer.from('secret of the test')]], 'service@shop.example'),
    brand: plainBrand as Brand,
    apiUrl: 'https://api.test',
    figures: figureStore(documents, tables.cases, shards),
    /** Everything that is stored, for saying that nothing was. */
    everything: async () => [...(await engine.items(tables.cases)), ...(await engine.items(tables.customers))],
  }
}
export type House = Awaited<ReturnType<typeof openHouse>>

/** Both rooms of files in memory; an upload is taken as it comes, since the form is S3's to keep. Versions are told by their tags. */
export function fileRooms() {
  const quarantine = new Map<string, { readonly bytes: Buffer; readonly tag: string }>()
  const kept = new Map<string, Buffer>()
  const passing = new Set<string>()
  const nameOf = ({ customerId, id }: FileName) => `${customerId}/${id}`
  const version = (file: FileName, tag: string) => {
    const found = quarantine.get(nameOf(file))
    return found?.tag === tag ? found.bytes : undefined
  }
  const files: AttachmentFiles & Quarantine = {
    form: async ({ bytes, type, ...file }, seconds) => ({
      url: 'https://quarantine.test',
      fields: { key: nameOf(file), 'Content-Type': type, bytes: String(bytes), seconds: String(seconds) },
    }),
    bring: async (file, bytes) => void quarantine.set(nameOf(file), { bytes: Buffer.from(bytes), tag: '1' }),
    beginning: async (file, tag) => version(file, tag)?.subarray(0, 4096) ?? 'gone',
    async keep(file, tag, stays) {
      const bytes = version(file, tag)
      if (bytes) kept.set(nameOf(file), bytes)
      if (bytes && !stays) passing.add(nameOf(file))
      return bytes ? 'kept' : 'gone'
    },
    stay: async file => void passing.delete(nameOf(file)),
    async destroy(file) {
      for (const room of [quarantine, kept]) room.delete(nameOf(file))
    },
    download: async ({ name, ...file }) => `https://files.test/${nameOf(file)}?as=${encodeURIComponent(name)}`,
  }
  const upload = (key: string, bytes: Buffer, tag = '1') => void quarantine.set(key, { bytes, tag })
  return { ...files, upload, quarantine, kept, passing }
}

/** The bucket of incoming mails in memory. */
export function mailBucket() {
  const arrived = new Map<string, Buffer>()
  const kept = new Set<string>()
  const mails: IncomingMails = {
    read: async id => arrived.get(id)!,
    keep: async id => void kept.add(id),
    destroy: async id => void kept.delete(id),
    download: async ({ id, name }) => `https://mails.test/${id}?as=${name}`,
  }
  return { ...mails, arrived, kept }
}

/** A post office that keeps what it is given; `next` makes it answer as SES does on a bad day, `late` by so many minutes. */
export function postOffice(late = 0): MailGateway & { readonly sent: Mail[]; readonly next: Sending['outcome'][] } {
  const sent: Mail[] = []
  const next: Sending['outcome'][] = []
  return {
    sent,
    next,
    async send(mail) {
      const outcome = next.shift() ?? 'sent'
      if (outcome !== 'sent' && outcome !== 'unknown') return { outcome, error: 'MessageRejected' }
      sent.push(mail)
      return outcome === 'sent'
        ? { outcome, messageId: `ses-${sent.length}`, at: later(mail.at, { minutes: late }) }
        : { outcome, error: 'TimeoutError' }
    },
  }
}

/** What whoever sends notices needs: the house, its post office, and whose mailbox a team's is. */
export const noticeDesk = (house: House, mail: MailGateway, mailboxes: Partial<Mailboxes> = {}) => ({
  ...{ ...house, mail, shopName: '示例商店' },
  mailboxes: { teams: stages.dev.teamMailboxes, ...mailboxes },
})

/** Links with keys of the test: the first signs, each opens. */
export function linksSignedBy(...keys: readonly [string, ...string[]]): LinkTokens {
  const macOf = (link: Link) => createHmac('sha256', `secret ${link.key}`).update(signedText(link)).digest()
  return {
    async make(unsigned) {
      const link = { ...unsigned, key: keys[0] }
      return tokenOf(link, macOf(link))
    },
    async open(token) {
      const found = linkIn(token)
      return found && keys.includes(found.link.key) && macOf(found.link).equals(found.mac) ? found.link : null
    },
  }
}

/** A queue that keeps its messages, and refuses those whose id it is told to. */
export function messageQueue(): Queue & { readonly messages: Message[]; readonly refusing: Set<string> } {
  const messages: Message[] = []
  const refusing = new Set<string>()
  return {
    messages,
    refusing,
    async send(given) {
      messages.push(...given.filter(message => !refusing.has(message.id)))
      return new Set(given.map(message => message.id).filter(id => refusing.has(id)))
    },
  }
}

/** Where executions stand, by name; one that a test does not name does not exist. */
export function executionsWhere(standing: Readonly<Record<string, 'running' | 'over'>>, ...dead: string[]) {
  const stopped: string[] = []
  const service: Executions = {
    status: async name => standing[name] ?? 'none',
    dead: async () => dead,
    stop: async name => void stopped.push(name),
  }
  return { ...service, stopped }
}

/** A workflow service that remembers what it was told; a token that it does not know has gone. */
export function workflowService(...tokens: string[]) {
  const started: (Waiting & { readonly name?: string })[] = []
  const released: (Waiting & { readonly token: string })[] = []
  const service: Workflow = {
    async start(_, waiting, name) {
      const same = (other: (typeof started)[number]) => other.orderId === waiting.orderId && other.name === name
      if (!started.some(same)) started.push({ ...waiting, ...(name && { name }) })
    },
    async release(token, waiting) {
      if (!tokens.includes(token)) return 'gone'
      released.push({ token, ...waiting })
      return 'released'
    },
  }
  return { ...service, started, released }
}
