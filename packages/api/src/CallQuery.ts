import { CallStatus, CallView } from "@outbound-call/core/Call"
import { Schema } from "effect"

const instant = (description: string) =>
  Schema.String.annotate({ description, format: "date-time", examples: ["2026-11-23T09:30:00.000Z"] }).pipe(
    Schema.decodeTo(CallView.fields.createdAt)
  )

/** How long a page may be. */
export const mostCalls = Schema.isBetween({ minimum: 1, maximum: 100 })

/** Which calls to list, in a query or a body. */
export const callFilters = {
  status: Schema.optionalKey(
    Schema.Array(CallStatus).annotate({
      description: "Only calls with one of these statuses",
      examples: [["unknown"]]
    })
  ),
  createdAfter: Schema.optionalKey(instant("Only calls recorded at or after this instant, ISO 8601")),
  createdBefore: Schema.optionalKey(instant("Only calls recorded before this instant, ISO 8601")),
  cursor: Schema.optionalKey(
    Schema.String.annotate({
      description: "`nextCursor` of the page before",
      examples: ["call_01JD0000000000000000000000"]
    })
  )
}

/** The same as query parameters. Nothing in it is personal, since addresses end up in logs. */
export const callQuery = {
  ...callFilters,
  live: Schema.optionalKey(Schema.Boolean),
  limit: Schema.optionalKey(Schema.Int.check(mostCalls))
}

/** Numbers and booleans in a query are text to the codec; to the reader of the document they are what they mean. */
export const describeQuery = (operation: { readonly [name: string]: unknown }) => ({
  ...operation,
  parameters: Array.isArray(operation["parameters"])
    ? operation["parameters"].map((parameter: { readonly name: string }) => ({
        ...parameter,
        ...(isMeant(parameter.name) ? { schema: meanings[parameter.name] } : {})
      }))
    : []
})

const meanings = {
  live: {
    type: "boolean",
    description: "Only calls that are not over (true), or only those that are (false)",
    examples: [true]
  },
  limit: {
    type: "integer",
    minimum: 1,
    maximum: 100,
    description: "At most this many, 1 to 100; 30 when left out",
    examples: [30]
  }
}

const isMeant = (name: string): name is keyof typeof meanings => Object.hasOwn(meanings, name)

/** A page of calls, newest first. */
export const CallPage = Schema.Struct({
  calls: Schema.Array(CallView),
  nextCursor: Schema.NullOr(Schema.String),
  simulated: Schema.Boolean
}).annotate({ identifier: "CallPage", description: "A page of calls, newest first" })
export type CallPage = typeof CallPage.Type
