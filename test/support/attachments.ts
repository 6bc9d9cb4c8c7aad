import type { Input } from '../../infra/local/kernel'
import type { RequestOptions, World } from '../../infra/local/world'
import { aKey } from './journey'

/** The smallest picture there is. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

interface Form {
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

/** Posts a file as a browser does, over HTTP, to the origin of objects. */
export async function posted({ url, fields }: Form, file: Buffer, more: Readonly<Record<string, string>> = {}) {
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...fields, ...more })) form.set(name, value)
  form.set('file', new Blob([file]), 'file')
  const answer = await fetch(url, { method: 'POST', body: form })
  return { status: answer.status, text: await answer.text() }
}

/** What customers and staff of a world do with files. */
export function filesIn(world: World, customerId: string) {
  const own = { as: 'storefront', customer: customerId }
  const path = `/v1/customers/${customerId}/attachments`
  const announce = (fields: object = {}, options: RequestOptions = own, bytes = png.length): Promise<Input> =>
    world.post(path, {
      ...options,
      idempotencyKey: aKey(),
      body: { name: '照片.png', type: 'image/png', bytes, ...fields },
    })
  return {
    announce,
    /** Announced, uploaded and looked at: its id. */
    async bring(file: Buffer = png, fields: object = {}, options: RequestOptions = own): Promise<string> {
      const { id, upload } = await announce(fields, options, file.length)
      const { status, text } = await posted(upload, file)
      if (status !== 204) throw new Error(`the upload answered ${status}: ${text}`)
      await world.settle()
      return id
    },
    read: (id: string, options: RequestOptions = own): Promise<Input> => world.get(`${path}/${id}`, options),
    tried: (id: string, options: RequestOptions) => world.request('GET', `${path}/${id}`, options),
  }
}
