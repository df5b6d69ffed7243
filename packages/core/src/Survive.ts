import { Cause, Effect } from "effect"

/** Goes on after whatever went wrong, a defect as well. Who is interrupted stays so. */
export const survive =
  <E, B, R2>(after: (cause: Cause.Cause<E>) => Effect.Effect<B, never, R2>) =>
  <A, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A | B, never, R | R2> =>
    Effect.catchCause(effect, (cause): Effect.Effect<B, never, R2> =>
      Cause.hasInterruptsOnly(cause) ? Effect.interrupt : after(cause)
    )
