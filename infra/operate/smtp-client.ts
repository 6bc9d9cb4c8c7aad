import SMTPConnection from 'nodemailer/lib/smtp-connection'

/** One connection, by which many mails go one after the other. */
export interface SmtpClient {
  /** Throws the server's words for a mail that it does not take. */
  send(raw: Buffer, from: string, to: string): Promise<void>
  close(): void
}

/** Throws one sentence when nobody is there, and the server's words for an address that may not sign in. */
export async function connectSmtp(smtp: string, as: string | undefined): Promise<SmtpClient> {
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
    send: (raw, from, to) =>
      new Promise((taken, failed) =>
        connection.send({ from, to }, raw, error =>
          error ? connection.reset(() => failed(new Error(error.response || error.message))) : taken(),
        ),
      ),
    close: () => connection.quit(),
  }
}
