import { createHmac } from 'node:crypto'
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import type { Market } from '../domain/market'
import { getAll } from './batch-get'
import { fileKey, lookUpKey } from './customer-items'
import type { Contact, CustomerFile, FileField, LookUp, Registry } from './ports'

/** Finds files by what customers call themselves, without keeping those names as keys: only their HMACs. */
export function customerRegistry(
  documents: DynamoDBDocumentClient,
  TableName: string,
  lookUpSecret: () => Promise<Uint8Array>,
): Registry {
  async function ownersOf(lookUps: readonly LookUp[]): Promise<ReadonlyMap<LookUp, string>> {
    const found = await getAll(documents, TableName, lookUps.map(lookUpKey))
    const owners = new Map(found.map(item => [item.PK, String(item.customerId)]))
    return new Map(
      lookUps.flatMap(lookUp => {
        const owner = owners.get(lookUpKey(lookUp).PK)
        return owner ? [[lookUp, owner] as const] : []
      }),
    )
  }

  /** An e-mail or a phone may be shared; an account may not: it opens its own file beside another account's. */
  async function isAnotherAccounts(customerId: string, accountId: string | undefined): Promise<boolean> {
    if (!accountId) return false
    const { Item } = await documents.send(new GetCommand({ TableName, Key: fileKey(customerId), ConsistentRead: true }))
    const known = (Item as CustomerFile | undefined)?.fields.accountId?.value
    return known !== undefined && known !== accountId
  }

  return {
    async identify(contact, { newId, at, source, market, language }) {
      const secret = await lookUpSecret()
      const lookUps = namesOf(contact, market).map(
        ({ kind, name }): LookUp => ({
          kind,
          hmac: createHmac('sha256', secret).update(`${kind}\n${name}`).digest('hex'),
        }),
      )
      const owners = await ownersOf(lookUps)
      const fields = Object.fromEntries(
        (['accountId', 'name', 'email', 'phone', 'handle'] satisfies FileField[])
          .filter(field => contact[field])
          .map(field => [field, { value: contact[field]!, source, at }]),
      )
      const free = lookUps.filter(lookUp => !owners.has(lookUp))
      const first = lookUps.find(lookUp => owners.has(lookUp))
      const owner = first && owners.get(first)
      if (!owner || (first.kind !== 'account' && (await isAnotherAccounts(owner, contact.accountId)))) {
        const file = { customerId: newId, openedAt: at, market, language, fields }
        return { customerId: newId, writes: [{ what: 'open', file, lookUps: free }] }
      }
      return {
        customerId: owner,
        writes: free.length > 0 ? [{ what: 'extend', customerId: owner, fields, lookUps: free }] : [],
      }
    },
  }
}

const countryCode: Readonly<Record<Market, string>> = { CN: '+86', BR: '+55' }

/** In the order in which they decide: an account before an e-mail before a phone. */
function namesOf({ accountId, handle, email, phone }: Contact, market: Market) {
  const names: { kind: LookUp['kind']; name: string }[] = []
  if (accountId) names.push({ kind: 'account', name: accountId })
  if (handle) names.push({ kind: 'account', name: `handle:${handle.toLowerCase()}` })
  if (email) names.push({ kind: 'email', name: email.toLowerCase() })
  if (phone) names.push({ kind: 'phone', name: internationalPhone(phone, market) })
  return names
}

/** E.164 as far as needed to find the same number again. */
function internationalPhone(phone: string, market: Market): string {
  const digits = phone.replace(/[^\d+]/g, '').replace(/^00/, '+')
  return digits.startsWith('+') ? digits : countryCode[market] + digits.replace(/^0/, '')
}
