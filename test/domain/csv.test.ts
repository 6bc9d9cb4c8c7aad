import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { csvRows, valueAt } from '../../shared/domain/csv'

const read = (text: string): string[][] => parse(text, { recordDelimiter: '\r\n' })

describe('a list as CSV', () => {
  test.each([
    ['a,b', '"a,b"'],
    ['say "yes"', '"say ""yes"""'],
    ['one\nline\r\nmore', '"one\nline\r\nmore"'],
    [' blanks ', '" blanks "'],
    ['上海市', '上海市'],
    [undefined, ''],
    [null, ''],
    [0, '0'],
    [-5, '-5'],
    [true, 'true'],
    [['agent', 'finance'], 'agent; finance'],
    [[{ notice: 'N-08', zh: '收到订单' }, { notice: 'N-15' }], 'N-08 收到订单; N-15'],
  ])('writes %j', (value, cell) => {
    expect(csvRows([[value, 'x']])).toBe(`${cell},x\r\n`)
  })

  test.each([
    '=1+1',
    '=HYPERLINK("http://example.com","x")',
    '+8613800000027',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '  =1',
    '\u00a0=1',
    '\ufeff=1',
    '\u200b=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠x',
    '\tx',
  ])('disarms %j, which a spreadsheet would take for a formula', formula => {
    const [[cell]] = read(csvRows([[formula, 'x']])) as [[string]]
    expect(cell).toBe(`'${formula}`)
  })

  const dangerous = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', '＝', "'", ' ', 'x', '中')
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(dangerous).map(parts => parts.join('')),
  )
  const rows = fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
  const even = rows.map(all => all.map(row => [...row, '', '', ''].slice(0, 4)))

  test('is read back as it was, but for the apostrophes', () => {
    fc.assert(
      fc.property(even, given => {
        const found = read(csvRows(given))
        expect(found.map(row => row.length)).toEqual(given.map(row => row.length))
        for (const [r, row] of given.entries()) {
          for (const [c, cell] of row.entries()) expect([cell, `'${cell}`]).toContain(found[r]![c])
        }
      }),
      { numRuns: 500 },
    )
  })

  test('never holds a cell that begins like a formula', () => {
    fc.assert(
      fc.property(even, given => {
        for (const cell of read(csvRows(given)).flat()) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/)
      }),
      { numRuns: 500 },
    )
  })

  test('finds values at dotted paths', () => {
    expect(valueAt({ total: { amount: 7 } }, 'total.amount')).toBe(7)
    expect(valueAt({}, 'total.amount')).toBeUndefined()
  })
})
