import { readFileSync } from 'node:fs'
import { contract, contractFile } from '../../infra/openapi'

const document = JSON.parse(JSON.stringify(contract()))
// biome-ignore lint/suspicious/noExplicitAny: the test walks over a document of JSON
const operations = Object.entries<any>(document.paths).flatMap(([path, methods]) =>
  // biome-ignore lint/suspicious/noExplicitAny: as above
  Object.entries<any>(methods).map(([method, operation]) => ({ path, method, operation })),
)

describe('the contract', () => {
  test('in the repository is the one of the code (else: npm run openapi)', () => {
    expect(JSON.parse(readFileSync(contractFile, 'utf8'))).toEqual(document)
  })

  test('names each operation once, in English and Chinese, with the function and throttle that serve it', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { operation } of operations) {
      expect(operation.summary).toMatch(/^[A-Z].* · \p{Script=Han}+/u)
      expect(operation).toMatchObject({
        'x-function': expect.any(String),
        'x-throttle': { rate: expect.any(Number), burst: expect.any(Number) },
      })
    }
  })

  test('asks for a token everywhere but on the pages that explain it and behind links, and of senders for their signature', () => {
    const open = operations.filter(({ operation }) => operation.security.length === 0).map(({ path }) => path)
    expect([...new Set(open)].sort()).toEqual(['/', '/openapi.json', '/v1/links/{token}'])
    for (const { path, operation } of operations.filter(({ operation }) => operation.security.length > 0)) {
      const signed = /^\/v1\/inbound\/(shopify)?/.exec(path)
      const scheme = signed ? (signed[1] ?? 'kefu') : 'token'
      expect([path, operation.security]).toEqual([path, [{ [scheme]: [] }]])
      expect(document.components.securitySchemes).toHaveProperty(scheme)
    }
  })

  test('declares every parameter that a path has', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = operation.parameters.filter((parameter: { in: string }) => parameter.in === 'path')
      expect(declared.map((parameter: { name: string }) => parameter.name)).toEqual(inPath)
    }
  })

  test('offers every list as CSV too', () => {
    const lists = operations.flatMap(({ operation }) => {
      const content = operation.responses[200]?.content
      const isList = content?.['application/json']?.schema.properties?.items && operation.operationId
      return isList ? [[operation.operationId, Object.keys(content)]] : []
    })
    expect(lists.length).toBeGreaterThan(4)
    for (const [id, types] of lists) expect([id, types]).toEqual([id, ['application/json', 'text/csv']])
  })

  test('gives an example with every body', () => {
    for (const { operation } of operations) {
      if (operation.requestBody) expect(operation.requestBody.content['application/json'].example).toBeDefined()
    }
  })
})
