import { Effect, Schema } from "effect"
import { Call } from "./Call.ts"

const CallJson = Schema.fromJsonString(Call)
const decode = Schema.decodeUnknownEffect(CallJson)
export const encodeCall = Schema.encodeEffect(CallJson)

/** Characters of texts that are kept with what they decode to; a call has about a thousand. */
const keptAtMost = 500_000

/**
 * Reads stored calls. The same row is read several times while a call is placed and whenever it is looked at, so what
 * a text decodes to is kept: it is the text itself that is found again, and another process that changes a row changes
 * its text. What was not read for longest is forgotten first.
 */
export const makeDecodeCall = () => {
  const kept = new Map<string, Call>()
  let characters = 0
  const forget = (text: string) => {
    if (kept.delete(text)) characters -= text.length
  }
  const keep = (text: string, call: Call) => {
    if (text.length > keptAtMost) return
    forget(text)
    kept.set(text, call)
    characters += text.length
    for (const oldest of kept.keys()) {
      if (characters <= keptAtMost) return
      forget(oldest)
    }
  }
  return (text: string): Effect.Effect<Call, Schema.SchemaError> => {
    const known = kept.get(text)
    if (known === undefined) return Effect.tap(decode(text), (call) => Effect.sync(() => keep(text, call)))
    keep(text, known)
    return Effect.succeed(known)
  }
}

/** Of this process. */
export const decodeCall = makeDecodeCall()
