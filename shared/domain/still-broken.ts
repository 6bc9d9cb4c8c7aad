import {
  askingPhrases,
  brokenPhrases,
  conditions,
  scornPhrases,
  solvedPhrases,
  thanksPhrases,
} from '../handbook/reply-phrases'
import { normalised } from './language'
import { type Find, find, findEvery } from './phrases'

/** What a customer says after the result: it is not solved; thanks, which want no answer; or something else. */
export interface Voice {
  readonly says: 'still_broken' | 'thanks' | 'other'
  /** The phrase of the handbook that decided. */
  readonly heard?: string
}

/** Whoever has this much to say does not only thank. */
const longestThanks = 200
const thumbs = /👍|🙏|❤|😊|🌹|💐/u
const wholly = /^[\s\p{P}\p{S}\p{M}]*$/u

/** Whether words after the result reopen a case (T7, T16, T18): of 'not solved' and 'solved' the last word counts, scorn is not
 *  praise, and what might happen has not happened. */
export function voiceOf(text: string): Voice {
  const said = normalised(text)
  const words = said.replace(sentences, sentence => (isCondition(sentence) ? ' '.repeat(sentence.length) : sentence))
  const scorn = find(words, scornPhrases)[0]
  const told = longestOf([...spoken(words, brokenPhrases, true), ...spoken(words, solvedPhrases, false)])
  const last = told.reduce<Told | undefined>((a, b) => (a && a.to > b.to ? a : b), undefined)
  const broken = scorn ?? (last?.broken ? last : undefined)
  if (broken) return { says: 'still_broken', heard: broken.phrase }
  const asked = find(words, askingPhrases).some(one => !told.some(other => meets(one, other)))
  if (asked || /[?？]/.test(words) || said.length > longestThanks) return { says: 'other' }
  const thanks = last ?? find(words, thanksPhrases)[0]
  if (thanks) return { says: 'thanks', heard: thanks.phrase }
  return thumbs.test(said) && wholly.test(said) ? { says: 'thanks' } : { says: 'other' }
}

interface Told extends Find {
  readonly broken: boolean
}

/** Parts of sentences: a condition reaches to the next comma. */
const sentences = /[^。！？!?；;，,.\n]+/g
const isCondition = (sentence: string) =>
  find(sentence, conditions).some(({ from }) => /^\s*\S{0,3}\s*$/.test(sentence.slice(0, from)))

const spoken = (words: string, phrases: readonly string[], broken: boolean): readonly Told[] =>
  findEvery(words, phrases).map(found => ({ ...found, broken }))

/** 'Not solved' has 'solved' in it, and 'no longer broken' has 'broken': of phrases on one spot the longest is meant. */
const longestOf = (told: readonly Told[]): readonly Told[] =>
  told.filter(one => !told.some(other => meets(one, other) && outweighs(other, one)))

const meets = (a: Find, b: Find) => a.from < b.to && b.from < a.to
const lengthOf = ({ from, to }: Find) => to - from
const outweighs = (a: Told, b: Told) =>
  lengthOf(a) > lengthOf(b) || (lengthOf(a) === lengthOf(b) && a.broken && !b.broken)
