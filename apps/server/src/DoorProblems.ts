import {
  ContentTooLargeProblem,
  ForeignRequestProblem,
  InternalProblem,
  InvalidRequestProblem,
  UnsupportedMediaTypeProblem
} from "@outbound-call/api"
import { Effect } from "effect"
import { HttpServerRespondable, HttpServerResponse } from "effect/http"

const nothingRang = { phone_may_have_rung: false, retry_safe: true }

/** The body is larger than this service reads there. */
export const tooLarge = (limit: string) =>
  HttpServerRespondable.toResponse(
    new ContentTooLargeProblem({
      ...nothingRang,
      detail: `A body has at most ${limit}. No phone rang.`,
      code: "content-too-large",
      next_step: "Send a smaller body."
    })
  ).pipe(Effect.map(HttpServerResponse.setHeader("connection", "close")))

/** The body could not be received. */
export const unreadable = HttpServerRespondable.toResponse(
  new InvalidRequestProblem({
    ...nothingRang,
    detail: "The body could not be received. No phone rang.",
    code: "invalid-request",
    next_step: "Send the request again.",
    errors: [{ code: "unreadable-body", field: "body", message: "The body could not be received" }]
  })
)

export const unsupportedMediaType = HttpServerRespondable.toResponse(
  new UnsupportedMediaTypeProblem({
    ...nothingRang,
    detail: "A body is JSON. No phone rang.",
    code: "unsupported-media-type",
    next_step: "Send JSON with the header content-type: application/json."
  })
)

/** `part` is the header that names somebody else, with its value. */
export const foreign = (part: string) =>
  HttpServerRespondable.toResponse(
    new ForeignRequestProblem({
      ...nothingRang,
      detail: `This service does not answer requests from there; this one came with ${part}. No phone rang.`,
      code: "foreign-request",
      next_step:
        "Send the request to the address that the service printed at its start, and from no web page; pages of an origin that has a key need --cors-origin."
    })
  )

/** Something here broke; whether that was before or after a dial is not known. */
export const failed = HttpServerRespondable.toResponse(
  new InternalProblem({
    detail: "This service failed while it worked on the request; its log says why.",
    code: "internal-error",
    phone_may_have_rung: true,
    retry_safe: true,
    next_step: "Send the request again with the same idempotency key; nothing is dialled a second time."
  })
)
