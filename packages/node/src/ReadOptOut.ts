import type { OptOutWords } from "@outbound-call/core"
import { Schema } from "effect"

const Words = Schema.Array(Schema.String.check(Schema.isPattern(/[\p{L}\p{N}]/u), Schema.isMaxLength(200)))
const OptOut = Schema.Struct({ fields: Schema.optionalKey(Words), phrases: Schema.optionalKey(Words) })
const decode = Schema.decodeUnknownResult(OptOut, { onExcessProperty: "error", errors: "all" })

/** The config file's words for the wish not to be called again; they are heard besides those that come with the service. */
export const readOptOut = (given: unknown, problems: Array<string>): OptOutWords | undefined => {
  if (given === undefined) return undefined
  const words = decode(given)
  if (words._tag === "Success") return words.success
  problems.push(`optOut cannot be used: ${words.failure.message}`)
  return undefined
}
