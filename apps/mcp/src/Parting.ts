import { Context, Effect } from "effect"

/** Done when nobody will listen for long any more: whoever waits for a call then tells how it stands. */
export const Parting = Context.Reference<Effect.Effect<void>>("outbound-call-mcp/Parting", {
  defaultValue: () => Effect.never
})
