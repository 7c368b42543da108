/** Told how far a dump or a load is: so many documents of so many of one collection. */
export type Progress = (collection: string, done: number, of: number) => void

export const silently: Progress = () => {}

/** Draws a bar on a terminal; elsewhere, in a log, one line when a collection is done. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  return (collection, done, of) => {
    if (of === 0) return
    const line = `${collection.padEnd(26)}${bar(done, of)} ${done.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}`
    if (stream.isTTY) stream.write(`\r${line}\u001b[K${done >= of ? '\n' : ''}`)
    else if (done >= of) stream.write(`${line}\n`)
  }
}

const WIDTH = 24

function bar(done: number, of: number): string {
  const full = of === 0 ? WIDTH : Math.min(WIDTH, Math.floor((WIDTH * done) / of))
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`
}
