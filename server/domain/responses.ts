/** What kind of reply was received. */
export const responseKinds = [
  'acknowledgment',
  'interim',
  'substantive',
  'briefing',
  'documents',
  'correction'
] as const
export type ResponseKind = (typeof responseKinds)[number]

export const responseKindLabels: Record<ResponseKind, string> = {
  acknowledgment: 'Acknowledgment',
  interim: 'Interim reply',
  substantive: 'Substantive reply',
  briefing: 'Briefing',
  documents: 'Documents produced',
  correction: 'Correction of an earlier reply'
}

/** How a reply arrived. */
export const channels = ['letter', 'mail', 'fax', 'portal', 'phone', 'in_person', 'unknown'] as const
export type Channel = (typeof channels)[number]

export const channelLabels: Record<Channel, string> = {
  letter: 'Letter',
  mail: 'E-mail',
  fax: 'Fax',
  portal: 'Portal',
  phone: 'Telephone',
  in_person: 'In person',
  unknown: 'Not known'
}

/** What a finding rests on. */
export const evidenceKinds = ['passage', 'page', 'bates', 'briefing_note', 'production'] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

export const evidenceKindLabels: Record<EvidenceKind, string> = {
  passage: 'Quoted passage',
  page: 'Page',
  bates: 'Bates range',
  briefing_note: 'Dated note of a briefing',
  production: 'Documents produced'
}
