import { HttpApiMiddleware } from "effect/http-api"
import { ForeignRequestProblem, InternalProblem, InvalidRequestProblem } from "./Problems.ts"

/** What every route may answer before, or instead of, its own work. */
export class RequestDoor extends HttpApiMiddleware.Service<RequestDoor>()("@outbound-call/api/RequestDoor", {
  error: [InvalidRequestProblem, ForeignRequestProblem, InternalProblem]
}) {}
