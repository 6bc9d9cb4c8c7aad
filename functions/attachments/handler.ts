import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { attachments, cases, clients, customers } from '../../shared/wiring'
import { files, mails } from '../../shared/wiring-files'
import { bringAttachmentRoute } from './bring-attachment'
import type { Desk } from './desk'
import { readAttachmentRoute } from './read-attachment'
import { readOriginalRoute } from './read-original'

export const routes: readonly Route<Desk>[] = [bringAttachmentRoute, readAttachmentRoute, readOriginalRoute]

export const handler = httpHandler(routes, {
  needs: () => ({
    ...{ cases: cases(), customers: customers(), attachments: attachments() },
    ...{ files: files(), mails: mails() },
  }),
  clients,
})
