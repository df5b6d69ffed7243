import { Clock, Effect, Random, Schema } from "effect"

/** Our id of a call, minted before dialling: `call_` and a ULID. It travels to the provider as the attempt key. */
export const CallId = Schema.String.check(Schema.isPattern(/^call_[0-9A-HJKMNP-TV-Z]{26}$/u)).pipe(
  Schema.brand("CallId"),
  Schema.annotate({ description: "Id of the call, call_ and a ULID" })
)
export type CallId = typeof CallId.Type

/** The provider's id of the conversation, known only after the dial: `conv_…`. */
export const ConversationId = Schema.NonEmptyString.check(Schema.isPattern(/^[A-Za-z0-9_-]{1,128}$/u)).pipe(
  Schema.brand("ConversationId"),
  Schema.annotate({ description: "The provider's id of the conversation, conv_…" })
)
export type ConversationId = typeof ConversationId.Type

const providerId = (description: string) =>
  Schema.NonEmptyString.check(Schema.isPattern(/^[A-Za-z0-9_-]{1,128}$/u)).annotate({ description })

/** The voice agent that speaks, `agent_…`. */
export const AgentId = providerId("The voice agent that speaks, agent_…").pipe(Schema.brand("AgentId"))
export type AgentId = typeof AgentId.Type

/** The provider's id of the caller's phone number, `phnum_…`. */
export const PhoneNumberId = providerId("The provider's id of the calling phone number, phnum_…").pipe(
  Schema.brand("PhoneNumberId")
)
export type PhoneNumberId = typeof PhoneNumberId.Type

/** The dynamic variable that carries the call id, the attempt key, to the provider and back. */
export const attemptVariable = "outbound_call_id"

export const isCallId = Schema.is(CallId)

/** A new ULID. Its first ten characters are the time, so ids sort by age. It is no secret. */
export const newUlid: Effect.Effect<string> = Effect.gen(function* () {
  let id = timeOf(yield* Clock.currentTimeMillis)
  for (let digit = 0; digit < 16; digit++) id += crockford[yield* Random.nextIntBetween(0, 31)]
  return id
})

/** The first text after the ids of all calls that were minted before an instant, in epoch milliseconds: none before 1970. */
export const idsBefore = (millis: number): string => `call_${timeOf(Math.max(0, millis))}`

const timeOf = (millis: number): string => {
  let time = ""
  for (let rest = millis, digit = 0; digit < 10; digit++, rest = Math.floor(rest / 32)) {
    time = crockford[rest % 32] + time
  }
  return time
}

/** A new call id; ids sort by age. */
export const newCallId: Effect.Effect<CallId> = Effect.map(newUlid, (ulid) => CallId.make(`call_${ulid}`))

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
