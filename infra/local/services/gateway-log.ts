import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { NotHonoured } from '../kernel'

/** docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const variables = [
  'authorizer.claims.client_id',
  'authorizer.error',
  'error.message',
  'integrationLatency',
  'integrationStatus',
  'requestId',
  'requestTimeEpoch',
  'responseLatency',
  'routeKey',
  'status',
] as const

/** What is known of a request when it ends, by the names that a log format uses. */
export type Known = Partial<Record<(typeof variables)[number], string | number>>

const variable = /\$context\.([A-Za-z0-9_.:]+)/g

/** Writes one line for each request in the stage's own format to `<folder>/logs/api.jsonl`, where AWS writes to the log
 *  group. Refuses a variable that it cannot fill. */
export function createAccessLog(folder: string, format: string | undefined): (known: Known) => void {
  if (format === undefined) return () => undefined
  for (const [whole, name = ''] of format.matchAll(variable))
    if (!variables.some(each => each === name)) throw new NotHonoured(`${whole} in the format of the access log`)
  mkdirSync(join(folder, 'logs'), { recursive: true })
  return known => {
    const line = format.replace(variable, (_, name: keyof Known) => inJson(known[name] ?? '-'))
    appendFileSync(join(folder, 'logs', 'api.jsonl'), `${line}\n`)
  }
}

/** A value must not end the string that the format wraps it in. */
function inJson(value: string | number): string {
  return JSON.stringify(String(value)).slice(1, -1)
}
