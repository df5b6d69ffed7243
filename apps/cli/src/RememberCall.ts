import { viewCall } from "@outbound-call/core/Call"
import { CallLedger } from "@outbound-call/core/CallLedger"
import type { CallRequest } from "@outbound-call/core/CallRequest"
import { DateTime, Effect, Ref } from "effect"
import { printNote } from "./Print.ts"
import { UnderWay } from "./UnderWay.ts"

/**
 * Runs a placement; when it is interrupted after the claim, finds the call in the ledger. The dial itself cannot be
 * interrupted: the service waits for its answer when it closes.
 */
export const rememberUnderWay = <A, E, R>(placement: Effect.Effect<A, E, R>, request: CallRequest) =>
  Effect.gen(function* () {
    const startedAt = yield* DateTime.now
    return yield* placement.pipe(Effect.onInterrupt(() => findClaimed(request, startedAt)))
  })

const findClaimed = (request: CallRequest, startedAt: DateTime.Utc) =>
  Effect.gen(function* () {
    const ledger = yield* CallLedger
    const { calls } = yield* ledger.list({ createdAfter: startedAt, limit: 100 })
    const digits = request.to.replace(/\D/g, "").slice(-7)
    const claimed = calls.find(({ to }) => to?.endsWith(digits) === true)
    if (claimed === undefined) return
    yield* UnderWay.use((ref) => Ref.set(ref, viewCall(claimed)))
    if (claimed.status === "dialing") {
      yield* printNote(`Interrupted while dialling ${claimed.id}: waiting for the answer, so that the record is right.`)
    }
  }).pipe(Effect.ignore)
