import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { realClock } from '../../infra/local/clock'
import type { Envelope } from '../../infra/local/services/ses-headers'
import { LARGEST_INCOMING_MAIL } from '../../infra/local/services/ses-receiving'
import { listenSmtp, type Smtp } from '../../infra/local/smtp'
import { aMail, bySmtp } from '../support/smtp'

const shop = 'service@shop.example'
const raw = aMail({ from: 'li@example.com', to: shop })

describe('mail over SMTP', () => {
  let smtp: Smtp
  let broken = false
  const taken: (Envelope & { readonly text: string })[] = []
  const clock = realClock(() => {})
  const receiving = {
    ...{ recipients: [shop], takes: (address: string) => address === shop },
    receive(envelope: Envelope, bytes: Buffer) {
      if (broken) throw new Error('the bucket is gone')
      taken.push({ ...envelope, text: bytes.toString() })
      return 'an-id'
    },
  }
  beforeAll(async () => {
    smtp = await listenSmtp(0, clock, receiving)
  })
  afterAll(() => smtp.close())
  beforeEach(() => {
    taken.length = 0
    broken = false
  })
  const send = (text: string | Buffer, handing: Partial<Parameters<typeof bySmtp>[2]> = {}) =>
    bySmtp({ smtp: smtp.url }, text, { from: 'li@example.com', to: shop, ...handing })

  test('is taken byte for byte, with its envelope', async () => {
    expect(await send(raw)).toBe('250 2.0.0 Ok an-id')
    expect(taken).toMatchObject([{ from: 'li@example.com', to: [shop], text: raw, authenticatedAs: undefined }])
  })

  test('is that of whoever signs in as an address, with any password', async () => {
    await send(raw, { authenticatedAs: 'li@example.com' })
    expect(taken[0]?.authenticatedAs).toBe('li@example.com')
    await expect(send(raw, { authenticatedAs: 'li' })).rejects.toThrow(/535 5\.7\.8/)
  })

  test('may come from nobody, as bounces do', async () => {
    await send(raw, { from: '' })
    expect(taken[0]?.from).toBe('')
  })

  test('is refused with 550 for who is not here', async () => {
    await expect(send(raw, { to: 'nobody@shop.example' })).rejects.toThrow(/550 5\.1\.1/)
    expect(taken).toEqual([])
  })

  test('is put off with 451 when it cannot be kept', async () => {
    broken = true
    await expect(send(raw)).rejects.toThrow(/451 4\.3\.0/)
  })

  test('is refused with 552 beyond 40 MB, whether that was announced or not', async () => {
    const big = Buffer.alloc(LARGEST_INCOMING_MAIL + 1, 'a line of text\r\n')
    await expect(send(big)).rejects.toThrow(/552/)
    const answers = await talk(smtp.url, [
      'EHLO li\r\n',
      'MAIL FROM:<li@example.com>\r\n',
      `RCPT TO:<${shop}>\r\n`,
      'DATA\r\n',
      Buffer.concat([big, Buffer.from('\r\n.\r\n')]),
    ])
    expect(answers.at(-1)).toMatch(/^552 /)
    expect(taken).toEqual([])
  })

  test('is handed over by npm run mail, file by file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kefu-mails-'))
    const files = ['one.eml', 'two.eml'].map(name => join(folder, name))
    for (const file of files) writeFileSync(file, raw)
    const handing = (to: string) => mailCommand(...files, '--smtp', smtp.url, '--to', to, '--as', 'li@example.com')
    expect(await handing(shop)).toEqual([0, `2 of 2 taken for ${shop} at ${smtp.url}\n`])
    expect(taken.map(({ from, authenticatedAs }) => [from, authenticatedAs])).toEqual([
      ['li@example.com', 'li@example.com'],
      ['li@example.com', 'li@example.com'],
    ])
    const [code, said] = await handing('nobody@shop.example')
    expect([code, said.match(/^.*(one|two)\.eml: 550 5\.1\.1/gm)]).toEqual([
      1,
      [expect.any(String), expect.any(String)],
    ])
    expect(said).toContain('0 of 2 taken for nobody@shop.example')
  })

  test('says in one sentence that its port is taken', async () => {
    const port = Number(new URL(smtp.url).port)
    await expect(listenSmtp(port, clock, receiving)).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`)
  })
})

/** Says each line when the one before is answered. */
function talk(url: string, lines: readonly (string | Buffer)[]): Promise<string[]> {
  const answers: string[] = []
  return new Promise((over, failed) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', failed)
    socket.on('data', data => {
      if (!/^\d{3} .*\r\n$/m.test(String(data))) return
      answers.push(String(data))
      const line = lines[answers.length - 1]
      if (line !== undefined) return void socket.write(line)
      socket.destroy()
      over(answers)
    })
  })
}

async function mailCommand(...options: readonly string[]): Promise<readonly [number, string]> {
  const script = resolve(__dirname, '../../infra/operate/mail.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...options])
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => {
      said += data
    })
  return [await new Promise<number>(ended => child.once('close', ended)), said]
}
