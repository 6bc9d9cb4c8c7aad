import { type MacroVariable, macros } from '../handbook/macros'
import type { Language } from './market'

export type MacroValues = Readonly<Partial<Record<MacroVariable, string>>>

const variable = /\{(\w+)\}/g

/** The variables of a macro, each once. */
export const variablesOf = (id: string): readonly MacroVariable[] => [
  ...new Set(Array.from((macros[id]?.texts.en ?? '').matchAll(variable), ([, name]) => name as MacroVariable)),
]

/** A macro in the customer's language; or which of its variables nobody has given. */
export function saidBy(
  id: string,
  language: Language,
  values: MacroValues,
): { readonly text: string } | { readonly missing: readonly MacroVariable[] } {
  const missing = variablesOf(id).filter(name => !values[name])
  if (missing.length > 0) return { missing }
  return { text: (macros[id]?.texts[language] ?? '').replace(variable, (_, name: MacroVariable) => values[name] ?? '') }
}
