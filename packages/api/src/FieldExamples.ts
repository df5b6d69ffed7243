import { policyFieldExamples } from "./PolicyFieldExamples.ts"

interface Words {
  readonly description?: string
  readonly example?: unknown
}

const callId = "call_01JD0000000000000000000000"
const conversationId = "conv_01jd0000000000000000000000"
const endpointId = "ep_01JD0000000000000000000000"
const digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
const instant = "2026-11-23T09:30:00.000Z"

/**
 * Descriptions that the models leave out and an example for each field of the OpenAPI document, by field name; by
 * schema and field where a name means different things.
 */
export const fieldExamples: { readonly [path: string]: Words } = {
  ...policyFieldExamples,
  id: { example: callId },
  status: { example: "done" },
  outcome: { example: "answered" },
  evaluation: { example: "success" },
  conversationId: { description: "The provider's id of the conversation", example: conversationId },
  dashboardUrl: { example: `https://elevenlabs.io/app/agents/history/${conversationId}` },
  durationSeconds: { description: "Seconds of conversation; null until known", example: 42 },
  simulated: { description: "True when this service rings no phone but the emulator", example: true },
  to: { example: "+14155550100" },
  agentId: { example: "agent_demo" },
  phoneNumberId: { example: "phnum_demo" },
  callerId: {
    description: "The number that the person called sees; null when it is not known",
    example: "+14155550199"
  },
  purpose: { example: "informational" },
  "ResolvedRequest.recipient": {
    description: "Where the person is, when you know it better than the number tells",
    example: { timeZone: "America/Chicago" }
  },
  "CallRequest.recipient": {
    description: "Where the person is, when you know it better than the number tells",
    example: { timeZone: "America/Chicago" }
  },
  "ResolvedRequest.consent": { description: "The person's consent to be called, which a sales call needs" },
  "CallRequest.consent": { description: "The person's consent to be called, which a sales call needs" },
  timeZone: { example: "America/Chicago" },
  place: { example: "US-TX" },
  "Consent.kind": { example: "written" },
  "Consent.source": { example: "Sign-up form, record 4711" },
  "Consent.at": { description: "When it was given (ISO 8601, UTC)", example: instant },
  "CheckedPolicy.localTimes": { example: [{ zone: "Europe/Paris", time: "2026-11-24 12:00" }] },
  "CallRefusedProblem.not_before": {
    description: "The first instant at which no rule would refuse, as things stand; left out when time does not help",
    example: instant
  },
  "Consent.scope": { example: "Offers about my contract" },
  "Consent.expiresAt": { description: "From when on it is void (ISO 8601, UTC)", example: instant },
  "Verdict.rule": { description: "The rule (docs/policy.md)", example: "calling-window" },
  "Verdict.decision": { example: "refuse-until" },
  "Verdict.says": { example: "It is Tue 21:04 there, outside the calling window." },
  "Verdict.notBefore": { example: instant },
  "Verdict.rows": { example: ["any-informational-window"] },
  callSid: {
    description: "The carrier's id of the call; null until known",
    example: "CA00000000000000000000000000000000"
  },
  providerStatus: { description: "The provider's own word for the state, as it came", example: "done" },
  createdAt: { description: "When the call was recorded, before its dial (ISO 8601, UTC)", example: instant },
  startedAt: { description: "When it began (ISO 8601, UTC); null until known", example: instant },
  answeredAt: { description: "When the call was answered (ISO 8601, UTC); null until known", example: instant },
  endedAt: { description: "When the line went down (ISO 8601, UTC); null until known", example: instant },
  forgottenAt: {
    description: "When the number, the variables and the events of an old call were forgotten (ISO 8601, UTC)",
    example: null
  },
  hangUpRequestedAt: {
    description: "When it was asked to hang up (ISO 8601, UTC), null when it was not; it goes on until endedAt",
    example: null
  },
  "Call.problem": {
    description: "Why the call did not go the normal way, and what that means for the phone; null when it did",
    example: null
  },
  "Call.problem.code": { example: "no-clear-answer" },
  "Call.problem.message": {
    description: "What happened, for a person",
    example: "The provider did not answer in time."
  },
  "Call.problem.status": { description: "HTTP status of the provider's answer to the dial, if any", example: null },
  "Account.expiresAt": {
    description: "From when on the key is no longer good (ISO 8601, UTC); null for never",
    example: null
  },
  "Call.attention": {
    description: "Why a person must look at the call; null when nobody must",
    example: null
  },
  "Call.attention.code": { example: "no-second-witness" },
  "Call.attention.message": {
    description: "What a person should know, in one sentence",
    example: "The provider shows no trace of it, and Twilio could not be asked."
  },
  "Call.attention.since": { description: "Since when (ISO 8601, UTC)", example: instant },
  "Call.approval": { description: "The person's yes that the call needs or needed; null for a call that needs none" },
  "Approval.requestedAt": {
    description: "When the call was placed and began to wait (ISO 8601, UTC)",
    example: instant
  },
  "Approval.expiresAt": {
    description: "When it is cancelled if nobody has decided (ISO 8601, UTC)",
    example: "2026-11-23T09:40:00.000Z"
  },
  "Approval.reasons": {
    example: [{ rule: "approval", says: "The profile assistant wants a person to approve each call." }]
  },
  "PendingApproval.localTimes": { example: [{ zone: "Europe/Paris", time: "2026-11-24 12:00" }] },
  "Approval.reasons.rule": { example: "approval" },
  "Approval.reasons.says": { example: "The profile assistant wants a person to approve each call." },
  "Approval.decision": { example: "approved" },
  "Approval.decidedAt": { example: instant },
  "Approval.decidedBy": { example: "ada" },
  "PendingApproval.request": { description: "What is dialled, exactly, when a person says yes" },
  phoneMayHaveRung: { example: true },
  retrySafe: { example: false },
  nextStep: { example: `Read it with \`outbound transcript ${callId}\`.` },
  "UndecidedCall.status": { description: "unknown (a phone may have rung) or planned (it waits for a person)" },

  region: { example: "US" },
  variables: { example: { customer_name: "Ada" } },
  overrides: { description: "What the agent says or how, changed for this call only", example: { language: "fr" } },
  firstMessage: { example: "Hello, this is Acme calling about your order." },
  language: { example: "fr" },
  prompt: { example: "You confirm the appointment of {{customer_name}}." },
  voiceId: { example: "voice_demo" },
  maxDurationSeconds: { example: 300 },
  ringingTimeoutSeconds: { example: 30 },
  machineDetection: { example: "detect" },
  recording: { example: false },
  userId: { example: "customer-1042" },
  branchId: { example: "branch_demo" },
  environment: { example: "production" },

  "Transcript.status": { example: "done" },
  complete: { description: "False while more may come", example: true },
  turns: { description: "What was said, in order" },
  n: { example: 1 },
  speaker: { description: "Who speaks: our agent, or the person called", example: "agent" },
  atSeconds: { example: 1.5 },
  text: { example: "Good morning, am I speaking with Ada?" },
  interrupted: { description: "Whether the other side cut this turn short", example: false },
  tools: { description: "Tools that the agent used within the turn", example: [] },
  name: { description: "Name of the tool", example: "look_up_order" },
  arguments: { description: "Arguments as the provider recorded them, usually JSON", example: '{"order":"1042"}' },
  result: { description: "What the tool gave back; null when nothing was recorded", example: '{"state":"sent"}' },
  failed: { description: "Whether the tool failed", example: false },

  cursor: { description: "Position after this event: come back with it as Last-Event-ID", example: "3.7" },
  at: { description: "When it happened (ISO 8601, UTC)", example: instant },
  callId: { description: "Id of the call", example: callId },
  type: { description: "Which piece of news this is", example: "status" },
  cause: { description: "What brought the news", example: "poll" },
  message: { description: "More about it, for a person; null when there is nothing to add", example: null },
  turn: { description: "What was said" },

  "NewsEvent.id": { description: "The cursor of this event: come back with it as Last-Event-ID", example: "3.7" },
  event: { description: "What kind of event this is", example: "status" },
  "NewsEvent.data": { description: "The event, as JSON text", example: "{…}" },
  "BeginEvent.id": {
    description: "Where the feed begins: come back with it as Last-Event-ID",
    example: "42.1795426200000"
  },
  "BeginEvent.data": { description: "Nothing", example: "{}" },
  "PingEvent.data": { description: "Nothing", example: "{}" },
  "ProblemEvent.data": { description: "The problem, as JSON text", example: "{…}" },

  entries: { description: "Lines of the log, oldest first" },
  nextAfter: { description: "Read on after this line; null when there are no more for now", example: null },
  seq: { example: 42 },
  deed: { example: "call-claimed" },
  actor: { example: "ada" },
  subject: { example: digest },
  detail: { example: '{"profile":"default"}' },
  hash: { example: digest },
  "AuditVerification.entries": { description: "How many lines are whole, from the first on", example: 1042 },
  lastHash: { description: "The hash of the last of them: keep it elsewhere, with the count", example: digest },
  brokenAt: {
    description: "The first line that is not as it was written, or is missing; null when all are whole",
    example: null
  },
  evidence: { description: "What was kept when the call was claimed" },
  digest: { description: "SHA-256 of the evidence as it is kept now, in hexadecimal", example: digest },
  auditLine: { description: "The line of the audit log that names its digest; null for none", example: 41 },
  isAsWritten: { description: "Whether the evidence is what it was when that line was written", example: true },
  profile: { example: "default" },
  zones: { example: ["America/Los_Angeles"] },
  states: { example: ["US-CA"] },
  firstMessageDigest: { example: digest },
  clockOffsetMillis: { example: 120 },
  rulesAsOf: { example: "2026-11-28" },
  "DialEvidence.verdicts": { example: [{ rule: "suppression", decision: "allow" }] },
  "DialEvidence.verdicts.rule": { description: "The rule (docs/policy.md)", example: "calling-window" },
  "DialEvidence.verdicts.decision": { example: "allow" },
  "DialEvidence.verdicts.rows": { example: ["any-informational-window"] },

  calls: { description: "The calls of this page" },
  nextCursor: { description: "`cursor` of the next page; null on the last one", example: callId },

  allowed: { description: "Whether the call would be placed", example: true },
  problems: { description: "Everything that stands against the call" },
  warnings: { description: "What could not be checked, in sentences", example: [] },
  request: { description: "The request with every default filled in; null when there are problems" },
  blockedBy: { description: "The live call to the same number that would block this one" },

  "Recovery.result": {
    description:
      "settled (nothing to settle), found (the conversation is known now), undecided (a candidate cannot be told apart), nothing (not seen; proves nothing yet), not-placed (both witnesses showed no trace twice), dialing (its dial may be under way), other-account",
    example: "found"
  },
  "HungUp.result": {
    description:
      "over (the line is down), requested (the carrier, or the provider, was asked; the call's status follows, and asking again is safe)",
    example: "requested"
  },
  call: { description: "The call as it stands now" },

  "Health.status": { description: "Always healthy", example: "healthy" },
  "Readiness.status": { description: "Always ready; otherwise the answer is a problem", example: "ready" },

  "Endpoint.id": { example: endpointId },
  "EndpointList.endpoints": { description: "Every endpoint" },
  endpoint: { description: "The endpoint" },
  removed: { description: "Always true", example: true },
  url: { description: "Where messages are posted", example: "https://crm.example.com/calls" },
  owner: { description: "Whose calls it hears of; null for those of every owner", example: "sales" },
  events: { description: "The events it wants; none named is all of them", example: ["call.ended"] },
  state: {
    description:
      "Whether it is sent anything; unusable is one that cannot be read from the ledger: remove it, or give it a new secret",
    example: "enabled"
  },
  disabledReason: {
    description:
      "Why it is sent nothing: it answered 410 (gone), somebody said so (person), or every attempt of five days failed (failing); null when it is enabled",
    example: null
  },
  disabledAt: { description: "Since when (ISO 8601, UTC); null when it is enabled", example: null },
  oldSecretUntil: {
    description: "Until then the secret before the last rotation signs as well (ISO 8601, UTC); null when none does",
    example: null
  },
  "Endpoint.createdAt": { description: "When it was added (ISO 8601, UTC)", example: instant },

  "WebhookMessage.type": { description: "call. and the type of the event, or endpoint.test", example: "call.ended" },
  timestamp: { description: "When it happened (ISO 8601, UTC)", example: instant },
  data: { description: "The event; of endpoint.test the id of the endpoint" },

  messages: { description: "The messages of this page" },
  "MessageList.nextCursor": { description: "`cursor` of the next page; null on the last one", example: "1042" },
  "Message.id": { example: "msg_01JD0000000000000000000000" },
  endpointId: { example: endpointId },
  "Message.type": { description: "The type of the event, or endpoint.test", example: "call.ended" },
  "Message.state": {
    description: "waiting (for its next attempt), delivered (an attempt was answered 2xx), dead (none will be made)",
    example: "delivered"
  },
  attempts: { description: "How often it was sent since it was made, or last sent anew", example: 1 },
  lastStatus: { description: "HTTP status of the last answer; null when none came", example: 200 },
  lastError: { description: "Why the last attempt came to nothing, for a person; null when it did not", example: null },
  nextAttemptAt: { description: "When it is sent next (ISO 8601, UTC); null unless it waits", example: null },
  "Message.createdAt": { description: "When it was made (ISO 8601, UTC)", example: instant },
  settledAt: {
    description: "When it was delivered or given up (ISO 8601, UTC); null while it waits",
    example: instant
  },

  "Problem.type": {
    description: "The kind of problem: a stable name, not an address",
    example: "urn:outbound-call:problem:call-refused"
  },
  "Problem.title": { description: "The kind of problem, for a person", example: "The call is refused by policy" },
  "Problem.status": { description: "The HTTP status of the answer", example: 403 },
  "Problem.instance": { description: "Not used yet", example: "/v1/calls" },
  "Problem.call_id": { description: "The call that this is about", example: callId },
  "Problem.replayed": { description: "True when the idempotency key already had this call", example: false },
  "Problem.errors": { description: "Everything that is wrong with the request" },
  "Problem.length": { description: "Length of the recording in bytes", example: 120_960 },
  "Problem.scope": { description: "The scope that the key lacks", example: "calls:place" },
  "RateLimitedProblem.retry_after_seconds": { description: "After so long there is room again", example: 30 },
  "Problem.retry_after_seconds": {
    description: "How long the provider asks to wait; null when it does not",
    example: null
  }
}
