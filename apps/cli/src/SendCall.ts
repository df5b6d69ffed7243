import type { Client } from "@outbound-call/api/Client"
import { sendCall as send } from "@outbound-call/api/SendCall"
import { newUlid } from "@outbound-call/core/CallIds"
import type { IdempotencyKey } from "@outbound-call/core/CallLedger"
import type { CallRequest } from "@outbound-call/core/CallRequest"
import type { PlaceOptions } from "@outbound-call/core/PlaceCall"
import { Effect, Ref } from "effect"
import type { Asked } from "./Asked.ts"
import { failureFrom } from "./ServerFailure.ts"
import { lostPlacement, notDialled } from "./LostPlacement.ts"
import { printNote } from "./Print.ts"
import { UsageError } from "./UsageError.ts"
import { UnderWay } from "./UnderWay.ts"

/**
 * Places a call at a server. The request always has an idempotency key, and one that may have arrived is sent again with
 * the same key only: the server dials once for it, however late a sending arrives. Without a key of the caller's each run
 * has one of its own, and the server is asked to give it the call of the same request within the window, so that running
 * the command again rings nobody twice either.
 */
export const sendCall = Effect.fnUntraced(function* (
  client: Client,
  request: CallRequest,
  key: IdempotencyKey,
  { withoutApproval }: PlaceOptions,
  asked: Asked & { readonly simulated: boolean }
) {
  const headers = {
    ...(yield* headersOf(key)),
    ...(withoutApproval === "wait" ? { prefer: "approval=wait" } : {}),
    "outbound-simulated": asked.simulated ? ("true" as const) : ("false" as const)
  }
  const underWay = yield* UnderWay
  return yield* send(client, request, { headers, onBroken: printNote(isBroken) }).pipe(
    Effect.mapError((error) =>
      "_tag" in error && error._tag === "SendingLost"
        ? lostPlacement(error.last, key, headers["idempotency-key"], asked)
        : notDialled(failureFrom(asked)(error))
    ),
    Effect.onInterrupt(() => Ref.set(underWay, "sent"))
  )
})

const isBroken =
  "The connection broke after the request was sent: a phone may be ringing. It is sent again with the same key, which rings nobody twice."

const headersOf = Effect.fnUntraced(function* (key: IdempotencyKey) {
  switch (key.type) {
    case "given":
      if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(key.key)) return yield* unfitKey
      return { "idempotency-key": key.key }
    case "same-request":
      return { "idempotency-key": `run_${yield* newUlid}`, "idempotency-window": String(key.withinMillis / 1000) }
    default:
      return { "idempotency-key": `new_${yield* newUlid}` }
  }
})

const unfitKey = new UsageError({
  message:
    "--idempotency-key goes to a server as 1 to 255 characters of ASCII without spaces at its ends. Nothing was sent: no phone rang."
})
