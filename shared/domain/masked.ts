/** Long enough that what is left of them is not nothing. */
const LEAST = 6

/**
 * Words as a mail may carry them: it lies open on lock screens and in other people's hands (R-PRV-07). Numbers of cards and of
 * identity cards are never whole; nor is what the customer is known by (`own`: phone, account, address as their file has them).
 * A phone number that is not the customer's stays: an agent may well say whom to call. In the house none does, nor an
 * address of mail.
 */
export function masked(text: string, own: readonly string[], isInHouse = false): string {
  const numbers = text
    .replace(runsOfDigits, run => (isCard(bare(run)) ? hidden(run, 0, 4) : run))
    .replace(identityNumber, run => (isIdentity(run) ? hidden(run, 3, 4) : run))
  const others = isInHouse
    ? numbers
        .replace(mobile, run => hidden(run, 3, 4))
        .replace(mailAddress, run => `${run[0]}***${run.slice(run.indexOf('@'))}`)
    : numbers
  return own.filter(value => bare(value).length >= LEAST).reduce(without, others)
}

/** The customer's own, however it is spaced, with or without the code of its country. */
function without(text: string, value: string): string {
  const digits = /^\+?[\d ()-]+$/.test(value) ? value.replace(/\D/g, '') : undefined
  if (!digits) return text.replaceAll(value, run => hidden(run, 1, 2))
  const local = digits.length > 11 ? digits.slice(-11) : digits
  const spaced = new RegExp(`(?<!\\d)${Array.from(local).join('[ ()-]*')}(?!\\d)`, 'g')
  return text.replace(spaced, run => hidden(run, 3, 4))
}

const runsOfDigits = /(?<![\w.])\d(?:[ -]?\d){12,18}(?!\w)/g
const identityNumber = /(?<!\w)\d{17}[\dXx](?!\w)/g
const mobile = /(?<![\w.])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\w)/g
const mailAddress = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const bare = (run: string) => run.replace(/[\s()-]/g, '')

/** All but the first and the last letters; spaces and hyphens stay as they were and count for nothing. */
function hidden(run: string, first: number, last: number): string {
  const total = Array.from(run).filter(isLetter).length
  let nth = 0
  return Array.from(run, letter => {
    if (!isLetter(letter)) return letter
    nth += 1
    return nth <= first || nth > total - last ? letter : '*'
  }).join('')
}

const isLetter = (letter: string) => !/[\s-]/.test(letter)

/** ISO/IEC 7812: sixteen digits or more with a right check digit, or fifteen of the kind that begins with 34 or 37. Shorter
 *  ones are rather parcels. */
function isCard(digits: string): boolean {
  if (!/^(\d{16,19}|3[47]\d{13})$/.test(digits)) return false
  const sum = Array.from(digits)
    .reverse()
    .map((digit, i) => Number(digit) * (i % 2 === 0 ? 1 : 2))
    .reduce((total, each) => total + (each > 9 ? each - 9 : each), 0)
  return sum % 10 === 0
}

/** GB 11643: the last is the check digit of the seventeen before it. */
function isIdentity(run: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, i) => total + weight * Number(run[i]), 0)
  return '10X98765432'[sum % 11] === run[17]?.toUpperCase()
}
