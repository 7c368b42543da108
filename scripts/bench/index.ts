/** What can be measured: `npm run bench -- NAME [ARGS]`. */
const benches: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  digest: () => import('./digest.ts'),
  generate: () => import('./generate.ts'),
  growth: () => import('./growth.ts'),
  import: () => import('./import.ts'),
  pages: () => import('./pages.ts'),
  reader: () => import('./reader.ts'),
  reminders: () => import('./reminders.ts'),
  search: () => import('./search.ts'),
  store: () => import('./store.ts')
}

const [name = '', ...args] = process.argv.slice(2)
const load = benches[name]
if (load) await (await load()).run(args)
else {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join(' | ')}`)
  process.exitCode = 64
}
