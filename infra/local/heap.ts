/** The least of many is always at hand, and adding or taking costs the logarithm of how many there are. */
export interface Heap<T> {
  first(): T | undefined
  add(item: T): void
  take(): T | undefined
}

export function heap<T>(compare: (a: T, b: T) => number): Heap<T> {
  const items: T[] = []
  const after = (a: number, b: number) => b < items.length && compare(items[a]!, items[b]!) > 0
  const swap = (a: number, b: number) => {
    const item = items[a]!
    items[a] = items[b]!
    items[b] = item
  }
  return {
    first: () => items[0],
    add(item) {
      let child = items.push(item) - 1
      for (let parent = (child - 1) >> 1; child > 0 && after(parent, child); parent = (child - 1) >> 1) {
        swap(parent, child)
        child = parent
      }
    },
    take() {
      const taken = items[0]
      const last = items.pop()
      if (items.length === 0 || last === undefined) return taken
      items[0] = last
      for (let parent = 0; ; ) {
        const left = 2 * parent + 1
        const least = after(left, left + 1) ? left + 1 : left
        if (!after(parent, least)) return taken
        swap(parent, least)
        parent = least
      }
    },
  }
}
