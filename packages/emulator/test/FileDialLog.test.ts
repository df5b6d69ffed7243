import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer, type Scope } from "effect"
import { TestClock } from "effect/testing"
import { Emulator, FileDialLog, type EmulatorOptions } from "@outbound-call/emulator"
import { at, conversation, dial, dialled, listedIds, send } from "./Caller.ts"

const logPath = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "emulator-"))),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  ),
  (folder) => join(folder, "simulated", "dials.jsonl")
)

/** An emulator of its own over the file, as another process would have. */
const process = (path: string, options: EmulatorOptions = {}) =>
  Effect.map(
    Layer.build(Layer.fresh(Emulator.layer(options)).pipe(Layer.provide(Layer.fresh(FileDialLog.layer(path))))),
    (context) => {
      const emulator = Context.get(context, Emulator)
      return {
        ...emulator,
        run: <A, E>(effect: Effect.Effect<A, E, Emulator>) => Effect.provideService(effect, Emulator, emulator)
      }
    }
  )

const story = <A, E>(name: string, body: (path: string) => Effect.Effect<A, E, Scope.Scope>) =>
  it.effect(name, () => Effect.flatMap(logPath, body).pipe(Effect.scoped))

describe("a dial log in a file", () => {
  story("is shared: what one process places, another reads, to the end of the call", (path) =>
    Effect.gen(function* () {
      const [placer, reader] = [yield* process(path), yield* process(path)]
      assert.deepStrictEqual(yield* reader.run(listedIds()), [])
      const id = yield* placer.run(dialled({ data: { user_id: "u" } }))
      yield* TestClock.adjust("10 seconds")
      for (const moment of ["in-progress", "processing", "done"]) {
        const seen = yield* reader.run(conversation(id))
        assert.deepStrictEqual(seen, yield* placer.run(conversation(id)))
        assert.strictEqual(at(seen, "status"), moment)
        yield* TestClock.adjust(moment === "in-progress" ? "32 seconds" : "10 seconds")
      }
      assert.deepStrictEqual(yield* reader.rings, yield* placer.rings)
      assert.strictEqual(statSync(path).mode & 0o777, 0o600)
    })
  )

  story("carries deletions, faults, switches, the clock and resets over to the others", (path) =>
    Effect.gen(function* () {
      const [one, two] = [yield* process(path), yield* process(path)]
      const id = yield* one.run(dialled())
      yield* one.advance("60 seconds")
      assert.strictEqual(at(yield* two.run(conversation(id)), "status"), "done")
      yield* one.run(send("DELETE", `/v1/convai/conversations/${id}`))
      assert.strictEqual(at(yield* two.run(conversation(id)), "detail.code"), "conversation_not_found")
      yield* one.fault({ target: "dial", kind: "status" })
      assert.strictEqual((yield* two.run(dial())).status, 502)
      assert.strictEqual((yield* one.run(dial())).status, 200)
      yield* one.change({ legacy: true })
      assert.isUndefined(at(yield* two.run(conversation(yield* two.run(dialled()))), "metadata.phone_call.call_result"))
      yield* one.reset
      assert.strictEqual((yield* two.rings).total, 0)
      assert.notStrictEqual(
        at(yield* two.run(conversation(yield* two.run(dialled()))), "metadata.phone_call.call_result"),
        undefined
      )
    })
  )

  story("survives the process, and keeps the pace each call was placed with", (path) =>
    Effect.gen(function* () {
      const fast = yield* Effect.scoped(
        Effect.flatMap(process(path, { scale: 20 }), (emulator) => emulator.run(dialled()))
      )
      const later = yield* process(path)
      const slow = yield* later.run(dialled())
      yield* TestClock.adjust("3 seconds")
      assert.strictEqual(at(yield* later.run(conversation(fast)), "status"), "done")
      assert.strictEqual(at(yield* later.run(conversation(slow)), "status"), "initiated")
    })
  )

  story("lets a fault strike once, however many processes meet it at the same time", (path) =>
    Effect.gen(function* () {
      const emulators = yield* Effect.replicateEffect(process(path), 4)
      yield* emulators[0]!.fault({ target: "dial", kind: "status", times: 2 })
      const answers = yield* Effect.forEach(emulators, (emulator) => emulator.run(dial()), { concurrency: "unbounded" })
      assert.deepStrictEqual(
        answers.map((answer) => answer.status).toSorted((a, b) => a - b),
        [200, 200, 502, 502]
      )
    })
  )

  story("loses only the line that a crash cut short", (path) =>
    Effect.gen(function* () {
      const before = yield* process(path)
      const first = yield* before.run(dialled())
      appendFileSync(path, '{"_tag":"dial","conversationId":"conv_ha')
      const after = yield* process(path)
      assert.deepStrictEqual(yield* after.run(listedIds()), [first])
      const second = yield* after.run(dialled())
      assert.deepStrictEqual(yield* before.run(listedIds()), [second, first])
      assert.deepStrictEqual(yield* (yield* process(path)).run(listedIds()), [second, first])
    })
  )

  story("waits for the rest of a line that is still being written", (path) =>
    Effect.gen(function* () {
      const [writer, reader] = [yield* process(path), yield* process(path)]
      const id = yield* writer.run(dialled())
      const line = readFileSync(path, "utf8")
      writeFileSync(path, "")
      yield* reader.run(listedIds())
      appendFileSync(path, line.slice(0, 40))
      assert.deepStrictEqual(yield* reader.run(listedIds()), [])
      appendFileSync(path, line.slice(40))
      assert.deepStrictEqual(yield* reader.run(listedIds()), [id])
    })
  )

  story("starts over when somebody emptied the file", (path) =>
    Effect.gen(function* () {
      const emulator = yield* process(path)
      yield* emulator.run(dialled())
      assert.strictEqual((yield* emulator.rings).total, 1)
      writeFileSync(path, "")
      assert.strictEqual((yield* emulator.rings).total, 0)
    })
  )

  story(
    "forgets a number and what was said of the person, while others read and write, and keeps counting its rings",
    (path) =>
      Effect.gen(function* () {
        const [one, two] = [yield* process(path), yield* process(path)]
        const id = yield* one.run(dialled({ variables: { customer_name: "Zoë Quist" } }))
        const other = yield* one.run(dialled({ to: "+14155550101" }))
        appendFileSync(path, Buffer.from([0xc3]))
        const after = yield* one.run(dialled({ variables: { customer_name: "Zoë Quist" } }))
        const length = statSync(path).size
        assert.include(readFileSync(path, "utf8"), "Zoë Quist")
        assert.strictEqual(yield* FileDialLog.forgetNumber(path, "+14155550100"), 2)
        assert.strictEqual(yield* FileDialLog.forgetNumber(path, "+14155550100"), 0)
        const left = readFileSync(path, "utf8")
        for (const gone of ["Quist", "+14155550100"]) assert.notInclude(left, gone)
        assert.strictEqual(statSync(path).size, length)
        const third = yield* two.run(dialled({ to: "+14155550101" }))
        for (const emulator of [one, yield* process(path)]) {
          assert.deepStrictEqual(yield* emulator.run(listedIds()), [third, after, other, id])
          assert.strictEqual((yield* emulator.rings).total, 4)
        }
      })
  )

  story("that cannot be written places nothing: 500, and the sentence names the file", (path) =>
    Effect.gen(function* () {
      const emulator = yield* process(path)
      rmSync(join(path, ".."), { recursive: true })
      const answer = yield* emulator.run(dial())
      assert.strictEqual(answer.status, 500)
      assert.include(String(at(answer.body, "detail.message")), path)
    })
  )
})
