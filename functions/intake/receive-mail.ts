import * as z from 'zod'
import { natureOf } from '../../shared/domain/mail-nature'
import { readMail } from '../../shared/entry/mail/read-mail'
import type { Delivery } from '../../shared/entry/queue'
import { count } from '../../shared/entry/telemetry'
import { caseNamed } from './case-named'
import { goOn, isDesk } from './go-on'
import { hearOfReturn } from './hear-of-return'
import { keepBeside, tellOfAnother } from './keep-mail'
import { type Letter, letterOf } from './letter'
import { callOf, type MailRoom } from './mail-room'
import { openByMail } from './open-by-mail'

/** What is passed on of the event "Object Created": the mail lies under the id that SES gave it. */
export const arrivedMail = z.object({
  key: z.string().transform(key => key.slice(key.lastIndexOf('/') + 1)),
  tag: z.string(),
})

/** SES proves by this that it may write into the bucket, whenever the rule is made. */
const setUp = 'AMAZON_SES_SETUP_NOTIFICATION'

/** A mail by its nature (R-CHN-07): a person's opens a ticket or goes on in one, a machine's is kept beside its case, what came back is
 *  handed on, our own and lists are left in the bucket. All of it once, however often it is told of. */
export async function receiveMail(
  room: MailRoom,
  { message: { key: id }, now }: Delivery<z.output<typeof arrivedMail>>,
) {
  if (id === setUp) return { outcome: 'set up' }
  const mail = await readMail(await room.mails.read(id))
  const nature = natureOf(mail, { domains: [room.mailDomain] })
  count(counted[nature.kind])
  switch (nature.kind) {
    case 'bounce':
    case 'complaint':
      return hearOfReturn(room, nature, id, now)
    case 'own':
    case 'mailing_list':
      return { outcome: 'left', kind: nature.kind }
    case 'auto_reply':
      return hearMachine(room, letterOf(id, mail), now)
    case 'person':
      return hearPerson(room, letterOf(id, mail), now, nature.mayBeAnswered)
  }
}

const counted = {
  person: 'MailsOfPeople',
  auto_reply: 'AutomaticReplies',
  mailing_list: 'MailsOfLists',
  own: 'MailsOfOurs',
  bounce: 'MailsReturned',
  complaint: 'MailsUnwanted',
} as const

/** Never a ticket, never an answer: so no two machines talk to each other. */
async function hearMachine(room: MailRoom, read: Letter, now: string) {
  const { letter, known } = await asKnown(room, read, now)
  if (known) return known
  const named = await caseNamed(room, letter)
  const isKept =
    named !== null &&
    named.standing !== 'claimed' &&
    isDesk(named.subject) &&
    (await keepBeside(room, letter, named.subject, now, 'auto_reply'))
  if (isKept) await room.mails.keep(letter.id)
  return { outcome: isKept ? 'kept' : 'left', kind: 'auto_reply', ...(isKept && { caseId: named.subject.id }) }
}

/** On their own case they go on; all else opens a ticket, which says of which case it claims to be. */
async function hearPerson(room: MailRoom, read: Letter, now: string, mayBeAnswered: boolean) {
  const { letter, known } = await asKnown(room, read, now)
  const done = known ?? (await placed(room, letter, now, mayBeAnswered))
  await room.mails.keep(letter.id)
  return done
}

async function placed(room: MailRoom, letter: Letter, now: string, mayBeAnswered: boolean) {
  const named = await caseNamed(room, letter)
  const isTheirs = named?.standing === 'theirs'
  if (isTheirs && isDesk(named.subject)) {
    const told = await goOn(room, letter, named.subject, now)
    if (told) return { outcome: 'message', caseId: told.id, ...(told.ticketId && { ticketId: told.ticketId }) }
  }
  const opened = await openByMail(
    room,
    letter,
    { ...linkTo(named), ...(mayBeAnswered ? {} : { noReceipt: true }) },
    now,
  )
  if ('first' in opened) return joined(room, letter, opened.first, now)
  if (named?.standing === 'another' && isDesk(named.subject)) await tellOfAnother(room, named.subject, opened.id, now)
  return { outcome: 'ticket', ticketId: opened.id }
}

function linkTo(named: Awaited<ReturnType<typeof caseNamed>>) {
  if (!named) return {}
  const { id, kind } = named.subject
  if (named.standing !== 'theirs') return { claimsToBelongTo: id }
  return kind === 'order' ? { orderId: id } : { followsUp: id }
}

/** The same words again: an answer of the customer's, where their domain vouches for them; else not even that. */
async function joined(room: MailRoom, letter: Letter, first: Parameters<typeof goOn>[2], now: string) {
  count('MailsRepeated')
  if (letter.verdicts.sender === 'authenticated') await goOn(room, letter, first, now)
  else await keepBeside(room, letter, first, now, 'repeated')
  return { outcome: 'repeated', caseId: first.id }
}

/** What became of it before, whichever copy came first. Another mail under the same Message-ID is told by what it says, and is one of
 *  its own. */
async function asKnown(room: MailRoom, letter: Letter, now: string): Promise<{ letter: Letter; known?: object }> {
  const { ids, key, principal, requestHash } = callOf(letter, now)
  const [ticket, message] = await Promise.all([
    room.cases.opened(ids('ticket')),
    room.cases.keptAnswer(principal.id, key),
  ])
  const hash = (ticket ?? message)?.requestHash
  if (hash === undefined) return { letter }
  if (hash === requestHash)
    return { letter, known: { outcome: 'known', caseId: ticket?.opened.id ?? message?.answer.id } }
  const { id } = letter
  if (letter.origin.length === 1) throw new Error(`mail ${id} says something else than when it came first`)
  return asKnown(room, { ...letter, origin: [id] }, now)
}
