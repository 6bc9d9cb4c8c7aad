import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { HttpRequest, HttpResponse } from '../http'
import { NotHonoured } from '../kernel'

/** One request on its way through the API, and what came of it. */
export interface Exchange {
  readonly request: HttpRequest
  readonly path: string
  readonly query: string
  readonly requestId: string
  readonly startedAt: number
  routeKey?: string
  claims?: Readonly<Record<string, string>>
  authorizerError?: string
  error?: string
  /** What Lambda itself answered, not the function. */
  integrationStatus?: number
  integrationLatency?: number
}

type Variable = (exchange: Exchange, response: HttpResponse, endedAt: number) => unknown

/** docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const variables: Readonly<Record<string, Variable>> = {
  'authorizer.claims.client_id': exchange => exchange.claims?.client_id,
  'authorizer.error': exchange => exchange.authorizerError,
  'error.message': exchange => exchange.error,
  integrationLatency: exchange => exchange.integrationLatency,
  integrationStatus: exchange => exchange.integrationStatus,
  requestId: exchange => exchange.requestId,
  requestTimeEpoch: exchange => Math.floor(exchange.startedAt / 1000),
  responseLatency: (exchange, _, endedAt) => endedAt - exchange.startedAt,
  routeKey: exchange => exchange.routeKey,
  status: (_, response) => response.status,
}

const variable = /\$context\.([A-Za-z0-9_.:]+)/g

export interface AccessLog {
  write: (...ended: Parameters<Variable>) => void
  /** Requests that end later leave no line. */
  close(): void
}

/** Writes one line for each request in the stage's own format to `<folder>/logs/api.jsonl`, where AWS writes to the log
 *  group. Refuses a variable that it cannot fill. */
export function createAccessLog(folder: string, format: string | undefined): AccessLog {
  if (format === undefined) return { write: () => undefined, close: () => undefined }
  for (const [whole, name = ''] of format.matchAll(variable))
    if (!variables[name]) throw new NotHonoured(`${whole} in the format of the access log`)
  mkdirSync(join(folder, 'logs'), { recursive: true })
  let file: number | undefined = openSync(join(folder, 'logs', 'api.jsonl'), 'a')
  return {
    write(...ended) {
      if (file !== undefined) writeSync(file, `${format.replace(variable, (_, name) => shown(name, ended))}\n`)
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

/** A value must not end the string that the format wraps it in. */
function shown(name: string, ended: Parameters<Variable>): string {
  return JSON.stringify(String(variables[name]?.(...ended) ?? '-')).slice(1, -1)
}
