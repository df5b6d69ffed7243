import { Config, Effect, Option } from "effect"

/** Whether `OUTBOUND_URL` names a server. Asked at every start: reading the address loads more. */
export const isServerNamed: Effect.Effect<boolean> = Config.option(Config.String("OUTBOUND_URL")).pipe(
  Effect.map(Option.exists((text) => text.trim() !== "")),
  Effect.orElseSucceed(() => false)
)
