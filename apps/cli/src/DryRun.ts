import { type CallRequest, ResolvedRequest } from "@outbound-call/core/CallRequest"
import type { CheckedPolicy } from "@outbound-call/core/CheckCall"
import { maskPhoneNumber } from "@outbound-call/core/PhoneNumber"
import { RuleId, Verdict } from "@outbound-call/core/policy/Verdict"
import { DateTime, Effect, Schema } from "effect"
import { CallService, type Checked } from "./CallService.ts"
import { callJson, instant, rows } from "./DescribeCall.ts"
import type { Ending } from "./ExitCode.ts"
import { endingOfInvalid } from "./Failure.ts"
import { printResult } from "./Print.ts"

/** `outbound call --dry-run`: whether the call would be placed, and what every rule says of it. Dials nothing. */
export const dryRun = Effect.fnUntraced(function* (request: CallRequest, simulated: boolean) {
  const checked = yield* ask(request)
  const last =
    checked.allowed && checked.request !== null
      ? wouldCall(checked.request, simulated)
      : `It would not be placed${whenAllowed(checked.policy)}.`
  yield* printResult({ json: document(checked, simulated), text: [...report(checked), last].join("\n") })
  return endingOfCheck(checked)
})

/** `outbound check`: the same, judged by the number alone. What the agent would still need is told, and no failure. */
export const checkNumber = Effect.fnUntraced(function* (request: CallRequest, simulated: boolean) {
  const checked = yield* ask(request)
  const callable = isCallable(checked)
  const last = callable
    ? "The number may be called now. Nothing was dialled."
    : `The number may not be called${whenAllowed(checked.policy) || " now"}. Nothing was dialled.`
  yield* printResult({
    json: { ...document(checked, simulated), callable },
    text: [...report(checked), last].join("\n")
  })
  if (checked.policy === null) return endingOfCheck(checked)
  return callable ? "done" : "refused"
})

const ask = (request: CallRequest) => CallService.use(({ check }) => check(request))

const isCallable = ({ blockedBy, policy, problems }: Checked): boolean =>
  policy !== null && policy.decision === "allow" && blockedBy === null && !problems.some(isBusy)

const isBusy = ({ code }: { readonly code: string }): boolean => code === "number-busy"

const document = ({ allowed, blockedBy, policy, problems, request, warnings }: Checked, simulated: boolean) => ({
  dryRun: true,
  simulated,
  allowed,
  problems,
  warnings,
  request: request === null ? null : encodeRequest(request),
  blockedBy: blockedBy === null ? null : callJson(blockedBy),
  policy:
    policy === null
      ? null
      : {
          ...policy,
          notBefore: policy.notBefore === null ? null : DateTime.formatIso(policy.notBefore),
          verdicts: policy.verdicts.map((verdict) => encodeVerdict(verdict))
        }
})

const encodeRequest = Schema.encodeSync(ResolvedRequest)
const encodeVerdict = Schema.encodeSync(Verdict)

const report = ({ blockedBy, policy, problems, warnings }: Checked): ReadonlyArray<string> => [
  ...(policy === null ? [] : [...verdicts(policy), ...clocks(policy), ""]),
  ...problems.filter(({ code }) => policy === null || !isRule(code)).map(({ message }) => message),
  ...(blockedBy === null ? [] : [`The call ${blockedBy.id} to this number is still ${blockedBy.status}.`]),
  ...warnings
]

const wouldCall = ({ agentId, phoneNumberId, purpose, to }: ResolvedRequest, simulated: boolean): string =>
  `${maskPhoneNumber(to)} would be called by ${agentId} from ${phoneNumberId}, as ${purpose}${simulated ? " (simulated)" : ""}. Nothing was dialled.`

const whenAllowed = (policy: CheckedPolicy | null): string =>
  policy === null || policy.notBefore === null ? "" : ` before ${instant(policy.notBefore)}`

/** A line for each rule, with the ids of the cited rows that decided. */
const verdicts = ({ verdicts: all }: CheckedPolicy): ReadonlyArray<string> =>
  all.map(({ decision, rows: cited, rule, says }) => {
    const sources = decision === "allow" || cited.length === 0 ? "" : ` [${cited.join(", ")}]`
    return `${marks[decision]} ${rule.padEnd(16)} ${says}${sources}`
  })

const marks = { allow: "ok", refuse: "no", "refuse-until": "no", "needs-approval": "no" } as const

const clocks = ({ localTimes, profile }: CheckedPolicy): ReadonlyArray<string> => [
  "",
  rows([
    ["profile", profile],
    ...byTime(localTimes).map(([time, zones]) => ["local time", `${time} ${named(zones)}`] as const)
  ])
]

/** The zones of each local time, the earliest first. */
const byTime = (times: CheckedPolicy["localTimes"]): ReadonlyArray<readonly [string, ReadonlyArray<string>]> =>
  [...new Set(times.map(({ time }) => time))]
    .toSorted()
    .map((time) => [time, times.flatMap((one) => (one.time === time ? [one.zone] : []))])

const named = (zones: ReadonlyArray<string>): string =>
  zones.length > 2 ? `${zones[0]} and ${zones.length - 1} more zones` : zones.join(", ")

const endingOfCheck = ({ allowed, blockedBy, problems }: Checked): Ending => {
  if (allowed) return "done"
  const faults = problems.filter((problem) => !isRule(problem.code) && !isBusy(problem))
  return blockedBy !== null || faults.length === 0 ? "refused" : endingOfInvalid({ problems: faults })
}

const isRule = Schema.is(RuleId)
