/** What a person may do at a desk; a site-admin may do it at every desk. */
export const roles = ['reader', 'editor', 'desk-admin', 'site-admin'] as const
export type Role = (typeof roles)[number]

export const roleLabels: Record<Role, string> = {
  reader: 'Reader',
  editor: 'Editor',
  'desk-admin': 'Desk admin',
  'site-admin': 'Site admin'
}
