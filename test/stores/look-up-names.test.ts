import fc from 'fast-check'
import { emailName, phoneName } from '../../shared/stores/look-up-names'

describe('one phone number has one name', () => {
  test.each([
    ['138 0000 0027', 'CN', '+8613800000027'],
    ['１３８００００００２７', 'CN', '+8613800000027'],
    ['86 138 0000 0027', 'CN', '+8613800000027'],
    ['021-6432 1234', 'CN', '+862164321234'],
    ['+86 (0) 21 6432 1234', 'CN', '+862164321234'],
    ['400 820 8820', 'CN', '+864008208820'],
    ['(11) 96123-4567', 'BR', '+5511961234567'],
    ['011 96123-4567', 'BR', '+5511961234567'],
    ['+55 11 96123-4567', 'CN', '+5511961234567'],
    ['+1 415 555 2671', 'BR', '+14155552671'],
    ['0044 20 7946 0018', 'CN', '+442079460018'],
    ['0000000', 'CN', '+860000000'],
  ] as const)('%s in %s', (written, market, name) => {
    expect(phoneName(written, market)).toBe(name)
  })

  /** 中国移动 numbers are 11 digits from 130 to 199. */
  const mobile = fc.tuple(fc.constantFrom('130', '138', '150', '177', '186', '199'), fc.stringMatching(/^[0-9]{8}$/))
  const prefix = fc.constantFrom('', '+86', '0086', '86 ', '+86 (0)', '(+86) ')
  const gap = fc.constantFrom('', ' ', '-', '  ')

  test('however it is spaced, and with or without its country', () => {
    fc.assert(
      fc.property(mobile, prefix, gap, gap, ([network, rest], country, first, second) => {
        const written = `${country}${network}${first}${rest.slice(0, 4)}${second}${rest.slice(4)}`
        expect(phoneName(written, 'CN')).toBe(`+86${network}${rest}`)
      }),
    )
  })

  test('and another number another name', () => {
    fc.assert(
      fc.property(mobile, mobile, (one, other) => {
        fc.pre(one.join('') !== other.join(''))
        expect(phoneName(one.join(''), 'CN')).not.toBe(phoneName(other.join(''), 'CN'))
      }),
    )
  })

  test('that is its own, in every market', () => {
    fc.assert(
      fc.property(mobile, prefix, ([network, rest], country) => {
        const name = phoneName(`${country}${network}${rest}`, 'CN')
        expect(phoneName(name, 'BR')).toBe(name)
      }),
    )
  })
})

describe('one e-mail address has one name', () => {
  test.each([
    [' LI@Example.COM ', 'li@example.com'],
    ['li@例子.中国', 'li@xn--fsqu00a.xn--fiqs8s'],
    ['li@XN--FSQU00A.xn--fiqs8s', 'li@xn--fsqu00a.xn--fiqs8s'],
    ['ｌｉ@example.com', 'li@example.com'],
    ['li+shop@example.com', 'li+shop@example.com'],
    ['l.i@example.com', 'l.i@example.com'],
  ])('%s', (written, name) => {
    expect(emailName(written)).toBe(name)
  })

  test('that is its own', () => {
    fc.assert(
      fc.property(fc.emailAddress(), written => {
        const name = emailName(written)
        expect(emailName(name)).toBe(name)
        expect(emailName(written.toUpperCase())).toBe(name)
      }),
    )
  })
})
