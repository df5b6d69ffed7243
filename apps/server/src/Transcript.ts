import { NotAcceptableProblem, problemOf, transcriptMediaTypes } from "@outbound-call/api"
import { getTranscript, recordTranscriptRead, renderTranscript, type TranscriptFormat } from "@outbound-call/core"
import { Effect } from "effect"
import { HttpServerResponse } from "effect/http"
import { transcriptForm } from "./TranscriptForm.ts"

/** A transcript in the form that the query names, or else the one that the header likes best. */
export const transcript = Effect.fnUntraced(function* (
  id: string,
  format: TranscriptFormat | undefined,
  accept: string | undefined
) {
  const form = format ?? transcriptForm(accept)
  if (form === null) return yield* notAcceptable
  const told = yield* Effect.mapError(Effect.andThen(recordTranscriptRead, getTranscript(id)), problemOf)
  return HttpServerResponse.text(renderTranscript(told, form), {
    contentType: `${transcriptMediaTypes[form]}; charset=utf-8`,
    headers: { vary: "Accept" }
  })
})

const notAcceptable = new NotAcceptableProblem({
  detail: `A transcript is ${Object.values(transcriptMediaTypes).join(", ")}; Accept names none of them.`,
  code: "not-acceptable",
  phone_may_have_rung: false,
  retry_safe: true,
  next_step: "Accept one of these, or name the form with ?format=."
})
