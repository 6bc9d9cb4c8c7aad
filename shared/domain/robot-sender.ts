import { senderNames, senders } from '../handbook/mail-robots'
import type { Mail, MailAddress } from './mail'
import { folded, has, phrasesOf } from './mail-folding'

const names = phrasesOf([senderNames])

/** How much a sender is a machine: 3 one that writes nothing but reports, 2 one that mostly does, 1 one that nobody answers. */
export interface RobotSender {
  readonly weight: 0 | 1 | 2 | 3
  readonly because: readonly string[]
}

export function robotSender(mail: Mail): RobotSender {
  const from = [mail.from, mail.sender].flatMap(address => (address ? [address] : []))
  if (from.some(isOf('daemons')) || isDaemonPath(mail.returnPath)) return { weight: 3, because: ['sender: daemon'] }
  if (from.some(isOf('posts'))) return { weight: 2, because: ['sender: postmaster'] }
  if (from.some(({ name }) => has(folded(name), names))) return { weight: 2, because: ['sender: name'] }
  if (mail.from && mail.from.address === '') return { weight: 2, because: ['empty sender'] }
  if (mail.returnPath === '') return { weight: 2, because: ['empty return path'] }
  if (from.some(isOf('machines'))) return { weight: 1, because: ['sender: machine'] }
  return { weight: 0, because: [] }
}

/** The local part as it is compared: letters and figures alone. */
export const localPartOf = (address: string): string =>
  (address.split('@')[0] ?? '').toLowerCase().replace(/[^a-z0-9]/g, '')

const isOf =
  (kind: keyof typeof senders) =>
  ({ address, name }: MailAddress) =>
    [localPartOf(address), ...(address === '' || address === name ? [localPartOf(name)] : [])].some(local =>
      senders[kind].words.some(word => (word.endsWith('*') ? local.startsWith(word.slice(0, -1)) : local === word)),
    )

const isDaemonPath = (path: string | undefined) => path !== undefined && isOf('daemons')({ address: path, name: '' })
