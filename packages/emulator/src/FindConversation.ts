import { callRecord, type CallRecord } from "./CallRecord.ts"
import { elapsedSeconds, type View } from "./World.ts"

/** The call of a conversation id as it stands; null when it never was, was deleted, or cannot be read yet. */
export const findConversation = (view: View, id: string): CallRecord | null => {
  const { byId, deleted, switches } = view.world
  const placed = byId.get(id)
  if (placed === undefined || deleted.has(id)) return null
  const record = callRecord(placed, elapsedSeconds(placed, view), switches)
  return record.elapsed < switches.conversationLagSeconds ? null : record
}
