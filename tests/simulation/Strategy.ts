import type { CallLedger, Delivery, DialRequest, Gate } from "@outbound-call/core"
import { DialTransport } from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import { Effect, Layer, Redacted } from "effect"
import type { HttpClient } from "effect/http"
import type { Process } from "./Process.ts"
import type { World } from "./World.ts"

/** How calls are placed: as shipped, or as a control that must ring people twice. */
export interface Strategy {
  readonly transport: (process: Process, world: World) => Layer.Layer<DialTransport, never, HttpClient.HttpClient>
  readonly ledger: (ledger: CallLedger["Service"]) => CallLedger["Service"]
}

type Send = DialTransport["Service"]["send"]

export const shipped: Strategy = {
  transport: (process, world) =>
    watched(
      process,
      world.plan.transport === "http"
        ? HttpDialTransport.layer
        : Layer.succeed(DialTransport, { send: socketOf(process, world) })
    ),
  ledger: (ledger) => ledger
}

/** Repeats a dial that was answered 5xx or not at all, as the vendors' clients do. */
export const retrying: Strategy = {
  ...shipped,
  transport: (process, world) => {
    const send = socketOf(process, world)
    const attempt = (request: DialRequest, gate: Gate, left: number): Effect.Effect<Delivery> =>
      Effect.flatMap(send(request, gate), (delivery) => {
        const failed = delivery.type === "answered" ? delivery.status >= 500 : delivery.type === "lost"
        return failed && left > 0 ? attempt(request, open, left - 1) : Effect.succeed(delivery)
      })
    return Layer.succeed(DialTransport, { send: (request, gate) => attempt(request, gate, 2) })
  }
}

/** A ledger that gives everybody the right to dial. */
export const unclaimed: Strategy = {
  ...shipped,
  ledger: (ledger) => ({
    ...ledger,
    claim: (call, request, key, order) =>
      Effect.map(ledger.claim(call, request, key, order), (claim) =>
        claim.type === "refused" ? claim : { type: "claimed", call: { ...claim.call, to: call.to }, ledgerAt: null }
      )
  })
}

/** A transport that does not ask the gate. */
export const ungated: Strategy = {
  ...shipped,
  transport: (process, world) => {
    const send = socketOf(process, world)
    return Layer.succeed(DialTransport, { send: (request) => send(request, open) })
  }
}

const open = Effect.void

/** A socket as the one of Node: connect, ask the gate, write once. It alone knows that nothing was sent. */
const socketOf =
  (process: Process, world: World): Send =>
  (request, gate) =>
    Effect.gen(function* () {
      const connected = yield* process.port("connect", world.atProvider, world.network.connect)
      if (!connected) return { type: "not-sent", reason: "no connection" }
      const passed = yield* Effect.result(gate)
      if (passed._tag === "Failure") return { type: "not-sent", reason: passed.failure }
      const sent = {
        method: "POST",
        url: new URL(request.url).pathname,
        headers: { "xi-api-key": Redacted.value(request.apiKey) },
        body: request.body
      }
      const arrival = yield* process.port(
        `POST ${sent.url}`,
        world.atProvider,
        world.network.carryFor(sent, request.timeoutMillis)
      )
      return arrival === null || arrival.type !== "whole"
        ? { type: "lost", reason: "no whole answer" }
        : { type: "answered", status: arrival.status, body: arrival.body }
    })

/** Tells the process when a dial has passed the gate: from there to the write it is never frozen for long. */
const watched = (process: Process, layer: ReturnType<Strategy["transport"]>): ReturnType<Strategy["transport"]> =>
  Layer.effect(
    DialTransport,
    Effect.map(DialTransport, ({ send }) => ({
      send: (request: DialRequest, gate: Gate) =>
        send(
          request,
          Effect.tap(gate, () => Effect.sync(() => process.beyondGate++))
        )
    }))
  ).pipe(Layer.provide(layer))

/** By name. */
export const strategies: Readonly<Record<string, Strategy>> = { shipped, retrying, unclaimed, ungated }
