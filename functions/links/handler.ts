import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { cases, customers, links } from '../../shared/wiring'
import { answerLinkRoute } from './answer-link'
import { problemPage } from './link-page'
import type { Desk } from './link-view'
import { openLinkRoute } from './open-link'

export const routes: readonly Route<Desk>[] = [openLinkRoute, answerLinkRoute]

export const handler = httpHandler(routes, {
  needs: () => ({ cases: cases(), customers: customers() }),
  clients: () => ({ staff: '', storefront: '' }),
  links: () => ({ links: links(), cases: cases() }),
  problemPage,
})
