import type { CallView } from "@outbound-call/core"
import { Schema } from "effect"
import { howToApprove } from "./WaitingCall.ts"

/** What the model should do next. Written by the server only: nothing that a callee said is ever in it. */
export const NextStep = Schema.Struct({
  tool: Schema.NullOr(Schema.String),
  arguments: Schema.Record(Schema.String, Schema.Unknown),
  why: Schema.String
})
export type NextStep = typeof NextStep.Type

/** A step that ends the errand. */
export const nothingMore = (why: string): NextStep => ({ tool: null, arguments: {}, why })

/** Waiting for a call, the step that every call under way has. */
export const waitFor = (callId: string, why: string): NextStep => ({
  tool: "wait_for_call",
  arguments: { call_id: callId },
  why
})

/** What comes after looking at a call of that server, or of this machine. */
export const stepAfter = (call: CallView, server: string | null): NextStep => {
  switch (call.status) {
    case "unknown":
      return waitFor(
        call.id,
        "It is not known whether the phone rang. Do not place it again; waiting looks for it at the provider. If it stays unknown, tell the person."
      )
    case "planned":
      return waitFor(call.id, howToApprove(call, server))
    case "dialing":
      return waitFor(call.id, "The dial is under way.")
    case "initiated":
      return waitFor(call.id, "The phone may be ringing.")
    case "in-progress":
      return waitFor(call.id, "They are talking.")
    case "processing":
      return waitFor(call.id, "The call is over; its record is being completed.")
    case "done":
      return call.outcome === "answered" || call.outcome === "voicemail"
        ? {
            tool: "get_transcript",
            arguments: { call_id: call.id },
            why: call.outcome === "voicemail" ? "A machine answered; see what was said." : "Read what was said."
          }
        : nothingMore(
            `Nobody was reached (${call.outcome ?? "unknown"}). Tell the person; call again only if they ask.`
          )
    case "failed":
    case "not-placed":
    case "refused":
    case "cancelled":
      return nothingMore(afterNoConversation(call))
  }
}

/** A ring that was found later, as after a restored backup, outweighs why nothing was dialled. */
const afterNoConversation = ({ approval, phoneMayHaveRung, retrySafe }: CallView): string => {
  if (phoneMayHaveRung) return "The phone may have rung. Tell the person; call again only if they ask."
  const inVain = withoutYes[approval?.decision ?? ""]
  if (inVain !== undefined) return inVain
  return retrySafe
    ? "Nothing rang. Tell the person why; a new call needs a new idempotency_key."
    : "Nothing more happens to this call."
}

/** After a no a fresh key would be another try to get a yes. */
const withoutYes: { readonly [decision: string]: string } = {
  denied:
    "A person said no to it. Nothing rang. Do not place it again, under no key; go on only if the person asks for another call.",
  expired:
    "Nobody said yes to it in time. Nothing rang. Tell the person; only if they ask for the call again, place it with a new idempotency_key.",
  withdrawn:
    "It was withdrawn. Nothing rang. Tell the person; only if they ask for the call again, place it with a new idempotency_key."
}
