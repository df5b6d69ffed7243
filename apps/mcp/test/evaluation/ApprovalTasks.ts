import { approveCall, denyCall, type PolicyProfile } from "@outbound-call/core"
import { Effect } from "effect"
import type { McpTest } from "effect/ai"
import { TestClock } from "effect/testing"
import { askingProfile } from "../Asking.ts"
import { use } from "../World.ts"
import { afterPlacing, check, number, place, placed, type Task } from "./Task.ts"

const ada = number("0100")
const bob = number("0101")
const nobodySaysYes = { path: ["check_call", "place_call", "wait_for_call"], end: "nothing left", rings: {} } as const

/** Asks nobody but after a transcript, and for a repeat. */
const wary: PolicyProfile = { ...askingProfile, approval: false }

/** Half a minute after the call was placed, somebody decides at a terminal. */
const decidedLater = (decide: "yes" | "no") =>
  Effect.fnUntraced(function* (client: McpTest.Client) {
    const id = yield* placed(client, ada)
    const deed = decide === "yes" ? approveCall(id, { via: "terminal", numberEndsIn: "0100" }) : denyCall(id, {})
    yield* Effect.sleep("30 seconds").pipe(Effect.andThen(deed), Effect.forkScoped)
    return { tool: "wait_for_call", arguments: { call_id: id } }
  })

/** Reads what was said in a call that is over. */
const afterReading = (first: () => ReturnType<ReturnType<typeof place>>) =>
  Effect.fnUntraced(function* (client: McpTest.Client) {
    const id = yield* placed(client, ada)
    yield* TestClock.adjust("5 minutes")
    yield* use(client, "get_transcript", { call_id: id })
    return yield* first()
  })

/** Calls that a person has to approve, by a host that cannot ask. */
export const approvalTasks: ReadonlyArray<Task> = [
  {
    wish: "Call Ada, and nobody says yes",
    profile: askingProfile,
    first: check({ to: ada }),
    ...nobodySaysYes,
    result: { status: "cancelled", phone_may_have_rung: false }
  },
  {
    wish: "Call Ada, whom the operator approved beforehand",
    profile: { ...askingProfile, approvedNumbers: [ada] },
    first: check({ to: ada }),
    path: ["check_call", "place_call", "wait_for_call", "get_transcript"],
    end: "nothing left",
    rings: { [ada]: 1 }
  },
  {
    wish: "Call Ada, and say yes at a terminal",
    profile: askingProfile,
    first: decidedLater("yes"),
    path: ["wait_for_call", "get_transcript"],
    end: "nothing left",
    result: { status: "final" },
    rings: { [ada]: 1 }
  },
  {
    wish: "Call Ada, and say no at a terminal",
    profile: askingProfile,
    first: decidedLater("no"),
    path: ["wait_for_call"],
    end: "nothing left",
    result: { status: "cancelled" },
    rings: {}
  },
  {
    wish: "Show what waits",
    profile: askingProfile,
    first: (client) => Effect.as(placed(client, ada), { tool: "list_calls", arguments: { status: "planned" } }),
    path: ["list_calls", "wait_for_call"],
    end: "nothing left",
    result: { status: "cancelled" },
    rings: {}
  },
  {
    wish: "Stop the call that waits",
    profile: askingProfile,
    first: afterPlacing(ada, "hang_up"),
    path: ["hang_up"],
    end: "nothing left",
    result: { status: "cancelled", phone_may_have_rung: false },
    rings: {}
  },
  {
    wish: "Ask for the call that waits again",
    profile: askingProfile,
    first: (client) => Effect.andThen(placed(client, ada), place({ to: ada })()),
    path: ["place_call", "wait_for_call"],
    end: "nothing left",
    result: { status: "cancelled" },
    rings: {}
  },
  {
    wish: "Call Ada, saying that it is confirmed",
    profile: askingProfile,
    first: place({ to: ada, confirmed: true }),
    path: ["place_call"],
    end: "error",
    text: /^invalid_arguments: .*confirmed/,
    rings: {}
  },
  {
    wish: "Call Bob, after what Ada said was read",
    profile: wary,
    first: afterReading(check({ to: bob })),
    ...nobodySaysYes,
    rings: { [ada]: 1 }
  },
  {
    wish: "Call Ada once more at once, with a fresh key",
    profile: wary,
    first: (client) =>
      placed(client, ada).pipe(
        Effect.andThen(TestClock.adjust("5 minutes")),
        Effect.andThen(place({ to: ada, idempotency_key: "a-fresh-key" })())
      ),
    path: ["place_call", "wait_for_call"],
    end: "nothing left",
    result: { status: "cancelled" },
    rings: { [ada]: 1 }
  }
]
