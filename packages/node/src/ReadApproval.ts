import type { CallSettingsShape } from "@outbound-call/core/CallSettings"
import type { Values } from "./LedgerPlace.ts"

/** For how long a call waits for a person, and whether it does so in simulation. */
export const readApproval = (
  values: Values,
  problems: Array<string>
): Pick<CallSettingsShape, "approvalMillis" | "simulateApprovals"> => {
  const minutes = Number(values.OUTBOUND_APPROVAL_MINUTES ?? "10")
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 60) {
    problems.push("OUTBOUND_APPROVAL_MINUTES is a whole number of minutes from 1 to 60.")
  }
  const simulate = values.OUTBOUND_SIMULATE_APPROVALS ?? "off"
  if (simulate !== "on" && simulate !== "off") {
    problems.push(`OUTBOUND_SIMULATE_APPROVALS is ${JSON.stringify(simulate)}; it is on or off.`)
  }
  return { approvalMillis: minutes * 60_000, simulateApprovals: simulate === "on" }
}
