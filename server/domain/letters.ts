export const chambers = ['senate', 'house', 'joint'] as const
export type Chamber = (typeof chambers)[number]

export const chamberLabels: Record<Chamber, string> = {
  senate: 'Senate',
  house: 'House',
  joint: 'Both chambers'
}

/** Who may see a record: the desk only, everybody, everybody from an instant on, or nobody any more. */
export const visibilities = ['internal', 'public', 'embargoed', 'withdrawn'] as const
export type Visibility = (typeof visibilities)[number]

export const visibilityLabels: Record<Visibility, string> = {
  internal: 'Internal to the desk',
  public: 'Public',
  embargoed: 'Public from a set moment',
  withdrawn: 'Withdrawn'
}

/** Where a text, a signatory or a date was taken from. */
export const sourceKinds = ['signed_pdf', 'ocr', 'web_page', 'typed', 'mention'] as const
export type SourceKind = (typeof sourceKinds)[number]

export const sourceKindLabels: Record<SourceKind, string> = {
  signed_pdf: 'Signed PDF',
  ocr: 'Text read from a scan',
  web_page: 'Web page',
  typed: 'Typed by hand',
  mention: 'Mentioned in another document'
}

/** Another text of the same letter. */
export const versionKinds = ['draft', 'as_sent', 'corrected'] as const
export type VersionKind = (typeof versionKinds)[number]

export const versionKindLabels: Record<VersionKind, string> = {
  draft: 'Draft circulated for signatures',
  as_sent: 'As sent',
  corrected: 'Corrected copy'
}

/** Whether all that is held of a letter are drafts of it: nobody was asked anything yet. */
export const isUnsent = (letter: {
  readonly text: string | null
  readonly versions: readonly { readonly kind: VersionKind }[]
}): boolean =>
  letter.text === null && letter.versions.length > 0 && letter.versions.every(({ kind }) => kind === 'draft')

/** A document about the same matter, other than a letter or a reply. */
export const referenceKinds = ['cable', 'report', 'petition', 'news', 'hearing', 'other'] as const
export type ReferenceKind = (typeof referenceKinds)[number]

export const referenceKindLabels: Record<ReferenceKind, string> = {
  cable: 'Cable',
  report: 'Report',
  petition: 'Petition delivery',
  news: 'News',
  hearing: 'Hearing',
  other: 'Other document'
}
