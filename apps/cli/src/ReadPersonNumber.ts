import { readPhoneNumber } from "@outbound-call/core/ReadPhoneNumber"
import { Effect } from "effect"
import { UsageError } from "./UsageError.ts"

/** The number of a person, as it was typed. */
export const readPersonNumber = (text: string) =>
  Effect.fromResult(readPhoneNumber(text)).pipe(Effect.mapError(({ message }) => new UsageError({ message })))
