/** Runs in the reader's browser: no library, no remote resource, the contract itself is all it shows. */
export const script = String.raw`
const contract = JSON.parse(document.getElementById('contract').textContent)
const make = (name, attributes = {}, ...children) => {
  const element = Object.assign(document.createElement(name), attributes)
  element.append(...children)
  return element
}
const token = document.getElementById('token')
const readToken = () => {
  const given = new URLSearchParams(location.hash.slice(1))
  if (given.has('token')) token.value = given.get('token')
  document.getElementById('role').textContent = given.get('role') || ''
}
readToken()
addEventListener('hashchange', readToken)

const typeOf = schema => {
  if (schema.enum) return schema.enum.join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.type === 'array') return 'list of ' + typeOf(schema.items)
  return schema.format || schema.type || 'any'
}
const limits = schema =>
  ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'default']
    .filter(name => schema[name] !== undefined && Math.abs(schema[name]) !== Number.MAX_SAFE_INTEGER)
    .map(name => name + ' ' + schema[name])
    .join(', ')
const rows = (schema, path = '') => {
  if (schema.type === 'array') return rows(schema.items, path + '[]')
  return Object.entries(schema.properties || {}).flatMap(([name, property]) => {
    const needed = (schema.required || []).includes(name) ? '' : ' ?'
    const own = make('tr', {}, make('td', {}, path + (path && '.') + name + needed), make('td', {}, typeOf(property)), make('td', {}, limits(property)))
    return [own, ...rows(property, path + (path && '.') + name)]
  })
}
const schemaTable = (title, schema) =>
  make('details', {}, make('summary', {}, title), make('table', {}, ...rows(schema)))

const field = (form, { name, required, description = '', schema }, value = '') => {
  const choices = schema.enum && [...(required ? [] : ['']), ...schema.enum]
  const input = choices
    ? make('select', { name }, ...choices.map(choice => make('option', {}, choice)))
    : make('input', { name, value, autocomplete: 'off' })
  form.append(make('label', {}, name + (required ? ' *' : '') + (description && ' — ' + description), input))
  return input
}

/** A path may go on in the next line before each of its slashes. */
const breakable = path => path.split(/(?=\/)/).flatMap(part => [make('wbr'), part])

const tryIt = (method, path, operation) => {
  const form = make('form')
  const parameters = operation.parameters.map(parameter => {
    const fresh = parameter.name === 'Idempotency-Key' && parameter.required ? crypto.randomUUID() : ''
    return { ...parameter, input: field(form, parameter, fresh) }
  })
  const media = operation.requestBody && operation.requestBody.content['application/json']
  const body = media && make('textarea', { value: JSON.stringify(media.example || {}, null, 2), spellcheck: false })
  if (body) form.append(make('label', {}, 'JSON', body))
  const result = make('pre', { hidden: true })
  form.append(make('button', {}, 'Send · 发送'), result)
  form.onsubmit = async event => {
    event.preventDefault()
    const headers = { ...(token.value && { authorization: 'Bearer ' + token.value }), ...(body && { 'content-type': 'application/json' }) }
    const query = new URLSearchParams()
    let target = path
    for (const { name, in: where, input } of parameters) {
      if (!input.value) continue
      if (where === 'path') target = target.replace('{' + name + '}', encodeURIComponent(input.value))
      if (where === 'query') query.set(name, input.value)
      if (where === 'header') headers[name] = input.value
    }
    result.hidden = false
    result.textContent = '…'
    try {
      const answer = await fetch(target + (query.size ? '?' + query : ''), { method: method.toUpperCase(), headers, body: body && body.value })
      const text = await answer.text()
      let shown = text
      try { shown = JSON.stringify(JSON.parse(text), null, 2) } catch {}
      const etag = answer.headers.get('etag')
      for (const { name, input } of parameters) {
        if (answer.ok && name === 'Idempotency-Key' && input.value) input.value = crypto.randomUUID()
      }
      result.textContent = answer.status + (etag ? '  ETag ' + etag : '') + '\n\n' + shown
    } catch (error) {
      result.textContent = String(error)
    }
  }
  return form
}

const groups = new Map()
for (const [path, methods] of Object.entries(contract.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    const entry = make('details', { id: operation.operationId },
      make('summary', {}, make('b', {}, method.toUpperCase()), ...breakable(path), make('small', {}, operation.summary + ' — ' + operation['x-audience'].join(', '))))
    const input = operation.requestBody && operation.requestBody.content['application/json'].schema
    if (input) entry.append(schemaTable('Request · 请求', input))
    for (const [status, response] of Object.entries(operation.responses)) {
      const output = response.content && response.content['application/json'] && response.content['application/json'].schema
      if (output && output.properties) entry.append(schemaTable(status + ' · 答复', output))
    }
    entry.append(tryIt(method, path, operation))
    const tag = operation.tags[0]
    groups.set(tag, [...(groups.get(tag) || []), entry])
  }
}
const names = { intake: 'Intake · 受理', tickets: 'Tickets · 工单', orders: 'Orders · 订单', customers: 'Customers · 客户', reference: 'Reference · 接口说明' }
for (const [tag, entries] of groups) document.getElementById('operations').append(make('h2', {}, names[tag] || tag), ...entries)
`
