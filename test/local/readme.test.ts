import { readFileSync } from 'node:fs'
import { apisOf, honoured, page } from '../../infra/local/honoured'
import { resourceTypes } from '../../infra/local/services/all'

test('The tables of what is honoured are those of the code (else: npm run honoured)', async () => {
  const committed = readFileSync(page, 'utf8')
  const apis = await apisOf(process.env.KEFU_ASSEMBLY!)
  expect(honoured(committed, apis)).toBe(committed)
  for (const name of [...Object.keys(resourceTypes), ...apis.flatMap(({ operations }) => Object.keys(operations))])
    expect(committed).toContain(`| \`${name}\` |`)
})
