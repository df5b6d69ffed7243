import { Effect, Option, Schema } from "effect"

/** A field that may be absent, null or of a type we do not expect: then it reads as null. */
const told = <S extends Schema.ConstraintDecoder<unknown>>(schema: S) =>
  Schema.optionalKey(Schema.NullOr(schema).pipe(Schema.catchDecoding(() => Effect.succeed(Option.some(null)))))

const Text = told(Schema.String)

/** `GET …/Calls/{sid}.json`, and a row of the list. Only sid and status must be there. Durations are texts. */
export const CallRecord = Schema.Struct({
  sid: Schema.String.check(Schema.isPattern(/^[A-Za-z0-9]{1,64}$/u)),
  status: Schema.String,
  direction: Text,
  to: Text,
  from: Text,
  date_created: Text,
  start_time: Text,
  duration: told(Schema.Union([Schema.String, Schema.Finite]))
})
export type CallRecord = typeof CallRecord.Type

/** `GET …/Calls.json`. */
export const CallList = Schema.Struct({ calls: Schema.Array(CallRecord), next_page_uri: Text })

/** `GET …/Recordings.json` of one call. Its first page holds more than a call ever has. */
export const RecordingList = Schema.Struct({
  recordings: Schema.Array(Schema.Struct({ sid: Schema.String.check(Schema.isPattern(/^[A-Za-z0-9]{1,64}$/u)) }))
})

/** `GET …/IncomingPhoneNumbers.json`, as far as it tells who owns a number. */
export const NumberList = Schema.Struct({
  incoming_phone_numbers: Schema.Array(Schema.Struct({ phone_number: Text }))
})

/** Every error body. */
export const ErrorBody = Schema.Struct({ code: told(Schema.Finite), message: Text })
