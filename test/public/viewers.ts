import type { Role } from '../../server/domain/roles.ts'
import { type Viewer, visitor } from '../../server/web/viewer.ts'

/** Somebody of a role, as far as the matrix of roles and routes looks at them. */
export const viewerOf = (role: 'visitor' | Role): Viewer =>
  role === 'visitor'
    ? visitor
    : { kind: 'signed-in', id: '1', name: 'The tester', email: 'tester@example.org', role, desks: [] }
