import type { KeyScope } from "@outbound-call/core"
import { Context, Effect, Layer } from "effect"
import { folder } from "./Assistant.ts"
import { keyAt, rotatedAt } from "./Keys.ts"
import { listening } from "./Listening.ts"
import { ringsIn } from "./Server.ts"

/** What a key needs to place a call and to answer for a person. */
export const asker: ReadonlyArray<KeyScope> = ["calls:read", "calls:place", "calls:approve"]

type Key = { readonly id: string; readonly text: string }

/** The keys of the built server over HTTP, whose simulated calls wait for a person. */
export class Keyed extends Context.Service<
  Keyed,
  {
    readonly key: (owner: string, scopes?: ReadonlyArray<KeyScope>) => Effect.Effect<Key>
    readonly rotated: (key: Key) => Effect.Effect<Key>
    /** How often a phone was rung. */
    readonly ringsOf: (to: string) => Effect.Effect<number>
  }
>()("test/Keyed") {}

/** One server for a whole file, with its port. */
export const keyedServerWith = (env: Readonly<Record<string, string>>) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const path = yield* folder
      const { port } = yield* listening(path, { env: { OUTBOUND_SIMULATE_APPROVALS: "on", ...env } })
      const keys = Keyed.of({
        key: (owner, scopes = asker) => Effect.orDie(keyAt(path, owner, ...scopes)),
        rotated: ({ id }) => Effect.orDie(rotatedAt(path, id)),
        ringsOf: (to) => Effect.map(ringsIn(path), (rung) => rung.filter((number) => number === to).length)
      })
      return Layer.merge(port, Layer.succeed(Keyed, keys))
    })
  )

export const keyedServer = keyedServerWith({})

/** A call to somebody who answers, `place_call` does not wait for its end. */
export const wishFor = (to: string, key = `wish-of-${to}`) => ({
  to,
  variables: { customer_name: "Ada" },
  idempotency_key: key,
  wait_seconds: 0
})
