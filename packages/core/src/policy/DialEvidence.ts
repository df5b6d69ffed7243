import { Schema } from "effect"
import { Consent } from "../Recipient.ts"
import { Decision, RuleId } from "./Verdict.ts"

/** Why a call was allowed, kept with it. It holds no phone number and nothing of what was said. */
export const DialEvidence = Schema.Struct({
  profile: Schema.String.annotate({ description: "The profile by which it was judged" }),
  purpose: Schema.String.annotate({ description: "Why the call was made" }),
  zones: Schema.Array(Schema.String).annotate({ description: "Time zones in which the phone may be" }),
  states: Schema.Array(Schema.String).annotate({ description: "States or provinces in which it may be, ISO 3166-2" }),
  consent: Schema.NullOr(Consent).annotate({ description: "The consent as it was told; null for none" }),
  firstMessageDigest: Schema.NullOr(Schema.String).annotate({
    description: "SHA-256 of the first message that was judged, in hexadecimal; null when it was not known"
  }),
  clockOffsetMillis: Schema.NullOr(Schema.Finite).annotate({
    description: "How far this machine's clock was ahead of the provider's, in milliseconds; null when unknown"
  }),
  /** Left out of evidence that was kept before this was. */
  rulesAsOf: Schema.optionalKey(
    Schema.NullOr(Schema.String).annotate({
      description: "The newest day on which one of the cited rules was looked up; null when none was cited"
    })
  ),
  verdicts: Schema.Array(
    Schema.Struct({
      rule: RuleId,
      decision: Decision,
      rows: Schema.optionalKey(
        Schema.Array(Schema.String).annotate({
          description: "Ids of the cited rules that decided (docs/calling-rules.md)"
        })
      )
    })
  ).annotate({ description: "What every rule of the policy said" })
}).annotate({ identifier: "DialEvidence", description: "Why a call was allowed" })
export interface DialEvidence extends Schema.Schema.Type<typeof DialEvidence> {}

/** The evidence as the ledger keeps it. */
export type WrittenEvidence = typeof DialEvidence.Encoded
