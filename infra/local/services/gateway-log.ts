import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type HttpRequest, type HttpResponse, header } from '../http'
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
  integrationError?: string
  /** What Lambda itself answered, not the function. */
  integrationStatus?: number
  integrationLatency?: number
}

type Variable = (exchange: Exchange, response: HttpResponse, endedAt: number) => unknown

/** docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const variables: Readonly<Record<string, Variable>> = {
  'authorizer.error': exchange => exchange.authorizerError,
  'error.message': exchange => exchange.error,
  'error.messageString': exchange => exchange.error,
  httpMethod: exchange => exchange.request.method,
  'identity.userAgent': exchange => header(exchange.request, 'user-agent'),
  integrationErrorMessage: exchange => exchange.integrationError,
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
  write(exchange: Exchange, response: HttpResponse, endedAt: number): void
  /** Requests that end later leave no line. */
  close(): void
}

/** Writes one line for each request in the stage's own format to `<folder>/logs/api.jsonl`, where AWS writes to the log
 *  group. Refuses a variable that it cannot fill. */
export function createAccessLog(folder: string, format: string | undefined): AccessLog {
  if (format === undefined) return { write: () => undefined, close: () => undefined }
  for (const [whole, name = ''] of format.matchAll(variable)) {
    if (!variables[name] && !claim(name)) throw new NotHonoured(`${whole} in the format of the access log`)
  }
  mkdirSync(join(folder, 'logs'), { recursive: true })
  let file: number | undefined = openSync(join(folder, 'logs', 'api.jsonl'), 'a')
  return {
    write(exchange, response, endedAt) {
      if (file === undefined) return
      const line = format.replace(variable, (_, name: string) => {
        const value = variables[name]?.(exchange, response, endedAt) ?? exchange.claims?.[claim(name) ?? '']
        if (value === undefined) return '-'
        return name === 'error.messageString' ? JSON.stringify(value) : inJson(String(value))
      })
      writeSync(file, `${line}\n`)
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

function claim(name: string): string | undefined {
  return /^authorizer\.claims\.(.+)$/.exec(name)?.[1]
}

/** A value must not end the string that the format wraps it in; only messageString comes with its own quotes. */
function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}
