/** Most files that are taken out of one mail. */
export const MOST_FILES = 20

/** Most pages of a file that holds its text, and most that are read by eye at about three seconds each. */
export const MOST_PAGES = 300
export const MOST_SCANNED_PAGES = 60

/** How long a page, or a batch of pages that hold their text, may take; and how much memory the reading may. */
export const MOST_MILLISECONDS = 30_000
export const MOST_RESIDENT_BYTES = 512 * 1024 * 1024

/** Most dots of a picture that is looked at: a letter page at 600 dpi. */
export const MOST_DOTS = 36_000_000

/** Scans are read at this resolution: finer costs time and finds no more. */
export const DOTS_PER_INCH = 200
