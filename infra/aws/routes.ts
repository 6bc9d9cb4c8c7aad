import { type FunctionName, functionSpecs } from './functions'

/** What the gateway needs to know of a route. */
export interface ApiRoute {
  /** The operationId: stays when a path is reworded. */
  readonly id: string
  /** As API Gateway writes it: `POST /v1/orders/{orderId}/approval`. */
  readonly key: string
  readonly function: FunctionName
  readonly public: boolean
  /** The function itself checks the sender's signature. */
  readonly signed: boolean
  /** The function itself checks the link in the path. */
  readonly linked: boolean
  readonly throttle: Throttle
}

export interface Throttle {
  /** Requests a second. */
  readonly rate: number
  readonly burst: number
}

interface Operation {
  readonly operationId: string
  readonly 'x-function': string
  readonly 'x-audience'?: readonly string[]
  readonly 'x-throttle'?: Throttle
  readonly security?: readonly object[]
}

export interface ApiDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** Reads the routes from the OpenAPI document that the functions' own schemas wrote, so that neither can say another thing. */
export function routesOf(description: ApiDescription, usual: Throttle): readonly ApiRoute[] {
  return Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const key = `${method.toUpperCase()} ${path}`
      const name = operation['x-function']
      if (!Object.hasOwn(functionSpecs, name)) throw new Error(`${key} names the unknown function '${name}'`)
      return {
        id: operation.operationId,
        key,
        function: name as FunctionName,
        public: operation.security?.length === 0,
        linked: operation['x-audience']?.includes('link') ?? false,
        signed: operation.security?.some(scheme => !('token' in scheme)) ?? false,
        throttle: operation['x-throttle'] ?? usual,
      }
    }),
  )
}
