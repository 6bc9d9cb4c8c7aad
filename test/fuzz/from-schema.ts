import type { Random } from '../../infra/local/kernel'

// biome-ignore lint/suspicious/noExplicitAny: JSON of any shape, and its JSON Schema
export type Json = any

/** A value for a property of this name that means something in the house, such as a known id; undefined where none is known. */
export type Meaning = (name: string) => Json | undefined

export const oneOf = <T>(random: Random, values: readonly T[]): T => values[random.below(values.length)] as T
export const chance = (random: Random, share: number): boolean => random.fraction() < share

const words = ['A1', '示例', '请尽快处理，谢谢', 'Olá, São Paulo', '😀 ok', '=1+1', '<b>x</b>', 'x'.repeat(40)]
const formats: Readonly<Record<string, readonly string[]>> = {
  email: ['fuzz@example.com', 'a.b+c@example.org'],
  'date-time': ['2026-03-09T02:00:00.000Z', '2020-02-29T23:59:59Z'],
}

/** A value that the schema takes. */
export function valid(schema: Json, random: Random, meaning: Meaning = () => undefined, name = ''): Json {
  const known = meaning(name)
  if (known !== undefined) return known
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return oneOf(random, schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return valid(oneOf(random, choices), random, meaning, name)
  switch (schema.type) {
    case 'object': {
      const required: readonly string[] = schema.required ?? []
      const names = Object.keys(schema.properties ?? {}).filter(each => required.includes(each) || chance(random, 0.4))
      return Object.fromEntries(names.map(each => [each, valid(schema.properties[each], random, meaning, each)]))
    }
    case 'array': {
      const length =
        (schema.minItems ?? 0) + random.below(Math.min(3, (schema.maxItems ?? 3) - (schema.minItems ?? 0)) + 1)
      return Array.from({ length: Math.max(length, 1) }, () => valid(schema.items ?? {}, random, meaning, name))
    }
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, Math.min(schema.maximum ?? 1e9, (schema.minimum ?? 0) + random.below(1000)))
    case 'boolean':
      return chance(random, 0.5)
    case 'null':
      return null
    default:
      return text(schema, random)
  }
}

function text({ format, pattern, minLength = 0, maxLength = 1000 }: Json, random: Random): string {
  const fits = (value: string) =>
    value.length >= minLength && value.length <= maxLength && (!pattern || new RegExp(pattern, 'u').test(value))
  const candidates = [
    ...(formats[format] ?? words),
    '+86 138 0000 0027',
    '2026-03-09',
    'abcdefgh',
    'mine',
    'team:triage',
  ].filter(fits)
  return candidates.length > 0 ? oneOf(random, candidates) : 'x'.repeat(Math.max(1, minLength))
}

const monsters: readonly Json[] = [
  ...[null, true, -1, 0.5, 1e308, Number.MAX_SAFE_INTEGER, '', ' ', 'x'.repeat(5000), [], {}, [[[]]]],
  ...['\u0000', '\u202Eabc', "'; DROP TABLE x; --", '../../etc/passwd', '%{jndi:x}', '{{7*7}}', '__proto__'],
]

/** The value with one place of it spoilt: another type, a monster, a field too many or one too few. */
export function spoilt(value: Json, random: Random): Json {
  if (typeof value !== 'object' || value === null || chance(random, 0.15)) return oneOf(random, monsters)
  if (Array.isArray(value)) {
    if (value.length === 0 || chance(random, 0.3)) return Array.from({ length: 1500 }, () => value[0] ?? 1)
    const at = random.below(value.length)
    return value.map((each, index) => (index === at ? spoilt(each, random) : each))
  }
  const names = Object.keys(value)
  if (names.length === 0 || chance(random, 0.2))
    return { ...value, [oneOf(random, ['extra', 'id', 'state', 'constructor'])]: 1 }
  const name = oneOf(random, names)
  if (chance(random, 0.3)) return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name))
  return { ...value, [name]: spoilt(value[name], random) }
}
