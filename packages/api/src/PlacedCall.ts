import { CallView } from "@outbound-call/core/Call"
import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"

const placed = {
  ...CallView.fields,
  warnings: Schema.Array(Schema.String).annotate({
    description: "What could not be checked before the call, in sentences",
    examples: [[]]
  })
}

const replayed = (value: boolean) => ({
  description: "True when the idempotency key already had this call: nothing was dialled now",
  examples: [value]
})

const applied = Schema.optionalKey(
  Schema.String.annotate({ description: "The preference that was honoured", examples: ["wait=45"] })
)

const location = Schema.String.annotate({ description: "The address of the call" })

/** The dial was made and the provider took it. */
export const NewCall = HttpApiSchema.WithHeaders(
  Schema.Struct({ ...placed, replayed: Schema.Literal(false).annotate({ ...replayed(false), examples: [false] }) })
    .annotate({ identifier: "NewCall", description: "A new call, dialled" })
    .pipe(HttpApiSchema.status(201)),
  { location, "preference-applied": applied }
)

/** The idempotency key already had this call; nothing was dialled now. */
export const ReplayedCall = HttpApiSchema.WithHeaders(
  Schema.Struct({ ...placed, replayed: Schema.Literal(true).annotate({ ...replayed(true), examples: [true] }) })
    .annotate({ identifier: "ReplayedCall", description: "The call that this idempotency key already had" })
    .pipe(HttpApiSchema.status(200)),
  {
    location,
    "idempotent-replay": Schema.Literal("true").annotate({ description: "Nothing was dialled now" }),
    "preference-applied": applied
  }
)

/**
 * Either it is not known whether a phone rang: such a call must be settled, never placed again. Or it waits for a person,
 * and nothing rang.
 */
export const UndecidedCall = HttpApiSchema.WithHeaders(
  Schema.Struct({
    ...placed,
    status: Schema.Literals(["unknown", "planned"]),
    replayed: Schema.Boolean.annotate(replayed(false))
  })
    .annotate({
      identifier: "UndecidedCall",
      description: "A call that may have rung, or waits for a person; do not place it again"
    })
    .pipe(HttpApiSchema.status(202)),
  {
    location,
    "preference-applied": applied,
    "idempotent-replay": Schema.optionalKey(Schema.Literal("true").annotate({ description: "Nothing was dialled now" }))
  }
)
