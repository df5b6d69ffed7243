import { Layer } from "effect"
import * as Digest from "effect/crypto/Digest"
import type { HttpClient } from "effect/http"
import type { Breakers } from "./Breakers.ts"
import { CarrierAccount } from "./CarrierAccount.ts"
import type { CallFollower } from "./CallFollower.ts"
import type { CallLedger } from "./CallLedger.ts"
import { CallSettings, type CallSettingsShape } from "./CallSettings.ts"
import { Dialer } from "./Dialer.ts"
import type { DialTransport } from "./DialTransport.ts"
import * as ElevenLabs from "./elevenlabs/ElevenLabs.ts"
import * as ElevenLabsAccount from "./elevenlabs/ElevenLabsAccount.ts"
import * as HonourOptOuts from "./HonourOptOuts.ts"
import * as HttpDialTransport from "./elevenlabs/HttpDialTransport.ts"
import * as MemoryLedger from "./MemoryLedger.ts"
import { MonitorTransport } from "./MonitorTransport.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import * as SqlAuditLog from "./SqlAuditLog.ts"
import * as SqlBreakers from "./SqlBreakers.ts"
import * as SqlLedger from "./SqlLedger.ts"
import * as SqlPersons from "./SqlPersons.ts"
import * as SqlSuppressions from "./SqlSuppressions.ts"
import * as SqlTranscriptReads from "./SqlTranscriptReads.ts"
import type { Suppressions } from "./Suppressions.ts"
import type { TranscriptReads } from "./TranscriptReads.ts"
import * as SweepFollower from "./SweepFollower.ts"
import * as Twilio from "./twilio/Twilio.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

export interface LiveOptions {
  readonly provider: ElevenLabs.ElevenLabsConfig
  readonly settings: CallSettingsShape
  /** The account that owns the calling numbers, or what is missing to ask it; without it calls cannot be ended. */
  readonly carrier?: Twilio.TwilioConfig | { readonly missing: string } | undefined
  /** Time between two looks at a call that is followed alone; 3,000 when left out. Many calls: two fifths as long again. */
  readonly pollIntervalMillis?: number | undefined
  /** How far the provider's list may lag behind a dial, in milliseconds; 5,000 when left out. */
  readonly listLagMillis?: number | undefined
}

/** Everything the capabilities ask for, apart from the ledger and what is kept with it. */
export type Services = CallSettings | VoiceProvider | ProviderAccount | CarrierAccount | Dialer | CallFollower

/**
 * The production wiring: bring a ledger with its do-not-call list, an HTTP client for reads, a transport for the dial, and
 * one for the monitor socket or `MonitorTransport.absent`. The ledger that it gives is yours, with an ear for those who
 * ask for no more calls: use that one.
 */
export const layer = (
  options: LiveOptions
): Layer.Layer<
  Services | CallLedger,
  never,
  CallLedger | Suppressions | HttpClient.HttpClient | DialTransport | MonitorTransport
> => {
  const provider = Layer.mergeAll(
    ElevenLabs.layer(options.provider).pipe(Layer.provide(Digest.layerWebCrypto)),
    ElevenLabsAccount.layer(options.provider),
    carrierLayer(options.carrier ?? { missing: "Twilio credentials" })
  )
  const { listLagMillis, pollIntervalMillis } = options
  const follower = SweepFollower.layer({
    ...(pollIntervalMillis === undefined ? {} : { intervalMillis: pollIntervalMillis }),
    ...(listLagMillis === undefined ? {} : { listLagMillis })
  })
  return Layer.merge(Dialer.layer, follower).pipe(
    Layer.provideMerge(HonourOptOuts.layer),
    Layer.provideMerge(Layer.succeed(CallSettings, options.settings)),
    Layer.provideMerge(provider)
  )
}

const carrierLayer = (carrier: NonNullable<LiveOptions["carrier"]>) =>
  "missing" in carrier ? CarrierAccount.absent(carrier.missing) : Twilio.layer(carrier)

/**
 * The ledger on a database: bring a `SqlClient` whose schema is `SqlLedgerSchema.migrations`, and a `Digest`, for example
 * `Digest.layerWebCrypto` of `effect/crypto/Digest`.
 */
export const sqlLedger = SqlLedger.layer

/** The do-not-call list in the ledger's database, which its claims ask. */
export const sqlSuppressions = SqlSuppressions.layer

/** The audit log in the ledger's database, to which everything else there adds. */
export const sqlAuditLog = SqlAuditLog.layer

/** What the ledger's database keeps of persons, to be handed out and erased. */
export const sqlPersons = SqlPersons.layer

/** When transcripts were read by assistants, in the ledger's database, which its claims ask. */
export const sqlTranscriptReads = SqlTranscriptReads.layer

/** The breakers in the ledger's database, which its claims trip. */
export const sqlBreakers = SqlBreakers.layer

/**
 * The core by itself: a ledger in memory and the dial over the given HTTP client, which must not retry. A program that
 * restarts has forgotten its calls; use a durable ledger where people are called.
 */
export const layerAlone = (
  options: LiveOptions
): Layer.Layer<Services | CallLedger | Suppressions | Breakers | TranscriptReads, never, HttpClient.HttpClient> =>
  layer(options).pipe(
    Layer.provide(HttpDialTransport.layer),
    Layer.provide(MonitorTransport.absent),
    Layer.provideMerge(MemoryLedger.layer)
  )
