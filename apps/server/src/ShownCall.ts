import type { CallView } from "@outbound-call/core"
import { HttpServerResponse } from "effect/http"

/** A call as the contract writes it: the same text as by its schema, which costs a third of a request. */
export const shownCall = (view: CallView): HttpServerResponse.HttpServerResponse => HttpServerResponse.jsonUnsafe(view)
