import { Context, type DateTime, type Effect, Layer } from "effect"
import type { ProviderError } from "./CallErrors.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import type { Forgotten } from "./VoiceProvider.ts"

/** A telephone call as the carrier's account has it. What the carrier does not tell is null. */
export interface CarrierCall {
  readonly sid: string
  /** The carrier's word, kept as it came: queued, ringing, in-progress, completed, busy, no-answer, failed, canceled. */
  readonly status: string
  /** `outbound-api` for a call that a program placed. */
  readonly direction: string | null
  readonly to: string | null
  readonly from: string | null
  readonly createdAt: DateTime.Utc | null
  /** Null while it waits in the carrier's queue, which may last hours. */
  readonly startedAt: DateTime.Utc | null
  /** Seconds from pick-up to the end; null before that, and for a call that nobody picked up. */
  readonly durationSeconds: number | null
}

/** The calls of an account between two numbers. */
export interface CarrierQuery {
  readonly to: PhoneNumber
  /** The caller id. */
  readonly from: PhoneNumber
  /** Leaves out what was created before; a call without a time of creation stays in. */
  readonly since?: DateTime.Utc | undefined
}

/** A carrier's account that can be asked. Nothing here rings a phone, and everything may be repeated. */
export interface OpenCarrierAccount {
  readonly available: true
  /** The carrier's id of the account. */
  readonly account: string
  /**
   * Whether the account owns a number. Only the owner's list of calls is a witness: any other is empty for every call
   * from that number.
   */
  readonly owns: (number: PhoneNumber) => Effect.Effect<boolean, ProviderError>
  /** Every call that a program placed between the two numbers, all pages read to the end; else it fails. */
  readonly calls: (query: CarrierQuery) => Effect.Effect<ReadonlyArray<CarrierCall>, ProviderError>
  readonly call: (sid: string) => Effect.Effect<CarrierCall, ProviderError>
  /** Deletes the record of a call that is over, and its recordings, and reads back that they are gone. */
  readonly forget: (sid: string) => Effect.Effect<Forgotten, ProviderError>
  /** Asks the carrier to end a call, also one that still waits or rings. One that is over is given back as it is. */
  readonly end: (sid: string) => Effect.Effect<CarrierCall, ProviderError>
}

/** No account can be asked. */
export interface NoCarrierAccount {
  readonly available: false
  /** What must be set for it, as part of a sentence. */
  readonly missing: string
}

/** The account at the carrier of our numbers: the second witness of a dial, and the way to hang up. */
export class CarrierAccount extends Context.Service<CarrierAccount, OpenCarrierAccount | NoCarrierAccount>()(
  "@outbound-call/core/CarrierAccount"
) {
  /** No credentials: capabilities say what is missing. */
  static readonly absent = (missing: string): Layer.Layer<CarrierAccount> =>
    Layer.succeed(CarrierAccount, { available: false, missing })
}

const overWords: ReadonlySet<string> = new Set(["completed", "busy", "no-answer", "failed", "canceled"])

/** Whether the carrier says that a call is over. A word never seen before is not. */
export const isCarrierCallOver = ({ status }: CarrierCall): boolean => overWords.has(status)
