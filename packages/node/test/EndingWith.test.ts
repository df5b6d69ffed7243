import { assert, it } from "@effect/vitest"
import { endingWith } from "@outbound-call/node/EndingWith"
import { Effect, Stream } from "effect"
import { HttpServerResponse } from "effect/http"
import { TestClock } from "effect/testing"

/** A fiber that reads an answer without end, whose key is looked at so. */
const reading = (isGood: Effect.Effect<boolean>) =>
  Effect.gen(function* () {
    const { body } = endingWith(HttpServerResponse.stream(Stream.never), isGood)
    if (body._tag !== "Stream") return assert.fail("no stream")
    return yield* Effect.forkChild(Stream.runDrain(body.stream), { startImmediately: true })
  })

const cases: ReadonlyArray<[string, Effect.Effect<boolean>, boolean]> = [
  ["goes on while its key is good", Effect.succeed(true), false],
  ["ends after its key does", Effect.succeed(false), true],
  ["ends when the look at its key breaks", Effect.die("the database is gone"), true]
]

it.effect.each(cases)("an answer without end %s", ([, isGood, ends]) =>
  Effect.gen(function* () {
    const fiber = yield* reading(isGood)
    yield* TestClock.adjust("10 seconds")
    assert.strictEqual(fiber.pollUnsafe() !== undefined, ends)
  })
)
