import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { bundleOf } from '../../infra/aws/functions'
import { bundle } from '../../infra/bundle'
import { startSandbox } from '../../infra/local/sandbox'
import { compared, inTurn, type Row } from './figures'

/** How long the local cloud takes to start an instance, beside one whose handler imports nothing. */
export async function workerRows(quick: boolean): Promise<Row[]> {
  const count = quick ? 3 : 15
  const empty = mkdtempSync(join(tmpdir(), 'kefu-empty-'))
  try {
    await bundle()
    writeFileSync(join(empty, 'handler.js'), 'exports.handler = async () => ({ ok: true })')
    const orders = resolve(__dirname, '../..', bundleOf('orders'))
    const pairs = await inTurn(
      count,
      () => coldStart(orders),
      () => coldStart(empty),
    )
    return [compared('start a worker of orders, to its first answer', pairs, 'ms')]
  } finally {
    rmSync(empty, { recursive: true, force: true })
  }
}

async function coldStart(directory: string): Promise<number> {
  const started = performance.now()
  const sandbox = startSandbox({ directory, handler: 'handler.handler', env: {}, memoryMb: 1024, log: () => {} })
  const answer = await sandbox.run({ event: '{}', context: { awsRequestId: 'bench' }, timeoutSeconds: 10 })
  const milliseconds = performance.now() - started
  await sandbox.stop()
  if (!answer.ok) throw new Error(answer.error.errorMessage)
  return milliseconds
}
