import * as ListeningEmulator from "@outbound-call/node/ListeningEmulator"
import { Config, Effect, Option } from "effect"
import { onlyHere } from "./OnlyHere.ts"
import { printNote, printResult } from "./Print.ts"
import type { EmulatorInput } from "./ServiceCommands.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound emulator`: listens until it is stopped, and says how to use it. */
export const emulator = Effect.fn("emulator")(function* (input: EmulatorInput) {
  yield* onlyHere("outbound emulator")
  const scale = Option.isSome(input.scale) ? input.scale.value : yield* configuredScale
  const options = { port: input.port, scale, dataFile: Option.getOrUndefined(input.dataFile) }
  return yield* Effect.gen(function* () {
    const { baseUrl, port } = yield* ListeningEmulator.ListeningEmulator
    const environment = {
      OUTBOUND_PROVIDER: "elevenlabs",
      OUTBOUND_PROFILE: "rig",
      ELEVENLABS_BASE_URL: baseUrl,
      ELEVENLABS_API_KEY: "emulator",
      ELEVEN_LABS_AGENT_ID: "agent_demo",
      PHONE_NUMBER_ID: "phnum_demo"
    }
    yield* printResult({
      json: { baseUrl, port, scale, environment },
      text: [
        `The emulator listens on ${baseUrl}; no phone rings. A second lasts ${scale} seconds of a call.`,
        "",
        ...Object.entries(environment).map(([name, value]) => `export ${name}=${value}`)
      ].join("\n")
    })
    yield* printNote(`Who rang: curl ${baseUrl}/_emulator/rings. Stop with Ctrl-C.`)
    return yield* Effect.never
  }).pipe(Effect.provide(ListeningEmulator.layer(options)))
})

const configuredScale = Config.Finite("OUTBOUND_EMULATOR_SCALE").pipe(
  Config.withDefault(10),
  Effect.filterOrFail(
    (scale) => scale > 0 && scale <= 1000,
    () => new UsageError({ message: "OUTBOUND_EMULATOR_SCALE is a number above 0 and up to 1000." })
  ),
  Effect.catchTag("ConfigError", () =>
    Effect.fail(new UsageError({ message: "OUTBOUND_EMULATOR_SCALE is a number above 0 and up to 1000." }))
  )
)
