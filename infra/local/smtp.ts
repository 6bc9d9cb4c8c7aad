import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { bound } from './http'
import type { Clock } from './kernel'
import { LARGEST_INCOMING_MAIL, type Receiving } from './services/ses-receiving'

export interface Smtp {
  /** Such as smtp://127.0.0.1:3003. */
  readonly url: string
  close(): Promise<void>
}

/** An answer in the words of SMTP. */
const refusal = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })
const unavailable = () => refusal(550, '5.1.1 Requested action not taken: mailbox unavailable')
const tooLarge = () => refusal(552, '5.3.4 Message size exceeds fixed maximum message size')

/** Takes mail over SMTP on 127.0.0.1 alone: what is answered with 250 lies in the bucket. Who signs in, with any password, is
 *  authenticated for the domain of that address. Throws one sentence when the port is taken. */
export async function listenSmtp(port: number, clock: Clock, receiving: Receiving): Promise<Smtp> {
  const server = new SMTPServer({
    banner: 'Kefu, the local cloud',
    size: LARGEST_INCOMING_MAIL,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    allowInsecureAuth: true,
    authOptional: true,
    authMethods: ['PLAIN', 'LOGIN'],
    closeTimeout: 200,
    onAuth: ({ username = '' }, _, answer) =>
      /^[^@\s]+@[^@\s]+$/.test(username)
        ? answer(null, { user: username })
        : answer(refusal(535, '5.7.8 Sign in as an e-mail address; any password will do')),
    onRcptTo: ({ address }, _, answer) => answer(receiving.takes(address) ? null : unavailable()),
    onData(stream, { envelope, user, hostNameAppearsAs }, answer) {
      const from = envelope.mailFrom ? envelope.mailFrom.address : ''
      const to = envelope.rcptTo.map(({ address }) => address)
      const taken = { from, to, authenticatedAs: user as string | undefined, hello: hostNameAppearsAs }
      wholeOf(stream)
        .then(raw => clock.run('a mail', async () => receiving.receive(taken, raw)))
        .then(
          id => answer(null, `2.0.0 Ok ${id}`),
          error => answer('responseCode' in error ? error : refusal(451, `4.3.0 ${error.message}`)),
        )
    },
  })
  // A client that goes away in the middle is not our trouble.
  server.on('error', () => {})
  await bound(server, port)
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    close: () => new Promise(closed => server.close(() => closed())),
  }
}

/** What is too large is read to its end and not kept. */
async function wholeOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (stream.sizeExceeded) chunks.length = 0
    else chunks.push(chunk)
  }
  if (stream.sizeExceeded) throw tooLarge()
  return Buffer.concat(chunks)
}
