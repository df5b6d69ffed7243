import { assert, describe, it } from "@effect/vitest"
import { RecoveryLoop } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { approvalTasks } from "./evaluation/ApprovalTasks.ts"
import { callTasks } from "./evaluation/CallTasks.ts"
import { follow } from "./evaluation/Follower.ts"
import { refusedTasks } from "./evaluation/RefusedTasks.ts"
import type { Task } from "./evaluation/Task.ts"
import { troubleTasks } from "./evaluation/TroubleTasks.ts"
import { connect, world } from "./World.ts"

/** A Monday morning in New York. */
const morning = Date.UTC(2026, 10, 23, 15)

const assertEnds = Effect.fnUntraced(function* (task: Task) {
  const client = yield* connect()
  const walk = yield* follow(client, yield* task.first(client), task.given)
  assert.deepStrictEqual([walk.path, walk.end], [task.path, task.end], walk.text)
  if (task.result !== undefined) assert.deepInclude(walk.result, task.result)
  if (task.text !== undefined) assert.match(walk.text, task.text)
  const { byNumber } = yield* (yield* Emulator).rings
  assert.deepStrictEqual(byNumber, task.rings)
})

describe("a client that only does what next_step says", () => {
  for (const task of [...callTasks, ...approvalTasks, ...refusedTasks, ...troubleTasks]) {
    it.effect(`ends where it should: ${task.wish}`, () =>
      Effect.andThen(
        TestClock.setTime(morning),
        assertEnds(task).pipe(
          Effect.provide(RecoveryLoop.layer().pipe(Layer.provideMerge(world(task.allowed, undefined, task.profile))))
        )
      )
    )
  }
})
