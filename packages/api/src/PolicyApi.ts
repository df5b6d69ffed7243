import { SuppressionView } from "@outbound-call/core/ViewSuppression"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication, Permission } from "./Authentication.ts"
import { describeQuery } from "./CallQuery.ts"
import { PolicyView, Reopened, Reopening } from "./PolicyViews.ts"
import { MayNotReopenProblem } from "./MayNotReopenProblem.ts"
import { CallRefusedProblem, ContentTooLargeProblem, LedgerProblem, UnsupportedMediaTypeProblem } from "./Problems.ts"
import { behind } from "./RequiredScope.ts"
import { SuppressionNotFoundProblem } from "./SuppressionProblem.ts"
import {
  NumberQuestion,
  NumberStanding,
  SuppressedNumber,
  SuppressionPage,
  suppressionPath,
  suppressionQuery,
  SuppressionRequest
} from "./SuppressionViews.ts"

const body = [ContentTooLargeProblem, UnsupportedMediaTypeProblem] as const

const show = HttpApiEndpoint.get("show", "/v1/policy", {
  success: PolicyView,
  error: [CallRefusedProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:read", {
    summary: "Read the policy",
    description: "The profile by which the calls of this key are judged, and what stops dialling now."
  })
)

const reopen = HttpApiEndpoint.post("reopen", "/v1/policy/reopen", {
  payload: Reopening,
  success: Reopened,
  error: [...body, MayNotReopenProblem, LedgerProblem]
}).annotateMerge(
  behind("policy:write", {
    summary: "Allow dialling again",
    description:
      "After it was stopped because calls looked like fraud, and a person looked at them. The calls until now do not count again. Not for keys that may place calls, admin among them: whoever could have placed those calls does not allow more. The name, the owner and the id of the key are written down."
  })
)

const list = HttpApiEndpoint.get("list", "/v1/suppressions", {
  query: suppressionQuery,
  success: SuppressionPage,
  error: LedgerProblem
}).annotateMerge(
  behind("calls:read", {
    summary: "List who is called no more",
    description: "One list for every owner, newest first. Numbers are whole for keys that also have policy:write.",
    transform: describeQuery
  })
)

const add = HttpApiEndpoint.post("add", "/v1/suppressions", {
  payload: SuppressionRequest,
  success: SuppressedNumber,
  error: [...body, LedgerProblem]
}).annotateMerge(
  behind("policy:write", {
    summary: "Call a number no more",
    description:
      "For every owner, from the moment of the answer. Calls that wait are cancelled; one that rings or is talked in goes on. Repeating it changes nothing."
  })
)

const check = HttpApiEndpoint.post("check", "/v1/suppressions/check", {
  payload: NumberQuestion,
  success: NumberStanding,
  error: [...body, LedgerProblem]
}).annotateMerge(
  behind("calls:read", {
    summary: "Look a number up",
    description: "Whether it is called no more. The number stands in the body, since addresses end up in logs."
  })
)

const get = HttpApiEndpoint.get("get", "/v1/suppressions/:id", {
  params: suppressionPath,
  success: SuppressionView,
  error: [SuppressionNotFoundProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:read", { summary: "Read an entry", description: "Why and since when a number is called no more." })
)

const remove = HttpApiEndpoint.delete("remove", "/v1/suppressions/:id", {
  params: suppressionPath,
  success: SuppressionView,
  error: [SuppressionNotFoundProblem, LedgerProblem]
}).annotateMerge(
  behind("policy:write", {
    summary: "Allow calls again",
    description:
      "Takes the number off the list for every owner, because the person asked for it, and gives the entry as it was. Calls that were cancelled stay so."
  })
)

/** What calls are judged by, and who is called no more. */
export class PolicyApi extends HttpApiGroup.make("policy")
  .add(show, reopen, list, add, check, get, remove)
  .middleware(Permission)
  .middleware(Authentication)
  .annotate(HttpApi.ParseOptions, { errors: "all" })
  .annotate(HttpApi.QueryParseOptions, { errors: "all", onExcessProperty: "error" })
  .annotate(HttpApi.PayloadParseOptions, { errors: "all", onExcessProperty: "error" })
  .annotateMerge(
    OpenApi.annotations({ title: "Policy", description: "What calls are judged by, and who is called no more." })
  ) {}
