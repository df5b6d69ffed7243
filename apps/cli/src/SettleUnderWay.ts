import { Effect, Ref } from "effect"
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
    const call = yield* find(known.id)
    if (call !== null) yield* Ref.set(underWay, call)
  }).pipe(Effect.provide(records), Effect.ignore)
