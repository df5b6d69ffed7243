import type { Client } from "@outbound-call/api/Client"
import { isProblem, type RequestError } from "@outbound-call/api/ServerAnswer"
import type { CallView } from "@outbound-call/core/Call"
import { Effect } from "effect"
import type { Asked } from "./Asked.ts"
import type { CommandError } from "./Failure.ts"
import { failureFrom } from "./ServerFailure.ts"
import { ServerProblem } from "./ServerProblem.ts"

/**
 * Sends a person's yes. It is good for one dial, so one whose answer is lost is sent again, once: had it arrived, the
 * server says so, and the call is read.
 */
export const sendYes = (
  client: Client,
  id: string,
  numberEndsIn: string,
  asked: Asked
): Effect.Effect<CallView, CommandError> => {
  const send: Effect.Effect<CallView, RequestError> = client.approvals.approve({
    params: { id },
    payload: { numberEndsIn }
  })
  const read: Effect.Effect<CallView, RequestError> = client.calls.get({ params: { id } })
  const sendAgain = send.pipe(
    Effect.catch((error) => (isProblem(error) && error.code === "approval-approved" ? read : Effect.fail(error))),
    Effect.mapError(() => lost(id))
  )
  return send.pipe(
    Effect.catch((error) =>
      isProblem(error) && error.code !== "internal-error"
        ? Effect.fail(failureFrom({ ...asked, id })(error))
        : sendAgain
    )
  )
}

const lost = (id: string): ServerProblem =>
  new ServerProblem({
    failure: {
      code: "AnswerLost",
      message: `The connection broke after the approval of ${id} was sent: a phone may be ringing. It is dialled once, whatever is sent again. See \`outbound show ${id}\`.`,
      phoneMayHaveRung: true,
      retrySafe: false,
      nextStep: `See \`outbound show ${id}\`.`,
      ending: "unknown"
    }
  })
