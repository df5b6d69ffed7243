import { readPhoneNumber, suppressNumbers } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { McpTest } from "effect/ai"
import { check, number, place, placed, type Task, variables } from "./Task.ts"

type FaultRequest = Parameters<Emulator["Service"]["fault"]>[0]

/** A first step, after something went wrong at the provider. */
const amid = (fault: FaultRequest, first: Task["first"]): Task["first"] =>
  Effect.fnUntraced(function* (client) {
    yield* (yield* Emulator).fault(fault)
    return yield* first(client)
  })

/** A first step, while a call to this number is under way. */
const during = (to: string, first: Task["first"]): Task["first"] =>
  Effect.fnUntraced(function* (client) {
    yield* placed(client, to)
    return yield* first(client)
  })

const listed = (to: string, first: Task["first"]): Task["first"] =>
  Effect.fnUntraced(function* (client: McpTest.Client) {
    yield* suppressNumbers([{ number: yield* Effect.fromResult(readPhoneNumber(to)), source: "test" }])
    return yield* first(client)
  })

const ada = number("0100")
const once = { rings: { [ada]: 1 } }
const settled = { path: ["place_call", "wait_for_call", "get_transcript"], end: "nothing left" } as const

/** What goes wrong on the way, and what an assistant does twice. */
export const troubleTasks: ReadonlyArray<Task> = [
  {
    wish: "Call Ada, and the answer to the dial is lost",
    first: amid({ target: "dial", kind: "drop", when: "after" }, place({ to: ada })),
    ...settled,
    ...once
  },
  {
    wish: "Call Ada, and the provider breaks after the dial",
    first: amid({ target: "dial", kind: "status", status: 500, when: "after" }, place({ to: ada })),
    ...settled,
    ...once
  },
  {
    wish: "Call Ada, and the answer names no conversation",
    first: amid({ target: "dial", kind: "no-ids", when: "after" }, place({ to: ada })),
    ...settled,
    ...once
  },
  {
    wish: "Call Ada, and the dial never reaches the provider",
    first: amid({ target: "dial", kind: "drop", when: "before" }, place({ to: ada })),
    path: ["place_call", "wait_for_call"],
    end: "nothing left",
    result: { status: "not-placed", phone_may_have_rung: false },
    rings: {}
  },
  {
    wish: "Call Ada, while the record cannot be read for a while",
    first: amid({ target: "conversation", kind: "status", status: 503, times: 3 }, place({ to: ada })),
    ...settled,
    ...once
  },
  {
    wish: "Call Ada, whom a call is ringing already",
    first: during(ada, check({ to: ada })),
    path: ["check_call", "wait_for_call", "get_transcript"],
    end: "nothing left",
    ...once
  },
  {
    wish: "Call Ada with another key, while a call is ringing her",
    first: during(ada, place({ to: ada, idempotency_key: "another-key" })),
    path: ["place_call"],
    end: "error",
    text: /wait_for_call \{"call_id":"call_/,
    ...once
  },
  {
    wish: "Call Ada, and ask again with the same key",
    first: during(ada, place({ to: ada })),
    ...settled,
    ...once
  },
  {
    wish: "Call Ada, and ask again with the same key when it is over",
    first: (client) =>
      placed(client, ada).pipe(Effect.andThen(TestClock.adjust("5 minutes")), Effect.andThen(place({ to: ada })())),
    path: ["place_call", "get_transcript"],
    end: "nothing left",
    ...once
  },
  {
    wish: "Call Ada, and use her key for somebody else",
    first: during(ada, place({ to: number("0101") })),
    path: ["place_call"],
    end: "error",
    text: /^idempotency_conflict: /,
    ...once
  },
  {
    wish: "Call Ada, and use her key to say something else",
    first: during(ada, place({ to: ada, variables: { ...variables, customer_name: "Bob" } })),
    path: ["place_call"],
    end: "error",
    text: /^idempotency_conflict: /,
    ...once
  },
  {
    wish: "Call somebody who wants no calls",
    first: listed(ada, check({ to: ada })),
    path: ["check_call"],
    end: "nothing left",
    result: { allowed: false },
    rings: {}
  },
  {
    wish: "Call somebody who wants no calls, without a check",
    first: listed(ada, place({ to: ada })),
    path: ["place_call"],
    end: "error",
    text: /No phone rang/,
    rings: {}
  },
  {
    wish: "Show my calls, and what became of the newest",
    first: (client) =>
      placed(client, ada).pipe(
        Effect.andThen(TestClock.adjust("5 minutes")),
        Effect.as({ tool: "list_calls", arguments: {} })
      ),
    path: ["list_calls", "get_call", "get_transcript"],
    end: "nothing left",
    ...once
  },
  {
    wish: "Show my calls one at a time",
    first: (client) =>
      placed(client, number("0101")).pipe(
        Effect.andThen(TestClock.adjust("1 minute")),
        Effect.andThen(placed(client, number("0103"), { idempotency_key: "second-key" })),
        Effect.andThen(TestClock.adjust("1 minute")),
        Effect.as({ tool: "list_calls", arguments: { limit: 1 } })
      ),
    path: ["list_calls", "get_call"],
    end: "nothing left",
    result: { outcome: "busy" },
    rings: { [number("0101")]: 1, [number("0103")]: 1 }
  }
]
