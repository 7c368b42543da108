import {
  declineReasonLabels,
  dispositions,
  dispositionTable,
  partMarkLabels,
  publicGroupLabels
} from '../domain/dispositions.ts'
import { dueBasisLabels } from '../domain/due-basis.ts'
import {
  chamberLabels,
  referenceKindLabels,
  sourceKindLabels,
  versionKindLabels,
  visibilityLabels
} from '../domain/letters.ts'
import { pursuitLabels } from '../domain/pursuit.ts'
import { channelLabels, evidenceKindLabels, responseKindLabels } from '../domain/responses.ts'
import { roleLabels } from '../domain/roles.ts'

/** The tables a view can look a code up in, under the name it uses. */
export const labelTables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  disposition: Object.fromEntries(dispositions.map(code => [code, dispositionTable[code].label])),
  publicGroup: publicGroupLabels,
  declineReason: declineReasonLabels,
  partMark: partMarkLabels,
  dueBasis: dueBasisLabels,
  chamber: chamberLabels,
  visibility: visibilityLabels,
  sourceKind: sourceKindLabels,
  versionKind: versionKindLabels,
  referenceKind: referenceKindLabels,
  responseKind: responseKindLabels,
  channel: channelLabels,
  evidenceKind: evidenceKindLabels,
  pursuit: pursuitLabels,
  role: roleLabels
}
