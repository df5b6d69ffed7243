import { Resolver } from "node:dns/promises"
import { assert, describe, it } from "@effect/vitest"
import { EndpointTransport } from "@outbound-call/core"
import { Effect, Fiber, Layer } from "effect"
import { EndpointNetwork } from "../src/EndpointNetwork.ts"
import * as EndpointSocket from "../src/EndpointSocket.ts"
import { nameServer } from "./NameServer.ts"

const v4 = "93.184.215.14"
const v6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

const names = {
  "both.good.com A": [v4, "93.184.215.15"],
  "both.good.com AAAA": [v6],
  "old.good.com A": [v4],
  "new.good.com AAAA": [v6],
  "half.good.com A": { failure: 2 },
  "half.good.com AAAA": [v6],
  "alias.good.com A": { alias: "both.good.com" },
  "alias.good.com AAAA": { alias: "both.good.com" },
  "nobody.good.com A": { failure: 3 },
  "nobody.good.com AAAA": { failure: 3 },
  "inside.good.com A": [v4, "10.0.0.7"],
  "inner.good.com A": { alias: "host.inside.com" },
  "host.inside.com A": ["127.0.0.1"],
  "slow.good.com A": "silent",
  "slow.good.com AAAA": "silent"
} as const

/** A resolver that is not cancelled asks again after seconds; this counts the cancelling instead. */
const cancellations = Effect.acquireRelease(
  Effect.sync(() => {
    const { cancel } = Resolver.prototype
    const cancelled = { count: 0, cancel }
    Resolver.prototype.cancel = function (this: Resolver) {
      cancelled.count++
      cancel.call(this)
    }
    return cancelled
  }),
  ({ cancel }) => Effect.sync(() => (Resolver.prototype.cancel = cancel))
)

describe("a name of an endpoint", () => {
  it.live("is asked of the name servers for both kinds of address, aliases followed", () =>
    Effect.gen(function* () {
      const { address, asked } = yield* nameServer(names)
      const resolve = Effect.fnUntraced(
        function* (name: string) {
          const network = yield* EndpointNetwork
          return yield* network.resolve(name).pipe(Effect.catch((reason) => Effect.succeed(reason)))
        },
        Effect.provide(EndpointNetwork.layerWith({ nameServers: [address] }))
      )
      assert.deepEqual(yield* resolve("both.good.com"), [v4, "93.184.215.15", v6])
      assert.sameMembers(asked, ["both.good.com A", "both.good.com AAAA"])
      assert.deepEqual(yield* resolve("old.good.com"), [v4])
      assert.deepEqual(yield* resolve("new.good.com"), [v6])
      assert.deepEqual(yield* resolve("half.good.com"), [v6])
      assert.deepEqual(yield* resolve("alias.good.com"), [v4, "93.184.215.15", v6])
      assert.strictEqual(yield* resolve("nobody.good.com"), "the name could not be resolved (ENOTFOUND)")
      assert.strictEqual(yield* resolve("empty.good.com"), "the name could not be resolved (ENODATA)")
    }).pipe(Effect.scoped)
  )

  it.live("that leads to any address inside, behind an alias too, is sent nothing", () =>
    Effect.gen(function* () {
      const { address } = yield* nameServer(names)
      const post = (url: string) =>
        Effect.flatMap(EndpointTransport, (transport) => transport.post({ url, headers: {}, body: "{}" })).pipe(
          Effect.provide(
            EndpointSocket.layer({ loopback: false }).pipe(
              Layer.provide(EndpointNetwork.layerWith({ nameServers: [address] }))
            )
          )
        )
      const reasons = yield* Effect.forEach(["inside", "inner", "nobody"], (name) => post(`https://${name}.good.com/`))
      assert.deepEqual(reasons, [
        { type: "failed", reason: "inside.good.com leads to 10.0.0.7, which is no public address" },
        { type: "failed", reason: "inner.good.com leads to 127.0.0.1, which is no public address" },
        { type: "failed", reason: "the name could not be resolved (ENOTFOUND)" }
      ])
    }).pipe(Effect.scoped)
  )

  it.live("is asked no more once the attempt is interrupted", () =>
    Effect.gen(function* () {
      const { address, asked } = yield* nameServer(names)
      const asking = yield* Effect.flatMap(EndpointNetwork, (network) => network.resolve("slow.good.com")).pipe(
        Effect.provide(EndpointNetwork.layerWith({ nameServers: [address] })),
        Effect.forkChild
      )
      while (asked.length < 2) yield* Effect.promise(() => new Promise(setImmediate))
      const cancelled = yield* cancellations
      yield* Fiber.interrupt(asking)
      assert.strictEqual(cancelled.count, 1)
    }).pipe(Effect.scoped)
  )
})
