import { type HttpRequest, header } from '../http'
import { AwsError, type Input } from '../kernel'
import { POST_SIGNATURE } from './s3-operations'
import { signerOf } from './s3-signature'

/** A form that a browser posts to a bucket: what it says before the file, and the file.
 *  https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
export interface PostedForm {
  readonly fields: ReadonlyMap<string, string>
  readonly file: Buffer
}

const denied = (why: string) => new AwsError('AccessDenied', `Invalid according to Policy: ${why}`, 403)
/** What S3 takes before the file. */
const MOST_FIELDS = 20_000

/** Throws what S3 answers to a form that it cannot read. Fields behind the file are ignored, as there. */
export async function readForm(request: HttpRequest): Promise<PostedForm> {
  const type = header(request, 'content-type') ?? ''
  if (!/^multipart\/form-data/i.test(type))
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
      Condition: 'Bucket POST must be of the enclosure-type multipart/form-data',
    })
  const form = await new Response(request.body, { headers: { 'content-type': type } }).formData().catch(() => {
    const message = 'The body of your POST request is not well-formed multipart/form-data.'
    throw new AwsError('MalformedPOSTRequest', message)
  })
  const fields = new Map<string, string>()
  for (const [name, value] of form) {
    if (name === 'file') return { fields, file: Buffer.from(await new Response(value).arrayBuffer()) }
    if (typeof value === 'string') fields.set(name.toLowerCase(), value)
    if ([...fields].join('').length > MOST_FIELDS)
      throw new AwsError(
        'MaxPostPreDataLengthExceeded',
        'Your POST request fields preceding the upload file were too large.',
      )
  }
  throw new AwsError('InvalidArgument', 'POST requires exactly one file upload per request.', 400, {
    ...{ ArgumentName: 'file', ArgumentValue: 0 },
  })
}

/** Whose policy lets this form into the bucket, and what is put there. Throws as S3 does: the signature first, then the time,
 *  then each condition, then each field that no condition names, then the size. */
export function readPost(bucket: string, { fields, file }: PostedForm, now: number) {
  const key = fields.get('key')
  if (!key)
    throw new AwsError(
      'InvalidArgument',
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      400,
      { ArgumentName: 'key', ArgumentValue: '' },
    )
  const text = fields.get('policy')
  if (!text) throw new AwsError('AccessDenied', 'Access Denied', 403)
  const [algorithm, credential = '', , token, signature = ''] = POST_SIGNATURE.map(name =>
    fields.get(name.toLowerCase()),
  )
  if (algorithm !== 'AWS4-HMAC-SHA256')
    throw new AwsError('InvalidArgument', 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"')
  const principal = signerOf(text, { credential, token, signature })
  const policy = policyIn(text)
  if (now > Date.parse(policy.expiration)) throw denied('Policy expired.')
  checkConditions(policy.conditions, new Map([...fields, ['bucket', bucket]]), file.length)
  const named = Object.fromEntries(POST_SIGNATURE.flatMap(name => [[name, fields.get(name.toLowerCase())]]))
  const input: Input = { Bucket: bucket, key, file, Policy: text, ...named }
  for (const [name, value] of fields) {
    if (name === 'content-type') input.ContentType = value
    else if (name === 'bucket') input.bucket = value
    else if (!(name in lower(input))) input[name] = value
  }
  return { principal, input }
}

const lower = (input: Input) => Object.fromEntries(Object.keys(input).map(name => [name.toLowerCase(), true]))

interface Policy {
  readonly expiration: string
  readonly conditions: readonly Input[]
}

function policyIn(text: string): Policy {
  const invalid = (why: string) => new AwsError('InvalidPolicyDocument', `Invalid Policy: ${why}`)
  let policy: Input
  try {
    policy = JSON.parse(Buffer.from(text, 'base64').toString())
  } catch {
    throw invalid('Invalid JSON.')
  }
  if (Number.isNaN(Date.parse(policy?.expiration))) throw invalid("Policy missing 'expiration'.")
  if (!Array.isArray(policy.conditions)) throw invalid("Policy missing 'conditions'.")
  return policy
}

function checkConditions(conditions: Policy['conditions'], fields: ReadonlyMap<string, string>, size: number): void {
  const named = new Set(['policy', 'x-amz-signature', 'bucket'])
  let range: readonly [number, number] | undefined
  for (const condition of conditions) {
    const [operator, name, wanted] = Array.isArray(condition)
      ? condition
      : ['eq', ...(Object.entries(condition)[0] ?? [])]
    if (operator === 'content-length-range') {
      range = [Number(name), Number(wanted)]
      continue
    }
    const field = String(name).replace(/^\$/, '').toLowerCase()
    const value = fields.get(field) ?? ''
    named.add(field)
    const holds = operator === 'starts-with' ? value.startsWith(wanted) : operator === 'eq' && value === wanted
    if (!holds)
      throw denied(`Policy Condition failed: ${JSON.stringify([operator, `$${name}`.replace('$$', '$'), wanted])}`)
  }
  const extra = [...fields.keys()].filter(field => !named.has(field) && !field.startsWith('x-ignore-'))
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`)
  if (range) checkSize(size, range)
}

function checkSize(size: number, [least, most]: readonly [number, number]): void {
  if (size > most)
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
      ...{ ProposedSize: size, MaxSizeAllowed: most },
    })
  if (size < least)
    throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
      ...{ ProposedSize: size, MinSizeAllowed: least },
    })
}
