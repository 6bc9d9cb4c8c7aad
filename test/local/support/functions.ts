import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Input, Resource } from '../../../infra/local/kernel'
import { lambdaTypes } from '../../../infra/local/lambda'
import { aResource } from './fake-kernel'

export const role = 'arn:aws:iam::000000000000:role/function'

/** A folder for the bundles of a test, as `cdk synth` leaves one. */
export function anAssembly(): string {
  return mkdtempSync(join(tmpdir(), 'kefu-assembly-'))
}

/** Writes `code` as the bundle of a function and answers its resource. */
export function aFunction(
  assembly: string,
  name: string,
  code: string,
  properties: Readonly<Record<string, Input>> = {},
): Resource {
  mkdirSync(join(assembly, name), { recursive: true })
  writeFileSync(join(assembly, name, 'handler.js'), code)
  const defaults = {
    FunctionName: name,
    Handler: 'handler.handler',
    Runtime: 'nodejs24.x',
    Role: role,
    MemorySize: 128,
  }
  const resource = aResource(lambdaTypes, 'AWS::Lambda::Function', name, { ...defaults, ...properties })
  return { ...resource, metadata: { 'aws:asset:path': name } }
}
