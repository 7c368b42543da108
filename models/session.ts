import mongoose from 'mongoose'

/** A signed-in browser. connect-mongo writes these; here they are listed and ended. */
export interface SessionRecord {
  /** A hash of the cookie's secret, so that naming a session gives nobody its cookie. */
  _id: string
  session: { userId?: string; browser?: string; signedInAt?: string }
  lastModified?: Date
}

const sessions = () => mongoose.connection.collection<SessionRecord>('sessions')

/** A person's open sessions, the latest used first. */
export const sessionsOf = (userId: string): Promise<SessionRecord[]> =>
  sessions().find({ 'session.userId': userId }).sort({ lastModified: -1 }).toArray()

/** Ends one session of a person; another person's is left alone. */
export async function endSession(userId: string, sessionId: string): Promise<boolean> {
  const { deletedCount } = await sessions().deleteOne({ _id: sessionId, 'session.userId': userId })
  return deletedCount === 1
}

/** Ends all sessions of a person, but the one they are in where its id is given. */
export async function endSessionsOf(userId: string, exceptId: string | null = null): Promise<void> {
  await sessions().deleteMany({ 'session.userId': userId, ...(exceptId && { _id: { $ne: exceptId } }) })
}
