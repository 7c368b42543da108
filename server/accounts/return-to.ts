import { paths } from '../paths.ts'

/** Where to go after signing in: a page of this site and no other, else the person's desk. */
export function returnTo(asked: unknown): string {
  if (typeof asked !== 'string' || !/^\/(?![/\\])[^\\\p{C}]*$/u.test(asked)) return paths.myDesk()
  return asked.startsWith(paths.signIn()) ? paths.myDesk() : asked
}
