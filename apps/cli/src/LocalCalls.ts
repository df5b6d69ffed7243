import { approveCall } from "@outbound-call/core/ApproveCall"
import { viewCall } from "@outbound-call/core/Call"
import { checkCall } from "@outbound-call/core/CheckCall"
import { followCall } from "@outbound-call/core/FollowCall"
import { getCall } from "@outbound-call/core/GetCall"
import { getConversation } from "@outbound-call/core/GetConversation"
import { getRecording } from "@outbound-call/core/GetRecording"
import { getTranscript } from "@outbound-call/core/GetTranscript"
import { hangUp } from "@outbound-call/core/HangUp"
import { placeCall } from "@outbound-call/core/PlaceCall"
import { recoverCall } from "@outbound-call/core/RecoverCall"
import { recoverCalls } from "@outbound-call/core/RecoverCalls"
import type { LedgerPlace } from "@outbound-call/node/LedgerPlace"
import * as OutboundCall from "@outbound-call/node/OutboundCall"
import { Effect, Layer, Stream } from "effect"
import { CallService } from "./CallService.ts"
import * as LocalRecords from "./LocalRecords.ts"
import { NotDialled } from "./NotDialled.ts"
import type { Records } from "./Records.ts"
import { rememberUnderWay } from "./RememberCall.ts"

const service: Layer.Layer<CallService, never, OutboundCall.Services> = Layer.effect(
  CallService,
  Effect.map(Effect.context<OutboundCall.Services>(), (services) => ({
    approve: (id, yes) =>
      approveCall(id, { ...yes, via: "terminal" }).pipe(Effect.map(viewCall), Effect.provideContext(services)),
    place: (request, key, options) =>
      rememberUnderWay(placeCall(request, key, options), request).pipe(
        Effect.map((placed) => ({ ...placed, call: viewCall(placed.call) })),
        Effect.catchTag("ProviderError", (cause) => Effect.fail(new NotDialled({ cause }))),
        Effect.provideContext(services)
      ),
    check: (request) =>
      checkCall(request).pipe(
        Effect.map((check) => ({
          ...check,
          blockedBy: check.blockedBy === null ? null : viewCall(check.blockedBy)
        })),
        Effect.provideContext(services)
      ),
    get: (id) => getCall(id).pipe(Effect.map(viewCall), Effect.provideContext(services)),
    conversation: (id) => Effect.provideContext(getConversation(id), services),
    follow: (id) => Stream.provideContext(followCall(id), services),
    transcript: (id) => Effect.provideContext(getTranscript(id), services),
    recording: (id) => Stream.provideContext(getRecording(id), services),
    hangUp: (id) =>
      hangUp(id).pipe(
        Effect.map(({ call, result }) => ({ call: viewCall(call), result })),
        Effect.provideContext(services)
      ),
    recover: (id) =>
      recoverCall(id).pipe(
        Effect.map(({ call, result }) => ({ call: viewCall(call), result })),
        Effect.provideContext(services)
      ),
    recoverAll: recoverCalls().pipe(
      Effect.map((round) =>
        round.map(({ call, error, result }) => ({ call: viewCall(call), result, error: error?.message ?? null }))
      ),
      Effect.provideContext(services)
    )
  }))
)

/** The core in this process: the ledger here, and the provider that is configured, or the emulator. */
export const layer = ({ simulated }: LedgerPlace): Layer.Layer<CallService | Records, OutboundCall.StartError> =>
  Layer.merge(service, LocalRecords.over).pipe(
    Layer.provide(OutboundCall.layerFromConfiguration({ simulate: simulated }))
  )
