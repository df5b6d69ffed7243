import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiSchema } from "effect/http-api"
import { callPath } from "./CallPath.ts"
import { CallNotFoundProblem, LedgerProblem, ProviderProblem, RangeNotSatisfiableProblem } from "./Problems.ts"
import { behind } from "./RequiredScope.ts"

const whole = HttpApiSchema.StreamUint8Array({ contentType: "audio/mpeg" })

const part = Schema.Uint8Array.annotate({ description: "The part that Range asks for" }).pipe(
  HttpApiSchema.asUint8Array({ contentType: "audio/mpeg" }),
  HttpApiSchema.status(206)
)

export const recording = HttpApiEndpoint.get("recording", "/:id/recording", {
  params: callPath,
  headers: {
    range: Schema.optionalKey(
      Schema.String.annotate({ description: "A part of it: one range of bytes", examples: ["bytes=0-65535"] })
    ),
    "if-range": Schema.optionalKey(
      Schema.String.annotate({
        description: "Give the part only if the recording still has this ETag, else all of it",
        examples: ['"conv_01jd0000000000000000000000"']
      })
    )
  },
  success: [whole, part],
  error: [CallNotFoundProblem, RangeNotSatisfiableProblem, ProviderProblem, LedgerProblem]
}).annotateMerge(
  behind("transcripts:read", {
    summary: "Read the recording",
    description:
      "The sound of the call as MP3, passed on as the provider sends it; a Range gives a part of it. 404 when the provider keeps none, or not yet."
  })
)
