import { AgentId, CallLedger, Live, PhoneNumberId, Suppressions } from "@outbound-call/core"
import type { Emulator } from "@outbound-call/emulator"
import * as NodeDigest from "@outbound-call/node/NodeDigest"
import * as SqliteClient from "@outbound-call/node/SqliteClient"
import { Context, Effect, Exit, Layer, Redacted, Scope } from "effect"
import { Chance } from "./Chance.ts"
import { Network } from "./Network.ts"
import type { Plan } from "./Plan.ts"
import { makeProvider, type Ring } from "./Provider.ts"
import { readSchema } from "./Schema.ts"
import { Stage } from "./Stage.ts"

/** What outlives every process: the disk, the provider, the way to it, and the machine's clock. */
export interface World {
  readonly stage: Stage
  readonly plan: Plan
  readonly ledger: CallLedger["Service"]
  readonly suppressions: Suppressions["Service"]
  readonly network: Network
  readonly rings: () => ReadonlyArray<Ring>
  readonly emulator: Emulator["Service"]
  readonly liveOptions: Live.LiveOptions
  /** What the fibers of the disk and of the provider run with. */
  readonly onMachine: Context.Context<never>
  readonly atProvider: Context.Context<never>
  /** How far the machine's wall clock is from the true time, in milliseconds. */
  machineError: number
  readonly violations: Array<string>
  readonly note: (line: string) => void
  readonly close: () => Promise<void>
}

export const makeWorld = async (seed: number, plan: Plan, keepTrace: boolean): Promise<World> => {
  const stage = new Stage(seed, keepTrace)
  const clock = { error: plan.machineError }
  const onMachine = stage.contextOf(stage.world, () => clock.error)
  const atProvider = stage.contextOf(stage.world, () => plan.providerError)
  const scope = Scope.makeUnsafe()
  const database = SqliteClient.layer(":memory:", await readSchema)
  const services = await stage.play(
    onMachine,
    Effect.orDie(
      Layer.buildWithScope(
        Layer.merge(Live.sqlLedger, Live.sqlSuppressions).pipe(Layer.provide(Layer.merge(database, NodeDigest.layer))),
        scope
      )
    )
  )
  const { emulator, rings } = await stage.play(atProvider, makeProvider)
  await stage.play(atProvider, Effect.orDie(emulator.change(plan.switches)))
  return {
    stage,
    plan,
    ledger: Context.get(services, CallLedger),
    suppressions: Context.get(services, Suppressions),
    network: new Network(emulator, new Chance(seed ^ 0x2e7), plan),
    rings,
    emulator,
    liveOptions: liveOptionsOf(plan),
    onMachine,
    atProvider,
    get machineError() {
      return clock.error
    },
    set machineError(error) {
      clock.error = error
    },
    violations: [],
    note: (line) => stage.note(line),
    close: () => stage.play(onMachine, Scope.close(scope, Exit.void))
  }
}

const liveOptionsOf = ({ hasCarrier }: Plan): Live.LiveOptions => ({
  provider: {
    kind: "emulator",
    baseUrl: "https://provider.example",
    apiKey: Redacted.make("key-of-the-simulation"),
    dashboard: "https://example.com/calls/"
  },
  settings: {
    owner: "ada",
    agentId: AgentId.make("agent_demo"),
    phoneNumberId: PhoneNumberId.make("phnum_demo"),
    purpose: "test"
  },
  carrier: hasCarrier
    ? {
        baseUrl: "https://twilio.example",
        accountSid: `AC${"0".repeat(32)}`,
        username: `AC${"0".repeat(32)}`,
        password: Redacted.make("token-of-the-simulation")
      }
    : { missing: "Twilio credentials" },
  pollIntervalMillis: 10_000
})
