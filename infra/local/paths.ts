interface Node {
  readonly next: Map<string, Node>
  terminal: boolean
  /** `**`: everything from here on is known. */
  open: boolean
}

/** Makes the check that what someone wrote is known down to each leaf: patterns are dotted, `*` stands for any key or index,
 *  a last `**` for all below. The check answers with the paths that no pattern knows; an empty list or object counts as
 *  known wherever something below it would be. */
export function pathsOutside(patterns: readonly string[]): (value: unknown) => string[] {
  const root = emptyNode()
  for (const pattern of patterns) {
    let node = root
    const segments = pattern.split('.')
    for (const segment of segments) {
      if (segment === '**') {
        node.open = true
        break
      }
      const next = node.next.get(segment) ?? emptyNode()
      node.next.set(segment, next)
      node = next
    }
    node.terminal = true
  }
  return value => {
    const outside: string[] = []
    walk(value, [root], '', outside)
    return outside
  }
}

function walk(value: unknown, nodes: readonly Node[], path: string, outside: string[]) {
  if (nodes.some(node => node.open)) return
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : undefined
  if (!keys) {
    if (!nodes.some(node => node.terminal)) outside.push(path)
    return
  }
  if (nodes.length === 0) outside.push(path)
  else
    for (const key of keys) {
      const below = nodes.flatMap(node => [node.next.get(key) ?? [], node.next.get('*') ?? []].flat())
      walk((value as Record<string, unknown>)[key], below, path ? `${path}.${key}` : key, outside)
    }
}

function emptyNode(): Node {
  return { next: new Map(), terminal: false, open: false }
}
