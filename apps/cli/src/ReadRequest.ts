import { CallRequest } from "@outbound-call/core/CallRequest"
import { readPhoneNumber } from "@outbound-call/core/ReadPhoneNumber"
import { Duration, Effect, Option, Result, Schema, SchemaIssue } from "effect"
import type { RequestInput } from "./RequestFlags.ts"
import { readVariables } from "./ReadVariables.ts"
import { UsageError } from "./UsageError.ts"

/** The request that was typed. Fails with every option that cannot be understood. */
export const readRequest = Effect.fnUntraced(function* (input: RequestInput) {
  const variables = yield* readVariables(input.var, input.vars)
  const overrides = present({
    firstMessage: input.firstMessage,
    language: input.language,
    prompt: input.prompt,
    voiceId: input.voice
  })
  const recipient = present({ timeZone: input.timeZone, place: input.place })
  const consent = present({
    kind: input.consentKind,
    source: input.consentSource,
    at: Option.map(input.consentAt, (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text))
  })
  const request = {
    to: input.number,
    ...(Object.keys(recipient).length > 0 ? { recipient } : {}),
    ...(Object.keys(consent).length > 0 ? { consent } : {}),
    ...(Object.keys(variables).length > 0 ? { variables } : {}),
    ...(Object.keys(overrides).length > 0 ? { overrides } : {}),
    ...present({
      region: input.region,
      agentId: input.agent,
      phoneNumberId: input.from,
      purpose: input.purpose,
      maxDurationSeconds: Option.map(input.maxDuration, Duration.toSeconds),
      ringingTimeoutSeconds: Option.map(input.ringingTimeout, Duration.toSeconds),
      machineDetection: input.machineDetection,
      recording: input.recording,
      userId: input.userId,
      branchId: input.branch,
      environment: input.environment
    })
  }
  return yield* Schema.decodeUnknownEffect(CallRequest)(request, { errors: "all" }).pipe(
    Effect.mapError(({ issue }) => new UsageError({ message: describeIssues(issue) }))
  )
})

/**
 * Refuses what no setting could make dialable, so that a wrong number is told as such also where nothing is configured.
 * Bare digits wait: how they read depends on the caller id.
 */
export const refuseEarly = Effect.fnUntraced(function* (request: CallRequest) {
  const number = readPhoneNumber(request.to, { defaultRegion: request.region })
  if (Result.isSuccess(number)) return
  const isBareDigits = /^[0-9 .()-]{7,}$/.test(request.to.trim())
  if (number.failure._tag === "CallRefused" || !isBareDigits) return yield* number.failure
})

const present = (options: { readonly [name: string]: Option.Option<unknown> }) =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, option]) => (Option.isSome(option) ? [[name, option.value]] : []))
  )

const describeIssues = (issue: SchemaIssue.Issue): string =>
  SchemaIssue.makeFormatterStandardSchemaV1()(issue)
    .issues.map(({ message, path }) => `${flagOf((path ?? []).map(String).join("."))}: ${message}.`)
    .join("\n")

const flagOf = (field: string): string => flags[field] ?? field

const flags: { readonly [field: string]: string } = {
  to: "number",
  region: "--region",
  agentId: "--agent",
  phoneNumberId: "--from",
  "recipient.timeZone": "--time-zone",
  "recipient.place": "--place",
  "consent.kind": "--consent",
  "consent.source": "--consent-source",
  "consent.at": "--consent-at",
  "overrides.firstMessage": "--first-message",
  "overrides.language": "--language",
  "overrides.prompt": "--prompt",
  "overrides.voiceId": "--voice",
  maxDurationSeconds: "--max-duration",
  ringingTimeoutSeconds: "--ringing-timeout",
  userId: "--user-id",
  branchId: "--branch",
  environment: "--environment"
}
