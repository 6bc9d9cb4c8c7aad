// Inside a Lambda sandbox: what SDK clients send to AWS_ENDPOINT_URL goes to the same endpoint over the thread's port, at a
// fifth of the price of a socket. Requests to anywhere else, or made in another form, go over a socket as ever.
const http = require('node:http')
const { Readable, Writable } = require('node:stream')

/** Replaces `http.request` in the form that the SDK uses it. Answers the function that must be told of each answer. */
exports.replaceSdkCalls = (url, port) => {
  const endpoint = new URL(url)
  const overSocket = http.request
  const underWay = new Map()
  let calls = 0

  /** An http.ClientRequest as far as the SDK looks; destroyed by its answer, or by a time-out or an abort before. */
  class Call extends Writable {
    #id = ++calls
    #options
    #parts = []
    #idle
    /** A connection that is there at once. */
    socket = {
      connecting: false,
      setKeepAlive() {},
      setTimeout: (milliseconds, late) => {
        this.#idle = setTimeout(late, milliseconds)
      },
      removeListener() {},
    }

    constructor(options, hear) {
      super({ autoDestroy: false })
      this.#options = options
      this.once('response', hear)
    }

    _write(part, _encoding, done) {
      this.#parts.push(part)
      done()
    }

    _final(done) {
      const { method, path, headers } = this.#options
      const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
      // As text, which every protocol of the services here is: a buffer would be copied with all of the pool it lies in.
      const body = Buffer.concat(this.#parts).toString()
      underWay.set(this.#id, this)
      port.postMessage({ call: this.#id, request: { method, path, headers: named, body } })
      done()
    }

    answer({ status, headers, body }) {
      const response = new Readable({ read() {} })
      response.push(body)
      response.push(null)
      this.emit('response', Object.assign(response, { statusCode: status, headers, complete: true }))
      this.destroy()
    }

    _destroy(error, done) {
      underWay.delete(this.#id)
      clearTimeout(this.#idle)
      done(error)
    }
  }

  http.request = (options, ...more) =>
    options?.host === endpoint.hostname && Number(options.port) === Number(endpoint.port)
      ? new Call(options, ...more)
      : overSocket(options, ...more)
  return ({ answered, response }) => underWay.get(answered)?.answer(response)
}
