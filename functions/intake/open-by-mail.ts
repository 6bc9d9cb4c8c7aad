import type { Case } from '../../shared/domain/case'
import { isIn } from '../../shared/domain/desk-tables'
import { numbersIn } from '../../shared/domain/mail-thread'
import type { Market } from '../../shared/domain/market'
import type { Complaint, Ticket, TicketFacts } from '../../shared/domain/ticket'
import { isOnePerson } from '../../shared/entry/person'
import { email } from '../../shared/entry/shapes'
import { answerLanguage, takeIn } from '../../shared/entry/ticket-opening'
import { mailLimits } from '../../shared/handbook/mails'
import type { Contact } from '../../shared/wiring'
import { bringFiles } from './bring-files'
import { isDesk } from './go-on'
import type { Letter } from './letter'
import { callOf, type MailRoom } from './mail-room'

/** As many as a robot must not pass, and one page of keys. */
const mostLookedAt = 6
const channel = 'email'
type Facts = Pick<TicketFacts, 'claimsToBelongTo' | 'followsUp' | 'noReceipt'>
type Opened = { readonly id: string } | { readonly first: Ticket | Complaint }

/** A mail that goes on in no case of its sender's opens one (R-CHN-02, R-CHN-07), on the file of its From; `first` where the same words
 *  stand in one already. Of a sender whom nobody vouches for the file learns nothing. */
export async function openByMail(
  room: MailRoom,
  letter: Letter,
  { orderId: about, ...facts }: Facts & { readonly orderId?: string },
  now: string,
): Promise<Opened> {
  const { cases, registry, customers } = room
  const call = callOf(letter, now)
  const told = contactOf(letter)
  const words = [letter.record.subject, letter.text].join('\n')
  const language = answerLanguage(words)
  const seed = { newId: call.ids('customer'), at: now, source: 'customer_feedback', market: 'CN', language } as const
  const { customerId, writes } = await registry.identify(told, seed)
  const isNew = writes.some(({ what }) => what === 'open')
  const [file, newest] = isNew
    ? [null, []]
    : await Promise.all([customers.file(customerId), latelyOf(room, customerId, now)])
  const first = await sameWords(room, customerId, newest, letter)
  if (first) return { first }
  const orderId = about ?? (await orderNamed(room, letter, customerId, words))
  const attachments = await bringFiles(room, call, customerId, letter.files)
  const { name, ...known } = told
  const { sender, spam } = letter.verdicts
  const isQuiet = facts.noReceipt || sender === 'forged' || spam === 'fail' || hadReceipts(newest, now)
  return takeIn({ cases, registry }, call, {
    ...{ action: 'ticket.open', kind: 'ticket', language, orderId, attachments },
    market: (file?.fields.region?.value ?? 'CN') as Market,
    customer: isNew || sender === 'authenticated' ? told : known,
    ...{ description: letter.text, mail: letter.record },
    facts: {
      channel,
      direction: 'customer_initiated',
      ...facts,
      ...(isQuiet && { noReceipt: true }),
      ...(spam === 'fail' && { suspectedSpam: true }),
    },
  })
}

/** Where nobody can write back there is no address on file: such a ticket is answered by phone, or not at all. */
function contactOf({ id, record: { from } }: Letter): Contact {
  const name = from.name
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 100)
  const address = email.safeParse(from.address)
  const named = address.success ? { email: address.data } : { handle: `${channel}:${from.address || id}`.slice(0, 128) }
  return { ...named, ...(name && { name }) }
}

/** Their tickets that came by mail within a day, oldest first. */
async function latelyOf(
  { cases }: MailRoom,
  customerId: string,
  now: string,
): Promise<readonly (Ticket | Complaint)[]> {
  const { items } = await cases.ofCustomer(customerId, undefined, mostLookedAt)
  const since = hoursBefore(now, mailLimits.repeatHours)
  const isLate = (other: Case) => isDesk(other) && other.facts.channel === channel && other.createdAt >= since
  return items.filter(isLate).reverse() as (Ticket | Complaint)[]
}

const hadReceipts = (lately: readonly Ticket[] | readonly (Ticket | Complaint)[], now: string): boolean =>
  lately.filter(({ createdAt, facts }) => createdAt >= hoursBefore(now, 1) && !facts.noReceipt).length >=
  mailLimits.receiptsAnHour

/** Who says the same again within a day has nothing new to say, or is a machine. */
async function sameWords(
  { customers }: MailRoom,
  customerId: string,
  lately: readonly (Ticket | Complaint)[],
  { text }: Letter,
) {
  const open = lately.filter(ticket => isIn(ticket, 'open') && ticket.customerId === customerId)
  if (text === '' || open.length === 0) return undefined
  const said = await customers.contents(
    customerId,
    open.flatMap(({ facts }) => facts.requestId ?? []),
  )
  return open.find(({ facts }) => {
    const content = said.get(facts.requestId ?? '')
    return content?.what === 'message' && content.text === text
  })
}

/** The order that the words name, when it is this customer's and the mail is surely theirs. */
async function orderNamed({ cases }: MailRoom, { verdicts }: Letter, customerId: string, words: string) {
  if (verdicts.sender !== 'authenticated') return undefined
  for (const number of numbersIn(words, 'O')) {
    const order = await cases.byNumber(number)
    if (order?.kind === 'order' && (await isOnePerson(cases, customerId, order.customerId))) return order.id
  }
  return undefined
}

const hoursBefore = (now: string, hours: number) => new Date(Date.parse(now) - hours * 3_600_000).toISOString()
