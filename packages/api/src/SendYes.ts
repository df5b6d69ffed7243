import type { CallView } from "@outbound-call/core/Call"
import { Data, Effect } from "effect"
import type { Yes } from "./ApprovalViews.ts"
import type { Client } from "./Client.ts"
import { isProblem, type RequestError } from "./ServerAnswer.ts"

/** A yes was sent, and it is not known what became of it: a phone may be ringing. It dials once, however often it is sent. */
export class YesLost extends Data.TaggedError("YesLost")<{ readonly last: RequestError }> {}

/**
 * Sends a person's yes to a server. It is good for one dial, so one whose answer is lost is sent again, once: had it
 * arrived, or had somebody else decided, the server says so, and the call is read.
 */
export const sendYes = (
  client: Client,
  id: string,
  yes: typeof Yes.Type
): Effect.Effect<CallView, RequestError | YesLost> => {
  const send: Effect.Effect<CallView, RequestError> = client.approvals.approve({ params: { id }, payload: yes })
  const read: Effect.Effect<CallView, RequestError> = client.calls.get({ params: { id } })
  const sendAgain = send.pipe(
    Effect.catch((error) => (isProblem(error) && error.type.endsWith(":approval-closed") ? read : Effect.fail(error))),
    Effect.mapError((last) => new YesLost({ last }))
  )
  return send.pipe(
    Effect.catch((error): Effect.Effect<CallView, RequestError | YesLost> =>
      isProblem(error) && error.code !== "internal-error" ? Effect.fail(error) : sendAgain
    )
  )
}
