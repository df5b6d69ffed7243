import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { afterPlacing, begin, check, number, place, placed, type Task, variables } from "./Task.ts"

const toTheEnd = ["check_call", "place_call", "wait_for_call", "get_transcript"]
const inOneGo = ["check_call", "place_call"]

/** Calls to everybody who can be reached or not. */
const people: ReadonlyArray<readonly [digits: string, wish: string, rest: Omit<Task, "wish" | "first" | "rings">]> = [
  ["0100", "Call Ada", { path: toTheEnd, end: "nothing left", result: { status: "final" }, text: /yes, speaking/ }],
  ["0101", "Call somebody who is busy", { path: inOneGo, end: "nothing left", result: { outcome: "busy" } }],
  [
    "0102",
    "Call somebody who does not pick up",
    { path: ["check_call", "place_call", "wait_for_call"], end: "nothing left", result: { outcome: "no-answer" } }
  ],
  ["0103", "Call somebody who declines", { path: inOneGo, end: "nothing left", result: { outcome: "declined" } }],
  ["0104", "Call somebody whose machine answers", { path: toTheEnd, end: "nothing left", text: /voicemail of Ada/ }],
  ["0105", "Call somebody whose line drops", { path: inOneGo, end: "nothing left", result: { status: "failed" } }],
  ["0106", "Call Ada while the provider is slow", { path: toTheEnd, end: "nothing left", result: { status: "final" } }],
  [
    "0107",
    "Call a number that rings for ever",
    { path: ["check_call", "place_call", "wait_for_call"], end: "no end", result: { status: "initiated" } }
  ],
  [
    "0108",
    "Call Ada while the provider never finishes its record",
    { path: ["check_call", "place_call", "wait_for_call"], end: "no end", result: { status: "processing" } }
  ],
  ["0109", "Call somebody who is slow to answer", { path: toTheEnd, end: "nothing left", result: { status: "final" } }],
  [
    "0110",
    "Call a number that the carrier cannot reach",
    { path: inOneGo, end: "nothing left", result: { status: "failed", outcome: "failed" } }
  ],
  [
    "0111",
    "Call a country that the account may not call",
    { path: inOneGo, end: "nothing left", text: /not authorized/ }
  ],
  ["0112", "Call from a trial account", { path: inOneGo, end: "nothing left", text: /unverified/ }],
  ["0113", "Ask about a case", { path: toTheEnd, end: "nothing left", text: /Case C-1001 is open/ }],
  ["0114", "Call for a long survey", { path: toTheEnd, end: "nothing left", result: { status: "final" } }]
]

/** Where the carrier refuses, nothing rings. */
const refusing = new Set(["0111", "0112"])

export const callTasks: ReadonlyArray<Task> = [
  ...people.map(([digits, wish, rest]) => ({
    wish,
    first: check({ to: number(digits) }),
    rings: refusing.has(digits) ? {} : { [number(digits)]: 1 },
    ...rest
  })),
  {
    wish: "Find out how to call from here, then call Ada",
    first: begin("get_calling_setup", {}),
    given: { to: number("0100"), variables },
    path: ["get_calling_setup", ...toTheEnd],
    end: "nothing left",
    text: /yes, speaking/,
    rings: { [number("0100")]: 1 }
  },
  {
    wish: "Call a number in national writing",
    first: check({ to: "(415) 555-0101", region: "US" }),
    path: inOneGo,
    end: "nothing left",
    result: { outcome: "busy", to: number("0101") },
    rings: { [number("0101")]: 1 }
  },
  {
    wish: "Call with another agent, which needs nothing",
    first: check({ to: number("0100"), variables: {}, agent: "agent_plain" }),
    path: toTheEnd,
    end: "nothing left",
    text: /courtesy call/,
    rings: { [number("0100")]: 1 }
  },
  {
    wish: "Call with a first sentence of the person's own",
    first: check({ to: number("0100"), first_message: "Good day, this is a greeting." }),
    path: toTheEnd,
    end: "nothing left",
    text: /Good day, this is a greeting/,
    rings: { [number("0100")]: 1 }
  },
  {
    wish: "Call a listed number for real",
    allowed: number("0100"),
    first: check({ to: number("0100") }),
    path: toTheEnd,
    end: "nothing left",
    result: { status: "final" },
    rings: { [number("0100")]: 1 }
  },
  {
    wish: "Call, waiting in the first step",
    first: place({ to: number("0103"), wait_seconds: 30 }),
    path: ["place_call"],
    end: "nothing left",
    result: { outcome: "declined" },
    rings: { [number("0103")]: 1 }
  },
  {
    wish: "Stop the call before it is answered",
    first: afterPlacing(number("0114"), "hang_up"),
    path: ["hang_up"],
    end: "nothing left",
    result: { status: "failed", phone_may_have_rung: true },
    rings: { [number("0114")]: 1 }
  },
  {
    wish: "Stop the call in which they talk",
    first: (client) =>
      Effect.gen(function* () {
        const id = yield* placed(client, number("0114"))
        yield* TestClock.adjust("20 seconds")
        return { tool: "hang_up", arguments: { call_id: id } }
      }),
    path: ["hang_up", "wait_for_call", "get_transcript"],
    end: "nothing left",
    result: { status: "final" },
    rings: { [number("0114")]: 1 }
  },
  {
    wish: "Read me the whole survey, in small pieces",
    first: afterPlacing(number("0114"), "get_transcript", { max_chars: 500 }),
    path: ["get_transcript", "wait_for_call", "get_transcript"],
    end: "nothing left",
    result: { status: "final", omitted_turns: 0 },
    text: /Question 28 of 28/,
    rings: { [number("0114")]: 1 }
  },
  {
    wish: "How is my call?",
    first: afterPlacing(number("0101"), "get_call"),
    path: ["get_call", "wait_for_call"],
    end: "nothing left",
    result: { outcome: "busy" },
    rings: { [number("0101")]: 1 }
  }
]
