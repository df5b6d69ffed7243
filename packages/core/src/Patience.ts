import { Context, Effect, Option, Schema } from "effect"
import { ProviderError } from "./CallErrors.ts"

/** Who was asked, as an error names it. */
export type Asked = "provider" | "carrier"

const names: Record<Asked, string> = { provider: "The provider", carrier: "Twilio" }

/** An error of a request that got no answer, or none that can be used. */
export const plainError = (asked: Asked, reason: ProviderError["reason"], what: string): ProviderError =>
  new ProviderError({
    reason,
    detail: `${names[asked]} ${what}.`,
    status: null,
    requestId: null,
    retryAfterSeconds: null,
    isUnknownRoute: false,
    ...(asked === "carrier" ? { carrier: true } : {})
  })

/** The error of a request that did not reach the other side. */
export const unreachable =
  (asked: Asked) =>
  (error: { readonly reason: { readonly _tag: string } }): Effect.Effect<never, ProviderError> =>
    Effect.fail(plainError(asked, "unavailable", `could not be reached (${error.reason._tag})`))

/** Gives up on an answer after 30 s. */
export const timely =
  (asked: Asked) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | ProviderError, R> =>
    Effect.timeoutOrElse(effect, {
      duration: "30 seconds",
      orElse: () => Effect.fail(plainError(asked, "unavailable", "did not answer within 30 s"))
    })

/**
 * Whether a request that met a limit is tried again by itself. Who asks for many calls at once has all of its requests
 * wait instead, and says no here.
 */
export const WaitsForLimits = Context.Reference<boolean>("@outbound-call/core/WaitsForLimits", {
  defaultValue: () => true
})

/**
 * Tries up to three times what may succeed later, and waits as long as the other side asks, up to 30 s. Only for what
 * may be repeated freely: a read, or ending a call. Never for a dial.
 */
export const patiently = <A, R>(effect: Effect.Effect<A, ProviderError, R>): Effect.Effect<A, ProviderError, R> => {
  const attempt = (n: number): Effect.Effect<A, ProviderError, R> =>
    Effect.catchTag(
      effect,
      "ProviderError",
      Effect.fnUntraced(function* (error) {
        const wait = error.retryAfterSeconds ?? 2 ** n / 2
        const mayPass = error.reason === "unavailable" || (error.reason === "rate-limited" && (yield* WaitsForLimits))
        if (n >= 2 || !mayPass || wait > 30) return yield* error
        yield* Effect.sleep(wait * 1000)
        return yield* attempt(n + 1)
      })
    )
  return attempt(0)
}

const decodeJson = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))

/** A body as JSON, as it came and decoded. */
export const readBody = <S extends Schema.ConstraintDecoder<unknown>>(
  asked: Asked,
  schema: S,
  text: string
): Effect.Effect<{ readonly value: S["Type"]; readonly json: unknown }, ProviderError> => {
  const json = decodeJson(text)
  if (Option.isNone(json)) return unreadable(asked, `a body that is no JSON: ${text.slice(0, 80)}`)
  const value = Schema.decodeUnknownOption(schema)(json.value)
  return Option.isNone(value)
    ? unreadable(asked, `JSON without the fields that are needed: ${text.slice(0, 200)}`)
    : Effect.succeed({ value: value.value, json: json.value })
}

const unreadable = (asked: Asked, what: string): Effect.Effect<never, ProviderError> =>
  Effect.fail(plainError(asked, "unreadable", `answered with ${what}`))

/** Seconds of a `Retry-After` header; null when there is none, or when it names a date. */
export const readRetryAfter = (value: string | undefined): number | null => {
  const seconds = Number(value)
  return value !== undefined && value.trim() !== "" && Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

/** The text, closed by a full stop. */
export const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
