/** For sorting texts that sort by their characters: calendar days, ids, slugs, keys. */
export const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
