import type { Mail, MailAddress } from '../../shared/domain/mail'

/** A valid mail of a person, as it is read; a test states only what matters to it. */
export function aMail({
  head = {},
  ...given
}: Partial<Mail> & { readonly head?: Readonly<Record<string, string>> } = {}): Mail {
  return {
    headers: Object.entries(head).map(([name, value]) => ({ name, value })),
    from: anAddress('mei@customer.example'),
    to: [anAddress('service@kefu.example')],
    subject: '我的订单还没有到',
    text: '您好，订单三天了还没有发货，请帮我看一下。',
    messageId: 'a1@customer.example',
    ...{ replyTo: [], cc: [], inReplyTo: [], references: [], files: [], reports: [], enclosed: [], isReadable: true },
    ...given,
  }
}

export const anAddress = (address: string, name = ''): MailAddress => ({ address, name })
