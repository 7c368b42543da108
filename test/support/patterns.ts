import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { SyntaxKind } from 'typescript/unstable/ast'
import { API } from 'typescript/unstable/sync'

const root = join(import.meta.dirname, '../..')

/** A regular expression as it stands in a source. */
export interface Pattern {
  readonly file: string
  readonly source: string
  readonly flags: string
}

/** Every regular expression literal of folders' sources, by the syntax tree and not by what looks like one. */
export function patternsOf(folders: readonly string[]): Pattern[] {
  const place = mkdtempSync(join(tmpdir(), 'reply-due-patterns-'))
  const config = join(place, 'tsconfig.json')
  // Without libraries and without following imports: nothing is checked here, only read.
  const compilerOptions = {
    noLib: true,
    noResolve: true,
    types: [],
    noEmit: true,
    allowImportingTsExtensions: true
  }
  const include = folders.map(folder => `${root}/${folder}/**/*.ts`)
  writeFileSync(config, JSON.stringify({ compilerOptions, include }))
  const api = new API({ cwd: root })
  try {
    const [project] = api.updateSnapshot({ openProject: config }).getProjects()
    if (!project) throw new Error('The sources could not be read.')
    return project.program.getSourceFileNames().flatMap(name => {
      const file = project.program.getSourceFile(name)
      return file
        ? literalsIn(file, file.text).map(text => ({ file: relative(root, name), ...partsOf(text) }))
        : []
    })
  } finally {
    api.close()
    rmSync(place, { recursive: true, force: true })
  }
}

interface TreeNode {
  readonly kind: SyntaxKind
  readonly pos: number
  readonly end: number
  forEachChild(visit: (child: TreeNode) => void): unknown
}

function literalsIn(node: TreeNode, text: string): string[] {
  const found =
    node.kind === SyntaxKind.RegularExpressionLiteral ? [literalAt(text.slice(node.pos, node.end))] : []
  node.forEachChild(child => {
    found.push(...literalsIn(child, text))
  })
  return found
}

/** A node begins with what stands before it: blanks and comments. */
const literalAt = (text: string): string => text.replace(/^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*/, '')

const partsOf = (literal: string): Pick<Pattern, 'source' | 'flags'> => {
  const end = literal.lastIndexOf('/')
  return { source: literal.slice(1, end), flags: literal.slice(end + 1) }
}
