import { env, envNumber } from './env'
import { executionsOf } from './gateways/executions'
import { linkTokens } from './gateways/links'
import { lookUpSecret } from './gateways/look-up-secret'
import { queueAt, sqsClient } from './gateways/queues'
import { replyAddresses as replyAddressesOf } from './gateways/reply-addresses'
import { workflowGateway } from './gateways/workflow'
import { attachmentStore } from './stores/attachments'
import { caseStore } from './stores/cases'
import { customerStore } from './stores/customers'
import { documents } from './stores/documents'
import { figureStore } from './stores/figures'
import { noticeStore } from './stores/notices'
import { patternStore } from './stores/patterns'
import { placeStore } from './stores/places'
import { presenceStore } from './stores/presences'
import { questionStore } from './stores/questions'
import { customerRegistry } from './stores/registry'
import { ruleStore } from './stores/rules'
import { senderStore } from './stores/senders'
import { tokenStore } from './stores/tokens'

export { env, envNumber } from './env'
export type { AttachmentFiles } from './gateways/attachment-files'
export type { Executions } from './gateways/executions'
export type { LinkTokens } from './gateways/links'
export type { Mail, MailGateway } from './gateways/mail'
export type { Message, Queue } from './gateways/queues'
export type { ReplyAddresses } from './gateways/reply-addresses'
export { newWebhookSecret } from './gateways/webhook-secret'
export type { Workflow } from './gateways/workflow'
export { eventFromImage } from './stores/images'
export type * from './stores/ports'

/** Made at the first call and kept for the life of the instance; a function bundles only what it calls. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const client = /* @__PURE__ */ once(documents)
const customersTable = () => env('CUSTOMERS_TABLE')

export const cases = /* @__PURE__ */ once(() =>
  caseStore(client(), {
    cases: env('CASES_TABLE'),
    customers: process.env.CUSTOMERS_TABLE,
    shards: envNumber('SHARDS'),
  }),
)
export const customers = /* @__PURE__ */ once(() => customerStore(client(), customersTable()))
export const attachments = /* @__PURE__ */ once(() => attachmentStore(client(), customersTable()))
export const registry = /* @__PURE__ */ once(() =>
  customerRegistry(client(), customersTable(), lookUpSecret(env('LOOKUP_KEY_ID'))),
)
export const tokens = /* @__PURE__ */ once(() =>
  tokenStore(client(), { cases: env('CASES_TABLE'), customers: customersTable() }),
)
export const senders = /* @__PURE__ */ once(() => senderStore(client(), customersTable()))
export const rules = /* @__PURE__ */ once(() => ruleStore(client(), customersTable()))
export const questions = /* @__PURE__ */ once(() => questionStore(client(), customersTable()))
export const notices = /* @__PURE__ */ once(() => noticeStore(client(), env('CASES_TABLE'), envNumber('SHARDS')))
export const patterns = /* @__PURE__ */ once(() => patternStore(client(), env('CASES_TABLE')))
export const presences = /* @__PURE__ */ once(() => presenceStore(client(), env('CASES_TABLE')))
export const links = /* @__PURE__ */ once(() => linkTokens(env('LINK_KEYS')))
/** Needs the right to make MACs with the link keys, and the address to which customers answer. */
export const replyAddresses = /* @__PURE__ */ once(() => replyAddressesOf(env('LINK_KEYS'), env('REPLY_MAILBOX')))
export const figures = /* @__PURE__ */ once(() => figureStore(client(), env('CASES_TABLE'), envNumber('SHARDS')))
export const places = /* @__PURE__ */ once(() => placeStore(client(), env('CASES_TABLE'), envNumber('SHARDS')))
export const workflow = /* @__PURE__ */ once(workflowGateway)
export const executions = /* @__PURE__ */ once(() => executionsOf(env('ORDER_WORKFLOW_ARN')))
const sqs = /* @__PURE__ */ once(sqsClient)
export const queue = (urlName: string) => queueAt(env(urlName), sqs())
export const clients = /* @__PURE__ */ once(() => ({
  staff: env('STAFF_CLIENT_ID'),
  storefront: env('STOREFRONT_CLIENT_ID'),
}))
