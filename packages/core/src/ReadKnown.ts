import { Effect } from "effect"
import type { ProviderError } from "./CallErrors.ts"
import { plainError } from "./Patience.ts"
import type { Known } from "./ProviderAccount.ts"

/** What a read must give to be of use: that it cannot be told is the error. */
export const readKnown = <A, R>(
  reading: Effect.Effect<Known<A>, ProviderError, R>
): Effect.Effect<A, ProviderError, R> =>
  Effect.flatMap(reading, (known) => {
    switch (known.type) {
      case "known":
        return Effect.succeed(known.value)
      case "untold":
        return Effect.fail(known.error)
      case "missing":
        return Effect.fail(plainError("provider", "not-found", `does not have it: ${known.detail}`))
    }
  })
