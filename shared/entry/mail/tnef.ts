import type { MailFile } from '../../domain/mail'

export interface Tnef {
  readonly files: readonly MailFile[]
  readonly text?: string
  readonly html?: string
  readonly charset: string
}

export function tnefOf(_bytes: Uint8Array): Tnef | undefined {
  return undefined
}
