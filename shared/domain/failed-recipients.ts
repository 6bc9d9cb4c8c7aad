import { failureTexts, helperNames, recipientWords, senderWords } from '../handbook/mail-robots'
import type { FailedRecipient } from './bounce'
import { verdictOn } from './delivery-verdict'
import type { Mail } from './mail'
import { folded, has, headerOf, phrasesOf } from './mail-folding'
import { type ReturnedMail, reportAndReturned } from './returned-mail'
import { localPartOf } from './robot-sender'

/** Bounded, so that no line is read twice over. */
const ADDRESS =
  /[A-Za-z0-9!#$%&*+/=?^_`{|}~][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,62}){1,10}/g
/** Within angle brackets also those that are not ASCII (RFC 6531). */
const BRACKETED = /<([^\s<>@:]{1,64}@[^\s<>@:.]{1,63}(?:\.[^\s<>@:.]{1,63}){1,10})>/g

const failures = phrasesOf(failureTexts)
const before = (words: readonly string[]) => {
  const phrases = phrasesOf([{ words }])
  return (text: string) => {
    const end = folded(text).replace(/[\s:,<("'[【「“‘=-]+$/, '')
    return phrases.some(phrase => end.endsWith(phrase) && !/[a-z0-9][a-z0-9]*$/.test(end.slice(0, -phrase.length)))
  }
}
const isBeforeRecipient = before(recipientWords)
const isBeforeSender = before(senderWords)

const isHelper = (address: string) =>
  helperNames.includes(localPartOf(address)) ||
  /-(ctl|request|owner|help|admin|bounces?|subscribe|unsubscribe)@/i.test(address)

interface Named {
  readonly address: string
  readonly line: number
  readonly isLeading: boolean
  readonly isBehindFailure: boolean
}

/** Who did not get the mail, by a report that says it in words: those that stand where such reports put them, then those
 *  behind the words of failure, then any; never who sent it, nor who can help, where there is another. */
export function failedIn(mail: Mail, returned: ReturnedMail): readonly FailedRecipient[] {
  const [report, rest] = reportAndReturned(mail.text)
  const lines = report.split('\n')
  const own = ownAddresses(mail, returned)
  const named = addressesIn(lines).filter(({ address }) => !own.has(address.toLowerCase()))
  const others = named.filter(({ address }) => !isHelper(address))
  const chosen = [
    ...[
      others.filter(({ isLeading }) => isLeading),
      others.filter(({ isBehindFailure }) => isBehindFailure),
      others,
      named,
    ],
  ].find(each => each.length > 0)
  if (!chosen)
    return sentTo(returned, own).map(address => ({
      address,
      ...verdictOn({ words: `${mail.subject}\n${report}\n${rest}` }),
    }))
  return unique(chosen).map(each => ({
    address: each.address,
    ...verdictOn({ words: wordsAbout(each, chosen, lines) }),
  }))
}

function addressesIn(lines: readonly string[]): readonly Named[] {
  let isBehindFailure = false
  return lines.flatMap((line, number) => {
    isBehindFailure ||= /\S/.test(line) && has(folded(line), failures)
    const found = [...line.matchAll(BRACKETED), ...line.matchAll(ADDRESS)].sort((one, other) => one.index - other.index)
    return found.flatMap(match => {
      const address = (match[1] ?? match[0]).replace(/^(smtp|rfc822)=/i, '').replace(/-+$/, '')
      const text = line.slice(0, match.index)
      const isFirst = /^[\s>*•·\-–+<("'[]*$/.test(text)
      if (
        !isBeforeRecipient(text) &&
        isBeforeSender(isFirst ? ((lines[number - 1]?.trim() || lines[number - 2]) ?? '') : text)
      )
        return []
      const isLeading = isFirst || isBeforeRecipient(text)
      return [{ address, line: number, isLeading, isBehindFailure }]
    })
  })
}

/** Whoever the report is for sent the mail. */
const ownAddresses = (mail: Mail, { headers }: ReturnedMail): ReadonlySet<string> =>
  new Set(
    [
      ...[mail.from, mail.sender, ...mail.to, ...mail.cc].map(address => address?.address ?? ''),
      ...['from', 'sender', 'return-path', 'reply-to'].flatMap(name => headerOf(headers, name).match(ADDRESS) ?? []),
    ].map(address => address.toLowerCase()),
  )

/** Of a returned mail that went to one alone, that one. */
function sentTo({ headers }: ReturnedMail, own: ReadonlySet<string>): readonly string[] {
  const found = ['to', 'cc', 'x-failed-recipients'].flatMap(name => headerOf(headers, name).match(ADDRESS) ?? [])
  const others = [...new Set(found)].filter(address => !own.has(address.toLowerCase()))
  return others.length === 1 && localPartOf(others[0]!) !== 'redacted' ? others : []
}

const unique = (named: readonly Named[]) => [...new Map(named.map(each => [each.address.toLowerCase(), each])).values()]

/** What is said of one: from where it stands to where the next one does; where that says nothing, all of it. */
function wordsAbout({ address, line }: Named, all: readonly Named[], lines: readonly string[]): string {
  const next = all.find(other => other.line > line && other.address.toLowerCase() !== address.toLowerCase())?.line
  const several = new Set(all.map(other => other.address.toLowerCase())).size > 1
  return several ? lines.slice(line, next).join('\n') : lines.join('\n')
}
