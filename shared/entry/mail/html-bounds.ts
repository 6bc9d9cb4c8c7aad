const longestHtml = 3_000_000
const deepest = 500
const deepestImplied = 5_000

const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
const implied = new Set('p li td th tr dt dd option thead tbody tfoot'.split(' '))

/** HTML as far as it is nested as people's mails are: readers of HTML take a time that grows with the square of the depth. */
export function boundedHtml(html: string): string {
  const open = new Map<string, number>()
  let [depth, impliedDepth] = [0, 0]
  const cut = html.slice(0, longestHtml)
  for (const { 1: slash, 2: tag, index } of cut.matchAll(/<(\/?)([a-z][a-z0-9:-]*)/gi)) {
    const name = tag!.toLowerCase()
    if (empty.has(name)) continue
    const count = open.get(name) ?? 0
    const step = slash ? (count > 0 ? -1 : 0) : 1
    open.set(name, count + step)
    if (implied.has(name)) impliedDepth += step
    else depth += step
    if (depth > deepest || impliedDepth > deepestImplied) return cut.slice(0, index)
  }
  return cut
}
