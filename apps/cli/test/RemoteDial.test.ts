import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { SendingGaps } from "@outbound-call/api/SendCall"
import { type CallDocument, documentOf, type FailureDocument, folder, run } from "./Outbound.ts"
import { openLine } from "./Line.ts"
import { freshServer, ringsOf, startServer } from "./Server.ts"

const place = ["call", "+14155550100", "--var", "customer_name=Ada", "--json"]

/** A server behind a line, and commands that go through it. Nothing is waited for between two sendings. */
const scene = Effect.gen(function* () {
  const server = yield* freshServer
  const line = yield* openLine
  line.leadTo(server.port)
  const data = yield* folder
  const outbound = (...args: ReadonlyArray<string>) =>
    run(data, args, { env: { OUTBOUND_URL: line.url } }).pipe(Effect.provideService(SendingGaps, [0, 0]))
  return { line, outbound, server }
})

const keysOf = ({
  asked
}: {
  readonly asked: ReadonlyArray<{ readonly what: string; readonly headers: NodeJS.Dict<string | Array<string>> }>
}) => asked.filter(({ what }) => what === "POST /v1/calls").map(({ headers }) => headers["idempotency-key"])

describe("a request whose connection broke", () => {
  it.live(
    "is sent again with the same key; when it had arrived nothing is dialled a second time, and that is said",
    () =>
      Effect.gen(function* () {
        const { line, outbound, server } = yield* scene
        line.cutDials("after", async () => line.cutDials("none"))
        const result = yield* outbound(...place)
        assert.strictEqual(result.code, 0)
        assert.match(result.stderr, /a phone may be ringing[^]*had arrived[^]*nothing was dialled a second time/)
        assert.strictEqual(line.dials(), 2)
        assert.strictEqual(new Set(keysOf(line)).size, 1)
        assert.deepEqual(ringsOf(server), ["+14155550100"])
      }).pipe(Effect.scoped)
  )

  it.live("is the first dial when it had not arrived, and that is said", () =>
    Effect.gen(function* () {
      const { line, outbound, server } = yield* scene
      line.cutDials("before", async () => line.cutDials("none"))
      const result = yield* outbound(...place)
      assert.strictEqual(result.code, 0)
      assert.match(result.stderr, /had not arrived before[^]*for the first time/)
      assert.strictEqual(documentOf<CallDocument>(result).replayed, false)
      assert.deepEqual(ringsOf(server), ["+14155550100"])
    }).pipe(Effect.scoped)
  )

  it.live("may have rung while nothing answers: code 6, and how to find out", () =>
    Effect.gen(function* () {
      const { line, outbound } = yield* scene
      line.cutDials("after")
      const { code, stdout } = yield* outbound(...place)
      const { error } = documentOf<FailureDocument>({ stdout })
      assert.deepEqual([code, error.code, error.phoneMayHaveRung, error.retrySafe], [6, "ConnectionLost", true, false])
      assert.match(error.nextStep, /same command again within 10 minutes/)
      assert.strictEqual(line.dials(), 3)
    }).pipe(Effect.scoped)
  )
})

it.live("an answer that nobody understands is none: the call may have rung, and the same command finds it", () =>
  Effect.gen(function* () {
    const { line, outbound, server } = yield* scene
    line.cutDials("garbled")
    const { code, stdout } = yield* outbound(...place)
    assert.deepEqual([code, documentOf<FailureDocument>({ stdout }).error.phoneMayHaveRung], [6, true])
    line.cutDials("none")
    assert.strictEqual(documentOf<CallDocument>(yield* outbound(...place)).replayed, true)
    assert.deepEqual(ringsOf(server), ["+14155550100"])
  }).pipe(Effect.scoped)
)

for (const fault of ["before", "after"] as const) {
  describe(`the line is cut ${fault} the request arrives`, () => {
    it.live("the same command again rings once in all", () =>
      Effect.gen(function* () {
        const { line, outbound, server } = yield* scene
        line.cutDials(fault)
        assert.strictEqual((yield* outbound(...place)).code, 6)
        line.cutDials("none")
        const second = yield* outbound(...place)
        assert.strictEqual(second.code, 0)
        assert.strictEqual(documentOf<CallDocument>(second).replayed, fault === "after")
        assert.deepEqual(ringsOf(server), ["+14155550100"])
      }).pipe(Effect.scoped)
    )

    it.live("and the server is killed: started again, the same command rings once in all", () =>
      Effect.gen(function* () {
        const { line, outbound, server } = yield* scene
        line.cutDials(fault, server.kill)
        assert.strictEqual((yield* outbound(...place)).code, 6)
        line.cutDials("none")
        line.leadTo((yield* startServer(server.data)).port)
        const second = yield* outbound(...place)
        assert.strictEqual(second.code, 0)
        assert.deepEqual(ringsOf(server), ["+14155550100"])
      }).pipe(Effect.scoped)
    )
  })
}

describe("what holds it back", () => {
  it.live("is the window: a fresh key for each run rings twice on the same line", () =>
    Effect.gen(function* () {
      const { line, outbound, server } = yield* scene
      line.cutDials("after")
      assert.strictEqual((yield* outbound(...place, "--again")).code, 6)
      line.cutDials("none")
      const { calls } = documentOf<{ calls: ReadonlyArray<CallDocument> }>(yield* outbound("calls", "--json"))
      assert.strictEqual((yield* outbound("watch", calls[0]?.id ?? "")).code, 0)
      assert.strictEqual((yield* outbound(...place, "--again")).code, 0)
      assert.deepEqual(ringsOf(server), ["+14155550100", "+14155550100"])
    }).pipe(Effect.scoped)
  )

  it.live("is the key that --again names when its request was lost", () =>
    Effect.gen(function* () {
      const { line, outbound, server } = yield* scene
      line.cutDials("after")
      const lost = documentOf<FailureDocument>(yield* outbound(...place, "--again"))
      const key = /--idempotency-key (\S+)`/.exec(lost.error.nextStep)?.[1] ?? ""
      line.cutDials("none")
      const found = yield* outbound(...place, "--idempotency-key", key)
      assert.deepEqual([found.code, documentOf<CallDocument>(found).replayed], [0, true])
      assert.deepEqual(ringsOf(server), ["+14155550100"])
    }).pipe(Effect.scoped)
  )
})

it.live("every request to place a call has a key, and the same wish typed in another way rings nobody again", () =>
  Effect.gen(function* () {
    const { line, outbound, server } = yield* scene
    yield* outbound(...place)
    yield* outbound("call", "+1 (415) 555-0100", "--agent", "agent_demo", "--var", "customer_name=Ada", "--json")
    yield* outbound(...place, "--idempotency-key", "order-7")
    yield* outbound(...place, "--again")
    assert.isTrue(keysOf(line).every((key) => typeof key === "string" && key !== ""))
    assert.strictEqual(line.dials(), 4)
    assert.lengthOf(ringsOf(server), 3)
  }).pipe(Effect.scoped)
)

it.live("what is answered after a lost sending is no word about it: a phone may have rung", () =>
  Effect.gen(function* () {
    const { line, outbound, server } = yield* scene
    const other = yield* freshServer
    const keyed = yield* run(other.data, [
      "keys",
      "create",
      "--simulate",
      "--name",
      "k",
      "--owner",
      "o",
      "--scope",
      "admin"
    ])
    assert.strictEqual(keyed.code, 0)
    line.cutDials("after", async () => {
      line.cutDials("none")
      line.leadTo(other.port)
    })
    const { code, stdout } = yield* outbound(...place)
    const { error } = documentOf<FailureDocument>({ stdout })
    assert.deepEqual([code, error.phoneMayHaveRung], [6, true])
    assert.match(error.message, /last answer was: This service asks for a key/)
    assert.deepEqual(ringsOf(server), ["+14155550100"])
  }).pipe(Effect.scoped)
)
