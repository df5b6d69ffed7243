import type { CallView } from "@outbound-call/core"
import { DateTime, Schema } from "effect"
import { mostProblems, short } from "./Bounds.ts"

/** What a model is told of a call that waits for a person. Nothing in it gives the right to say yes. */
export const WaitingCall = Schema.Struct({
  expires_at: Schema.DateTimeUtcFromString,
  reasons: Schema.Array(Schema.String),
  cli: Schema.String
})

/** Null for a call that does not wait. */
export const waitingCall = ({ approval, id, simulated, status }: CallView): typeof WaitingCall.Type | null =>
  status !== "planned" || approval === null
    ? null
    : {
        expires_at: approval.expiresAt,
        reasons: approval.reasons.slice(0, mostProblems).map(({ says }) => short(says, 300)),
        cli: `outbound approve ${id}${simulated ? " --simulate" : ""}`
      }

/** What is to be done about it, in a sentence for a model to pass on; `server` is where the call is, if not here. */
export const howToApprove = (call: CallView, server: string | null): string => {
  const waiting = waitingCall(call)
  const until = waiting === null ? "" : ` until ${DateTime.formatIso(waiting.expires_at)}`
  const overHttp =
    server === null
      ? ""
      : `, or to send POST ${server}/v1/calls/${call.id}/approve with a key that has calls:approve and did not place it`
  return `It waits for a person's yes${until} and is not dialled before. Ask the person to run \`${waiting?.cli ?? ""}\` in a terminal of their own${overHttp}; you cannot. Then wait for it; do not place it again.`
}
