/** First in, first out, at the same cost however long the line: the front of the array is given up, not shifted. */
export interface Line<T> {
  readonly length: number
  /** 0 is the one whose turn it is. */
  at(index: number): T | undefined
  push(item: T): void
  /** Takes one out of turn; the first takes its place, so that only `take(0)` keeps the order. */
  take(index: number): T | undefined
  /** Removes one and keeps the order of the others: quick for one that stands near the front. */
  remove(item: T): void
}

export function line<T>(): Line<T> {
  let items: T[] = []
  let head = 0
  const leave = () => {
    head++
    if (head < 1_000 || head * 2 < items.length) return
    items = items.slice(head)
    head = 0
  }
  return {
    get length() {
      return items.length - head
    },
    at: index => items[head + index],
    push: item => {
      items.push(item)
    },
    take(index) {
      const item = items[head + index]
      if (item === undefined) return undefined
      items[head + index] = items[head]!
      leave()
      return item
    },
    remove(item) {
      const index = items.indexOf(item, head)
      if (index < 0) return
      items.copyWithin(head + 1, head, index)
      leave()
    },
  }
}
