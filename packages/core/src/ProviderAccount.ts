import { Context, type Effect } from "effect"
import type { ProviderError } from "./CallErrors.ts"
import type { AgentId, PhoneNumberId } from "./CallIds.ts"
import type { Overrides } from "./CallRequest.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import type { Carrier } from "./VoiceProvider.ts"

/** What must be known of an agent before it may call. */
export interface Agent {
  readonly id: AgentId
  readonly name: string | null
  /** What it says first, with the names of variables as they are written; null when the provider does not tell. */
  readonly firstMessage: string | null
  /** The code of the language that it speaks where none is asked for; null when the provider does not tell. */
  readonly language: string | null
  /** What it does otherwise in other languages, by their codes. */
  readonly presets: {
    readonly [language: string]: {
      readonly firstMessage: string | null
      readonly maxDurationSeconds: number | null
    }
  }
  /** Whether the provider keeps the sound of its calls; null when it does not tell. */
  readonly recordsVoice: boolean | null
  /** When it ends a call that goes on; null when the provider does not tell. */
  readonly maxDurationSeconds: number | null
  /** Variables that must be given, or the provider drops the call after pickup; by where the agent uses them. */
  readonly variables: {
    readonly firstMessage: ReadonlyArray<string>
    readonly prompt: ReadonlyArray<string>
    readonly tools: ReadonlyArray<string>
    /** Those that the agent's settings name, used or not. They give no value on a call. */
    readonly placeholders: ReadonlyArray<string>
  }
  /** Null when the provider does not tell. */
  readonly allowedOverrides: Readonly<Record<keyof Overrides | "maxDuration", boolean | null>>
}

/** An agent in the list of the account. */
export interface AgentName {
  readonly id: AgentId
  readonly name: string | null
}

/** A number of the account from which calls go out. */
export interface CallerNumber {
  readonly id: PhoneNumberId
  readonly number: PhoneNumber | null
  readonly label: string | null
  /** Null when the provider names one from which this service cannot dial. */
  readonly carrier: Carrier | null
  /** Null when the provider does not tell. */
  readonly supportsOutbound: boolean | null
}

/** Result of a read that an older or restricted provider may not offer. */
export type Known<A> =
  | { readonly type: "known"; readonly value: A }
  /** The provider says that it does not exist. */
  | { readonly type: "missing"; readonly detail: string }
  /** It cannot be told: no such route, or no permission to read. */
  | { readonly type: "untold"; readonly detail: string; readonly error: ProviderError }

/** The provider's account, read before dialling and by `doctor`. Nothing here rings a phone. */
export class ProviderAccount extends Context.Service<
  ProviderAccount,
  {
    readonly agent: (id: AgentId) => Effect.Effect<Known<Agent>, ProviderError>
    readonly agents: Effect.Effect<Known<ReadonlyArray<AgentName>>, ProviderError>
    readonly callerNumber: (id: PhoneNumberId) => Effect.Effect<Known<CallerNumber>, ProviderError>
    readonly callerNumbers: Effect.Effect<Known<ReadonlyArray<CallerNumber>>, ProviderError>
    /** The provider's clock in epoch milliseconds, by its latest answer; null before one told it. Sends nothing. */
    readonly now: Effect.Effect<number | null>
    /** Milliseconds that the provider's clock is ahead of ours; null when it does not tell. Fails when the key is wrong. */
    readonly clockOffset: Effect.Effect<number | null, ProviderError>
  }
>()("@outbound-call/core/ProviderAccount") {}
