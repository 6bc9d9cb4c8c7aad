import { idsFrom } from '../../shared/entry/ids'
import type { Call } from '../../shared/entry/route'
import type {
  AttachmentStore,
  CaseStore,
  CustomerStore,
  NoticeStore,
  Queue,
  Registry,
  ReplyAddresses,
} from '../../shared/wiring'
import type { IncomingMails, Quarantine } from '../../shared/wiring-files'
import type { Letter } from './letter'

/** What the use cases of incoming mail need between them. */
export interface MailRoom {
  readonly cases: CaseStore
  readonly customers: Pick<CustomerStore, 'file' | 'contents'>
  readonly registry: Registry
  readonly notices: Pick<NoticeStore, 'ofCase'>
  readonly attachments: Pick<AttachmentStore, 'announce'>
  readonly files: Quarantine
  readonly mails: IncomingMails
  readonly replies: Pick<ReplyAddresses, 'read' | 'isFor'>
  /** Those who hear what became of our mails. */
  readonly mailEvents: Queue
  readonly mailDomain: string
}

/** A mail as a request of its own: the same one that comes twice, under another name too, is one. */
export function callOf(
  { origin, says }: Pick<Letter, 'origin' | 'says'>,
  now: string,
): Call & { readonly key: string } {
  const ids = idsFrom('receiveMail', ...origin)
  return {
    ...{ operation: 'receiveMail', params: {}, query: {}, body: {}, now, ids },
    ...{ key: ids('key'), requestHash: idsFrom('words', says)('hash') },
    principal: { kind: 'storefront', id: 'mail' },
  }
}

/** In the name of the customer whose case it is about. */
export const inNameOf = (call: ReturnType<typeof callOf>, customerId: string) => ({
  ...call,
  principal: { kind: 'storefront', id: 'mail', customerId } as const,
})
