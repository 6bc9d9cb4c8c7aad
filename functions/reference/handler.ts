import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { readApiPageRoute } from './api-page'
import { readContractRoute } from './read-contract'

export const routes: readonly Route<object>[] = [readApiPageRoute, readContractRoute]

export const handler = httpHandler(routes, {
  needs: () => ({}),
  clients: () => ({ staff: '', storefront: '' }),
})
