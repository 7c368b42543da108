import { z } from 'zod'
import { several } from '../web/fields.ts'

/** Who is assigned; nobody where nothing is ticked. */
export const assigneesForm = z.object({ people: several })

/** The desk to share with, or to share with no more, by its slug. */
export const shareForm = z.object({
  desk: z.string({ error: 'Choose a desk.' }).min(1, { error: 'Choose a desk.' })
})
