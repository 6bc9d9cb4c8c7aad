import type { Attachment } from '../domain/attachment'
import type { CustomerFile, Fields } from '../domain/customer'
import { epochSeconds, type Item } from './case-items'
import type { Access, Correction, CustomerWrite, LookUp, Names } from './ports'

export const fileKey = (customerId: string) => ({ PK: customerId, SK: 'FILE' })
export const contentKey = (customerId: string, contentId: string) => ({ PK: customerId, SK: `CONTENT#${contentId}` })
export const attachmentKey = (customerId: string, id: string) => ({ PK: customerId, SK: `ATTACHMENT#${id}` })
export const changeKey = (customerId: string, changeId: string) => ({ PK: customerId, SK: `CHANGE#${changeId}` })
/** Whose the look-up is: who came first. */
export const lookUpKey = ({ kind, hmac }: LookUp) => ({ PK: `LOOKUP#${kind}#${hmac}`, SK: 'LOOKUP' })

export function fileIn({ PK, SK, ...file }: Item): CustomerFile {
  return file as unknown as CustomerFile
}

/** What is left of a file: that there was one. */
const forgotten: Omit<Attachment, 'id' | 'customerId' | 'requestedAt'> = {
  ...{ name: '', type: '', bytes: 0, by: 'staff', uploaderId: '', requestHash: '', state: 'refused', version: 0 },
}

type Join = Extract<CustomerWrite, { what: 'join' }>
type Condition = { readonly ConditionExpression: string; readonly ExpressionAttributeValues?: Item }
const isNew: Condition = { ConditionExpression: 'attribute_not_exists(PK)' }
const isFree: Condition = { ConditionExpression: 'attribute_not_exists(customerId)' }
const put = (TableName: string, Item: Item, condition?: Condition) => ({ Put: { TableName, Item, ...condition } })

/** The items of one write, for the transaction of a case. A look-up belongs to whoever came first. */
export function customerItems(write: CustomerWrite, table: string): readonly object[] {
  switch (write.what) {
    case 'open':
      return [
        put(table, { ...fileKey(write.file.customerId), ...write.file }, isNew),
        ...lookUpItems(write.names, write.file.customerId, table),
      ]
    case 'extend': {
      const { customerId, fields, replaced, change, names } = write
      return [
        ...(Object.keys(fields).length > 0 ? [update(customerId, fields, replaced, table)] : []),
        ...(replaced.length > 0
          ? [put(table, { ...changeKey(customerId, change.id), ...change, fields: replaced })]
          : []),
        ...lookUpItems(names, customerId, table),
      ]
    }
    case 'content':
      return [put(table, { ...contentKey(write.customerId, write.contentId), ...write.content })]
    case 'forget_attachment':
      return [put(table, { ...attachmentKey(write.customerId, write.id), ...forgotten, requestedAt: write.at })]
    case 'join':
      return joinItems(write, table)
    case 'transaction':
      return [put(table, { PK: write.customerId, SK: `TRANSACTION#${write.record.orderId}`, ...write.record })]
  }
}

/** Files become part of a message in the transaction that says it: not of two, not another's, and none that was refused meanwhile. */
export function attachItems(write: CustomerWrite, TableName: string): readonly object[] {
  if (write.what !== 'content' || !write.attached) return []
  const { customerId, contentId, attached } = write
  const isTheirs = attached.by === 'staff' ? '#by = :by AND uploaderId = :uploader' : '#by = :by'
  return attached.ids.map(id => ({
    Update: {
      TableName,
      Key: attachmentKey(customerId, id),
      ConditionExpression: `${isTheirs} AND #state <> :refused AND (attribute_not_exists(contentId) OR contentId = :message)`,
      UpdateExpression: 'SET contentId = :message REMOVE expiresAt ADD #version :one',
      ExpressionAttributeNames: { '#by': 'by', '#state': 'state', '#version': 'version' },
      ExpressionAttributeValues: {
        ...{ ':by': attached.by, ':refused': 'refused', ':message': contentId, ':one': 1 },
        ...(attached.by === 'staff' && { ':uploader': attached.uploaderId }),
      },
    },
  }))
}

/** The change comes first: it is what a repeated request meets. */
export function correctionItems({ customerId, change, fields, names, version }: Correction, table: string) {
  return [
    put(table, { ...changeKey(customerId, change.id), ...change, version: version + 1 }, isNew),
    update(customerId, fields, Object.keys(fields), table, version),
    ...lookUpItems(names, customerId, table),
  ]
}

/** The one file learns what it did not know, the others lead to it; whoever changed one of them meanwhile was first. */
function joinItems({ into, from, fields, replaced, change }: Join, TableName: string): readonly object[] {
  const { joinedFrom = [] } = from
  const lead = (customerId: string, version?: number) => ({
    Update: {
      ...{ TableName, Key: fileKey(customerId) },
      ConditionExpression: version === undefined ? 'attribute_exists(PK)' : '#version = :version',
      UpdateExpression: 'SET joinedInto = :into ADD #version :one',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: {
        ...{ ':into': into.customerId, ':one': 1 },
        ...(version !== undefined && { ':version': version }),
      },
    },
  })
  const known = [...(into.joinedFrom ?? []), from.customerId, ...joinedFrom]
  const line = { ...change, fields: Object.keys(fields) }
  return [
    update(into.customerId, fields, replaced, TableName, into.version, known),
    lead(from.customerId, from.version),
    ...joinedFrom.map(id => lead(id)),
    ...[into, from].map(({ customerId }) => put(TableName, { ...changeKey(customerId, change.id), ...line }, isNew)),
  ]
}

export const accessKey = (customerId: string, { at, by, what, caseId = '' }: Access) => ({
  PK: customerId,
  SK: `ACCESS#${at.slice(0, 13)}#${by}#${what}#${caseId}`,
})

export const accessItem = (customerId: string, access: Access, expiresAt: string): Item => ({
  ...accessKey(customerId, access),
  ...access,
  expiresAt: epochSeconds(expiresAt),
})

function lookUpItems({ own, shared, lost = [] }: Names, customerId: string, table: string) {
  const isStillTheirs = {
    ConditionExpression: 'customerId = :theirs',
    ExpressionAttributeValues: { ':theirs': customerId },
  }
  return [
    ...own.map(lookUp => put(table, { ...lookUpKey(lookUp), customerId }, isFree)),
    ...shared.map(lookUp => put(table, { PK: lookUpKey(lookUp).PK, SK: `LOOKUP#${customerId}`, customerId })),
    ...lost.map(lookUp => put(table, lookUpKey(lookUp), isStillTheirs)),
  ]
}

/** Fields that the file knew already are renewed only where this says so: another request may have filled the gap just now. */
function update(
  customerId: string,
  fields: Fields,
  renewed: readonly string[],
  table: string,
  version?: number,
  joinedFrom?: readonly string[],
) {
  const names = Object.keys(fields)
  const learned = names.map((name, i) =>
    renewed.includes(name) ? `#fields.#f${i} = :f${i}` : `#fields.#f${i} = if_not_exists(#fields.#f${i}, :f${i})`,
  )
  const set = [...learned, ...(joinedFrom ? ['joinedFrom = :joined'] : [])]
  return {
    Update: {
      TableName: table,
      Key: fileKey(customerId),
      ConditionExpression: version === undefined ? 'attribute_exists(PK)' : '#version = :version',
      UpdateExpression: `SET ${set.join(', ')} ADD #version :one`,
      ExpressionAttributeNames: {
        ...(names.length > 0 && { '#fields': 'fields' }),
        '#version': 'version',
        ...Object.fromEntries(names.map((name, i) => [`#f${i}`, name])),
      },
      ExpressionAttributeValues: {
        ':one': 1,
        ...(version !== undefined && { ':version': version }),
        ...(joinedFrom && { ':joined': joinedFrom }),
        ...Object.fromEntries(Object.values(fields).map((value, i) => [`:f${i}`, value])),
      },
    },
  }
}
