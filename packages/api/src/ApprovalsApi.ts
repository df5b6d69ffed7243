import { CallView } from "@outbound-call/core/Call"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ApprovalList, PendingApproval, Yes } from "./ApprovalViews.ts"
import { Authentication, Permission } from "./Authentication.ts"
import { callPath } from "./CallPath.ts"
import {
  ApprovalClosedProblem,
  ApprovalUnprovedProblem,
  CallNotFoundProblem,
  CallRefusedProblem,
  ContentTooLargeProblem,
  LedgerProblem,
  ProviderProblem,
  UnsupportedMediaTypeProblem
} from "./Problems.ts"
import { behind } from "./RequiredScope.ts"

const list = HttpApiEndpoint.get("list", "/v1/approvals", {
  success: ApprovalList,
  error: LedgerProblem
}).annotateMerge(
  behind("calls:approve", {
    summary: "List what waits for a person",
    description:
      "The calls of this key's owner that are dialled when a person says yes; an admin sees those of every owner."
  })
)

const get = HttpApiEndpoint.get("get", "/v1/calls/:id/approval", {
  params: callPath,
  success: PendingApproval,
  error: [CallNotFoundProblem, ApprovalClosedProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:approve", {
    summary: "Read what would be dialled",
    description: "Everything that a person has to see before they decide. 409: the call does not wait any more."
  })
)

const approve = HttpApiEndpoint.post("approve", "/v1/calls/:id/approve", {
  params: callPath,
  payload: Yes,
  success: CallView,
  error: [
    CallNotFoundProblem,
    ApprovalClosedProblem,
    ApprovalUnprovedProblem,
    CallRefusedProblem,
    ContentTooLargeProblem,
    UnsupportedMediaTypeProblem,
    ProviderProblem,
    LedgerProblem
  ]
}).annotateMerge(
  behind("calls:approve", {
    summary: "Approve a call",
    description:
      "Judges the call by the whole policy anew and dials it, once, exactly as it was placed; then gives it as it stands, whatever the dial came to. 409: it was decided before, or its time was up. 403: the policy says no by now, and the call is over."
  })
)

const deny = HttpApiEndpoint.post("deny", "/v1/calls/:id/deny", {
  params: callPath,
  success: CallView,
  error: [CallNotFoundProblem, ApprovalClosedProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:approve", {
    summary: "Deny a call",
    description: "Cancels a call that waits for a person; it is never dialled. 409: it does not wait any more."
  })
)

/** Calls that wait for a person, and what that person says. */
export class ApprovalsApi extends HttpApiGroup.make("approvals")
  .add(list, get, approve, deny)
  .middleware(Permission)
  .middleware(Authentication)
  .annotate(HttpApi.ParseOptions, { errors: "all" })
  .annotate(HttpApi.PayloadParseOptions, { errors: "all", onExcessProperty: "error" })
  .annotateMerge(OpenApi.annotations({ title: "Approvals", description: "Calls that wait for a person's yes." })) {}
