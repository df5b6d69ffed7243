import { Effect } from "effect"
import { setting } from "./Setting.ts"

/** Whether `OUTBOUND_URL` names a server. Asked at every start: reading the address loads more. */
export const isServerNamed: Effect.Effect<boolean> = Effect.map(
  setting("OUTBOUND_URL"),
  (text) => text !== undefined && text.trim() !== ""
)
