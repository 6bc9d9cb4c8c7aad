import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { attachments, clients, customers } from '../../shared/wiring'
import { files } from '../../shared/wiring-files'
import { bringAttachmentRoute } from './bring-attachment'
import type { Desk } from './desk'
import { readAttachmentRoute } from './read-attachment'

export const routes: readonly Route<Desk>[] = [bringAttachmentRoute, readAttachmentRoute]

export const handler = httpHandler(routes, {
  needs: () => ({ attachments: attachments(), customers: customers(), files: files() }),
  clients,
})
