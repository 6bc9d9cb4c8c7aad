import { readFileSync } from 'node:fs'
import { apisOf, honoured, page } from '../../infra/local/honoured'

test('The page of what is honoured is the one of the code (else: npm run honoured)', async () => {
  const apis = await apisOf(process.env.KEFU_ASSEMBLY!)
  expect(readFileSync(page, 'utf8')).toBe(honoured(apis))
})
