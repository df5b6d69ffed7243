import { Effect } from "effect"
import { CallService } from "./CallService.ts"

/** The ids of the newest calls of whoever asks that begin so; none when they cannot be read. */
export const callIdsLike = (input: string): Effect.Effect<Array<string>, never, CallService> =>
  CallService.use(({ list }) => list({ which: "any", limit: 50 })).pipe(
    Effect.map(({ calls }) => calls.flatMap(({ id }) => (id.startsWith(input) ? [id as string] : []))),
    Effect.orElseSucceed(() => [])
  )
