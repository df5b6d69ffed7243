import { CallRequest } from "@outbound-call/core/CallRequest"
import { Schema } from "effect"
import { HttpApiEndpoint } from "effect/http-api"
import { NewCall, ReplayedCall, UndecidedCall } from "./PlacedCall.ts"
import {
  CallNotDialledProblem,
  CallRefusedProblem,
  ContentTooLargeProblem,
  IdempotencyMismatchProblem,
  LedgerProblem,
  NumberBusyProblem,
  ProviderProblem,
  RateLimitedProblem,
  UnsupportedMediaTypeProblem
} from "./Problems.ts"
import { behind } from "./RequiredScope.ts"

const idempotencyKey = Schema.String.check(Schema.isPattern(/^[\x20-\x7e]{1,255}$/)).annotate({
  description:
    "Your own name for this call, 1 to 255 characters. The same key gives the same call and never a second ring.",
  examples: ["invoice-1042-reminder"]
})

const idempotencyWindow = Schema.optionalKey(
  Schema.String.check(Schema.isPattern(/^[1-9]\d{0,3}$/)).annotate({
    description:
      "For callers without a lasting key of their own: seconds, 1 to 9999. A key that is new takes the call of the same request of the same owner within so many seconds for its own, for ever, unless it is proved that nothing rang. Requests are compared with every default filled in.",
    examples: ["600"]
  })
)

const simulated = Schema.optionalKey(
  Schema.Literals(["true", "false"]).annotate({
    description:
      "What the caller takes the service for: one that simulates (true) or one that rings phones (false). A service that is the other one refuses the call",
    examples: ["true"]
  })
)

const prefer = Schema.optionalKey(
  Schema.String.annotate({
    description:
      "`wait=N` (RFC 7240) answers when the call is over, or N seconds after the request, 60 at most, with the call as it is then. `approval=wait` records a call that only a person's yes is missing for, as `planned`, where it is otherwise refused",
    examples: ["wait=45"]
  })
)

export const place = HttpApiEndpoint.post("place", "/", {
  headers: {
    "idempotency-key": idempotencyKey,
    "idempotency-window": idempotencyWindow,
    "outbound-simulated": simulated,
    prefer
  },
  payload: CallRequest,
  success: [UndecidedCall, ReplayedCall, NewCall],
  error: [
    CallRefusedProblem,
    NumberBusyProblem,
    IdempotencyMismatchProblem,
    CallNotDialledProblem,
    RateLimitedProblem,
    ContentTooLargeProblem,
    UnsupportedMediaTypeProblem,
    ProviderProblem,
    LedgerProblem
  ]
}).annotateMerge(
  behind("calls:place", {
    summary: "Place a call",
    description:
      "Records the call, then dials once. 201: dialled. 202: it may have rung, settle it; or, with `Prefer: approval=wait`, it waits for a person (`status` planned). 200: this key had the call already. 424: recorded, over, and nothing rang. 400 `invalid-request`, also for characters that do not show (`invisible-character`, with the field): nothing rang. Closing the connection does not stop it."
  })
)
