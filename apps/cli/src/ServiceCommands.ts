import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { lazily } from "./EndWith.ts"
import { simulate, text } from "./Flags.ts"

const emulator = {
  port: Flag.Int("port").pipe(
    Flag.filter(
      (port) => port >= 0 && port <= 65_535,
      () => "Expected 0 to 65535"
    ),
    Flag.withDescription("Port on 127.0.0.1; 0 takes a free one (8411 unless told)"),
    Flag.withDefault(8411)
  ),
  scale: Flag.Finite("scale").pipe(
    Flag.filter(
      (scale) => scale > 0 && scale <= 1000,
      () => "Expected a number above 0 and up to 1000"
    ),
    Flag.withDescription("How many seconds of a call pass in one real second (else OUTBOUND_EMULATOR_SCALE, else 10)"),
    Flag.optional
  ),
  dataFile: text("data-file", "Keep its calls in this file; without it they end with the process", "file")
}
export type EmulatorInput = Command.Command.Config.Infer<typeof emulator>

export const emulatorCommand = Command.make(
  "emulator",
  emulator,
  lazily(() => import("./emulator.ts").then((module) => module.emulator))
).pipe(Command.withDescription("Run a local ElevenLabs that rings no phone, until stopped"))

const doctor = { simulate }
export type DoctorInput = Command.Command.Config.Infer<typeof doctor>

export const doctorCommand = Command.make(
  "doctor",
  doctor,
  lazily(() => import("./doctor.ts").then((module) => module.doctor))
).pipe(Command.withDescription("Check key, agent, phone number, ledger and clock, and say how to fix what is wrong"))

const reconcile = {
  simulate,
  acceptMissing: Flag.Boolean("accept-missing").pipe(
    Flag.withDescription("You have made sure that calls which are not found were not dialled: place calls again"),
    Flag.withDefault(false)
  )
}
export type ReconcileInput = Command.Command.Config.Infer<typeof reconcile>

export const reconcileCommand = Command.make(
  "reconcile",
  reconcile,
  lazily(() => import("./reconcile.ts").then((module) => module.reconcile))
).pipe(
  Command.withDescription("Bring a ledger that was restored from a backup up to date, so that it takes calls again")
)
