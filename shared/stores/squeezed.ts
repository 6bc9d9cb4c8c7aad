import { deflateRawSync, inflateRawSync } from 'node:zlib'

type Item = Readonly<Record<string, unknown>>

/** A write unit, doubled in a transaction, is begun with each of these (AWS: DynamoDB on-demand, write request units). */
const writeUnitBytes = 1024

/** Bytes of an item as DynamoDB counts them, or a few more (AWS: DynamoDB item sizes and formats). */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0)

function bytesOf(value: unknown): number {
  if (value === undefined) return 0
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1
  if (value instanceof Uint8Array) return value.length
  if (Array.isArray(value)) return value.reduce((sum, one) => sum + 1 + bytesOf(one), 3)
  if (typeof value === 'object' && value !== null) return 3 + Object.keys(value).length + itemBytes(value as Item)
  return 1
}

/** An item keeps these of its attributes squeezed where that makes it cheaper to write. Otherwise it stays as it is, for people to read. */
export function squeezed(item: Item, names: readonly string[]): Item {
  if (unitsOf(item) === 1) return item
  const [long, rest] = [true, false].map(isLong =>
    Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name) === isLong)),
  )
  const short = { ...rest, squeezed: deflateRawSync(JSON.stringify(long), { dictionary, level: 9 }) }
  return unitsOf(short) < unitsOf(item) ? short : item
}

const unitsOf = (item: Item) => Math.ceil(itemBytes(item) / writeUnitBytes)

export function stretched({ squeezed, ...item }: Item): Item {
  if (!(squeezed instanceof Uint8Array)) return item
  return { ...item, ...JSON.parse(inflateRawSync(squeezed, { dictionary }).toString()) }
}

/** What most heads of tickets say, the commonest last. Never changed: what is kept was squeezed with it. */
const dictionary = Buffer.from(
  [
    '"complaint":{"class":"ordinary","type":"product_quality","cause":"fault":"ours","demandId":"solutionId":"coordinatedFrom":"callBacks":"satisfied":true',
    '"consultation":{"stage":"before_sale","steps":[{"objection":{"outcome":"orderId":"',
    '"archiveNumber":"recordId":"recordedAt":"occurredAt":"discoveredAt":"verifiedBy":"rating":5,"reopenCount":1,"massPattern":true,"tags":["',
    '"repeatOf":"followsUp":"mergedInto":"mergedFrom":["splitFrom":"splitInto":["duplicateOf":"callBackBy":"callsWanted":["N-',
    '"escalatedBecause":"authorisation":{"contentId":"requestedBy":"decision":"granted","decidedBy":"amount":"tier":"special","source":"system",',
    '"tasks":[{"department":"warehouse","contentId":"askedAt":"dueAt":"answeredAt":"waited":{"customerSeconds":"departmentSeconds":"since":"',
    '"order","payment","after_sales","invoice","account","complaint","technical","feedback","product","other","triage":true,"proposed":{"unread":true,',
    '"channel":"app_chat","channel":"phone","direction":"agent_initiated","language":"en","language":"zh-Hant","kind":"consultation","stage":"in_sale","severity":"serious","urgent":true,"grade":"L3","grade":"L2","priority":"P1","priority":"P2",',
    '"SLA-01":{"SLA-02":{"SLA-03":{"CALL-BACK":{"HANDOVER":{"rungs":1,"y":"SLA-09":{"v":177"b":177"o":177"n":2',
    '"facts":{"answeredAt":"2026-assigneeId":"channel":"website","classification":{"because":["model: "," → logistics +0.","model: "," → after_sales +1.",without it order","rules: ","model-: logistics 95 %, then order 5 %","rules-2026-"],',
    '"category":"general","confidence":0.9,"grade":"L1","kind":"problem","language":"zh-Hans","priority":"P3","second":"order","severity":"general","stage":"after_sale","team":"logistics","topic":"logistics","urgent":false},',
    '"direction":"customer_initiated","firstResponderId":"lastMessage":{"contentId":"from":"customer","from":"agent","by":"at":"2026-000Z"},"messageCount":2,"orderId":"requestId":"',
    '"clocks":{"PROGRESS":{"d":177"s":177"w":177"x":177},"SLA-06":{"SLA-07":{"SLA-08":{"SLA-42":{"SLA-21":{"SLA-22":{"d":177,"s":177,"w":177},"p":"2026-02"}}',
  ].join(''),
)
