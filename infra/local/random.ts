import { createHash, randomBytes } from 'node:crypto'
import type { Random } from './kernel'

/** Chance that a seed repeats: the same text gives the same ids in the same order (sfc32, seeded by SHA-256). */
export function seededRandom(seed: string): Random {
  const hash = createHash('sha256').update(seed).digest()
  let [a, b, c, counter] = [hash.readInt32LE(0), hash.readInt32LE(4), hash.readInt32LE(8), 1]

  const word = () => {
    const mixed = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + mixed) | 0
    return mixed >>> 0
  }
  for (let round = 0; round < 12; round++) word()

  const hex = (length: number) => {
    let digits = ''
    while (digits.length < length) digits += word().toString(16).padStart(8, '0')
    return digits.slice(0, length)
  }
  const fraction = () => word() / 2 ** 32

  return {
    hex,
    fraction,
    below: end => Math.floor(fraction() * end),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + (word() & 3)).toString(16)}${hex(3)}-${hex(12)}`,
  }
}

/** A seed that nobody has used, for a cloud that need not repeat itself. */
export function anySeed(): string {
  return randomBytes(16).toString('hex')
}
