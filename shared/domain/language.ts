import { traditionalToSimplified } from '../handbook/traditional-characters'
import type { Language } from './market'
import type { Classification } from './ticket'

const pairs = Array.from(traditionalToSimplified.matchAll(/(.)(.)/gu), ([, from = '', to = '']) => [from, to] as const)
const simplifiedOf = new Map<string, string>([...pairs, ['帐', '账']])
const traditional = new Set(pairs.map(([from]) => from))
const simplified = new Set(pairs.map(([, to]) => to))

/** One writing for the rules: full width, letter case and traditional characters make no difference. */
export const normalised = (text: string): string =>
  Array.from(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
      .replace(/[’‘]/g, "'"),
    character => simplifiedOf.get(character) ?? character,
  ).join('')

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

const ENGLISH =
  /\b(the|is|are|was|my|your|you|it|i|to|for|of|and|not|have|has|had|do|does|did|can|when|where|what|how|why|please|this|that|order|hello|hi|thanks|thank|need|want|would|with|still|me|we|on|in|a|an)\b/g
const OTHER_LATIN =
  /\b(el|la|los|las|que|por|para|mi|est[aáàe]|dónde|donde|pedido|não|nao|meu|minha|uma|um|com|onde|le|les|des|une|mon|ma|est|où|pas|der|die|das|ist|nicht|ich|und|bitte|wo|il|non|ho|mio|per|het|een|niet|de)\b/g

/** Which language a message is in, as far as the house can answer in it; honest about the rest (R-I18-01). */
export function languageOf(text: string): Classification['language'] {
  const plain = text.normalize('NFKC').toLowerCase()
  const han = count(plain, /\p{Script=Han}/gu)
  const kana = count(plain, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu)
  const latinWords = count(plain, /[\p{Script=Latin}']+/gu)
  const foreign = count(plain, /(?![\p{Script=Han}\p{Script=Latin}])\p{L}/gu)
  if (kana > 0 || foreign > han + latinWords) return 'other'
  if (han > 0 && han >= latinWords) return chineseOf(plain)
  const english = count(plain, ENGLISH)
  return english > 0 && english > count(plain, OTHER_LATIN) ? 'en' : han > 0 ? chineseOf(plain) : 'other'
}

const chineseOf = (text: string): 'zh-Hans' | 'zh-Hant' => {
  const characters = Array.from(text)
  const plain = characters.filter(character => simplified.has(character)).length
  return characters.filter(character => traditional.has(character)).length > plain ? 'zh-Hant' : 'zh-Hans'
}

/** In which language the house writes to whoever reads this one (BCP 47, such as zh-TW). */
export const languageOfLocale = (locale: string): Language => {
  if (!/^zh\b/i.test(locale)) return 'en'
  return /^zh-(hant|tw|hk|mo)\b/i.test(locale) ? 'zh-Hant' : 'zh-Hans'
}

/** A question without what makes no difference to it: width, case, spaces, signs (R-CSL-07). */
export const plainQuestion = (text: string): string => normalised(text).replace(/[\p{P}\p{Z}\s]+/gu, '')
