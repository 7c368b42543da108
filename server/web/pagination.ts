/** One page of a list: which items, and the links around it. `total` counts all items of the list. */
export interface Pagination {
  readonly total: number
  readonly page: number
  readonly pages: number
  readonly skip: number
  readonly first: number
  readonly last: number
  readonly previous: string | null
  readonly next: string | null
  /** Pages to link to; a gap between two is one entry without a link. */
  readonly links: readonly PageLink[]
}

export type PageLink =
  | { readonly number: number; readonly href: string; readonly isCurrent: boolean }
  | { readonly isGap: true }

/**
 * The page asked for, or the nearest there is: 0, -1, 1e9 and words are no errors.
 * `hrefOf` gives the address of a page of the same list with the same filters.
 */
export function paginate(
  total: number,
  asked: unknown,
  size: number,
  hrefOf: (page: number) => string
): Pagination {
  const pages = Math.max(1, Math.ceil(total / size))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(asked)) || 1))
  return {
    total,
    page,
    pages,
    skip: (page - 1) * size,
    first: total === 0 ? 0 : (page - 1) * size + 1,
    last: Math.min(total, page * size),
    previous: page > 1 ? hrefOf(page - 1) : null,
    next: page < pages ? hrefOf(page + 1) : null,
    links: linksAround(page, pages, hrefOf)
  }
}

/** The first, the last, and two on each side of the current page. */
function linksAround(page: number, pages: number, hrefOf: (page: number) => string): PageLink[] {
  const shown = [...new Set([1, page - 2, page - 1, page, page + 1, page + 2, pages])]
    .filter(number => number >= 1 && number <= pages)
    .sort((one, other) => one - other)
  return shown.flatMap((number, at): PageLink[] => {
    const link = { number, href: hrefOf(number), isCurrent: number === page }
    const before = shown[at - 1]
    return before !== undefined && number - before > 1 ? [{ isGap: true }, link] : [link]
  })
}
