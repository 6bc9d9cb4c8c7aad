import type { Item } from './case-items'
import type { CustomerFile, CustomerWrite, LookUp } from './ports'

export const fileKey = (customerId: string) => ({ PK: customerId, SK: 'FILE' })
export const contentKey = (customerId: string, contentId: string) => ({ PK: customerId, SK: `CONTENT#${contentId}` })
export const lookUpKey = ({ kind, hmac }: LookUp) => ({ PK: `LOOKUP#${kind}#${hmac}`, SK: 'LOOKUP' })

const TableName = (table: string) => ({ TableName: table })
const put = (table: string, Item: Item, ConditionExpression?: string) => ({
  Put: { ...TableName(table), Item, ...(ConditionExpression && { ConditionExpression }) },
})

/** The items of one write, for the transaction of a case. A look-up belongs to whoever came first. */
export function customerItems(write: CustomerWrite, table: string): readonly object[] {
  switch (write.what) {
    case 'open':
      return [
        put(table, { ...fileKey(write.file.customerId), ...write.file }, 'attribute_not_exists(PK)'),
        ...lookUpItems(write.lookUps, write.file.customerId, table),
      ]
    case 'extend':
      return [
        ...(Object.keys(write.fields).length > 0 ? [extension(write.customerId, write.fields, table)] : []),
        ...lookUpItems(write.lookUps, write.customerId, table),
      ]
    case 'content':
      return [put(table, { ...contentKey(write.customerId, write.contentId), ...write.content })]
    case 'transaction':
      return [put(table, { PK: write.customerId, SK: `TRANSACTION#${write.record.orderId}`, ...write.record })]
  }
}

function lookUpItems(lookUps: readonly LookUp[], customerId: string, table: string) {
  return lookUps.map(lookUp => put(table, { ...lookUpKey(lookUp), customerId }, 'attribute_not_exists(PK)'))
}

/** What a file knows already is not overwritten. */
function extension(customerId: string, fields: CustomerFile['fields'], table: string) {
  const names = Object.keys(fields)
  return {
    Update: {
      ...TableName(table),
      Key: fileKey(customerId),
      ConditionExpression: 'attribute_exists(PK)',
      UpdateExpression: `SET ${names.map((_, i) => `#fields.#f${i} = if_not_exists(#fields.#f${i}, :f${i})`).join(', ')}`,
      ExpressionAttributeNames: {
        '#fields': 'fields',
        ...Object.fromEntries(names.map((name, i) => [`#f${i}`, name])),
      },
      ExpressionAttributeValues: Object.fromEntries(Object.values(fields).map((value, i) => [`:f${i}`, value])),
    },
  }
}
