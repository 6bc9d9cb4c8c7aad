import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account, Durable, Input, Kernel, Random, Resource, ResourceType } from '../../../infra/local/kernel'

export const account: Account = { id: '000000000000', region: 'cn-north-1', endpoint: 'http://127.0.0.1:4566' }

/** A kernel small enough to test one service alone: virtual time by `advance`, a journal in memory, everything allowed. */
export interface FakeKernel extends Kernel {
  /** Every journal record, oldest first, as text: what a killed process leaves behind. */
  readonly lines: readonly string[]
  advance(milliseconds: number): Promise<void>
  /** Gives the registered services the records of an earlier kernel; call it after `create…` and before `start`. */
  restore(lines: readonly string[]): void
  /** The lines that compaction would keep. */
  compacted(): readonly string[]
}

export interface FakeOptions {
  readonly at?: string
  readonly seed?: number
  readonly unruly?: boolean
  readonly folder?: string
  readonly resources?: readonly Resource[]
}

/** A resource of the template as its type identifies it. */
export function aResource(
  types: Readonly<Record<string, ResourceType>>,
  type: string,
  logicalId: string,
  properties: Readonly<Record<string, Input>> = {},
): Resource {
  const name = { logicalId, stack: 'test', properties }
  const { ref, attributes = {} } = types[type]!.identify(name, account)
  return { ...name, type, ref, attributes, metadata: {} }
}

export function fakeKernel(options: FakeOptions = {}): FakeKernel {
  const { at = '2026-01-05T01:00:00Z', seed = 1, unruly = false, resources = [] } = options
  let now = Date.parse(at)
  let timers: { instant: number; task: () => void | Promise<void> }[] = []
  const lines: string[] = []
  const durables = new Map<string, Durable<Input>>()

  const advance = async (milliseconds: number) => {
    const until = now + milliseconds
    for (;;) {
      const next = timers.filter(timer => timer.instant <= until).sort((a, b) => a.instant - b.instant)[0]
      if (next === undefined) break
      timers = timers.filter(timer => timer !== next)
      now = Math.max(now, next.instant)
      await next.task()
    }
    now = until
  }

  const later = (instant: number, task: () => void | Promise<void>) => {
    const timer = { instant, task }
    timers.push(timer)
    return {
      cancel: () => {
        timers = timers.filter(other => other !== timer)
      },
    }
  }

  return {
    clock: {
      virtual: true,
      now: () => now,
      at: (instant, _name, task) => later(instant, task),
      soon: (_name, task) => later(now, task),
      run: (_name, task) => task(),
    },
    random: seeded(seed),
    journal: {
      register(service, durable) {
        durables.set(service, durable as Durable<Input>)
        return record => {
          lines.push(JSON.stringify({ service, at: now, record }))
          durable.apply(record, now)
        }
      },
    },
    iam: { authorize: () => undefined },
    template: {
      account,
      assembly: '',
      all: type => resources.filter(resource => resource.type === type),
      find: (type, name) =>
        resources.find(
          resource =>
            resource.type === type && (resource.ref === name || Object.values(resource.attributes).includes(name)),
        ),
    },
    lambda: { invoke: () => Promise.reject(new Error('no function in this kernel')) },
    folder: options.folder ?? mkdtempSync(join(tmpdir(), 'kefu-')),
    unruly,
    lines,
    advance,
    restore(kept) {
      for (const line of kept) {
        const { service, at, record } = JSON.parse(line)
        durables.get(service)!.apply(record, at)
      }
    },
    compacted: () =>
      [...durables].flatMap(([service, durable]) =>
        [...durable.snapshot()].map(record => JSON.stringify({ service, at: now, record })),
      ),
  }
}

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): Random {
  let state = seed
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(fraction() * end)
  const hex = (length: number) => Array.from({ length }, () => below(16).toString(16)).join('')
  return { fraction, below, hex, uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}` }
}
