import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, describe, it } from "@effect/vitest"
import {
  AgentId,
  AuditLog,
  builtInProfiles,
  type Call,
  CallLedger,
  CarrierAccount,
  erasePerson,
  exportPerson,
  getCall,
  type IdempotencyKey,
  Live,
  MonitorTransport,
  PhoneNumber,
  PhoneNumberId,
  placeCall,
  ProviderError,
  VoiceProvider
} from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import { Emulator, EmulatorHttpClient } from "@outbound-call/emulator"
import { Context, Effect, Layer, Redacted } from "effect"
import * as LedgerFile from "../src/LedgerFile.ts"

const number = PhoneNumber.make("+14155550100")
const wish = { number, by: "bob", reason: "asked for by +1 (415) 555-0100" }

/** Where the ledger of a test is. */
class LedgerPath extends Context.Service<LedgerPath, string>()("test/LedgerPath") {
  static readonly layer = Layer.effect(
    LedgerPath,
    Effect.map(
      Effect.acquireRelease(
        Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-person-"))),
        (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
      ),
      (folder) => join(folder, "ledger.sqlite")
    )
  )
}

const options = (change: Partial<Live.LiveOptions>): Live.LiveOptions => ({
  provider: {
    kind: "emulator",
    baseUrl: "https://provider.example",
    apiKey: Redacted.make("key-of-the-test"),
    dashboard: "https://example.com/"
  },
  settings: {
    owner: "ada",
    agentId: AgentId.make("agent_demo"),
    phoneNumberId: PhoneNumberId.make("phnum_demo"),
    purpose: "test",
    profile: builtInProfiles.rig
  },
  carrier: {
    baseUrl: "https://twilio.example",
    accountSid: "AC00000000000000000000000000000000",
    username: "AC00000000000000000000000000000000",
    password: Redacted.make("token-of-the-test")
  },
  ...change
})

/** What is kept and who keeps it elsewhere, for all who ask in a test. */
const kept = Layer.unwrap(Effect.map(LedgerPath, LedgerFile.layer)).pipe(
  Layer.provideMerge(LedgerPath.layer),
  Layer.provideMerge(Layer.provideMerge(EmulatorHttpClient.layer, Emulator.layerMemory()))
)

const asking = (change: Partial<Live.LiveOptions> = {}) =>
  Live.layer(options(change)).pipe(Layer.provide(HttpDialTransport.layer), Layer.provide(MonitorTransport.absent))

const world = asking().pipe(Layer.provideMerge(kept))

/** Places a call that is talked in to its end. */
const talked = Effect.fnUntraced(function* (key: IdempotencyKey = { type: "new" }) {
  const { call } = yield* placeCall({ to: number, variables: { customer_name: "Zoë Quist" } }, key)
  yield* (yield* Emulator).advance("3 minutes")
  const over = yield* getCall(call.id)
  assert.strictEqual(over.status, "done")
  return over
})

const rings = Effect.flatMap(Emulator, (emulator) => Effect.map(emulator.rings, ({ total }) => total))

const isAtProvider = ({ conversationId }: Call) =>
  Effect.gen(function* () {
    const provider = yield* VoiceProvider
    return yield* provider.conversation(conversationId ?? assert.fail("no conversation")).pipe(
      Effect.as(true),
      Effect.catchTag("CallNotFound", () => Effect.succeed(false))
    )
  })

/** The provider with another way to forget. */
const forgetting = (forget: (inner: VoiceProvider["Service"]) => VoiceProvider["Service"]["forget"]) =>
  Layer.effect(
    VoiceProvider,
    Effect.map(VoiceProvider, (inner) => VoiceProvider.of({ ...inner, forget: forget(inner) }))
  )

const isHere = ({ id }: Call) =>
  Effect.gen(function* () {
    const ledger = yield* CallLedger
    return yield* ledger.find(id).pipe(
      Effect.as(true),
      Effect.catchTag("CallNotFound", () => Effect.succeed(false))
    )
  })

const down = new ProviderError({
  reason: "unavailable",
  detail: "The provider answered HTTP 503.",
  status: 503,
  requestId: null,
  retryAfterSeconds: null,
  isUnknownRoute: false
})

describe("erasing a person", () => {
  it.live("deletes at the provider and the carrier, then here; the same key never rings again", () =>
    Effect.gen(function* () {
      const key = { type: "given", key: "order-1" } as const
      const call = yield* talked(key)
      const carrier = yield* CarrierAccount
      const erasure = yield* erasePerson(wish)
      assert.deepInclude(erasure, { calls: 1, conversations: 1, carrierCalls: 1, files: "gone", remarks: [] })
      assert.isFalse(yield* isAtProvider(call))
      assert.isFalse(yield* isHere(call))
      const written = JSON.stringify(yield* (yield* AuditLog).entries(0, 100))
      assert.include(written, "asked for by …")
      assert.notMatch(written, /555-0100|Quist/)
      if (!carrier.available) return assert.fail("no carrier")
      assert.strictEqual((yield* Effect.flip(carrier.call(call.callSid ?? ""))).reason, "not-found")
      const again = placeCall({ to: number, variables: { customer_name: "Zoë Quist" } }, key)
      const refused = yield* Effect.flip(again)
      assert.deepInclude<object>(refused, { _tag: "IdempotencyMismatch", callId: call.id, erased: true })
      assert.match(refused.message, /was erased.*No phone rang for this request/)
      assert.strictEqual(yield* rings, 1)
      assert.deepInclude(yield* erasePerson(wish), { calls: 0, conversations: 0 })
    }).pipe(Effect.provide(world))
  )

  it.live("would ring again under the same key if rows were deleted: the test has that power", () =>
    Effect.gen(function* () {
      const key = { type: "given", key: "order-1" } as const
      yield* talked(key)
      const database = new DatabaseSync(yield* LedgerPath)
      database.exec("DELETE FROM call_events; DELETE FROM calls")
      database.close()
      yield* placeCall({ to: number, variables: { customer_name: "Zoë Quist" } }, key)
      assert.strictEqual(yield* rings, 2)
    }).pipe(Effect.provide(world))
  )

  it.live("takes its bytes out of the ledger's files while the service goes on", () =>
    Effect.gen(function* () {
      yield* talked({ type: "given", key: "order-1" })
      const path = yield* LedgerPath
      const other = new DatabaseSync(path)
      other.prepare("SELECT count(*) FROM calls").get()
      const bytes = () => ["", "-wal", "-shm"].map((end) => readFileSync(`${path}${end}`, "latin1")).join("")
      for (const text of [number, "Quist", "order-1"]) assert.include(bytes(), text)
      yield* erasePerson(wish)
      for (const text of [number.slice(1), "Quist", "order-1"]) assert.notInclude(bytes(), text)
      other.close()
    }).pipe(Effect.provide(world))
  )

  it.live("is refused while a call to the number is live, and asks nobody to delete anything", () =>
    Effect.gen(function* () {
      const { call } = yield* placeCall({ to: number, variables: { customer_name: "Ada" } })
      const refused = yield* Effect.flip(erasePerson(wish))
      assert.deepInclude<object>(refused, { _tag: "PersonBusy", callId: call.id })
      assert.isTrue(yield* isAtProvider(call))
    }).pipe(Effect.provide(world))
  )

  it.live("that breaks off at the provider erases nothing here, and ends when it is repeated", () =>
    Effect.gen(function* () {
      const first = yield* talked()
      const second = yield* talked()
      const halfway = forgetting(
        (inner) => (id) => (id === second.conversationId ? Effect.fail(down) : inner.forget(id))
      )
      const broken = yield* Effect.flip(erasePerson(wish).pipe(Effect.provide(halfway)))
      assert.deepInclude<object>(broken, { _tag: "ErasureIncomplete" })
      assert.match(broken.message, new RegExp(`${second.conversationId}.*503[^]*Nothing was erased here`))
      assert.deepStrictEqual([yield* isAtProvider(first), yield* isAtProvider(second)], [false, true])
      assert.deepStrictEqual([yield* isHere(first), yield* isHere(second)], [true, true])
      assert.deepInclude(yield* erasePerson(wish), { calls: 2, conversations: 2, carrierCalls: 2 })
      assert.deepStrictEqual([yield* isHere(first), yield* isHere(second)], [false, false])
    }).pipe(Effect.provide(world))
  )

  it.live("believes no deletion that leaves the conversation readable", () =>
    Effect.gen(function* () {
      const call = yield* talked()
      const lying = forgetting(() => () => Effect.succeed("kept"))
      const refused = yield* Effect.flip(erasePerson(wish).pipe(Effect.provide(lying)))
      assert.match(refused.message, /can still be read after it was deleted/)
      assert.isTrue(yield* isHere(call))
    }).pipe(Effect.provide(world))
  )

  it.live("takes absence for proof in the account of the call alone, and erases here alone when told to", () =>
    Effect.gen(function* () {
      const call = yield* talked()
      const provider = { ...options({}).provider, apiKey: Redacted.make("key-of-another-workspace") }
      const elsewhere = asking({ provider })
      const absent = forgetting(() => () => Effect.succeed("absent"))
      const refused = yield* Effect.flip(erasePerson(wish).pipe(Effect.provide(Layer.provideMerge(absent, elsewhere))))
      assert.match(refused.message, /is not in this account.*--local-only/)
      assert.isTrue(yield* isHere(call))
      const erasure = yield* erasePerson({ ...wish, localOnly: true })
      assert.deepInclude(erasure, { calls: 1, conversations: 0, carrierCalls: null })
      assert.match(erasure.remarks.join(" "), /Neither the provider nor the carrier was asked/)
      assert.isTrue(yield* isAtProvider(call))
      assert.isFalse(yield* isHere(call))
    }).pipe(Effect.provide(world))
  )

  it.live("says what it could not do without the carrier's credentials, and does the rest", () =>
    Effect.gen(function* () {
      yield* talked()
      const erasure = yield* erasePerson(wish).pipe(Effect.provide(CarrierAccount.absent("TWILIO_AUTH_TOKEN")))
      assert.deepInclude(erasure, { calls: 1, conversations: 1, carrierCalls: null })
      assert.match(erasure.remarks.join(" "), /1 calls? at the carrier.*set TWILIO_AUTH_TOKEN/)
    }).pipe(Effect.provide(world))
  )
})

describe("handing out what is known of a person", () => {
  it.live("reads the ledger and the provider, and names what the provider did not give", () =>
    Effect.gen(function* () {
      const call = yield* talked({ type: "given", key: "order-1" })
      const document = yield* exportPerson(number, "bob")
      assert.lengthOf(document.calls, 1)
      const text = JSON.stringify(document)
      for (const part of [
        call.id,
        "order-1",
        "Zoë Quist",
        '"speaker":"recipient"',
        '"profile":"rig"',
        "call-claimed"
      ]) {
        assert.include(text, part)
      }
      assert.deepStrictEqual(document.missing, [])
      assert.match(JSON.stringify(document.audit), /person-exported/)
      yield* (yield* VoiceProvider).forget(call.conversationId ?? assert.fail("no conversation"))
      const partly = yield* exportPerson(number, "bob")
      assert.match(partly.missing.join(), new RegExp(`conversation ${call.conversationId} of ${call.id}`))
      assert.deepInclude(yield* exportPerson(PhoneNumber.make("+14155550101"), "bob"), { calls: [], doNotCall: null })
    }).pipe(Effect.provide(world))
  )
})
