import type { CallEvidence } from "@outbound-call/core/GetEvidence"
import { DialEvidence } from "@outbound-call/core/policy/DialEvidence"
import { plain } from "@outbound-call/core/RenderTranscript"
import { Effect, Schema } from "effect"
import type { EvidenceInput } from "./AuditCommands.ts"
import { Decisions } from "./Decisions.ts"
import { instant, rows } from "./DescribeCall.ts"
import { printResult } from "./Print.ts"
import { sideOf } from "./Side.ts"

const encodeEvidence = Schema.encodeSync(DialEvidence)

/** `outbound audit evidence`: why a call was allowed. Fails (exit 1) when it is not what was written down then. */
export const evidence = Effect.fn("evidence")(function* (input: EvidenceInput) {
  const { decisions, simulated } = yield* sideOf(input.id, input.simulate)
  const found = yield* Decisions.use(({ evidence: read }) => read(input.id)).pipe(Effect.provide(decisions))
  yield* printResult({
    json: { ...found, evidence: encodeEvidence(found.evidence), simulated },
    text: evidenceText(found)
  })
  return found.isAsWritten ? ("done" as const) : ("other" as const)
})

const evidenceText = ({ auditLine, callId, digest, evidence: kept, isAsWritten }: CallEvidence): string =>
  [
    rows([
      ["call", callId],
      ["profile", kept.profile],
      ["purpose", kept.purpose],
      ["zones", kept.zones.join(", ")],
      ["states", kept.states.length === 0 ? null : kept.states.join(", ")],
      ["consent", consentOf(kept)],
      ["first message", kept.firstMessageDigest],
      ["clock", kept.clockOffsetMillis === null ? null : `${kept.clockOffsetMillis} ms ahead of the provider's`],
      ["rules as of", kept.rulesAsOf ?? null],
      ["digest", digest],
      ["audit line", auditLine === null ? "none" : `${auditLine}, ${isAsWritten ? "as written" : "NOT as written"}`]
    ]),
    ...kept.verdicts.map(
      ({ decision, rows: cited = [], rule }) =>
        `  ${decision.padEnd(14)} ${rule}${cited.length === 0 ? "" : `  (${cited.join(", ")})`}`
    )
  ].join("\n")

const consentOf = ({ consent }: DialEvidence): string | null =>
  consent === null ? null : `${consent.kind}, ${plain(consent.source)}, ${instant(consent.at)}`
