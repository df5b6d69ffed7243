import { HttpApiError } from "effect/http-api"
import { problemMembers, problemType } from "./ProblemMembers.ts"

/** A key that may place calls does not say that dialling may go on. */
export class MayNotReopenProblem extends HttpApiError.Problem<MayNotReopenProblem>()(
  "MayNotReopenProblem",
  { type: problemType("may-not-reopen"), status: 403, title: "Whoever places calls does not reopen dialling" },
  problemMembers
) {}
