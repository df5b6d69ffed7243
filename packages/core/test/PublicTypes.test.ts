import { describe, expectTypeOf, it } from "@effect/vitest"
import type { Effect, Layer, Stream } from "effect"
import type { HttpClient } from "effect/http"
import type * as SqlClient from "effect/sql/SqlClient"
import type * as Core from "@outbound-call/core"
import type { Digest } from "effect/crypto/Digest"
import type { layer as sqlLedger } from "@outbound-call/core/SqlLedger"
import type { Result } from "effect"

type Reading = Core.CallNotFound | Core.ProviderError | Core.LedgerError
type Reader = Core.CallLedger | Core.VoiceProvider

/** The compiler fails here, not the run: a changed error or requirement is an error of types. */
describe("the public functions say what they need and how they fail", () => {
  it("placing", () => {
    expectTypeOf<ReturnType<typeof Core.placeCall>>().toEqualTypeOf<
      Effect.Effect<
        Core.PlacedCall,
        Core.InvalidRequest | Core.CallRefused | Core.IdempotencyMismatch | Core.ProviderError | Core.LedgerError,
        Core.CallSettings | Core.ProviderAccount | Core.CallLedger | Core.Dialer | Core.VoiceProvider
      >
    >()
    expectTypeOf<ReturnType<typeof Core.checkCall>>().toEqualTypeOf<
      Effect.Effect<
        Core.CallCheck,
        Core.ProviderError | Core.LedgerError,
        Core.CallSettings | Core.ProviderAccount | Core.CallLedger | Core.VoiceProvider
      >
    >()
    expectTypeOf<typeof Core.readPhoneNumber>().returns.toEqualTypeOf<
      Result.Result<Core.PhoneNumber, Core.InvalidRequest | Core.CallRefused>
    >()
  })

  it("following", () => {
    expectTypeOf<ReturnType<typeof Core.followCall>>().toEqualTypeOf<
      Stream.Stream<Core.CallEvent, Reading, Core.CallFollower | Core.CallLedger>
    >()
    expectTypeOf<ReturnType<typeof Core.awaitCall>>().toEqualTypeOf<
      Effect.Effect<Core.Call, Reading, Core.CallFollower | Core.CallLedger>
    >()
    expectTypeOf<ReturnType<typeof Core.monitorCall>>().toEqualTypeOf<
      Effect.Effect<Core.Conversation | null, Reading, Core.CallFollower | Core.CallLedger>
    >()
  })

  it("reading", () => {
    expectTypeOf<ReturnType<typeof Core.getCall>>().toEqualTypeOf<
      Effect.Effect<Core.Call, Core.CallNotFound | Core.LedgerError, Reader>
    >()
    expectTypeOf<ReturnType<typeof Core.getConversation>>().toEqualTypeOf<
      Effect.Effect<Core.Conversation, Reading, Reader>
    >()
    expectTypeOf<ReturnType<typeof Core.getTranscript>>().toEqualTypeOf<
      Effect.Effect<Core.Transcript, Reading, Reader>
    >()
    expectTypeOf<ReturnType<typeof Core.getRecording>>().toEqualTypeOf<Stream.Stream<Uint8Array, Reading, Reader>>()
    expectTypeOf<ReturnType<typeof Core.listCalls>>().toEqualTypeOf<
      Effect.Effect<Core.CallPage, Core.LedgerError, Core.CallLedger>
    >()
    expectTypeOf<ReturnType<typeof Core.listConversations>>().toEqualTypeOf<
      Effect.Effect<Core.ConversationPage, Core.ProviderError, Core.VoiceProvider>
    >()
    expectTypeOf<typeof Core.renderTranscript>().returns.toEqualTypeOf<string>()
  })

  it("settling", () => {
    expectTypeOf<ReturnType<typeof Core.recoverCall>>().toEqualTypeOf<
      Effect.Effect<Core.Recovery, Reading, Reader | Core.CarrierAccount | Core.ProviderAccount>
    >()
    expectTypeOf<ReturnType<typeof Core.recoverCalls>>().toEqualTypeOf<
      Effect.Effect<
        ReadonlyArray<Core.Recovered>,
        Core.LedgerError,
        Reader | Core.CarrierAccount | Core.ProviderAccount
      >
    >()
    expectTypeOf<ReturnType<typeof Core.resolveCall>>().toEqualTypeOf<
      Effect.Effect<Core.Call, Core.CallNotFound | Core.CallNotResolvable | Core.LedgerError, Core.CallLedger>
    >()
    expectTypeOf<ReturnType<typeof Core.hangUp>>().toEqualTypeOf<
      Effect.Effect<Core.HungUp, Reading | Core.HangUpUnavailable, Reader | Core.ProviderAccount | Core.CarrierAccount>
    >()
  })

  it("wiring", () => {
    expectTypeOf<Core.Live.Services>().toEqualTypeOf<
      | Core.CallSettings
      | Core.VoiceProvider
      | Core.ProviderAccount
      | Core.CarrierAccount
      | Core.Dialer
      | Core.CallFollower
    >()
    expectTypeOf<ReturnType<typeof Core.Live.layer>>().toEqualTypeOf<
      Layer.Layer<
        Core.Live.Services | Core.CallLedger,
        never,
        Core.CallLedger | Core.Suppressions | HttpClient.HttpClient | Core.DialTransport | Core.MonitorTransport
      >
    >()
    expectTypeOf<ReturnType<typeof Core.Live.layerAlone>>().toEqualTypeOf<
      Layer.Layer<
        Core.Live.Services | Core.CallLedger | Core.Suppressions | Core.Breakers | Core.TranscriptReads,
        never,
        HttpClient.HttpClient
      >
    >()
    expectTypeOf<typeof Core.MemoryLedger.layer>().toEqualTypeOf<
      Layer.Layer<Core.CallLedger | Core.Suppressions | Core.Breakers | Core.TranscriptReads | Core.Retention>
    >()
    expectTypeOf<typeof sqlLedger>().toEqualTypeOf<Layer.Layer<Core.CallLedger, never, SqlClient.SqlClient | Digest>>()
  })

  it("the facade: promises that have null for no", () => {
    type Details = Awaited<ReturnType<Core.PromiseFacade["getConversationDetails"]>>
    expectTypeOf<Core.PromiseFacade["monitorCall"]>().returns.toEqualTypeOf<Promise<Details>>()
    expectTypeOf<null>().toExtend<Details>()
    expectTypeOf<Core.PromiseFacade["getConversationTranscript"]>().returns.toEqualTypeOf<Promise<string | null>>()
    expectTypeOf<Awaited<ReturnType<Core.PromiseFacade["initiateCall"]>>>().toHaveProperty("retrySafe").toBeBoolean()
  })
})
