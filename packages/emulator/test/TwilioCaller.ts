import { Effect } from "effect"
import type { Emulator } from "@outbound-call/emulator"
import { at, dial, send, type DialWish } from "./Caller.ts"

export const account = `AC${"0".repeat(32)}`
const root = `/2010-04-01/Accounts/${account}`

const headersOf = (password: string) => ({
  authorization: `Basic ${Buffer.from(`${account}:${password}`).toString("base64")}`
})

/** Asks Twilio; the path follows the account's. */
export const twilio = (path: string, method = "GET", body?: string, password = "token") =>
  send(method, path.startsWith("/2010") ? path : `${root}${path}`, body, headersOf(password))

/** The calls of a list, by query. */
export const twilioList = (query = "") =>
  Effect.map(twilio(`/Calls.json?${query}`), ({ body }) => {
    const calls = at(body, "calls")
    return Array.isArray(calls) ? (calls as ReadonlyArray<unknown>) : []
  })

export const sidsIn = (calls: ReadonlyArray<unknown>) => calls.map((call) => at(call, "sid"))

/** The call of a sid as Twilio has it. */
export const twilioRecord = (sid: string) => Effect.map(twilio(`/Calls/${sid}.json`), ({ body }) => body)

/** Ends a call through Twilio. */
export const endCall = (sid: string, status = "completed") => twilio(`/Calls/${sid}.json`, "POST", `Status=${status}`)

/** Dials, and gives the conversation's id and the call's. */
export const placed = (wish: DialWish = {}): Effect.Effect<{ id: string; sid: string }, never, Emulator> =>
  Effect.map(dial(wish), ({ body }) => ({
    id: String(at(body, "conversation_id")),
    sid: String(at(body, "callSid"))
  }))
