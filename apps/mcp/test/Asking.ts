import { builtInProfiles, type PolicyProfile } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { Effect } from "effect"
import type { Json, Show } from "./Host.ts"

/** Both generations of hosts, and one between. */
export const hosts = ["2026-07-28", "2025-11-25", "2025-06-18"] as const

/** Limits nothing, and asks a person as the profile `assistant` does. */
export const askingProfile: PolicyProfile = {
  ...builtInProfiles.rig,
  name: "asking",
  approval: true,
  afterTranscriptMinutes: 60,
  sameNumberMinutes: 10
}

/** A host that answers so, after so many milliseconds. */
export const says =
  (action: "accept" | "decline" | "cancel", content: Json | undefined, millis: number): Show =>
  () =>
    Effect.as(Effect.sleep(millis), { action, ...(content === undefined ? {} : { content }) })

/** How many phones the emulator rang. */
export const ringsTotal = Effect.flatMap(Emulator, (emulator) => emulator.rings).pipe(Effect.map(({ total }) => total))
