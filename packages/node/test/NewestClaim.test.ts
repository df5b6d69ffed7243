import { copyFileSync, mkdtempSync, rmSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { approveCall, builtInProfiles, CallLedger, getCall, listCalls, placeCall } from "@outbound-call/core"
import { ConfigProvider, Effect } from "effect"
import { type Configuration, OutboundCall, readConfiguration, reconcile } from "@outbound-call/node"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-restored-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

const simulation = Effect.gen(function* () {
  const path = yield* folder
  const settings = ConfigProvider.fromUnknown({
    OUTBOUND_DATA_DIR: path,
    OUTBOUND_CONFIG_FILE: join(path, "none.json")
  })
  return yield* readConfiguration({ simulate: true }).pipe(
    Effect.provideService(ConfigProvider.ConfigProvider, settings)
  )
})

/** One process: places a call and closes its ledger. */
const place = (configuration: Configuration, to: string) =>
  placeCall({ to, variables: { customer_name: "Ada" } }).pipe(Effect.provide(OutboundCall.layer(configuration)))

const ready = (configuration: Configuration) =>
  Effect.flatMap(CallLedger, (ledger) => ledger.ready).pipe(Effect.provide(OutboundCall.layer(configuration)))

const known = (configuration: Configuration) =>
  listCalls().pipe(
    Effect.map(({ calls }) => calls.map(({ id }) => id)),
    Effect.provide(OutboundCall.layer(configuration))
  )

it.live("a ledger restored from a backup is read but takes no claim until it is reconciled", () =>
  Effect.gen(function* () {
    const configuration = yield* simulation
    const backup = `${configuration.ledgerFile}.backup`
    const before = yield* place(configuration, "+14155550100")
    copyFileSync(configuration.ledgerFile, backup)
    yield* ready(configuration)
    const lost = yield* place(configuration, "+14155550107")
    yield* ready(configuration)
    copyFileSync(backup, configuration.ledgerFile)

    assert.deepStrictEqual(yield* known(configuration), [before.call.id])
    const refused = yield* Effect.flip(place(configuration, "+14155550107"))
    assert.deepInclude<object>(refused, { _tag: "LedgerError", phoneMayHaveRung: false })
    assert.match(refused.message, /restored from a backup, or is another one; `outbound reconcile`.*No phone rang/)

    const unready = yield* Effect.flip(ready(configuration))
    assert.match(unready.message, /restored from a backup, or is another one; `outbound reconcile`.*No phone rang/)

    const reconciled = yield* reconcile(configuration)
    yield* ready(configuration)
    assert.strictEqual(reconciled.missing, lost.call.id)
    assert.deepStrictEqual(
      reconciled.restored.map(({ id }) => id),
      [lost.call.id]
    )
    assert.deepStrictEqual(yield* known(configuration), [lost.call.id, before.call.id])

    const busy = yield* Effect.flip(place(configuration, "+14155550107"))
    assert.deepInclude<object>(busy, { _tag: "CallRefused", code: "number-busy", callId: lost.call.id })
    assert.isFalse((yield* place(configuration, "+14155550113")).replayed)
  }).pipe(Effect.scoped)
)

it.live("a restored ledger stays closed while the last call is not found, until a person accepts that", () =>
  Effect.gen(function* () {
    const configuration = yield* simulation
    const backup = `${configuration.ledgerFile}.backup`
    yield* place(configuration, "+14155550100")
    copyFileSync(configuration.ledgerFile, backup)
    const lost = yield* place(configuration, "+14155550107")
    copyFileSync(backup, configuration.ledgerFile)
    rmSync(configuration.dialLogFile)

    const first = yield* reconcile(configuration)
    assert.deepStrictEqual([first.open, first.missing, first.restored.length], [false, lost.call.id, 0])
    assert.strictEqual((yield* Effect.flip(place(configuration, "+14155550107")))._tag, "LedgerError")
    assert.isTrue((yield* reconcile(configuration, { acceptMissing: true })).open)
    assert.isFalse((yield* place(configuration, "+14155550113")).replayed)
  }).pipe(Effect.scoped)
)

it.live("a process that runs while the ledger is restored under it places no call from it", () =>
  Effect.gen(function* () {
    const configuration = yield* simulation
    yield* place(configuration, "+14155550100")
    const backup = new DatabaseSync(configuration.ledgerFile)
    const restored = `${configuration.ledgerFile}.backup`
    backup.exec(`VACUUM INTO '${restored}'`)
    backup.close()
    yield* Effect.gen(function* () {
      const call = (to: string) => placeCall({ to, variables: { customer_name: "Ada" } })
      yield* call("+14155550107")
      const live = new DatabaseSync(configuration.ledgerFile)
      live.exec(`ATTACH '${restored}' AS old; PRAGMA foreign_keys = OFF`)
      live.exec("DELETE FROM call_events; DELETE FROM calls; INSERT INTO calls SELECT * FROM old.calls")
      live.close()
      assert.match((yield* Effect.flip(call("+14155550113"))).message, /restored from a backup/)
    }).pipe(Effect.provide(OutboundCall.layer(configuration)))
  }).pipe(Effect.scoped)
)

it.live("a ledger that was not restored has nothing to reconcile", () =>
  Effect.gen(function* () {
    const configuration = yield* simulation
    yield* place(configuration, "+14155550100")
    const { missing, restored } = yield* reconcile(configuration)
    assert.isNull(missing)
    assert.isEmpty(restored)
    yield* place(configuration, "+14155550113")
  }).pipe(Effect.scoped)
)

it.live("a ledger restored from a backup approves nothing that was approved since, until it is reconciled", () =>
  Effect.gen(function* () {
    const plain = yield* simulation
    const settings = { ...plain.live.settings, profile: builtInProfiles.assistant, simulateApprovals: true }
    const configuration = { ...plain, live: { ...plain.live, settings } }
    const backup = `${configuration.ledgerFile}.backup`
    const { call } = yield* placeCall(
      { to: "+14155550100", variables: { customer_name: "Ada" } },
      { type: "new" },
      { withoutApproval: "wait" }
    ).pipe(Effect.provide(OutboundCall.layer(configuration)))
    const approve = approveCall(call.id, { via: "terminal" }).pipe(Effect.provide(OutboundCall.layer(configuration)))
    copyFileSync(configuration.ledgerFile, backup)
    assert.strictEqual((yield* approve).status, "initiated")
    yield* ready(configuration)
    copyFileSync(backup, configuration.ledgerFile)

    const again = yield* Effect.flip(approve)
    assert.deepInclude<object>(again, { _tag: "LedgerError", phoneMayHaveRung: false })
    assert.strictEqual((yield* Effect.flip(place(configuration, "+14155550107")))._tag, "LedgerError")
    const reconciled = yield* reconcile(configuration)
    assert.deepStrictEqual(
      reconciled.restored.map(({ id }) => id),
      [call.id]
    )
    yield* ready(configuration)
    const known = yield* getCall(call.id).pipe(Effect.provide(OutboundCall.layer(configuration)))
    assert.isNotNull(known.conversationId)
    assert.strictEqual((yield* Effect.flip(approve))._tag, "ApprovalClosed")
  }).pipe(Effect.scoped)
)
