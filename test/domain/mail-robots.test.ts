import { folded, has, phrasesOf } from '../../shared/domain/mail-folding'
import * as robots from '../../shared/handbook/mail-robots'

/** Every row that has words, wherever it stands on the page. */
const rowsIn = (value: unknown): readonly { readonly words: readonly string[]; readonly source: string }[] =>
  typeof value !== 'object' || value === null
    ? []
    : 'words' in value
      ? [value as { words: readonly string[]; source: string }]
      : Object.values(value).flatMap(rowsIn)

const rows = Object.entries(robots).flatMap(([page, value]) => rowsIn(value).map(row => ({ page, ...row })))

describe('the words by which machines are known', () => {
  test('every row says where it is from', () => {
    expect(rows.length).toBeGreaterThan(60)
    for (const { page, source } of rows) expect([page, source]).toEqual([page, expect.stringMatching(/\S{2}/)])
    for (const { name, source } of [...robots.autoReplyHeaders, ...robots.noAnswerHeaders])
      expect([name, source]).toEqual([name, expect.stringMatching(/\S{2}/)])
  })

  test('no word stands twice in a row, in any writing', () => {
    for (const { page, words } of rows) {
      const written = words.map(folded)
      expect([page, written.filter((word, at) => written.indexOf(word) < at)]).toEqual([page, []])
    }
  })

  test('every word is found in a text that has it, however it is written', () => {
    for (const row of rows.filter(({ page }) => page !== 'senders')) {
      for (const word of row.words) {
        const text = `X: ${word.replace('…', '一二').replaceAll('*', 's').toUpperCase().normalize('NFD')} .`
        expect([word, has(folded(text), phrasesOf([{ words: [word] }]))]).toEqual([word, true])
      }
    }
  })

  test.each(
    Object.entries(robots.bounceReasons).flatMap(([reason, { statuses }]) => statuses.map(status => [status, reason])),
  )('the status X.%s speaks for %s alone', (status, reason) => {
    const speaking = Object.entries(robots.bounceReasons).filter(([, row]) => row.statuses.includes(status as string))
    expect(speaking.map(([name]) => name)).toEqual([reason])
  })
})
