import * as Argument from "effect/cli/Argument"
import * as Flag from "effect/cli/Flag"
import { pageRows } from "./PageRows.ts"
import { durationForms, readDuration } from "./ReadDuration.ts"

/** A span of time: seconds, or a number with a unit. */
export const duration = (name: string, description: string) =>
  Flag.String(name).pipe(
    Flag.filterMap(readDuration, () => `Expected ${durationForms}`),
    Flag.withMetavar("seconds|5m"),
    Flag.withDescription(description),
    Flag.optional
  )

/** A text that may be left out. */
export const text = (name: string, description: string, metavar: string) =>
  Flag.String(name).pipe(Flag.withMetavar(metavar), Flag.withDescription(description), Flag.optional)

/** Switch to the simulated side. */
export const simulate = Flag.Boolean("simulate").pipe(
  Flag.withDescription("Use the emulator and the ledger of simulated calls; no phone rings"),
  Flag.withDefault(false),
  Flag.withoutNegation
)

/** How many rows a page has. */
export const limit = Flag.Int("limit").pipe(
  Flag.filter(
    (rows) => rows >= 1 && rows <= 100,
    () => "Expected 1 to 100"
  ),
  Flag.withDescription(`Rows on a page, 1 to 100 (${pageRows} unless told)`),
  Flag.withDefault(pageRows)
)

/** Where a page starts. */
export const cursor = text("cursor", "Continue after the page that named this cursor", "cursor")

/** A call, by our id or by the provider's. */
export const id = Argument.String("id").pipe(Argument.withDescription("Call id (call_…) or conversation id (conv_…)"))
