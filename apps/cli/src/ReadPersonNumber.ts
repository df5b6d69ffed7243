import { readSuppressedNumber } from "@outbound-call/core/ReadSuppressedNumber"
import { Effect } from "effect"
import { UsageError } from "./UsageError.ts"

/** The number of a person, as it was typed, with its +: another person's records must not be handed out or erased. */
export const readPersonNumber = (text: string) =>
  Effect.fromResult(readSuppressedNumber(text)).pipe(Effect.mapError(({ message }) => new UsageError({ message })))
