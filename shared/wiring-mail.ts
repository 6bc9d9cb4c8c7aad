import { env } from './env'
import { mailGateway } from './gateways/mail'
import { once } from './wiring'

/** Apart from the rest of the wiring: composing mail loads much, and only one function does it. */
export const mail = once(() =>
  mailGateway({
    address: env('MAIL_SENDER'),
    name: env('MAIL_SENDER_NAME'),
    configurationSet: env('MAIL_CONFIGURATION_SET'),
  }),
)
