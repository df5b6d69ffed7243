import { Context, Effect, Ref, type Scope } from "effect"
import type { Ending } from "./ExitCode.ts"
import { Json } from "./Json.ts"
import { JsonFlag } from "./JsonFlag.ts"

/** How the process will end. Commands that say nothing end `done`. */
export class EndsWith extends Context.Service<EndsWith, Ref.Ref<Ending>>()("outbound-call/EndsWith") {}

/** A command whose work is loaded when it runs, so that help and other commands do not pay for it. */
export const lazily =
  <Input, E, R>(load: () => Promise<(input: Input) => Effect.Effect<Ending, E, R>>) =>
  (
    input: Input
  ): Effect.Effect<void, E, Exclude<Exclude<R, Scope.Scope>, Json> | EndsWith | (typeof JsonFlag)["Identifier"]> =>
    Effect.promise(load).pipe(
      Effect.flatMap((run) => Effect.scoped(run(input))),
      Effect.provideServiceEffect(Json, JsonFlag),
      Effect.flatMap((ending) => EndsWith.use((ref) => Ref.set(ref, ending)))
    )
