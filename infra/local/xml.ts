/** A list becomes members, as the Query protocol of AWS writes them; what is undefined is left out. */
export function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map(each => `<member>${xml(each)}</member>`).join('')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => `<${key}>${xml(each)}</${key}>`)
      .join('')
  return String(value).replace(/[&<>]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]!)
}
