import { join } from 'node:path'

/** Where backups of a data folder are kept unless another place is named. */
export const backupsIn = (dataDir: string): string => join(dataDir, 'backups')
