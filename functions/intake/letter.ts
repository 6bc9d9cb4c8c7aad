import type { Mail } from '../../shared/domain/mail'
import { filesOf, type TakenFile } from '../../shared/domain/mail-files'
import { type MailRecord, recordOf } from '../../shared/domain/mail-record'
import { type MailVerdicts, verdictsOf } from '../../shared/domain/mail-verdicts'
import { newTextOf, passagesOf } from '../../shared/domain/mail-words'
import { cleanHtml } from '../../shared/entry/mail/clean-html'

/** A mail as it is kept: what is new in it, and the rest beside. */
export interface Letter {
  readonly id: string
  readonly mail: Mail
  readonly verdicts: MailVerdicts
  readonly text: string
  readonly record: MailRecord
  readonly files: readonly TakenFile[]
  /** By which the same mail is known again: its Message-ID and its sender, or where it lies. */
  readonly origin: readonly string[]
  /** All that it says, by which another mail under the same Message-ID is told. */
  readonly says: string
}

export function letterOf(id: string, mail: Mail): Letter {
  const verdicts = verdictsOf(mail)
  const passages = passagesOf(mail.text, mail)
  const { taken, notTaken } = filesOf(mail.files, verdicts.virus === 'fail')
  const html = mail.html === undefined ? undefined : cleanHtml(mail.html)
  const read = { original: id, verdicts, passages, newText: newTextOf(passages), html, notTaken }
  const sender = mail.from?.address.toLowerCase()
  return {
    ...{ id, mail, verdicts, files: taken, ...recordOf(mail, read) },
    origin: mail.messageId && sender ? [mail.messageId, sender, verdicts.sender] : [id],
    says: `${mail.subject}\n${mail.text}`,
  }
}
