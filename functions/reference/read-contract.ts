import contract from '../../shared/api/openapi.json'
import { route } from '../../shared/entry/route'

/** The contract as a machine reads it. */
export async function readContract() {
  return { status: 200, body: contract, headers: { 'cache-control': 'public, max-age=300' } }
}

export const readContractRoute = route({
  method: 'GET',
  path: '/openapi.json',
  operationId: 'readContract',
  summary: { en: 'The contract (OpenAPI 3.1)', zh: '接口合同' },
  audience: ['public'],
  throttle: { rate: 20, burst: 40 },
  run: readContract,
})
