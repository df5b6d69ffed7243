import { assert } from "@effect/vitest"
import { Effect, Predicate } from "effect"
import { Emulator, type Reply } from "@outbound-call/emulator"

/** An answer with its body read as JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly fault: Reply["fault"]
  readonly body: unknown
}

/** What a test may say about a dial; the rest is the demo line calling a person who answers. */
export interface DialWish {
  readonly to?: string
  readonly agent?: string
  readonly phone?: string
  readonly variables?: Record<string, unknown>
  readonly data?: Record<string, unknown>
  readonly ringing?: number
  readonly provider?: "twilio" | "sip-trunk" | "exotel"
  readonly key?: string
}

export const send = Effect.fnUntraced(function* (
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = { "xi-api-key": "key" }
) {
  const emulator = yield* Emulator
  const reply = yield* emulator.handle({
    method,
    url,
    headers,
    body: body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body)
  })
  return { status: reply.status, headers: reply.headers, fault: reply.fault, body: parsed(reply) } satisfies Answer
})

export const get = (url: string): Effect.Effect<Answer, never, Emulator> => send("GET", url)

export const dial = (wish: DialWish = {}): Effect.Effect<Answer, never, Emulator> =>
  send("POST", `/v1/convai/${wish.provider ?? "twilio"}/outbound-call`, dialBody(wish), {
    "xi-api-key": wish.key ?? "key"
  })

export const dialBody = (wish: DialWish) => ({
  agent_id: wish.agent ?? "agent_demo",
  agent_phone_number_id: wish.phone ?? phones[wish.provider ?? "twilio"],
  to_number: wish.to ?? "+14155550100",
  ...(wish.ringing === undefined ? {} : { telephony_call_config: { ringing_timeout_secs: wish.ringing } }),
  conversation_initiation_client_data: {
    dynamic_variables: wish.variables ?? { customer_name: "Ada" },
    ...wish.data
  }
})

/** Dials and gives back the conversation id; the dial must succeed. */
export const dialled = Effect.fnUntraced(function* (wish: DialWish = {}) {
  const answer = yield* dial(wish)
  assert.strictEqual(answer.status, 200, JSON.stringify(answer.body))
  assert.strictEqual(at(answer.body, "success"), true, JSON.stringify(answer.body))
  return String(at(answer.body, "conversation_id"))
})

export const conversation = (id: unknown) =>
  Effect.map(get(`/v1/convai/conversations/${String(id)}`), (answer) => answer.body)

export const listed = (query = "") =>
  Effect.map(get(`/v1/convai/conversations${query === "" ? "" : `?${query}`}`), (answer) => answer.body)

export const listedIds = (query = "") =>
  Effect.map(listed(query), (page) => rows(page).map((row) => at(row, "conversation_id")))

/** The rows of a page. */
export const rows = (page: unknown): ReadonlyArray<unknown> => {
  const found = at(page, "conversations")
  return Array.isArray(found) ? found : []
}

/** What is at a path of dots in a JSON value; undefined when nothing is. */
export const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((here, step) => (Predicate.hasProperty(here, step) ? here[step] : undefined), value)

const phones = { twilio: "phnum_demo", "sip-trunk": "phnum_sip", exotel: "phnum_exotel" }

const parsed = (reply: Reply): unknown => {
  if (typeof reply.body !== "string") return reply.body
  try {
    return JSON.parse(reply.body)
  } catch {
    return reply.body
  }
}
