import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { functionSpecs } from '../../infra/aws/functions'
import { readMail } from '../../shared/entry/mail/read-mail'
import { allBySmtp, aMail } from '../support/smtp'
import { figure, median, type Row } from './figures'
import { startCloud } from './running-cloud'

const fixtures = resolve(__dirname, '../fixtures/mails')
/** What is beside the mail in a function's memory: Node, the SDK, the bundle. */
const largest = { of: 'value', is: '<=', limit: functionSpecs['mail-intake'].memoryMegabytes } as const

/** Mails as they are read, alone; then a burst over SMTP against a cloud in real time, until each has its ticket and its receipt;
 *  then what the largest takes. Throws when one of them is lost. */
export async function mailRows(assembly: string, quick: boolean, say: (line: string) => void): Promise<Row[]> {
  say('reading mails')
  const reading = await readingMilliseconds(quick ? 2 : 10)
  const count = quick ? 200 : 1000
  say(`${count} mails over SMTP`)
  const cloud = await startCloud(assembly)
  const burst = { taken: 0, whole: 0 }
  try {
    const { smtp } = await cloud.state()
    await allBySmtp({ smtp }, Array.from({ length: 8 }, mailOf), 8)
    await cloud.quiet()
    const before = (await cloud.state()).counters.mails
    const mails = Array.from({ length: count }, mailOf)
    const started = performance.now()
    await allBySmtp({ smtp }, mails, 8)
    const taken = performance.now()
    const drained = await cloud.drained()
    const receipts = (await cloud.state()).counters.mails - before
    if (receipts < count) throw new Error(`${count} mails, but ${receipts} receipts`)
    burst.taken = count / ((taken - started) / 1000)
    burst.whole = count / ((drained - started) / 1000)
  } finally {
    await cloud.stop()
  }
  say('the largest mail')
  const [attached, written] = [await weighed('attached'), await weighed('written')]
  return [
    figure('mails read, of every make of the fixtures', reading, 'ms a mail'),
    figure(`mails in a burst of ${count} over SMTP, 8 at once: answered with 250`, burst.taken, 'mails/s'),
    figure('… each a ticket, classified and told by mail, none lost', burst.whole, 'mails/s'),
    figure('a mail of 40 MB, an attachment: memory of the process that reads it', attached.megabytes, 'MB', largest),
    figure('… read', attached.milliseconds, 'ms'),
    figure('a mail of 40 MB, all of it text: memory', written.megabytes, 'MB', largest),
    figure('… read', written.milliseconds, 'ms'),
  ]
}

let written = 0
function mailOf() {
  const name = `bench-${process.pid}-${++written}`
  const from = `${name}@example.com`
  const text = `包裹三天没更新了，到哪了？运单 SF${100_000 + written}`
  return { from, raw: aMail({ from, text, headers: { 'Message-ID': `<${name}@example.com>` } }) }
}

/** The median of rounds over all of them, since the first pays for what is compiled. */
async function readingMilliseconds(rounds: number): Promise<number> {
  const mails = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.eml'))
    .map(file => readFileSync(join(fixtures, file)))
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    for (const mail of mails) await readMail(mail)
    times.push((performance.now() - started) / mails.length)
  }
  return median(times)
}

/** In a process of its own, of which nothing else takes memory. */
async function weighed(kind: string): Promise<{ readonly megabytes: number; readonly milliseconds: number }> {
  const child = fork(join(__dirname, 'large-mail.ts'), [kind])
  const [told] = await once(child, 'message')
  return told
}
