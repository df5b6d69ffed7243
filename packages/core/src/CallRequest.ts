import { Schema } from "effect"
import { AgentId, PhoneNumberId } from "./CallIds.ts"
import { Consent, Recipient } from "./Recipient.ts"
import { PhoneNumber } from "./PhoneNumber.ts"

/** Why the call is made. A profile bounds which of them its user may claim. */
export const Purpose = Schema.Literals(["informational", "requested", "sales", "test"]).annotate({
  description:
    "Why the call is made: informational, requested (the person asked for this call now), sales, or test (own numbers or simulation)"
})
export type Purpose = typeof Purpose.Type

/**
 * Values that the agent may use in its prompt, first message and tools. Names starting with `system__` are reserved.
 * Characters that do not show are refused in them, as in every text of a request.
 */
export const Variables = Schema.Record(
  Schema.String,
  Schema.Union([Schema.String, Schema.Finite, Schema.Boolean])
).annotate({
  description:
    "Dynamic variables for the agent: names with a text, number or boolean; without characters that do not show"
})
export type Variables = typeof Variables.Type

/** What the agent says or how, changed for this call only. The agent's settings must allow each one. */
export const Overrides = Schema.Struct({
  firstMessage: Schema.optionalKey(
    Schema.NonEmptyString.annotate({
      description: "First sentence the agent says, without characters that do not show"
    })
  ),
  language: Schema.optionalKey(Schema.NonEmptyString.annotate({ description: "Language code, for example en or fr" })),
  prompt: Schema.optionalKey(
    Schema.NonEmptyString.annotate({ description: "System prompt of the agent, without characters that do not show" })
  ),
  voiceId: Schema.optionalKey(Schema.NonEmptyString.annotate({ description: "The provider's id of the voice" }))
})
export type Overrides = typeof Overrides.Type

const options = {
  variables: Schema.optionalKey(Variables),
  overrides: Schema.optionalKey(Overrides),
  purpose: Schema.optionalKey(Purpose),
  recipient: Schema.optionalKey(Recipient),
  consent: Schema.optionalKey(Consent),
  maxDurationSeconds: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 7200 })).annotate({
      description: "The call is ended after this many seconds of conversation, 1 to 7200"
    })
  ),
  ringingTimeoutSeconds: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 600 })).annotate({
      description: "Ring for at most this many seconds, 1 to 600 (the provider's default is 60)"
    })
  ),
  machineDetection: Schema.optionalKey(
    Schema.Literals(["off", "detect", "detect-message-end"]).annotate({
      description: "Carrier answering-machine detection; Twilio numbers only"
    })
  ),
  recording: Schema.optionalKey(
    Schema.Boolean.annotate({ description: "Record the call in the Twilio account as well; Twilio numbers only" })
  ),
  userId: Schema.optionalKey(
    Schema.NonEmptyString.check(Schema.isMaxLength(256)).annotate({
      description: "Your key for the person, stored with the provider's record instead of the call id"
    })
  ),
  branchId: Schema.optionalKey(Schema.NonEmptyString.annotate({ description: "Branch of the agent" })),
  environment: Schema.optionalKey(
    Schema.NonEmptyString.annotate({ description: "Environment whose variables the agent resolves" })
  )
}

/** The wish to call, as a person or program writes it. */
export const CallRequest = Schema.Struct({
  to: Schema.String.annotate({
    description: "Number to call in E.164, for example +14155550100. National numbers need `region`."
  }),
  region: Schema.optionalKey(
    Schema.String.check(Schema.isPattern(/^[A-Z]{2}$/u)).annotate({
      description: "ISO region of a national number, for example US"
    })
  ),
  agentId: Schema.optionalKey(AgentId),
  phoneNumberId: Schema.optionalKey(PhoneNumberId),
  ...options
}).annotate({ identifier: "CallRequest" })
export type CallRequest = typeof CallRequest.Type

/**
 * The request with every default filled in: what the idempotency digest covers and what is dialled. Wait options are
 * no part of it.
 */
export const ResolvedRequest = Schema.Struct({
  ...options,
  to: PhoneNumber,
  agentId: AgentId,
  phoneNumberId: PhoneNumberId,
  purpose: Purpose,
  variables: Variables
})
export type ResolvedRequest = typeof ResolvedRequest.Type

/** One text for each request: keys sorted, so that equal requests give equal text. */
export const canonicalRequest = (request: ResolvedRequest): string => JSON.stringify(sorted(request))

const sorted = (value: unknown): unknown =>
  typeof value !== "object" || value === null
    ? value
    : Array.isArray(value)
      ? value.map(sorted)
      : Object.fromEntries(
          Object.entries(value)
            .filter(([, entry]) => entry !== undefined)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, entry]) => [key, sorted(entry)])
        )
