import { assert, describe, it } from "@effect/vitest"
import { type CallView, CurrentPrincipal, type Principal } from "@outbound-call/core"
import { Context, Deferred, Effect, Fiber, Layer, Stream } from "effect"
import { McpServer } from "effect/ai/McpServer"
import * as Announced from "../src/Announced.ts"
import { CallService } from "../src/CallService.ts"
import { givesWay, type Place } from "../src/FairShare.ts"

const owned = (owner: string): Principal => ({ owner, scopes: ["calls:read"], key: null })

/** Which calls are followed now, and how often each has been. */
class Followed extends Context.Service<Followed, { readonly now: Set<string>; readonly begun: Array<string> }>()(
  "test/Followed"
) {}

const followed = Layer.sync(Followed, () => ({ now: new Set<string>(), begun: [] }))

/** Calls that last until somebody ends them, or for ever. */
const endless = Layer.unwrap(
  Effect.map(Followed, ({ begun, now }) =>
    Layer.mock(CallService, {
      simulated: true,
      server: null,
      get: (id) => Effect.succeed({ id, status: "in-progress" } as unknown as CallView),
      follow: (id) =>
        Stream.unwrap(
          Effect.acquireRelease(
            Effect.sync(() => {
              now.add(id)
              begun.push(id)
            }),
            () => Effect.sync(() => now.delete(id))
          ).pipe(Effect.as(Stream.never))
        )
    })
  )
)

const listening = Layer.mock(McpServer, {
  notifications: {} as never,
  tools: [],
  resources: [],
  resourceTemplates: [],
  prompts: []
})

const announced = Announced.layer.pipe(Layer.provide([endless, listening]), Layer.provideMerge(followed))

/** Each looks at so many calls of their own, as the newest of which they hear. */
const look = Effect.fnUntraced(function* (owner: string, count: number) {
  const { get } = yield* CallService
  for (let n = 0; n < count; n++) {
    yield* Effect.provideService(get(`${owner}-${n}`), CurrentPrincipal, owned(owner))
    yield* Effect.yieldNow
  }
})

const heldBy = (owner: string) =>
  Effect.map(Followed, ({ now }) => [...now].filter((id) => id.startsWith(`${owner}-`)).length)

describe("calls that are followed for subscribers", () => {
  it.effect("are twenty of one owner, the newest, however many they look at", () =>
    Effect.gen(function* () {
      yield* look("ada", 50)
      assert.strictEqual(yield* heldBy("ada"), 20)
      const { now } = yield* Followed
      assert.deepStrictEqual([now.has("ada-29"), now.has("ada-30"), now.has("ada-49")], [false, true, true])
      yield* look("bob", 1)
      assert.strictEqual(yield* heldBy("bob"), 1)
    }).pipe(Effect.provide(announced))
  )

  it.effect("are a hundred in all: who comes later has a place as well, from those who hold most", () =>
    Effect.gen(function* () {
      for (const owner of ["ada", "bob", "cid", "dee", "eve"]) yield* look(owner, 20)
      const { now } = yield* Followed
      assert.strictEqual(now.size, 100)
      yield* look("fay", 20)
      assert.strictEqual(now.size, 100)
      for (const owner of ["ada", "bob", "cid", "dee", "eve", "fay"]) {
        assert.isAtLeast(yield* heldBy(owner), 16, owner)
      }
      yield* look("gus", 1)
      assert.strictEqual(yield* heldBy("gus"), 1)
    }).pipe(Effect.provide(announced))
  )

  it.effect("are followed once, whoever looks, and anew when they lost their place", () =>
    Effect.gen(function* () {
      yield* look("ada", 1)
      yield* look("ada", 1)
      const { begun } = yield* Followed
      assert.deepStrictEqual(begun, ["ada-0"])
      yield* look("ada", 21)
      yield* look("ada", 1)
      assert.strictEqual(begun.filter((id) => id === "ada-0").length, 2)
      assert.strictEqual(yield* heldBy("ada"), 20)
    }).pipe(Effect.provide(announced))
  )
})

/** Calls whose following ends only when the gate opens. */
const slowToEnd = (gate: Deferred.Deferred<void>) =>
  Layer.mock(CallService, {
    simulated: true,
    server: null,
    get: (id) => Effect.succeed({ id, status: "in-progress" } as unknown as CallView),
    follow: () => Stream.unwrap(Effect.acquireRelease(Effect.succeed(Stream.never), () => Deferred.await(gate)))
  })

it.effect("a look at a call waits for no following of another to end", () =>
  Effect.gen(function* () {
    const gate = yield* Deferred.make<void>()
    const slow = Announced.layer.pipe(Layer.provide([slowToEnd(gate), listening]))
    yield* Effect.gen(function* () {
      const looking = yield* Effect.forkChild(look("ada", 21))
      for (let turn = 0; turn < 1_000; turn++) yield* Effect.yieldNow
      const isDone = looking.pollUnsafe() !== undefined
      yield* Deferred.succeed(gate, undefined)
      yield* Fiber.join(looking)
      assert.isTrue(isDone)
    }).pipe(Effect.provide(slow))
  })
)

describe("who gives way", () => {
  const places = (...owners: ReadonlyArray<string>): ReadonlyArray<Place> =>
    owners.map((owner, index) => ({ owner, id: `${owner}${index}` }))
  const limits = { perOwner: 3, inAll: 5 }

  it("is nobody while there is room", () => assert.isNull(givesWay(places("a", "a", "b"), "a", limits)))
  it("is one's own oldest where one has as many as one may", () =>
    assert.deepStrictEqual(givesWay(places("b", "a", "a", "a"), "a", limits), { owner: "a", id: "a1" }))
  it("is the oldest of who holds most where all places are held", () =>
    assert.deepStrictEqual(givesWay(places("a", "b", "b", "b", "c"), "d", limits), { owner: "b", id: "b1" }))
  it("is nobody where that would be no fairer, and then there is no place", () =>
    assert.strictEqual(givesWay(places("a", "b", "c", "d", "e"), "f", limits), "none"))
})
