// An emulator in a process of its own, whose clock runs as fast as the caller's: `emulator.ts <since> <speed>`.
import { DialLog, Emulator, EmulatorServer } from "@outbound-call/emulator"
import { Clock, Console, Effect, Layer } from "effect"
import { compressedClock } from "./CompressedClock.ts"

const [since = "", speed = ""] = process.argv.slice(2)
const listening = EmulatorServer.layer({ port: 0 }).pipe(
  Layer.provide(Emulator.layer()),
  Layer.provide(DialLog.layerMemory)
)
const program = Effect.gen(function* () {
  const { baseUrl } = yield* EmulatorServer
  yield* Console.log(baseUrl)
  return yield* Effect.never
})

Effect.runFork(
  program.pipe(
    Effect.provide(listening),
    Effect.provideService(Clock.Clock, compressedClock(Number(since), Number(speed)))
  )
)
