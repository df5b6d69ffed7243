import { HttpApiError } from "effect/http-api"
import { problemMembers, problemType } from "./ProblemMembers.ts"

/** The do-not-call list has no such entry. */
export class SuppressionNotFoundProblem extends HttpApiError.Problem<SuppressionNotFoundProblem>()(
  "SuppressionNotFoundProblem",
  { type: problemType("suppression-not-found"), status: 404, title: "No such entry of the do-not-call list" },
  problemMembers
) {}
