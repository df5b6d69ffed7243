import { join } from "node:path"
import { placeCall, viewCall } from "@outbound-call/core"
import { OutboundCall, readConfiguration } from "@outbound-call/node"
import { ConfigProvider, Effect, Fiber, Layer, Logger } from "effect"
import { TestClock } from "effect/testing"
import type { Rig } from "../torture/Rig.ts"
import type { Client } from "./Client.ts"

/** `placeCall` on the shipped layer for Node, on the real provider's path, with a ledger of its own for each call. */
export const ours: Client = {
  name: "ours",
  dials: "emulator",
  place: ({ patienceMillis, rig, to }) => {
    const settings = {
      ...rig.environment,
      OUTBOUND_DATA_DIR: join(rig.data, to),
      OUTBOUND_CONFIG_FILE: join(rig.data, to, "none.json")
    }
    const service = Layer.unwrap(Effect.map(readConfiguration(), OutboundCall.layer)).pipe(
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(settings))),
      Layer.merge(Logger.layer([]))
    )
    const call = placeCall({ to }).pipe(
      Effect.map(({ call }) => viewCall(call)),
      Effect.provide(service)
    )
    return Effect.runPromise(patienceMillis === null ? call : untilItGivesUp(call, rig, to)).then(
      ({ id, nextStep, status }) => `\`${status}\`. ${nextStep.replaceAll(id, "…")}`
    )
  }
}

/** Its time-out cannot be set: once the phone has rung, the clock of the service is moved on instead. */
const untilItGivesUp = <A, E>(call: Effect.Effect<A, E>, rig: Rig, to: string) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(Date.now())
    const placing = yield* Effect.forkChild(call)
    yield* Effect.promise(() => untilRung(rig, to))
    yield* TestClock.adjust("2 minutes")
    return yield* Fiber.join(placing)
  }).pipe(Effect.provide(Layer.merge(TestClock.layer(), Logger.layer([]))))

const untilRung = async (rig: Rig, to: string): Promise<void> => {
  // oxlint-disable-next-line eslint/no-await-in-loop -- it waits for the emulator
  while (!rig.rings().some((ring) => ring.to === to)) await rig.control("/rings")
}
