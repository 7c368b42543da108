/** A line in which only so many are served at once; `enter` resolves when it is one's turn, to what ends it. */
export interface Queue {
  enter(): Promise<() => void>
}

export function queueOf(places: number): Queue {
  let free = places
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    enter: async () => {
      if (free > 0) free -= 1
      else await new Promise<void>(resolve => waiting.push(resolve))
      let isLeft = false
      return () => {
        if (!isLeft) leave()
        isLeft = true
      }
    }
  }
}
