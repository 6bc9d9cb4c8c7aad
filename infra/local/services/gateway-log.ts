import { mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type HttpRequest, type HttpResponse, header } from '../http'
import { NotHonoured } from '../kernel'
import { commonLogTime, sourceIp } from './gateway-event'

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

interface Place {
  readonly accountId: string
  readonly apiId: string
  readonly stage: string
}

interface Line extends Place {
  readonly response: HttpResponse
  readonly endedAt: number
}

type Variable = (exchange: Exchange, line: Line) => unknown

/** docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const variables: Readonly<Record<string, Variable>> = {
  accountId: (_, line) => line.accountId,
  apiId: (_, line) => line.apiId,
  'authorizer.error': exchange => exchange.authorizerError,
  'error.message': exchange => exchange.error,
  'error.messageString': exchange => exchange.error,
  extendedRequestId: exchange => exchange.requestId,
  httpMethod: exchange => exchange.request.method,
  'identity.sourceIp': () => sourceIp,
  'identity.userAgent': exchange => header(exchange.request, 'user-agent'),
  'integration.error': exchange => exchange.integrationError,
  'integration.integrationStatus': exchange => exchange.integrationStatus,
  'integration.latency': exchange => exchange.integrationLatency,
  'integration.status': (exchange, { response }) => exchange.integrationStatus && response.status,
  integrationErrorMessage: exchange => exchange.integrationError,
  integrationLatency: exchange => exchange.integrationLatency,
  integrationStatus: exchange => exchange.integrationStatus,
  path: exchange => exchange.path,
  protocol: () => 'HTTP/1.1',
  requestId: exchange => exchange.requestId,
  requestTime: exchange => commonLogTime(exchange.startedAt),
  requestTimeEpoch: exchange => Math.floor(exchange.startedAt / 1000),
  responseLatency: (exchange, { endedAt }) => endedAt - exchange.startedAt,
  responseLength: (_, { response }) => Buffer.byteLength(response.body),
  routeKey: exchange => exchange.routeKey,
  stage: (_, line) => line.stage,
  status: (_, { response }) => response.status,
}

const variable = /\$context\.([A-Za-z0-9_.:]+)/g

/** Writes one line for each request in the stage's own format to `<folder>/logs/api.jsonl`, where AWS writes to the log
 *  group. Refuses a variable that it cannot fill. */
export function createAccessLog(folder: string, format: string | undefined, place: Place) {
  if (format === undefined) return () => undefined
  for (const [whole, name = ''] of format.matchAll(variable)) {
    if (!variables[name] && !claim(name)) throw new NotHonoured(`${whole} in the format of the access log`)
  }
  let file: number | undefined
  return (exchange: Exchange, response: HttpResponse, endedAt: number): void => {
    if (file === undefined) {
      mkdirSync(join(folder, 'logs'), { recursive: true })
      file = openSync(join(folder, 'logs', 'api.jsonl'), 'a')
    }
    const line = format.replace(variable, (_, name: string) => {
      const value = variables[name]?.(exchange, { ...place, response, endedAt }) ?? exchange.claims?.[claim(name) ?? '']
      if (value === undefined) return '-'
      return name === 'error.messageString' ? JSON.stringify(value) : inJson(String(value))
    })
    writeSync(file, `${line}\n`)
  }
}

function claim(name: string): string | undefined {
  return /^authorizer\.claims\.(.+)$/.exec(name)?.[1]
}

/** A value must not end the string that the format wraps it in; only messageString comes with its own quotes. */
function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}
