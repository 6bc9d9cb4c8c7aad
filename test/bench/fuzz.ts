import { startWorld } from '../../infra/local/world'
import { coverageTable, fuzz, unseen } from '../fuzz/fuzz'
import { figure, type Row } from './figures'

const none = { of: 'value', is: '<=', limit: 0 } as const

/** Twenty thousand requests from the contract, half of them well formed; the coverage is printed beside the figures. */
export async function fuzzRows(assembly: string, quick: boolean, say: (line: string) => void): Promise<Row[]> {
  const requests = quick ? 2_000 : 20_000
  say(`${requests} requests from the contract`)
  const world = await startWorld({ assembly, at: '2026-03-09T01:00:00Z', seed: 'fuzz' })
  try {
    let done = 0
    const progress = () => {
      if (++done % 1000 === 0) say(`${done} of ${requests}`)
    }
    const fuzzed = await fuzz(world, { requests, seed: 'bench', progress })
    process.stderr.write(`${coverageTable(fuzzed)}\n`)
    for (const { what, request } of fuzzed.findings.slice(0, 20)) process.stderr.write(`${what}\n  ${request}\n`)
    for (const gap of unseen(fuzzed)) process.stderr.write(`not seen: ${gap}\n`)
    return [
      figure('fuzz: requests', fuzzed.requests, 'requests'),
      figure('fuzz: well formed', (100 * fuzzed.wellFormed) / fuzzed.requests, '%'),
      figure('fuzz: 5xx, undocumented answers, writes of refused requests', fuzzed.findings.length, 'findings', none),
      figure('fuzz: operations without 2xx, 4xx or a stranger', unseen(fuzzed).length, 'gaps', none),
      figure('fuzz: dead letters', world.deadLetters().length, 'messages', none),
    ]
  } finally {
    await world.stop()
  }
}
