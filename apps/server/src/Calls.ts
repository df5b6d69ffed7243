import { Api, problemOf } from "@outbound-call/api"
import {
  CallLedger,
  CallSettings,
  checkCall,
  CurrentPrincipal,
  getCall,
  hangUp,
  listCalls,
  recoverCall,
  resolveCall,
  searchCalls,
  viewCall,
  VoiceProvider
} from "@outbound-call/core"
import type { OutboundCall } from "@outbound-call/node"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { callNews } from "./CallNews.ts"
import { place } from "./Place.ts"
import { prefersNoTurns } from "./ReadWait.ts"
import { recording } from "./Recording.ts"
import { shownCall } from "./ShownCall.ts"
import { transcript } from "./Transcript.ts"

/**
 * The handlers of the calls: each decodes, uses one function of the core, and encodes. Placing belongs to the scope of
 * this layer: a client that goes away does not end it.
 */
export const layer = (options: { readonly simulated: boolean }) =>
  HttpApiBuilder.group(
    Api,
    "calls",
    Effect.fnUntraced(function* (handlers) {
      const services = yield* Effect.context<OutboundCall.Services>()
      // What is asked most is given the little that it needs: all of it is copied for each request.
      const ledger = yield* CallLedger
      const provider = yield* VoiceProvider
      const scope = yield* Effect.scope
      const { owner } = yield* CallSettings
      const { simulated } = options
      return handlers
        .handle("place", ({ headers, payload }) =>
          place(payload, headers, { scope, simulated }).pipe(Effect.provideContext(services))
        )
        .handle("check", ({ payload }) =>
          checkCall(payload).pipe(
            Effect.map((check) => ({
              ...check,
              blockedBy: check.blockedBy === null ? null : viewCall(check.blockedBy),
              simulated
            })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
        .handle("list", ({ query }) =>
          listCalls(query).pipe(
            Effect.map(({ calls, nextCursor }) => ({ calls: calls.map(viewCall), nextCursor, simulated })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
        .handle("search", ({ payload }) =>
          searchCalls(payload).pipe(
            Effect.map(({ calls, nextCursor }) => ({ calls: calls.map(viewCall), nextCursor, simulated })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
        .handle("get", ({ params: { id } }) =>
          getCall(id).pipe(
            Effect.map((call) => shownCall(viewCall(call))),
            Effect.mapError(problemOf),
            Effect.provideService(CallLedger, ledger),
            Effect.provideService(VoiceProvider, provider)
          )
        )
        .handle("events", ({ headers, params: { id } }) =>
          callNews(id, { lastEventId: headers["last-event-id"], withTurns: !prefersNoTurns(headers.prefer) }).pipe(
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
        .handle("transcript", ({ params: { id }, query: { format }, request }) =>
          transcript(id, format, request.headers["accept"]).pipe(Effect.provideContext(services))
        )
        .handle("recording", ({ headers, params: { id }, request }) =>
          recording(id, headers, request).pipe(Effect.provideContext(services))
        )
        .handle("hangUp", ({ params: { id } }) =>
          hangUp(id).pipe(
            Effect.map(({ call, result }) => ({ call: viewCall(call), result, simulated })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
        .handle("recover", ({ params: { id } }) =>
          recoverCall(id).pipe(
            Effect.map(({ call, result }) => ({ call: viewCall(call), result, simulated })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
        .handle("resolve", ({ params: { id }, payload: { by, dialled } }) =>
          CurrentPrincipal.pipe(
            Effect.flatMap((principal) => resolveCall(id, { dialled, by: by ?? principal?.owner ?? owner })),
            Effect.map(viewCall),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
    })
  )
