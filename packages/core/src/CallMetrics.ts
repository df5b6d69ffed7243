import { Effect, Metric } from "effect"
import { type Call, isFinal } from "./Call.ts"
import type { DialAnswer } from "./DialAnswer.ts"

const ended = Metric.counter("outbound_calls_ended_total", {
  description: "Calls whose end this process recorded, by final status and by what it was for the recipient",
  incremental: true
})

const dials = Metric.counter("outbound_dials_total", {
  description: "Dials of this process, by how they were answered",
  incremental: true
})

const rounds = Metric.counter("outbound_recovery_rounds_total", {
  description: "Rounds of recovery over the live calls, by how they went",
  incremental: true
})

/** Counts a call that was not over before. Each end is recorded by one process. */
export const countEnd = (before: Call, { outcome, status }: Call): Effect.Effect<void> =>
  isFinal(before) || !isFinal({ status })
    ? Effect.void
    : Metric.update(Metric.withAttributes(ended, { status, outcome: outcome ?? "unknown" }), 1)

export const countDial = (answer: DialAnswer["type"]): Effect.Effect<void> =>
  Metric.update(Metric.withAttributes(dials, { answer }), 1)

export const countRound = (result: "done" | "failed"): Effect.Effect<void> =>
  Metric.update(Metric.withAttributes(rounds, { result }), 1)
