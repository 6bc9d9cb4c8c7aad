/** A message as numbers: indices of its features and their values. */
export interface Row {
  readonly at: Int32Array
  readonly value: Float64Array
  readonly target: Float64Array
  readonly weight: number
}

/** Weights of a softmax model, `weights[feature * classes + class]`, and one bias a class. */
export interface Fit {
  readonly weights: Float64Array
  readonly bias: Float64Array
}

/** The likelihoods of the classes. */
export function softmax(scores: Float64Array): Float64Array {
  const highest = Math.max(...scores)
  const powers = scores.map(score => Math.exp(score - highest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map(power => power / total)
}

/** Scores of the classes for a row. */
export function scoresOf({ at, value }: Pick<Row, 'at' | 'value'>, { weights, bias }: Fit): Float64Array {
  const classes = bias.length
  const scores = Float64Array.from(bias)
  for (let one = 0; one < at.length; one += 1)
    for (let k = 0; k < classes; k += 1) scores[k]! += value[one]! * weights[at[one]! * classes + k]!
  return scores
}

/** Multinomial logistic regression with a ridge, by L-BFGS from zero: the same rows give the same weights. */
export function regression(rows: readonly Row[], features: number, classes: number, ridge: number, rounds = 60): Fit {
  const size = features * classes + classes
  const total = rows.reduce((sum, { weight }) => sum + weight, 0)
  const valueAndSlope = (x: Float64Array) => {
    const slope = new Float64Array(size)
    const model = { weights: x.subarray(0, features * classes), bias: x.subarray(features * classes) }
    let value = 0
    for (const row of rows) {
      const likely = softmax(scoresOf(row, model))
      for (let k = 0; k < classes; k += 1) {
        if (row.target[k]! > 0) value -= (row.weight / total) * row.target[k]! * Math.log(Math.max(likely[k]!, 1e-12))
        const push = (row.weight / total) * (likely[k]! - row.target[k]!)
        slope[features * classes + k]! += push
        for (let one = 0; one < row.at.length; one += 1) slope[row.at[one]! * classes + k]! += push * row.value[one]!
      }
    }
    for (let j = 0; j < features * classes; j += 1) {
      value += 0.5 * ridge * x[j]! * x[j]!
      slope[j]! += ridge * x[j]!
    }
    return { value, slope }
  }
  const x = minimised(valueAndSlope, size, rounds)
  return { weights: x.slice(0, features * classes), bias: x.slice(features * classes) }
}

const dot = (a: Float64Array, b: Float64Array) => {
  let sum = 0
  for (let j = 0; j < a.length; j += 1) sum += a[j]! * b[j]!
  return sum
}

function minimised(
  of: (x: Float64Array) => { value: number; slope: Float64Array },
  size: number,
  rounds: number,
): Float64Array {
  let x = new Float64Array(size)
  let { value, slope } = of(x)
  const memory: { s: Float64Array; y: Float64Array; rho: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const q = Float64Array.from(slope)
    const alphas: number[] = []
    for (const { s, y, rho } of [...memory].reverse()) {
      const alpha = rho * dot(s, q)
      alphas.push(alpha)
      for (let j = 0; j < size; j += 1) q[j]! -= alpha * y[j]!
    }
    const last = memory.at(-1)
    const scale = last ? 1 / (last.rho * dot(last.y, last.y)) : 1 / Math.max(1e-9, Math.sqrt(dot(q, q)))
    for (let j = 0; j < size; j += 1) q[j]! *= scale
    for (const { s, y, rho } of memory) {
      const beta = rho * dot(y, q)
      const alpha = alphas.pop()!
      for (let j = 0; j < size; j += 1) q[j]! += (alpha - beta) * s[j]!
    }
    const down = -dot(slope, q)
    let step = 1
    let next: { value: number; slope: Float64Array } | undefined
    let to = x
    for (let tries = 0; tries < 20; tries += 1, step /= 2) {
      to = x.map((one, j) => one - step * q[j]!)
      next = of(to)
      if (next.value <= value + 1e-4 * step * down) break
    }
    if (!next || value - next.value < 1e-7) break
    const s = to.map((one, j) => one - x[j]!)
    const y = next.slope.map((one, j) => one - slope[j]!)
    const sy = dot(s, y)
    if (sy > 1e-12) {
      memory.push({ s, y, rho: 1 / sy })
      if (memory.length > 6) memory.shift()
    }
    x = to
    value = next.value
    slope = next.slope
  }
  return x
}
