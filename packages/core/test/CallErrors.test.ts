import { assert, describe, it } from "@effect/vitest"
import {
  AgentNotFound,
  ApprovalClosed,
  CallNotFound,
  CallRefused,
  EndpointNotFound,
  HangUpUnavailable,
  IdempotencyMismatch,
  InvalidRequest,
  KeyNotFound,
  LedgerError,
  MessageNotFound,
  ProviderError,
  SuppressionNotFound
} from "@outbound-call/core"
import { sampleId } from "./SampleCall.ts"

const callId = sampleId(1)
const reasons = ["unauthorized", "forbidden", "not-found", "rate-limited", "unavailable", "unreadable"] as const
const providerError = (reason: (typeof reasons)[number]) =>
  new ProviderError({
    reason,
    detail: "The provider answered HTTP 500.",
    status: 500,
    requestId: "r-1",
    retryAfterSeconds: null,
    isUnknownRoute: false
  })

const hangUpUnavailable = (reason: HangUpUnavailable["reason"], provider?: string) =>
  new HangUpUnavailable({
    callId,
    callSid: "CA1",
    status: "unknown",
    reason,
    missing: "TWILIO_AUTH_TOKEN",
    ...(provider === undefined ? {} : { provider })
  })

const errors: ReadonlyArray<readonly [error: Error, says: ReadonlyArray<string>]> = [
  [
    new InvalidRequest({
      problems: [
        { code: "a", field: "x", message: "First." },
        { code: "b", field: "y", message: "Second." }
      ]
    }),
    ["First. Second.", "No phone rang."]
  ],
  [
    new CallRefused({ code: "number-busy", reason: "Still live.", nextStep: "Wait.", callId }),
    ["Still live.", "No phone rang for this request.", "Wait."]
  ],
  [new IdempotencyMismatch({ callId }), [callId, "No phone rang for this request", "choose a new key"]],
  [
    new CallNotFound({ id: "conv_1" }),
    ["conv_1", "Nothing changed, and no phone rang by asking; whether one rang for it cannot be told", "outbound calls"]
  ],
  [
    new CallNotFound({ id: callId, missing: "conversation" }),
    [callId, "no conversation", "No phone rang by asking; one may have rung for the call", `outbound show ${callId}`]
  ],
  [
    new CallNotFound({ id: callId, missing: "recording" }),
    [callId, "no recording", "No phone rang by asking", `outbound show ${callId}`]
  ],
  [
    new CallNotFound({ id: callId, missing: "evidence" }),
    [callId, "No evidence", "No phone rang by asking", `outbound show ${callId}`]
  ],
  [
    new CallNotFound({ id: callId, missing: "erased" }),
    [callId, "erased", "its phone may have rung then; none rang by asking", "outbound calls"]
  ],
  ...(
    [
      ["approved", "was approved before, and is dialled once"],
      ["denied", "was denied, and is not dialled any more"],
      ["expired", "until its time was up, and is not dialled any more; place the call again with a new key"],
      ["withdrawn", "was cancelled before it was approved"],
      ["refused", "the policy said no by then, and is not dialled any more"],
      [null, "is done and waits for nobody's approval"]
    ] as const
  ).map(
    ([decision, says]) =>
      [
        new ApprovalClosed({ callId, status: "done", decision }),
        [`${callId} `, says, "Nothing was dialled by this", `outbound show ${callId}`]
      ] as const
  ),
  [new KeyNotFound({ id: "key_1" }), ["key_1", "no phone rang by this", "outbound keys list"]],
  [new EndpointNotFound({ id: "ep_1" }), ["ep_1", "no phone rang by this", "outbound webhooks list"]],
  [new MessageNotFound({ id: "msg_1" }), ["msg_1", "no phone rang by this", "outbound webhooks messages"]],
  [new SuppressionNotFound({ id: "sup_1" }), ["sup_1", "No phone rang", "outbound suppress list"]],
  [new AgentNotFound({ id: "agent_1" }), ["agent_1", "Reading rings nobody", "Check the id"]],
  ...reasons.map((reason) => [providerError(reason), ["HTTP 500", "request r-1", "Reading rings nobody"]] as const),
  [
    new LedgerError({ operation: "record", phoneMayHaveRung: true, cause: new Error("disk full") }),
    ["record", "disk full", "A phone may have rung", "do not place the call again"]
  ],
  [
    new LedgerError({ operation: "claim", phoneMayHaveRung: false, cause: "disk full" }),
    ["claim", "disk full", "No phone rang"]
  ],
  [hangUpUnavailable("no-credentials"), [callId, "goes on", "CA1", "set TWILIO_AUTH_TOKEN"]],
  [
    hangUpUnavailable("no-credentials", "The provider said no."),
    ["set TWILIO_AUTH_TOKEN", "(CA1). The provider said no."]
  ],
  [hangUpUnavailable("other-account"), [callId, "goes on", "CA1", "another account"]],
  [hangUpUnavailable("other-carrier"), [callId, "goes on", "does not belong to Twilio"]],
  [hangUpUnavailable("no-call-sid"), [callId, "unknown", `outbound recover ${callId}`, "do not place another call"]]
]

describe("every error", () => {
  it.each(errors.map(([error, says]) => ({ error, says, name: `${error.name} ${says[0]}` })))(
    "says what happened, what it means for the phone, and what to do: $name",
    ({ error, says }) => {
      for (const part of says) assert.include(error.message, part)
      assert.match(error.message, /[.]$/)
      assert.notInclude(error.message, "undefined")
    }
  )
})
