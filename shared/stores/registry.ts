import { createHmac } from 'node:crypto'
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { type CustomerFile, type Fields, type FileField, newsFor, replacedBy } from '../domain/customer'
import type { Market } from '../domain/market'
import type { CustomerTier } from '../domain/ticket'
import { getAll } from './batch-get'
import { fileIn, fileKey, lookUpKey } from './customer-items'
import { emailName, type Name, namesOf } from './look-up-names'
import type { Contact, LookUp, Names, Registry } from './ports'

/** Finds files by what customers call themselves, without keeping those names as keys: only their HMACs. */
export function customerRegistry(
  documents: DynamoDBDocumentClient,
  TableName: string,
  lookUpSecret: () => Promise<Uint8Array>,
): Registry {
  async function lookUpsOf(names: readonly Name[]): Promise<readonly LookUp[]> {
    const secret = await lookUpSecret()
    return names.map(({ kind, name }) => ({
      kind,
      hmac: createHmac('sha256', secret).update(`${kind}\n${name}`).digest('hex'),
    }))
  }

  async function ownersOf(lookUps: readonly LookUp[]): Promise<ReadonlyMap<LookUp, string>> {
    const found = await getAll(documents, TableName, lookUps.map(lookUpKey))
    const owners = new Map(found.map(item => [item.PK, item.customerId]))
    return new Map(
      lookUps.flatMap(lookUp => {
        const owner = owners.get(lookUpKey(lookUp).PK)
        return typeof owner === 'string' ? [[lookUp, owner] as const] : []
      }),
    )
  }

  async function filesOf(customerIds: readonly string[]): Promise<ReadonlyMap<string, CustomerFile>> {
    const found = await getAll(documents, TableName, [...new Set(customerIds)].map(fileKey))
    return new Map(found.map(item => [String(item.PK), fileIn(item)]))
  }

  /** The files of these, and of those that proved to be someone else's second one that one's (R-CUS-05). */
  async function peopleOf(customerIds: readonly string[]) {
    const files = await filesOf(customerIds)
    const elsewhere = [...files.values()].flatMap(({ joinedInto }) => joinedInto ?? [])
    const people = elsewhere.length > 0 ? new Map([...files, ...(await filesOf(elsewhere))]) : files
    return { people, personOf: (customerId: string) => people.get(customerId)?.joinedInto ?? customerId }
  }

  return {
    async identify(contact, { newId, at, source, market, language }) {
      const lookUps = await lookUpsOf(namesOf(contact, market))
      const named = await ownersOf(lookUps)
      const { people: files, personOf } = await peopleOf([...named.values()])
      const owners = new Map([...named].map(([lookUp, owner]) => [lookUp, personOf(owner)]))
      const told = fieldsOf(contact, known => ({ value: known, source, at }))
      const first = lookUps.find(lookUp => {
        const file = files.get(owners.get(lookUp) ?? '')
        return file !== undefined && isTheirs(lookUp, file, told)
      })
      const own = lookUps.filter(lookUp => !owners.has(lookUp))
      if (!first) {
        const locale = { language: { value: language, source, at }, region: { value: market, source, at } }
        const file = { customerId: newId, openedAt: at, version: 1, fields: { ...told, ...locale } }
        return {
          customerId: newId,
          writes: [{ what: 'open', file, names: { own, shared: sharedOf(lookUps, owners, file) } }],
        }
      }
      const file = files.get(owners.get(first)!)!
      const by = first.kind === 'account' || first.kind === 'handle' ? 'account' : 'shared'
      const fields = newsFor(file, told, by)
      const names = { own, shared: sharedOf(lookUps, owners, file).filter(({ kind }) => kind in fields) }
      const { customerId } = file
      const isNews = Object.keys(fields).length > 0 || own.length > 0
      const change = { id: newId, at, by: source }
      const replaced = replacedBy(file, fields)
      const tier = file.fields.customerTier?.value as CustomerTier | undefined
      return {
        ...{ customerId, ...(tier && { tier }) },
        writes: isNews ? [{ what: 'extend', customerId, fields, replaced, names, change }] : [],
      }
    },

    async customersBy(kind, name, market) {
      const [lookUp] = await lookUpsOf(namesOf({ [kind]: name }, market))
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: 'PK = :name',
          ExpressionAttributeValues: { ':name': lookUpKey(lookUp!).PK },
        }),
      )
      const found = Items.flatMap(({ customerId }) => (customerId ? [String(customerId)] : []))
      const { personOf } = await peopleOf(found)
      return [...new Set(found.map(personOf))]
    },

    async renamed(file, to): Promise<Names> {
      const market = (file.fields.region?.value ?? 'CN') as Market
      const was = Object.fromEntries(
        (['email', 'phone'] as const).map(kind => [kind, to[kind] && file.fields[kind]?.value]),
      )
      const isSame =
        ({ hmac }: LookUp) =>
        (other: LookUp) =>
          other.hmac === hmac
      const [gained, before] = await Promise.all([to, was].map(async names => lookUpsOf(namesOf(names, market))))
      const owners = await ownersOf([...gained!, ...before!.filter(lookUp => !gained!.some(isSame(lookUp)))])
      const lost = before!.filter(lookUp => owners.get(lookUp) === file.customerId)
      return {
        own: gained!.filter(lookUp => !owners.has(lookUp)),
        shared: sharedOf(gained!, owners, file),
        lost: lost.filter(lookUp => !gained!.some(isSame(lookUp))),
      }
    },
  }
}

const told: readonly (FileField & keyof Contact)[] = ['accountId', 'name', 'email', 'phone', 'handle']
const fieldsOf = (contact: Contact, known: (value: string) => Fields[FileField]): Fields =>
  Object.fromEntries(told.flatMap(field => (contact[field] ? [[field, known(contact[field])]] : [])))

/** E-mail addresses and phones may be shared, accounts may not: another account is another person. So is who shares nothing but
 *  a phone, and has another name and another e-mail address. */
function isTheirs({ kind }: LookUp, { fields }: CustomerFile, told: Fields): boolean {
  const contradicts = (field: FileField, plain = (value: string) => value) =>
    told[field] !== undefined && fields[field] !== undefined && plain(told[field].value) !== plain(fields[field].value)
  if (kind !== 'account' && contradicts('accountId')) return false
  return kind !== 'phone' || !contradicts('name', plainName) || !contradicts('email', emailName)
}

const plainName = (name: string) => name.normalize('NFKC').toLowerCase().replace(/\s/g, '')

/** Names that others had first: this file is found by them as well. */
const sharedOf = (lookUps: readonly LookUp[], owners: ReadonlyMap<LookUp, string>, { customerId }: CustomerFile) =>
  lookUps.filter(lookUp => owners.has(lookUp) && owners.get(lookUp) !== customerId)
