import type { Client } from "@outbound-call/api/Client"
import { sendYes as send } from "@outbound-call/api/SendYes"
import type { CallView } from "@outbound-call/core/Call"
import { Effect } from "effect"
import type { Asked } from "./Asked.ts"
import type { CommandError } from "./Failure.ts"
import { failureFrom } from "./ServerFailure.ts"
import { ServerProblem } from "./ServerProblem.ts"

/** Sends a person's yes to a server, which dials once for it. */
export const sendYes = (
  client: Client,
  id: string,
  numberEndsIn: string,
  asked: Asked
): Effect.Effect<CallView, CommandError> =>
  send(client, id, { numberEndsIn }).pipe(
    Effect.mapError((error) =>
      "_tag" in error && error._tag === "YesLost" ? lost(id) : failureFrom({ ...asked, id })(error)
    )
  )

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
