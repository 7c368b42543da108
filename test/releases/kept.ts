import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

const kept = join(import.meta.dirname, '../fixtures/releases')

/** Every release whose records are kept here, as its version says it. */
export const releases = (): string[] => readdirSync(kept)

export const folderOf = (release: string): string => join(kept, release)
export const dumpOf = (release: string): string => join(folderOf(release), 'dump')
export const storeOf = (release: string): string => join(folderOf(release), 'store.mdb.br')

/** The bytes of the data folder's one file, as that release wrote it. */
export const storeBytes = (release: string): Buffer => brotliDecompressSync(readFileSync(storeOf(release)))
