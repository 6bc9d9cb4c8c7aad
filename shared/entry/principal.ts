import { type Principal, rolesOfGroups } from '../domain/may'
import { Refusal } from '../domain/refusal'

/** The two app clients of the user pool; which one issued a token tells staff from a storefront. */
export interface Clients {
  readonly staff: string
  readonly storefront: string
}

/** Public routes run as this: it may nothing. */
export const nobody: Principal = { kind: 'staff', id: 'nobody', roles: [] }

/** Claims come through API Gateway as strings: a list is written `[agent finance]`. A token without a known client is nobody's. */
export function principalFrom(
  claims: Readonly<Record<string, unknown>> | undefined,
  customerId: string | undefined,
  clients: Clients,
): Principal {
  const id = claims?.sub
  if (!claims || typeof id !== 'string' || id === '') throw new Refusal('unauthenticated', 'no valid access token')
  if (claims.client_id === clients.storefront) {
    return { kind: 'storefront', id, ...(customerId && { customerId }) }
  }
  if (claims.client_id !== clients.staff) throw new Refusal('unauthenticated', 'the token is of no client of this API')
  const groups = String(claims['cognito:groups'] ?? '')
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
  return { kind: 'staff', id, roles: rolesOfGroups(groups) }
}
