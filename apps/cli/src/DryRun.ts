import { type CallRequest, ResolvedRequest } from "@outbound-call/core/CallRequest"
import { maskPhoneNumber } from "@outbound-call/core/PhoneNumber"
import { Effect, Schema } from "effect"
import { CallService, type Checked } from "./CallService.ts"
import { callJson } from "./DescribeCall.ts"
import type { Ending } from "./ExitCode.ts"
import { endingOfInvalid } from "./Failure.ts"
import { printResult } from "./Print.ts"

/** `outbound call --dry-run`: says whether the call would be placed, and dials nothing. */
export const dryRun = Effect.fnUntraced(function* (request: CallRequest, simulated: boolean) {
  const { check } = yield* CallService
  const { allowed, blockedBy, problems, request: resolved, warnings } = yield* check(request)
  const written = resolved === null ? null : encodeRequest(resolved)
  const blocking = blockedBy === null ? null : callJson(blockedBy)
  yield* printResult({
    json: { dryRun: true, simulated, allowed, problems, warnings, request: written, blockedBy: blocking },
    text: verdict({ allowed, problems, warnings, request: resolved, blockedBy }, simulated)
  })
  return endingOfCheck({ allowed, blockedBy, problems })
})

const encodeRequest = Schema.encodeSync(ResolvedRequest)

const verdict = ({ blockedBy, problems, request, warnings }: Checked, simulated: boolean): string =>
  [
    ...problems.map(({ message }) => message),
    ...(blockedBy === null ? [] : [`The call ${blockedBy.id} to this number is still ${blockedBy.status}.`]),
    ...warnings,
    request === null || blockedBy !== null
      ? "It would not be placed."
      : `${maskPhoneNumber(request.to)} would be called by ${request.agentId} from ${request.phoneNumberId}, as ${request.purpose}${simulated ? " (simulated)" : ""}. Nothing was dialled.`
  ].join("\n")

const endingOfCheck = ({
  allowed,
  blockedBy,
  problems
}: Pick<Checked, "allowed" | "blockedBy" | "problems">): Ending => {
  if (allowed) return "done"
  const isRefused = blockedBy !== null || problems.some(({ code }) => refusals.has(code))
  return isRefused ? "refused" : endingOfInvalid({ problems })
}

const refusals: ReadonlySet<string> = new Set(["emergency-number", "number-type", "number-busy"])
