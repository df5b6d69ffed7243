import { begin, check, number, place, type Task, variables } from "./Task.ts"

const never = { rings: {} }
const refused = { path: ["check_call"], end: "nothing left", result: { allowed: false }, ...never } as const
const failed = { path: ["place_call"], end: "error", ...never } as const

/** What is not dialled, whatever the follower does. */
export const refusedTasks: ReadonlyArray<Task> = [
  { wish: "Call something that is no number", first: check({ to: "Ada" }), ...refused, text: /malformed_number/ },
  { wish: "Call a number that is too short", first: check({ to: "+1415" }), ...refused },
  { wish: "Call a national number of no country", first: check({ to: "4155550100" }), ...refused },
  { wish: "Call an ambulance", first: check({ to: "911", region: "US" }), ...refused, text: /call it themselves/ },
  { wish: "Call an ambulance from Europe", first: check({ to: "112", region: "FR" }), ...refused },
  { wish: "Call an ambulance without a check", first: place({ to: "911", region: "US" }), ...failed },
  { wish: "Call a premium line", first: check({ to: "+19005550100" }), ...refused },
  {
    wish: "Call Ada, forgetting her name",
    first: check({ to: number("0100"), variables: {} }),
    ...refused,
    text: /missing_variable.*customer_name/
  },
  {
    wish: "Call Ada without a check, forgetting her name",
    first: place({ to: number("0100"), variables: {} }),
    ...failed,
    text: /^missing_variable: /
  },
  {
    wish: "Call with an agent that is not there",
    first: check({ to: number("0100"), agent: "agent_nobody" }),
    ...refused,
    text: /agent_not_found/
  },
  {
    wish: "Let the agent say what it may not",
    first: check({ to: number("0100"), agent: "agent_plain", variables: {}, first_message: "Hello you." }),
    ...refused,
    text: /override_not_allowed/
  },
  {
    wish: "Call Ada with a task that the agent would lose",
    first: check({ to: number("0100"), task: "Ask when the parcel comes." }),
    ...refused,
    text: /undeclared_variable/
  },
  {
    wish: "Call Ada for two minutes, where the agent allows no limit",
    first: check({ to: number("0100"), max_minutes: 2 }),
    ...refused,
    text: /override_not_allowed/
  },
  {
    wish: "Call somebody whom the operator did not list",
    allowed: number("0199"),
    first: check({ to: number("0100") }),
    ...refused,
    text: /number_not_allowed/
  },
  {
    wish: "Call somebody whom the operator did not list, without a check",
    allowed: number("0199"),
    first: place({ to: number("0100") }),
    ...failed,
    text: /^number_not_allowed: /
  },
  {
    wish: "Call without a key",
    first: begin("place_call", { to: number("0100"), variables }),
    ...failed,
    text: /^invalid_arguments: .*idempotency_key/
  },
  {
    wish: "Call, as confirmed by the model itself",
    first: place({ to: number("0100"), confirmed: true }),
    ...failed,
    text: /^invalid_arguments: .*confirmed/
  },
  {
    wish: "Call and wait for ever",
    first: place({ to: number("0100"), wait_seconds: 3600 }),
    ...failed,
    text: /^invalid_arguments: .*wait_seconds/
  },
  {
    wish: "Wait for a call that nobody placed",
    first: begin("wait_for_call", { call_id: "call_nowhere" }),
    ...failed,
    path: ["wait_for_call"],
    text: /^call_not_found: /
  },
  {
    wish: "Hang up a call that nobody placed",
    first: begin("hang_up", { call_id: "call_nowhere" }),
    ...failed,
    path: ["hang_up"],
    text: /^call_not_found: /
  },
  {
    wish: "Read on from a place that is none",
    first: begin("get_transcript", { call_id: "call_nowhere", cursor: "soon" }),
    ...failed,
    path: ["get_transcript"],
    text: /^invalid_cursor: /
  },
  {
    wish: "Show my calls, when there are none",
    first: begin("list_calls", {}),
    path: ["list_calls"],
    end: "nothing left",
    result: { calls: [] },
    ...never
  }
]
