import type { CallView } from "@outbound-call/core"
import { HttpServerResponse } from "effect/http"

/** A call as the contract writes it: the same text as by its schema, in less than half of its time. */
export const shownCall = (view: CallView): HttpServerResponse.HttpServerResponse => HttpServerResponse.jsonUnsafe(view)
