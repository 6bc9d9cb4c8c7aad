import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import { authorsOf } from '../local/services/ses-headers'
import { connectSmtp } from './smtp-client'
import { command, here } from './stage'

const usage = `npm run mail -- FILE… [--as ADDRESS] [--from ADDRESS] [--to ADDRESS] [--smtp URL]
Hands mails (.eml) to the shop that npm start runs on this machine, as the customer's mail server would.
  --as    signs in as this address: the mail is then truly from its domain; without it, it is nobody's and may be forged
  --from  the sender on the envelope; the author of each mail unless given
  --to    the shop's own address unless given; with a label: service+label@…
  --smtp  another server, such as smtp://127.0.0.1:3003`

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
  const client = await connectSmtp(smtp, values.as)
  const refused: string[] = []
  const bar = new SingleBar({ format: '{bar} {value}/{total} mails', noTTYOutput: false }, Presets.shades_classic)
  if (mails.length > 1) bar.start(mails.length, 0)
  for (const { file, raw } of mails) {
    const from = values.from ?? authorsOf(raw).find(address => address.includes('@')) ?? 'someone@example.com'
    await client.send(raw, from, to).catch((error: Error) => refused.push(`${file}: ${error.message}`))
    bar.increment()
  }
  bar.stop()
  client.close()
  for (const line of refused) console.error(line)
  console.log(`${mails.length - refused.length} of ${mails.length} taken for ${to} at ${smtp}`)
  if (refused.length > 0) process.exitCode = 1
}

command(mail)
