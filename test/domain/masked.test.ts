import { masked } from '../../shared/domain/masked'

const own = ['+86 138 0000 0027', 'account-0027', '上海市示例路 27 号 1701 室']

describe('words in a mail (R-PRV-07)', () => {
  test.each([
    ['a card', '卡号 6222021234567890128。', '卡号 ***************0128。'],
    ['a card in groups', 'card 4111 1111 1111 1111.', 'card **** **** **** 1111.'],
    ['an identity card', '身份证 11010519491231002X', '身份证 110***********002X'],
    ["the customer's phone", '电话 13800000027', '电话 138****0027'],
    ["the customer's phone, spaced", '+86 138-0000-0027', '+86 138-****-0027'],
    ["the customer's account", '账号 account-0027', '账号 a******-**27'],
    ["the customer's address", '寄到上海市示例路 27 号 1701 室。', '寄到上***** ** * ***1 室。'],
  ])('never bear %s whole', (_, text, said) => {
    expect(masked(text, own)).toBe(said)
  })

  test.each([
    ['of a parcel', '单号 781234567890123，SF1040289377130'],
    ['that is no card', '编号 1234567890123456'],
    ['of an order', '订单 O-7Q2M4XDK，共 ¥1,234,567.00，2026年3月9日'],
    ['of somebody else whom the customer may call', '快递员 13900000028，热线 400-820-0000'],
  ])('keep a number %s', (_, text) => {
    expect(masked(text, own)).toBe(text)
  })

  test("in the house keep nobody's phone or e-mail", () => {
    expect(masked('请致电 139 0000 0028 或 li.lei@shop.example', [], true)).toBe(
      '请致电 139 **** 0028 或 l***@shop.example',
    )
  })
})
