import contract from '../../shared/api/openapi.json'
import type { Json } from './from-schema'

/** One operation of the API, as its contract tells it. */
export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  /** How a caller is known: by a token, or by what a sender of webhooks signs; public without. */
  readonly scheme?: 'token' | 'kefu' | 'shopify'
  readonly creates: boolean
  /** In the path, in their order. */
  readonly ids: readonly string[]
  readonly query: readonly { readonly name: string; readonly schema: Json; readonly required: boolean }[]
  readonly body?: Json
  readonly example?: Json
  /** Documented, such as `200` or `4XX`. */
  readonly answers: readonly string[]
}

export const operations: readonly Operation[] = Object.entries(contract.paths as Json).flatMap(([path, methods]) =>
  Object.entries(methods as Json).map(([method, told]: [string, Json]): Operation => {
    const content = Object.values(told.requestBody?.content ?? {})[0] as Json
    const [scheme] = Object.keys((told.security ?? [])[0] ?? {}) as Operation['scheme'][]
    const parameters: readonly Json[] = told.parameters ?? []
    return {
      id: told.operationId,
      method: method.toUpperCase(),
      path,
      ...(scheme && { scheme }),
      creates: parameters.some(({ name, required }) => name === 'Idempotency-Key' && required),
      ids: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)),
      query: parameters.filter(each => each.in === 'query'),
      ...(content && { body: content.schema, example: content.example }),
      answers: Object.keys(told.responses),
    }
  }),
)
