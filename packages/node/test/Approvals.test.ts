import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import {
  approveCall,
  builtInProfiles,
  CallLedger,
  denyCall,
  getCall,
  listApprovals,
  placeCall
} from "@outbound-call/core"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { OutboundCall, readConfiguration } from "@outbound-call/node"

const simulation = Effect.gen(function* () {
  const path = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-approvals-"))),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
  )
  const read = yield* readConfiguration({ simulate: true }).pipe(
    Effect.provideService(
      ConfigProvider.ConfigProvider,
      ConfigProvider.fromUnknown({
        OUTBOUND_DATA_DIR: path,
        OUTBOUND_CONFIG_FILE: join(path, "none.json"),
        OUTBOUND_SIMULATE_APPROVALS: "on"
      })
    )
  )
  const settings = { ...read.live.settings, profile: builtInProfiles.assistant }
  return { ...read, live: { ...read.live, settings } }
})

const dialsIn = (file: string) => [...readFileSync(file, "utf8").matchAll(/"_tag":"dial"/g)].length

const rounds = 12

it.live(
  "two services on one ledger, each asked to approve the same calls, and one to deny some, dial each once at most",
  () =>
    Effect.gen(function* () {
      const configuration = yield* simulation
      const open = Layer.build(Layer.fresh(OutboundCall.layer(configuration)))
      const [one, other] = [yield* open, yield* open]
      const inOne = Effect.provideContext(one)
      const inOther = Effect.provideContext(other)
      assert.notStrictEqual(Context.get(one, CallLedger), Context.get(other, CallLedger))
      let dialled = 0
      for (let round = 0; round < rounds; round++) {
        const to = `+14155550${120 + round}`
        const { call } = yield* inOne(
          placeCall({ to, variables: { customer_name: "Ada" } }, { type: "new" }, { withoutApproval: "wait" })
        )
        assert.strictEqual(call.status, "planned")
        const yes = Effect.result(approveCall(call.id, { via: "terminal" }))
        const no = Effect.result(denyCall(call.id, {}))
        const results = yield* Effect.all(
          [inOne(yes), inOther(yes), inOther(yes), ...(round % 3 === 0 ? [inOther(no)] : [])],
          { concurrency: "unbounded" }
        )
        assert.strictEqual(results.filter(({ _tag }) => _tag === "Success").length, 1, JSON.stringify(results))
        const { approval } = yield* inOther(getCall(call.id))
        if (approval?.decision === "approved") dialled++
        assert.strictEqual(dialsIn(configuration.dialLogFile), dialled)
      }
      assert.isAtLeast(dialled, rounds - rounds / 3)
      assert.deepStrictEqual(yield* inOne(listApprovals()), [])
    }).pipe(Effect.scoped)
)
