import { Api, problemOf, transcriptMediaTypes } from "@outbound-call/api"
import {
  checkCall,
  getCall,
  getTranscript,
  hangUp,
  listCalls,
  placeCall,
  recoverCall,
  renderTranscript,
  viewCall
} from "@outbound-call/core"
import type { OutboundCall } from "@outbound-call/node"
import { Effect, Fiber } from "effect"
import { HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { callNews } from "./CallNews.ts"
import { placedAnswer } from "./PlacedAnswer.ts"

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
      const scope = yield* Effect.scope
      const { simulated } = options
      return handlers
        .handle("place", ({ headers, payload }) =>
          placeCall(payload, { type: "given", key: headers["idempotency-key"] }).pipe(
            Effect.provideContext(services),
            Effect.forkIn(scope),
            Effect.flatMap(Fiber.join),
            Effect.mapError(problemOf),
            Effect.flatMap(placedAnswer)
          )
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
        .handle("list", ({ query: { since, ...query } }) =>
          listCalls({ ...query, ...(since === undefined ? {} : { createdAfter: since }) }).pipe(
            Effect.map(({ calls, nextCursor }) => ({ calls: calls.map(viewCall), nextCursor, simulated })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
        .handle("get", ({ params: { id } }) =>
          getCall(id).pipe(Effect.map(viewCall), Effect.mapError(problemOf), Effect.provideContext(services))
        )
        .handle("events", ({ headers, params: { id } }) =>
          callNews(id, headers["last-event-id"]).pipe(Effect.mapError(problemOf), Effect.provideContext(services))
        )
        .handle("transcript", ({ params: { id }, query: { format = "json" } }) =>
          getTranscript(id).pipe(
            Effect.map((transcript) =>
              HttpServerResponse.text(renderTranscript(transcript, format), {
                contentType: `${transcriptMediaTypes[format]}; charset=utf-8`
              })
            ),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
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
    })
  )
