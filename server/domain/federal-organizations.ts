/** A federal organization letters are put to or speak of. `parent` is the name of what it is part of, null at the top. */
export interface FederalOrganization {
  name: string
  abbreviations: readonly string[]
  parent: string | null
  /** Other names it goes by, former ones too. */
  alsoCalled?: readonly string[]
}

/** Departments, bureaus and agencies, as of 2026; the starter list of the organizations directory. */
export const federalOrganizations: readonly FederalOrganization[] = [
  { name: 'Department of State', abbreviations: ['DOS'], parent: null },
  { name: 'Department of Commerce', abbreviations: ['DOC'], parent: null },
  {
    name: 'Bureau of Industry and Security',
    abbreviations: ['BIS'],
    parent: 'Department of Commerce',
    alsoCalled: ['Bureau of Industrial Security', 'Bureau of Export Administration']
  }
]
