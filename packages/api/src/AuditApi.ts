import { AuditEntry } from "@outbound-call/core/AuditEntry"
import { CallId } from "@outbound-call/core/CallIds"
import { DialEvidence } from "@outbound-call/core/policy/DialEvidence"
import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { auditQuery, describeAuditQuery } from "./AuditQuery.ts"
import { Authentication, Permission } from "./Authentication.ts"
import { callPath } from "./CallPath.ts"
import { CallNotFoundProblem, LedgerProblem } from "./Problems.ts"
import { behind } from "./RequiredScope.ts"

const simulated = Schema.Boolean

/** Some lines of the audit log, oldest first. */
export const AuditLines = Schema.Struct({
  entries: Schema.Array(AuditEntry),
  nextAfter: Schema.NullOr(Schema.Int),
  simulated
}).annotate({ identifier: "AuditLines", description: "Some lines of the audit log, oldest first" })

/** What a look over the whole log found. */
export const AuditVerification = Schema.Struct({
  entries: Schema.Int,
  lastHash: Schema.String,
  brokenAt: Schema.NullOr(Schema.Int),
  simulated
}).annotate({ identifier: "AuditVerification", description: "What a look over the whole audit log found" })

/** Why a call was allowed, and whether that is still what was written then. */
export const CallEvidence = Schema.Struct({
  callId: CallId,
  evidence: DialEvidence,
  digest: Schema.String,
  auditLine: Schema.NullOr(Schema.Int),
  isAsWritten: Schema.Boolean,
  simulated
}).annotate({
  identifier: "CallEvidence",
  description: "Why a call was allowed, and whether that is still what was written then"
})

const list = HttpApiEndpoint.get("list", "/v1/audit", {
  query: auditQuery,
  success: AuditLines,
  error: LedgerProblem
}).annotateMerge(
  behind("admin", {
    summary: "Read the audit log",
    description: "What was decided and by whom, oldest first. No line holds a phone number.",
    transform: describeAuditQuery
  })
)

const verification = HttpApiEndpoint.get("verification", "/v1/audit/verification", {
  success: AuditVerification,
  error: LedgerProblem
}).annotateMerge(
  behind("admin", {
    summary: "Verify the audit log",
    description:
      "Looks over the whole log for a line that was changed, left out or put between. Keep the count and the last hash elsewhere: a log that is cut at its end shows only against them."
  })
)

const evidence = HttpApiEndpoint.get("evidence", "/v1/calls/:id/evidence", {
  params: callPath,
  success: CallEvidence,
  error: [CallNotFoundProblem, LedgerProblem]
}).annotateMerge(
  behind("calls:read", {
    summary: "See why a call was allowed",
    description: "What every rule of the policy said when the call was claimed, and the consent that was told."
  })
)

/** What was decided, by whom, and on what grounds. */
export class AuditApi extends HttpApiGroup.make("audit")
  .add(list, verification, evidence)
  .middleware(Permission)
  .middleware(Authentication)
  .annotate(HttpApi.ParseOptions, { errors: "all" })
  .annotate(HttpApi.QueryParseOptions, { errors: "all", onExcessProperty: "error" })
  .annotateMerge(
    OpenApi.annotations({ title: "Audit", description: "What was decided, by whom, and on what grounds." })
  ) {}
