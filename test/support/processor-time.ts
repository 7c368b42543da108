/**
 * Milliseconds of processor time that work takes: what a bound on hostile input is held to, because the time on the
 * clock says more about the machine's other work.
 */
export async function processorMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
