import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { authorsOf } from '../local/services/ses-headers'
import { command, here } from './stage'

const usage = `npm run mail -- FILE… [--as ADDRESS] [--from ADDRESS] [--to ADDRESS] [--smtp URL]
Hands mails (.eml) to the shop that npm start runs on this machine, as the customer's mail server would.
  --as    signs in as this address: the mail is then truly from its domain; without it, it is nobody's and may be forged
  --from  the sender on the envelope; the author of each mail unless given
  --to    the shop's own address unless given; with a label: service+label@…
  --smtp  another server, such as smtp://127.0.0.1:3003`

interface Hander {
  /** Throws the server's words for a mail that it does not take. */
  hand(raw: Buffer, from: string): Promise<void>
  close(): void
}

/** `npm run mail`: what is taken is said in one line, what is refused in one each. */
async function mail(): Promise<void> {
  const { values, positionals: files } = parseArgs({
    options: {
      ...{ as: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
      ...{ smtp: { type: 'string' }, help: { type: 'boolean' } },
    },
    allowPositionals: true,
  })
  if (values.help) return console.log(usage)
  if (files.length === 0) throw new Error(`which mail?\n${usage}`)
  const mails = files.map(file => ({ file, raw: readFileSync(file) }))
  const shop = values.smtp === undefined ? here() : undefined
  const [smtp, to] = [values.smtp ?? shop?.smtp, values.to ?? shop?.mailAddress]
  if (!smtp || !to) throw new Error(shop ? 'the shop that runs takes no mail: start it again' : 'say --to whom as well')
  const hander = await connect(smtp, to, values.as)
  const refused: string[] = []
  const bar = new SingleBar({ format: '{bar} {value}/{total} mails', noTTYOutput: false }, Presets.shades_classic)
  if (mails.length > 1) bar.start(mails.length, 0)
  for (const { file, raw } of mails) {
    const from = values.from ?? authorsOf(raw).find(address => address.includes('@')) ?? 'someone@example.com'
    await hander.hand(raw, from).catch((error: Error) => refused.push(`${file}: ${error.message}`))
    bar.increment()
  }
  bar.stop()
  hander.close()
  for (const line of refused) console.error(line)
  console.log(`${mails.length - refused.length} of ${mails.length} taken for ${to} at ${smtp}`)
  if (refused.length > 0) process.exitCode = 1
}

/** One connection for all of them. */
async function connect(smtp: string, to: string, as: string | undefined): Promise<Hander> {
  const { hostname: host, port } = new URL(smtp)
  const connection = new SMTPConnection({ host, port: Number(port) || 25, ignoreTLS: true })
  connection.on('error', () => {})
  await new Promise<void>((connected, failed) => {
    connection.once('error', () => failed(new Error(`nobody takes mail at ${smtp}: npm start first`)))
    connection.connect(error => (error ? failed(error) : connected()))
  })
  if (as)
    await new Promise<void>((done, failed) =>
      connection.login({ credentials: { user: as, pass: 'any' } }, error => (error ? failed(error) : done())),
    )
  return {
    hand: (raw, from) =>
      new Promise((taken, failed) =>
        connection.send({ from, to }, raw, error =>
          error ? connection.reset(() => failed(new Error(error.response || error.message))) : taken(),
        ),
      ),
    close: () => connection.quit(),
  }
}

command(mail)
