import type { CallView } from "@outbound-call/core/Call"
import { Deferred, Effect, Ref } from "effect"
import { Records } from "./Records.ts"
import type { Side } from "./Side.ts"
import { UnderWay } from "./UnderWay.ts"

/** Reads how the call stands now that a command was interrupted; in this process its dial has ended by then. */
export const settleUnderWay = ({ records }: Side) =>
  Effect.gen(function* () {
    const underWay = yield* UnderWay
    const known = yield* Ref.get(underWay)
    if (known === null || known === "sent") return
    const { find } = yield* Records
    const latest = yield* Deferred.make<CallView | null>()
    // Whoever interrupts is not kept waiting by a server that does not answer; what is left runs on its own.
    const looks = [Effect.orElseSucceed(find(known.id), () => null), Effect.as(Effect.sleep(patience), null)]
    for (const look of looks) yield* Effect.forkDetach(Effect.flatMap(look, (call) => Deferred.succeed(latest, call)))
    const call = yield* Deferred.await(latest)
    if (call !== null) yield* Ref.set(underWay, call)
  }).pipe(Effect.provide(records), Effect.ignore)

const patience = "3 seconds"
