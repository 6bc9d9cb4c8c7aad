import type { MailFile } from '../../domain/mail'
import { decodeText } from './charset'
import { rtfOf, rtfText } from './rtf'

/** What Outlook hides in winmail.dat (MS-OXTNEF): the files of the mail, and its body. */
export interface Tnef {
  readonly files: readonly MailFile[]
  readonly text?: string
  readonly html?: string
  readonly charset: string
}

const signature = 0x223e9f78
const mostAttributes = 5_000
const mostProperties = 5_000
const deepest = 3

const ids = {
  ...{ body: 0x0002800c, properties: 0x00069003, codePage: 0x00069007 },
  ...{ fileBegins: 0x00069002, fileTitle: 0x00018010, fileData: 0x0006800f, fileProperties: 0x00069005 },
}
const named = {
  ...{ body: 0x1000, rtf: 0x1009, html: 0x1013, codePage: 0x3fde },
  ...{ data: 0x3701, fileName: 0x3704, longFileName: 0x3707, mimeType: 0x370e, contentId: 0x3712, displayName: 0x3001 },
}
const fixedSizes: Readonly<Record<number, number>> = {
  ...{ 1: 0, 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 },
}
const [string8, unicode, object, binary] = [0x1e, 0x1f, 0x0d, 0x102]

type Property = { readonly type: number; readonly value: Buffer }
type Properties = ReadonlyMap<number, Property>

/** MAPI's properties, as far as they are whole. */
function propertiesOf(data: Buffer): Properties {
  const found = new Map<number, Property>()
  let at = 4
  const take = (size: number) => {
    if (size < 0 || at + size > data.length) throw new RangeError('cut')
    at += size
    return data.subarray(at - size, at)
  }
  const number = () => take(4).readUInt32LE()
  const padded = (size: number) => {
    const value = take(size)
    take(Math.min((4 - (size % 4)) % 4, data.length - at))
    return value
  }
  try {
    const count = Math.min(data.readUInt32LE(0), mostProperties)
    for (let i = 0; i < count; i++) {
      const [type, id] = [take(2).readUInt16LE(), take(2).readUInt16LE()]
      if (id >= 0x8000) {
        take(16)
        if (number() === 0) take(4)
        else padded(number())
      }
      const plainType = type & 0x0fff
      const isVariable = [string8, unicode, object, binary].includes(plainType)
      const values = isVariable || type & 0x1000 ? Math.min(number(), mostProperties) : 1
      for (let value = 0; value < values; value++) {
        const size = isVariable ? undefined : fixedSizes[plainType]
        if (!isVariable && size === undefined) return found
        const taken = isVariable ? padded(number()) : take(size!)
        if (!found.has(id)) found.set(id, { type: plainType, value: taken })
      }
    }
  } catch {
    // What was read until here stands.
  }
  return found
}

const labelOf = (codePage: number | undefined) => {
  if (!codePage || codePage === 20127) return undefined
  if (codePage === 65001) return 'utf-8'
  return `cp${codePage}`
}

function textOf(property: Property | undefined, label: string | undefined): string | undefined {
  if (!property || property.value.length === 0) return undefined
  const { text } =
    property.type === unicode ? { text: property.value.toString('utf16le') } : decodeText(property.value, label)
  return text.replace(/\0+$/, '')
}

interface Attributes {
  readonly message: ReadonlyMap<number, Buffer>
  readonly files: readonly ReadonlyMap<number, Buffer>[]
}

function attributesOf(bytes: Buffer): Attributes {
  const message = new Map<number, Buffer>()
  const files: Map<number, Buffer>[] = []
  let at = 6
  for (let count = 0; at + 9 <= bytes.length && count < mostAttributes; count++) {
    const level = bytes[at]
    const [id, size] = [bytes.readUInt32LE(at + 1), bytes.readUInt32LE(at + 5)]
    const data = bytes.subarray(at + 9, Math.min(bytes.length, at + 9 + size))
    at += 9 + size + 2
    if (id === ids.fileBegins) files.push(new Map())
    const into = level === 2 ? files.at(-1) : message
    if (into && !into.has(id)) into.set(id, data)
  }
  return { message, files }
}

function filesOf(
  attributes: ReadonlyMap<number, Buffer>,
  label: string | undefined,
  depth: number,
): readonly MailFile[] {
  const properties = propertiesOf(attributes.get(ids.fileProperties) ?? Buffer.alloc(4))
  const text = (id: number) => textOf(properties.get(id), label)
  const title = attributes.get(ids.fileTitle)
  const held = properties.get(named.data)
  const inObject = held?.type === object ? held.value.subarray(16) : held?.value
  const content = attributes.get(ids.fileData) ?? inObject ?? Buffer.alloc(0)
  const within = content.length > 6 && content.readUInt32LE(0) === signature ? tnefAt(content, depth + 1) : undefined
  const name =
    text(named.longFileName) ??
    (title && decodeText(title, label).text.replace(/\0+$/, '')) ??
    text(named.fileName) ??
    text(named.displayName) ??
    ''
  if (within) return within.files
  const contentId = text(named.contentId)?.replace(/[<>\s]/g, '')
  const type = text(named.mimeType) ?? 'application/octet-stream'
  return [{ name: name.slice(0, 500), type, content: Uint8Array.from(content), ...(contentId && { contentId }) }]
}

function tnefAt(bytes: Buffer, depth: number): Tnef | undefined {
  if (depth > deepest || bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return undefined
  const { message, files } = attributesOf(bytes)
  const properties = propertiesOf(message.get(ids.properties) ?? Buffer.alloc(4))
  const codePage = message.get(ids.codePage)
  const label = labelOf(codePage && codePage.length >= 4 ? codePage.readUInt32LE(0) : undefined)
  const internet = properties.get(named.codePage)?.value
  const htmlLabel = labelOf(internet?.length === 4 ? internet.readUInt32LE(0) : undefined) ?? label
  const body = message.get(ids.body)
  const rtf = properties.get(named.rtf)
  const html = textOf(properties.get(named.html), htmlLabel)
  const text =
    textOf(properties.get(named.body), label) ??
    (body && decodeText(body, label).text.replace(/\0+$/, '')) ??
    (rtf && rtfText(rtfOf(rtf.value), label))
  return {
    files: files.flatMap(file => filesOf(file, label, depth)),
    ...(text && { text }),
    ...(html && { html }),
    charset: html || text ? decodeText(Buffer.from('a'), htmlLabel).charset : 'utf-8',
  }
}

/** None for what is no winmail.dat; one that is cut gives what it has. */
export function tnefOf(content: Uint8Array): Tnef | undefined {
  try {
    return tnefAt(Buffer.from(content.buffer, content.byteOffset, content.byteLength), 0)
  } catch {
    return undefined
  }
}
